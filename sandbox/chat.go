package sandbox

import (
	"encoding/json"
	"net/url"
	"strings"
	"unicode/utf8"
)

// The sizes chat methods check.
const (
	postTextMost    = 40_000 // longer texts are cut, with a warning
	updateTextMost  = 4_000
	attachmentsMost = 100
	metadataMost    = 16 << 10
	messageBlocks   = 50
)

// content is what a chat method wants to say.
type content struct {
	text                   string
	blocks                 json.RawMessage
	attachments            json.RawMessage
	metadata               json.RawMessage
	hasMetadata, truncated bool
	hasAttachments         bool
}

// content reads and checks text, blocks, attachments and metadata.
func (s *Slack) content(c *call) (content, error) {
	return s.readContent(c, true)
}

// readContent is content with or without the cumulative cap, which response URLs do not have.
func (s *Slack) readContent(c *call, capped bool) (content, error) {
	out := content{text: c.str("text"), hasMetadata: c.sent("metadata"), hasAttachments: c.sent("attachments")}
	var err error
	if out.blocks, err = s.readBlocks(c, capped); err != nil {
		return out, err
	}
	if out.attachments, err = readAttachments(c); err != nil {
		return out, err
	}
	if out.metadata, err = readMetadata(c); err != nil {
		return out, err
	}
	if out.text == "" && out.blocks == nil && out.attachments == nil {
		return out, refuse("no_text")
	}
	return out, nil
}

// readBlocks validates the blocks of a message; none and an empty list are nil.
func (s *Slack) readBlocks(c *call, capped bool) (json.RawMessage, error) {
	v, err := c.value("blocks")
	if err != nil {
		return nil, refuse("invalid_blocks_format")
	}
	if v == nil {
		return nil, nil
	}
	list, ok := v.([]any)
	if !ok {
		return nil, refuse("invalid_blocks_format")
	}
	if len(list) == 0 {
		return nil, nil
	}
	report := checkBlocks(list, surfaceMessage)
	if len(report.errors) > 0 {
		return nil, refuse("invalid_blocks", report.errors...)
	}
	if capped && report.tooLong() {
		return nil, refuse("msg_blocks_too_long")
	}
	s.nameBlocks(list)
	nameActions(list, s.ids.next)
	return raw(list), nil
}

// nameBlocks gives every block without an id one.
func (s *Slack) nameBlocks(list []any) {
	for _, b := range list {
		if m, ok := b.(map[string]any); ok {
			if id, _ := m["block_id"].(string); id == "" {
				m["block_id"] = s.ids.next("b")
			}
		}
	}
}

func readAttachments(c *call) (json.RawMessage, error) {
	v, err := c.value("attachments")
	if err != nil {
		return nil, refuse("invalid_attachments")
	}
	list, ok := v.([]any)
	if v != nil && !ok {
		return nil, refuse("invalid_attachments")
	}
	if len(list) > attachmentsMost {
		return nil, refuse("too_many_attachments")
	}
	if len(list) == 0 {
		return nil, nil
	}
	return raw(list), nil
}

func readMetadata(c *call) (json.RawMessage, error) {
	v, err := c.value("metadata")
	if err != nil {
		return nil, refuse("invalid_metadata_format")
	}
	m, ok := v.(map[string]any)
	if v != nil && !ok {
		return nil, refuse("invalid_metadata_format")
	}
	if len(m) == 0 {
		return nil, nil
	}
	kind, named := m["event_type"].(string)
	if _, payload := m["event_payload"].(map[string]any); !named || kind == "" || !payload {
		return nil, refuse("invalid_metadata_schema")
	}
	out := raw(m)
	if len(out) > metadataMost {
		return nil, refuse("metadata_too_large")
	}
	return out, nil
}

func (s *Slack) chatPostMessage(c *call) (answer, error) {
	r, err := s.destination(c.str("channel"))
	if err != nil {
		return nil, err
	}
	if !r.has(s.app.BotUserID) && s.needScope("chat:write.public") != nil {
		return nil, refuse("not_in_channel")
	}
	body, err := s.content(c)
	if err != nil {
		return nil, err
	}
	if utf8.RuneCountInString(body.text) > postTextMost {
		body.text, body.truncated = string([]rune(body.text)[:postTextMost]), true
	}
	thread, err := threadOf(r, c.str("thread_ts"))
	if err != nil {
		return nil, err
	}
	m := s.postAsBot(r, body, thread, "chat.postMessage", c.flag("reply_broadcast"))
	out := answer{"channel": r.ID, "ts": m.TS, "message": s.wire(m, true)}
	if body.truncated {
		out["warning"] = "message_truncated"
		out["response_metadata"] = map[string]any{"warnings": []string{"message_truncated"}}
	}
	return out, nil
}

// postAsBot adds the bot's message and sends its echo event.
func (s *Slack) postAsBot(r *room, body content, thread, by string, broadcast bool) *message {
	m := &message{Message: Message{
		User: s.app.BotUserID, BotID: s.app.BotID, Text: body.text, Blocks: body.blocks, Metadata: body.metadata,
		ThreadTS: thread, PostedBy: by, Broadcast: broadcast && thread != "",
	}, appID: s.app.AppID, attachments: body.attachments}
	if m.Broadcast {
		m.subtype = "thread_broadcast"
	}
	s.add(r, m)
	s.emitMessage(r, m)
	return m
}

