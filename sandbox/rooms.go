package sandbox

import (
	"cmp"
	"encoding/json"
	"slices"
	"time"
)

// room is a conversation with its messages.
type room struct {
	Channel
	created  time.Time
	messages []*message
}

// message is a message with what only the wire shows.
type message struct {
	Message
	appID, clientMsgID, subtype string
	editedTS, editedBy          string
	attachments                 json.RawMessage
	gone                        bool // deleted without a trace
}

type rooms struct {
	byID  map[string]*room
	order []string
	dms   map[string]string // a person's direct conversation with the bot
}

func newRooms() rooms { return rooms{byID: map[string]*room{}, dms: map[string]string{}} }

func (r *rooms) put(c *room) {
	if old := r.byID[c.ID]; old != nil {
		c.messages = old.messages
	} else {
		r.order = append(r.order, c.ID)
	}
	r.byID[c.ID] = c
}

func (r *room) has(user string) bool { return slices.Contains(r.Members, user) }

func (r *room) join(user string) bool {
	if r.has(user) {
		return false
	}
	r.Members = append(r.Members, user)
	return true
}

func (r *room) leave(user string) bool {
	n := len(r.Members)
	r.Members = slices.DeleteFunc(slices.Clone(r.Members), func(m string) bool { return m == user })
	return len(r.Members) < n
}

// open reports whether anybody of the workspace can look in without joining.
func (r *room) open() bool { return !r.Private && !r.IM && !r.MPIM }

// kind is the channel_type of events.
func (r *room) kind() string {
	switch {
	case r.IM:
		return "im"
	case r.MPIM:
		return "mpim"
	case r.Private:
		return "group"
	default:
		return "channel"
	}
}

// scopeKind is the first part of the scopes that guard the conversation: channels, groups, im, mpim.
func (r *room) scopeKind() string {
	switch r.kind() {
	case "channel":
		return "channels"
	case "group":
		return "groups"
	default:
		return r.kind()
	}
}

func (r *room) find(ts string) *message {
	i, ok := slices.BinarySearchFunc(r.messages, ts, func(m *message, ts string) int { return compareTS(m.TS, ts) })
	if !ok || r.messages[i].gone {
		return nil
	}
	return r.messages[i]
}

// replies returns the living replies of a thread, oldest first.
func (r *room) replies(root string) []*message {
	var out []*message
	for _, m := range r.messages {
		if m.ThreadTS == root && m.TS != root && !m.gone {
			out = append(out, m)
		}
	}
	return out
}

func compareTS(a, b string) int {
	return cmp.Or(cmp.Compare(len(a), len(b)), cmp.Compare(a, b))
}

// direct returns the conversation of exactly these people, and makes it if make is set.
func (s *Slack) direct(people []string, create bool) *room {
	want := slices.Sorted(slices.Values(people))
	for _, id := range s.rooms.order {
		r := s.rooms.byID[id]
		if (r.IM || r.MPIM) && slices.Equal(slices.Sorted(slices.Values(r.Members)), want) {
			return r
		}
	}
	if !create {
		return nil
	}
	r := &room{created: s.opt.Now()}
	r.Members = slices.Clone(people)
	if len(people) > 2 {
		r.ID, r.MPIM, r.Private = s.ids.next("G0"), true, true
		r.Name = "mpdm-" + r.ID
	} else {
		r.ID, r.IM = s.ids.next("D0"), true
	}
	s.rooms.put(r)
	return r
}

// botDM returns the user's direct conversation with the bot.
func (s *Slack) botDM(user string, create bool) *room {
	if id := s.rooms.dms[user]; id != "" {
		return s.rooms.byID[id]
	}
	r := s.direct([]string{user, s.app.BotUserID}, create)
	if r != nil {
		s.rooms.dms[user] = r.ID
	}
	return r
}

// partner is the other person of a direct conversation.
func (r *room) partner(user string) string {
	for _, m := range r.Members {
		if m != user {
			return m
		}
	}
	return user
}

// add puts a new message at the end of the room and gives it its timestamp.
func (s *Slack) add(r *room, m *message) {
	now := s.opt.Now()
	m.Channel, m.At = r.ID, now
	m.TS = s.ids.ts(now)
	r.messages = append(r.messages, m)
	s.changed()
}

// remove deletes a message; a thread's root with replies stays as a tombstone.
func (s *Slack) remove(r *room, m *message) {
	if len(r.replies(m.TS)) > 0 {
		m.Deleted, m.Text, m.Blocks, m.Metadata, m.subtype = true, "This message was deleted.", nil, nil, "tombstone"
	} else {
		m.gone, m.Deleted = true, true
	}
	s.changed()
}

// Messages returns a channel's messages (thread replies included), oldest first, as they read now. Deleted
// messages are left out, except roots that still have replies; ephemeral ones too.
func (s *Slack) Messages(channel string) []Message {
	s.mu.Lock()
	defer s.mu.Unlock()
	r := s.rooms.byID[channel]
	if r == nil {
		return nil
	}
	counts := map[string]int{}
	for _, m := range r.messages {
		if !m.gone && m.ThreadTS != "" && m.ThreadTS != m.TS {
			counts[m.ThreadTS]++
		}
	}
	out := make([]Message, 0, len(r.messages))
	for _, m := range r.messages {
		if !m.gone {
			c := m.snapshot()
			c.ReplyCount = counts[m.TS]
			out = append(out, c)
		}
	}
	return out
}

// Ephemerals returns the living messages only this user sees, oldest first.
func (s *Slack) Ephemerals(user string) []Message {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []Message
	for _, m := range s.notes {
		if m.EphemeralTo == user && !m.gone {
			out = append(out, m.snapshot())
		}
	}
	return out
}

// DMChannel returns the user's DM with the bot, "" if it was never opened.
func (s *Slack) DMChannel(user string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if r := s.botDM(user, false); r != nil {
		return r.ID
	}
	return ""
}

func (m *message) snapshot() Message {
	c := m.Message
	c.Reactions = make([]Reaction, 0, len(m.Reactions))
	for _, x := range m.Reactions {
		c.Reactions = append(c.Reactions, Reaction{Name: x.Name, Users: slices.Clone(x.Users)})
	}
	return c
}
