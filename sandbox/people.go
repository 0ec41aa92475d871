package sandbox

import "fmt"

// actor checks that a person can act; the caller holds s.mu.
func (s *Slack) actor(user string) error {
	u := s.people.users[user]
	switch {
	case s.closed:
		return ErrClosed
	case u == nil:
		return fmt.Errorf("%w: %q", ErrNoUser, user)
	case u.Deleted:
		return fmt.Errorf("%w: %s", ErrDeactivated, user)
	default:
		return nil
	}
}

// sees finds a conversation the person can look into.
func (s *Slack) sees(user, channel string) (*room, error) {
	if err := s.actor(user); err != nil {
		return nil, err
	}
	r := s.rooms.byID[channel]
	if r == nil || !r.open() && !r.has(user) {
		return nil, fmt.Errorf("%w: %q for %s", ErrNoChannel, channel, user)
	}
	return r, nil
}

// speaks finds a conversation the person can write in.
func (s *Slack) speaks(user, channel string) (*room, error) {
	r, err := s.sees(user, channel)
	switch {
	case err != nil:
		return nil, err
	case r.Archived:
		return nil, fmt.Errorf("%w: %s", ErrArchived, channel)
	case !r.has(user):
		return nil, fmt.Errorf("%w: %s in %s", ErrNotMember, user, channel)
	default:
		return r, nil
	}
}

// Say posts a message as the user, who must be a member. "@name", "#channel" and bare links are marked up as
// Slack's clients do. The app hears a message event, and app_mention if it is mentioned, where the bot is a member.
func (s *Slack) Say(user, channel, text string) (ts string, err error) {
	return s.utter(user, channel, "", text, false)
}

// Reply posts into the thread of the message threadTS (a reply's ts leads to its thread).
func (s *Slack) Reply(user, channel, threadTS, text string) (string, error) {
	return s.utter(user, channel, threadTS, text, false)
}

// ReplyBroadcast posts into a thread and shows the reply in the channel too.
func (s *Slack) ReplyBroadcast(user, channel, threadTS, text string) (string, error) {
	return s.utter(user, channel, threadTS, text, true)
}

func (s *Slack) utter(user, channel, thread, text string, broadcast bool) (string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	r, err := s.speaks(user, channel)
	if err != nil {
		return "", err
	}
	if thread != "" {
		root := r.find(thread)
		if root == nil {
			return "", fmt.Errorf("%w: thread %s in %s", ErrNoMessage, thread, channel)
		}
		thread = orElse(root.ThreadTS, root.TS)
	}
	m := &message{Message: Message{User: user, Text: s.markup(text, false), ThreadTS: thread, PostedBy: "say", Broadcast: broadcast}}
	m.clientMsgID = s.ids.uuid()
	if broadcast {
		m.subtype = "thread_broadcast"
	}
	s.add(r, m)
	s.emitMessage(r, m)
	return m.TS, nil
}

// DM posts in the user's direct conversation with the bot, which is opened if need be.
func (s *Slack) DM(user, text string) (ts string, err error) {
	channel, err := s.OpenDM(user)
	if err != nil {
		return "", err
	}
	return s.Say(user, channel, text)
}

// OpenDM returns the user's direct conversation with the bot and opens it if need be; the app is not told.
func (s *Slack) OpenDM(user string) (string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.actor(user); err != nil {
		return "", err
	}
	if s.app.AppID == "" {
		return "", ErrNoApp
	}
	return s.botDM(user, true).ID, nil
}

// authored finds a message the person wrote.
func (s *Slack) authored(user, channel, ts string) (*room, *message, error) {
	r, err := s.speaks(user, channel)
	if err != nil {
		return nil, nil, err
	}
	m := r.find(ts)
	if m == nil || m.Deleted {
		return nil, nil, fmt.Errorf("%w: %s in %s", ErrNoMessage, ts, channel)
	}
	if m.User != user {
		return nil, nil, fmt.Errorf("%w: %s", ErrNotYours, ts)
	}
	return r, m, nil
}

// Edit changes the text of the user's own message.
func (s *Slack) Edit(user, channel, ts, text string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	r, m, err := s.authored(user, channel, ts)
	if err != nil {
		return err
	}
	s.rewrite(r, m, content{text: s.markup(text, false)})
	return nil
}

// Delete removes the user's own message.
func (s *Slack) Delete(user, channel, ts string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	r, m, err := s.authored(user, channel, ts)
	if err != nil {
		return err
	}
	s.erase(r, m)
	return nil
}

// Unfurl sends the message_changed that Slack sends when it adds a link preview: the text is as before and there
// is no edited mark.
func (s *Slack) Unfurl(channel, ts string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	r := s.rooms.byID[channel]
	if r == nil || r.find(ts) == nil {
		return fmt.Errorf("%w: %s in %s", ErrNoMessage, ts, channel)
	}
	m := r.find(ts)
	before := s.wire(m, false)
	m.attachments = mustJSON([]any{map[string]any{"id": 1, "fallback": "a preview", "title": "a preview"}})
	s.emitChanged(r, m, before)
	return nil
}

// React puts an emoji (with or without colons) on a message the user can see.
func (s *Slack) React(user, channel, ts, emoji string) error {
	return s.reactAs(user, channel, ts, emoji, true)
}

// Unreact takes the user's emoji away.
func (s *Slack) Unreact(user, channel, ts, emoji string) error {
	return s.reactAs(user, channel, ts, emoji, false)
}

func (s *Slack) reactAs(user, channel, ts, emoji string, add bool) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	r, err := s.speaks(user, channel)
	if err != nil {
		return err
	}
	m, name := r.find(ts), trimColons(emoji)
	switch {
	case m == nil:
		return fmt.Errorf("%w: %s in %s", ErrNoMessage, ts, channel)
	case !emojiName(name):
		return fmt.Errorf("%w: emoji %q", ErrBadValue, emoji)
	case m.reacted(name, user) == add:
		return nil
	case add:
		s.react(r, m, name, user)
	default:
		s.unreact(r, m, name, user)
	}
	return nil
}

func trimColons(emoji string) string {
	if len(emoji) > 2 && emoji[0] == ':' && emoji[len(emoji)-1] == ':' {
		return emoji[1 : len(emoji)-1]
	}
	return emoji
}