// destination resolves the channel argument of a post: an id, a #name, or a person, whose DM is opened.
func (s *Slack) destination(id string) (*room, error) {
	if u := s.people.users[id]; u != nil {
		return s.openDM(u)
	}
	r, err := s.visible(id)
	if err != nil {
		return nil, err
	}
	if r.Archived {
		return nil, refuse("is_archived")
	}
	if r.IM {
		if u := s.people.users[r.partner(s.app.BotUserID)]; u != nil {
			return s.openDM(u)
		}
	}
	return r, nil
}

// openDM returns the DM with a person, if the person and the app can have one.
func (s *Slack) openDM(u *User) (*room, error) {
	switch {
	case u.Deleted:
		return nil, refuse("user_disabled")
	case u.Stranger:
		return nil, refuse("user_not_visible")
	case !s.app.MessagesTab:
		return nil, refuse("messages_tab_disabled")
	}
	return s.botDM(u.ID, true), nil
}

// visible resolves a channel the bot may know of: any public one, others only as a member.
func (s *Slack) visible(id string) (*room, error) {
	r := s.rooms.byID[id]
	if r == nil {
		name := strings.TrimPrefix(id, "#")
		for _, known := range s.rooms.byID {
			if known.Name == name && name != "" {
				r = known
			}
		}
	}
	if r == nil || !r.open() && !r.has(s.app.BotUserID) {
		return nil, refuse("channel_not_found")
	}
	return r, nil
}

// threadOf checks that a thread's root exists and is one.
func threadOf(r *room, ts string) (string, error) {
	if ts == "" {
		return "", nil
	}
	root := r.find(ts)
	if root == nil {
		return "", refuse("thread_not_found")
	}
	if root.ThreadTS != "" && root.ThreadTS != root.TS {
		return "", refuse("cannot_reply_to_message")
	}
	return ts, nil
}

func (s *Slack) chatPostEphemeral(c *call) (answer, error) {
	r, err := s.destination(c.str("channel"))
	if err != nil {
		return nil, err
	}
	if !r.has(s.app.BotUserID) {
		return nil, refuse("not_in_channel")
	}
	u := s.people.users[c.str("user")]
	if u == nil || u.Deleted || !r.has(u.ID) {
		return nil, refuse("user_not_in_channel")
	}
	body, err := s.content(c)
	if err != nil {
		return nil, err
	}
	if utf8.RuneCountInString(body.text) > updateTextMost {
		return nil, refuse("msg_too_long")
	}
	m := s.whisper(r, u.ID, body, c.str("thread_ts"), "chat.postEphemeral")
	return answer{"message_ts": m.TS}, nil
}

// whisper shows a message to one person only.
func (s *Slack) whisper(r *room, user string, body content, thread, by string) *message {
	now := s.opt.Now()
	m := &message{Message: Message{
		Channel: r.ID, TS: s.ids.ts(now), ThreadTS: thread, User: s.app.BotUserID, BotID: s.app.BotID, Text: body.text,
		Blocks: body.blocks, Metadata: body.metadata, Ephemeral: true, EphemeralTo: user, At: now, PostedBy: by,
	}, appID: s.app.AppID, attachments: body.attachments}
	s.notes = append(s.notes, m)
	s.changed()
	return m
}

func (s *Slack) chatGetPermalink(c *call) (answer, error) {
	r, err := s.visible(c.str("channel"))
	if err != nil {
		return nil, err
	}
	m := r.find(c.str("message_ts"))
	if m == nil {
		return nil, refuse("message_not_found")
	}
	return answer{"channel": r.ID, "permalink": s.permalink(r, m)}, nil
}

func (s *Slack) permalink(r *room, m *message) string {
	link := "https://" + s.team.Domain + ".slack.com/archives/" + r.ID + "/p" + strings.ReplaceAll(m.TS, ".", "")
	if m.ThreadTS != "" && m.ThreadTS != m.TS {
		link += "?thread_ts=" + m.ThreadTS + "&cid=" + r.ID
	}
	return link
}

// FindPermalink returns the message a permalink of this workspace points at.
func (s *Slack) FindPermalink(link string) (channel, ts string, ok bool) {
	u, err := url.Parse(link)
	if err != nil {
		return "", "", false
	}
	parts := strings.Split(strings.Trim(u.Path, "/"), "/")
	if len(parts) != 3 || parts[0] != "archives" || len(parts[2]) < 8 || parts[2][0] != 'p' {
		return "", "", false
	}
	digits := parts[2][1:]
	ts = digits[:len(digits)-6] + "." + digits[len(digits)-6:]
	s.mu.Lock()
	defer s.mu.Unlock()
	r := s.rooms.byID[parts[1]]
	if u.Host != s.team.Domain+".slack.com" || r == nil || r.find(ts) == nil {
		return "", "", false
	}
	return r.ID, ts, true
}
