package sandbox

import "unicode/utf8"

// own finds a message of the bot; code is the refusal for other authors'.
func (s *Slack) own(c *call, code string) (*room, *message, error) {
	r := s.rooms.byID[c.str("channel")]
	if r == nil || !r.open() && !r.has(s.app.BotUserID) {
		return nil, nil, refuse("channel_not_found")
	}
	if r.Archived {
		return nil, nil, refuse("is_inactive")
	}
	m := r.find(c.str("ts"))
	if m == nil || m.Deleted {
		return nil, nil, refuse("message_not_found")
	}
	if m.BotID != s.app.BotID {
		return nil, nil, refuse(code)
	}
	return r, m, nil
}

func (s *Slack) chatUpdate(c *call) (answer, error) {
	if err := c.need("channel", "ts"); err != nil {
		return nil, err
	}
	r, m, err := s.own(c, "cant_update_message")
	if err != nil {
		return nil, err
	}
	if s.editable > 0 && c.now.Sub(m.At) > s.editable {
		return nil, refuse("edit_window_closed")
	}
	body, err := s.content(c)
	if err != nil {
		return nil, err
	}
	if utf8.RuneCountInString(body.text) > updateTextMost {
		return nil, refuse("msg_too_long")
	}
	s.rewrite(r, m, body)
	return answer{"channel": r.ID, "ts": m.TS, "text": m.Text, "message": s.wire(m, true)}, nil
}

// rewrite replaces a message's text and blocks; metadata and attachments that were not sent stay.
func (s *Slack) rewrite(r *room, m *message, body content) {
	before := s.wire(m, false)
	m.Text, m.Blocks = body.text, body.blocks
	if body.hasMetadata {
		m.Metadata = body.metadata
	}
	if body.hasAttachments {
		m.attachments = body.attachments
	}
	if body.blocks == nil {
		m.Edited, m.editedBy, m.editedTS = true, m.User, formatTS(s.opt.Now().UnixMicro())
	}
	s.changed()
	s.emitChanged(r, m, before)
}

func (s *Slack) chatDelete(c *call) (answer, error) {
	if err := c.need("channel", "ts"); err != nil {
		return nil, err
	}
	r, m, err := s.own(c, "cant_delete_message")
	if err != nil {
		return nil, err
	}
	s.erase(r, m)
	return answer{"channel": r.ID, "ts": m.TS}, nil
}

// erase deletes a message and tells the app.
func (s *Slack) erase(r *room, m *message) {
	before := s.wire(m, false)
	s.remove(r, m)
	s.emitDeleted(r, m, before)
}
