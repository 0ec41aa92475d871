package sandbox

import (
	"regexp"
	"slices"
)

const reactionsMost = 23 // different emoji one message can carry

// target finds the message a reaction method is about.
func (s *Slack) target(c *call) (*room, *message, error) {
	r, err := s.visible(c.str("channel"))
	if err != nil {
		return nil, nil, err
	}
	m := r.find(c.str("timestamp"))
	if m == nil {
		return nil, nil, refuse("message_not_found")
	}
	return r, m, nil
}

func (s *Slack) reactionsAdd(c *call) (answer, error) {
	r, m, err := s.target(c)
	switch name := c.str("name"); {
	case err != nil:
		return nil, err
	case r.Archived:
		return nil, refuse("is_archived")
	case !r.has(s.app.BotUserID):
		return nil, refuse("not_in_channel")
	case !emojiName(name):
		return nil, refuse("invalid_name")
	default:
		return s.addedReaction(r, m, name)
	}
}

func (s *Slack) addedReaction(r *room, m *message, name string) (answer, error) {
	if m.reacted(name, s.app.BotUserID) {
		return nil, refuse("already_reacted")
	}
	if len(m.Reactions) >= reactionsMost && !slices.ContainsFunc(m.Reactions, func(x Reaction) bool { return x.Name == name }) {
		return nil, refuse("too_many_emoji")
	}
	s.react(r, m, name, s.app.BotUserID)
	return answer{}, nil
}

func (s *Slack) reactionsRemove(c *call) (answer, error) {
	r, m, err := s.target(c)
	switch name := c.str("name"); {
	case err != nil:
		return nil, err
	case !emojiName(name):
		return nil, refuse("invalid_name")
	case !m.reacted(name, s.app.BotUserID):
		return nil, refuse("no_reaction")
	default:
		s.unreact(r, m, name, s.app.BotUserID)
		return answer{}, nil
	}
}

func (s *Slack) reactionsGet(c *call) (answer, error) {
	r, m, err := s.target(c)
	if err != nil {
		return nil, err
	}
	if !r.has(s.app.BotUserID) {
		return nil, refuse("message_not_found")
	}
	w := s.wire(m, false)
	w["permalink"] = s.permalink(r, m)
	return answer{"type": "message", "channel": r.ID, "message": w}, nil
}

func emojiName(name string) bool {
	return regexp.MustCompile(`^[\p{L}\p{M}0-9_+'.-]{1,100}(::skin-tone-[2-6])?$`).MatchString(name)
}

func (m *message) reacted(name, user string) bool {
	for _, x := range m.Reactions {
		if x.Name == name && slices.Contains(x.Users, user) {
			return true
		}
	}
	return false
}

// react adds a reaction and tells the app.
func (s *Slack) react(r *room, m *message, name, user string) {
	at := slices.IndexFunc(m.Reactions, func(x Reaction) bool { return x.Name == name })
	if at < 0 {
		m.Reactions = append(m.Reactions, Reaction{Name: name})
		at = len(m.Reactions) - 1
	}
	m.Reactions[at].Users = append(m.Reactions[at].Users, user)
	s.emitReaction("reaction_added", r, m, name, user)
	s.changed()
}

func (s *Slack) unreact(r *room, m *message, name, user string) {
	for i, x := range m.Reactions {
		if x.Name == name {
			m.Reactions[i].Users = slices.DeleteFunc(slices.Clone(x.Users), func(u string) bool { return u == user })
		}
	}
	m.Reactions = slices.DeleteFunc(m.Reactions, func(x Reaction) bool { return len(x.Users) == 0 })
	s.emitReaction("reaction_removed", r, m, name, user)
	s.changed()
}
