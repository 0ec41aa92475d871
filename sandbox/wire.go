package sandbox

import (
	"encoding/json"
	"net/http"
	"slices"
)

// wire is how a message looks in JSON. full keeps the metadata payload.
func (s *Slack) wire(m *message, full bool) map[string]any {
	w := map[string]any{"type": "message", "ts": m.TS, "text": m.Text, "team": s.team.ID}
	put := func(key, v string) {
		if v != "" {
			w[key] = v
		}
	}
	put("user", m.User)
	put("bot_id", m.BotID)
	put("app_id", m.appID)
	put("client_msg_id", m.clientMsgID)
	put("subtype", m.subtype)
	put("thread_ts", m.ThreadTS)
	switch {
	case m.Blocks != nil:
		w["blocks"] = m.Blocks
	case m.BotID == "" && m.Text != "" && !m.Deleted:
		w["blocks"] = richText(m.TS, m.Text)
	}
	if m.attachments != nil {
		w["attachments"] = m.attachments
	}
	if m.editedTS != "" {
		w["edited"] = map[string]any{"user": m.editedBy, "ts": m.editedTS}
	}
	if len(m.Reactions) > 0 {
		w["reactions"] = wireReactions(m.Reactions)
	}
	if md := s.wireMetadata(m, full); md != nil {
		w["metadata"] = md
	}
	return w
}

func wireReactions(list []Reaction) []map[string]any {
	out := make([]map[string]any, 0, len(list))
	for _, x := range list {
		out = append(out, map[string]any{"name": x.Name, "users": slices.Clone(x.Users), "count": len(x.Users)})
	}
	return out
}

// wireMetadata strips the payload of event types that the manifest does not declare, unless it was asked for.
func (s *Slack) wireMetadata(m *message, full bool) any {
	if m.Metadata == nil {
		return nil
	}
	var md struct {
		EventType    string          `json:"event_type"`
		EventPayload json.RawMessage `json:"event_payload"`
	}
	if json.Unmarshal(m.Metadata, &md) != nil {
		return nil
	}
	if !full && !slices.Contains(s.app.MetadataTypes, md.EventType) {
		return map[string]any{"event_type": md.EventType, "event_payload": map[string]any{}}
	}
	return m.Metadata
}

// wireThreaded adds what only reads of a thread show.
func (s *Slack) wireThreaded(r *room, m *message, full bool) map[string]any {
	w := s.wire(m, full)
	if m.ThreadTS != "" && m.ThreadTS != m.TS {
		if root := r.find(m.ThreadTS); root != nil {
			w["parent_user_id"] = root.User
		}
		return w
	}
	replies := r.replies(m.TS)
	if len(replies) == 0 {
		return w
	}
	var users []string
	for _, x := range replies {
		if !slices.Contains(users, x.User) {
			users = append(users, x.User)
		}
	}
	w["thread_ts"] = m.TS
	w["reply_count"] = len(replies)
	w["reply_users"] = users
	w["reply_users_count"] = len(users)
	w["latest_reply"] = replies[len(replies)-1].TS
	return w
}

func writeJSON(w http.ResponseWriter, status int, v any) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	_, _ = w.Write(mustJSON(v))
}

// mustJSON encodes a value made of maps, slices and strings, which cannot fail.
func mustJSON(v any) json.RawMessage {
	raw, err := json.Marshal(v)
	if err != nil {
		panic("sandbox: encode: " + err.Error())
	}
	return raw
}
