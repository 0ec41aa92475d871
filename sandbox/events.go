package sandbox

import (
	"maps"
	"slices"
	"strings"
)

// Emit sends any event to the app, if it subscribes to its type: for what no gesture of the sandbox causes, such
// as grid_migration_started. The fields need not name type and event_ts.
func (s *Slack) Emit(kind string, fields map[string]any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	event := maps.Clone(fields)
	if event == nil {
		event = map[string]any{}
	}
	event["type"] = kind
	s.emit(kind, event)
}

// emit queues an event when the app subscribes to it.
func (s *Slack) emit(subscription string, event map[string]any) {
	if s.app.AppID == "" || !slices.Contains(s.app.Events, subscription) {
		return
	}
	now := s.opt.Now()
	if event["event_ts"] == nil {
		event["event_ts"] = formatTS(now.UnixMicro())
	}
	id := s.ids.next("Ev0")
	external := false
	if id, ok := event["channel"].(string); ok {
		if r := s.rooms.byID[id]; r != nil {
			external = r.ExtShared
		}
	}
	s.enqueue(&delivery{id: id, name: subscription, body: mustJSON(map[string]any{
		"token": "verification", "team_id": s.team.ID, "api_app_id": s.app.AppID, "event": event,
		"type": "event_callback", "event_id": id, "event_time": now.Unix(), "event_context": "4-" + id,
		"is_ext_shared_channel": external, "context_team_id": s.team.ID, "context_enterprise_id": nil,
		"authorizations": []any{s.authorization()},
	})})
}

// hears reports whether message events of the room reach the app, and under which subscription.
func (s *Slack) hears(r *room) (string, bool) {
	name := map[string]string{"channel": "message.channels", "group": "message.groups", "im": "message.im", "mpim": "message.mpim"}[r.kind()]
	return name, r.has(s.app.BotUserID)
}

// emitMessage sends a new message, and app_mention when a person mentions the bot in a channel it is in.
func (s *Slack) emitMessage(r *room, m *message) {
	name, ok := s.hears(r)
	if !ok {
		return
	}
	s.emit(name, s.eventOf(r, m))
	if m.BotID == "" && !r.IM && strings.Contains(m.Text, "<@"+s.app.BotUserID+">") {
		mention := s.eventOf(r, m)
		mention["type"] = "app_mention"
		delete(mention, "channel_type")
		delete(mention, "parent_user_id")
		s.emit("app_mention", mention)
	}
}

func (s *Slack) eventOf(r *room, m *message) map[string]any {
	e := s.wire(m, false)
	e["channel"], e["channel_type"], e["event_ts"] = r.ID, r.kind(), m.TS
	if u := s.people.users[m.User]; u != nil && u.TeamID != s.team.ID {
		e["team"], e["user_team"], e["source_team"] = u.TeamID, u.TeamID, u.TeamID
	}
	root := r.find(m.ThreadTS)
	if root == nil || root == m {
		return e
	}
	e["parent_user_id"] = root.User
	if m.Broadcast {
		e["root"] = s.wireThreaded(r, root, false)
	}
	return e
}

func (s *Slack) emitChanged(r *room, m *message, before map[string]any) {
	name, ok := s.hears(r)
	if !ok {
		return
	}
	ts := s.ids.ts(s.opt.Now())
	s.emit(name, map[string]any{
		"type": "message", "subtype": "message_changed", "hidden": true, "message": s.wireThreaded(r, m, false),
		"previous_message": before, "channel": r.ID, "channel_type": r.kind(), "ts": ts, "event_ts": ts,
	})
}

func (s *Slack) emitDeleted(r *room, m *message, before map[string]any) {
	if m.subtype == "tombstone" {
		s.emitChanged(r, m, before)
		return
	}
	name, ok := s.hears(r)
	if !ok {
		return
	}
	ts := s.ids.ts(s.opt.Now())
	s.emit(name, map[string]any{
		"type": "message", "subtype": "message_deleted", "hidden": true, "deleted_ts": m.TS, "previous_message": before,
		"channel": r.ID, "channel_type": r.kind(), "ts": ts, "event_ts": ts,
	})
}

func (s *Slack) emitReaction(kind string, r *room, m *message, name, user string) {
	if !r.has(s.app.BotUserID) {
		return
	}
	e := map[string]any{
		"type": kind, "user": user, "reaction": name,
		"item": map[string]any{"type": "message", "channel": r.ID, "ts": m.TS},
	}
	if m.User != "" {
		e["item_user"] = m.User
	}
	s.emit(kind, e)
}

// emitMember tells about people coming and going, where the bot is or was itself.
func (s *Slack) emitMember(kind string, r *room, user, inviter string) {
	if !r.has(s.app.BotUserID) && user != s.app.BotUserID {
		return
	}
	letter := "C"
	if r.Private {
		letter = "G"
	}
	e := map[string]any{"type": kind, "user": user, "channel": r.ID, "channel_type": letter, "team": s.team.ID}
	if inviter != "" {
		e["inviter"] = inviter
	}
	s.emit(kind, e)
}

// emitRoom sends a lifecycle event of a channel; those of private channels have names of their own.
func (s *Slack) emitRoom(verb string, r *room, channel any) {
	kind := "channel_" + verb
	if r.Private {
		if kind = "group_" + verb; !r.has(s.app.BotUserID) {
			return
		}
	}
	if !slices.Contains(s.app.Events, kind) {
		kind = "channel_" + verb
	}
	s.emit(kind, map[string]any{"type": kind, "channel": channel})
}

func (s *Slack) emitUser(u *User) {
	w := s.wireUser(u, true)
	w["profile"] = map[string]any{"real_name": u.RealName, "display_name": u.RealName, "team": u.TeamID, "fields": []any{}}
	s.emit("user_change", map[string]any{"type": "user_change", "user": w, "cache_ts": s.opt.Now().Unix()})
}
