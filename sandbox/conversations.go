package sandbox

import (
	"slices"
	"strings"
)

func (s *Slack) wireRoom(r *room) map[string]any {
	w := map[string]any{
		"id": r.ID, "created": r.created.Unix(), "is_channel": r.kind() == "channel", "is_group": r.kind() == "group",
		"is_im": r.IM, "is_mpim": r.MPIM, "is_private": r.Private || r.IM || r.MPIM, "is_archived": r.Archived,
		"is_org_shared": false, "is_shared": r.ExtShared, "is_ext_shared": r.ExtShared, "is_pending_ext_shared": false,
		"context_team_id": s.team.ID,
	}
	if r.IM {
		w["user"] = r.partner(s.app.BotUserID)
		return w
	}
	w["name"], w["name_normalized"], w["is_general"] = r.Name, r.Name, r.Name == "general"
	w["is_member"] = r.has(s.app.BotUserID)
	w["shared_team_ids"] = []string{s.team.ID}
	w["creator"] = ""
	if len(r.Members) > 0 {
		w["creator"] = r.Members[0]
	}
	w["topic"] = map[string]any{"value": "", "creator": "", "last_set": 0}
	w["purpose"] = map[string]any{"value": "", "creator": "", "last_set": 0}
	return w
}

// readable resolves the channel argument and checks the scope of its kind, such as channels:history.
func (s *Slack) readable(c *call, what string) (*room, error) {
	r, err := s.visible(c.str("channel"))
	if err != nil {
		return nil, err
	}
	return r, s.needScope(r.scopeKind() + ":" + what)
}

func (s *Slack) conversationsOpen(c *call) (answer, error) {
	if id := c.str("channel"); id != "" {
		r, err := s.visible(id)
		if err != nil || !r.IM && !r.MPIM {
			return nil, refuse("channel_not_found")
		}
		return answer{"no_op": true, "already_open": true, "channel": map[string]any{"id": r.ID}}, nil
	}
	users := c.list("users")
	if len(users) == 0 {
		return nil, refuse("users_list_not_supplied")
	}
	if len(users) > 8 {
		return nil, refuse("too_many_users")
	}
	if err := s.openable(users); err != nil {
		return nil, err
	}
	return s.openWith(users)
}

// openable checks every person a conversation is to be opened with.
func (s *Slack) openable(users []string) error {
	for _, id := range users {
		u := s.people.users[id]
		switch {
		case u == nil:
			return refuse("user_not_found")
		case u.Deleted:
			return refuse("user_disabled")
		case u.Stranger:
			return refuse("user_not_visible")
		}
	}
	return nil
}

func (s *Slack) openWith(users []string) (answer, error) {
	scope, all := "im:write", append(slices.Clone(users), s.app.BotUserID)
	if len(users) > 1 {
		scope = "mpim:write"
	}
	if err := s.needScope(scope); err != nil {
		return nil, err
	}
	known := s.direct(all, false) != nil
	r := s.direct(all, true)
	if len(users) == 1 {
		s.rooms.dms[users[0]] = r.ID
	}
	out := answer{"channel": map[string]any{"id": r.ID}}
	if known {
		out["no_op"], out["already_open"] = true, true
	}
	s.changed()
	return out, nil
}

func (s *Slack) conversationsInfo(c *call) (answer, error) {
	r, err := s.readable(c, "read")
	if err != nil {
		return nil, err
	}
	w := s.wireRoom(r)
	if c.flag("include_num_members") {
		w["num_members"] = len(r.Members)
	}
	return answer{"channel": w}, nil
}

// kinds reads the types argument and checks a scope for each.
func (s *Slack) kinds(c *call) ([]string, error) {
	types := c.list("types")
	if len(types) == 0 {
		types = []string{"public_channel"}
	}
	kinds := make([]string, 0, len(types))
	for _, t := range types {
		kind, ok := map[string]string{"public_channel": "channels", "private_channel": "groups", "im": "im", "mpim": "mpim"}[t]
		if !ok {
			return nil, refuse("invalid_types")
		}
		if err := s.needScope(kind + ":read"); err != nil {
			return nil, err
		}
		kinds = append(kinds, kind)
	}
	return kinds, nil
}

func (s *Slack) conversationsList(c *call) (answer, error) {
	return s.listRooms(c, func(r *room) bool { return r.open() || r.has(s.app.BotUserID) })
}

func (s *Slack) usersConversations(c *call) (answer, error) {
	user := orElse(c.str("user"), s.app.BotUserID)
	if s.people.users[user] == nil {
		return nil, refuse("user_not_found")
	}
	return s.listRooms(c, func(r *room) bool { return r.has(user) && (r.open() || r.has(s.app.BotUserID)) })
}

func (s *Slack) listRooms(c *call, keep func(*room) bool) (answer, error) {
	kinds, err := s.kinds(c)
	if err != nil {
		return nil, err
	}
	var all []*room
	for _, id := range s.rooms.order {
		r := s.rooms.byID[id]
		if slices.Contains(kinds, r.scopeKind()) && keep(r) && (!r.Archived || !c.flag("exclude_archived")) {
			all = append(all, r)
		}
	}
	page, next, err := paginate(c, all, 1000)
	if err != nil {
		return nil, err
	}
	out := make([]any, 0, len(page))
	for _, r := range page {
		out = append(out, s.wireRoom(r))
	}
	return answer{"channels": out, "response_metadata": nextCursor(next)}, nil
}

func (s *Slack) conversationsMembers(c *call) (answer, error) {
	r, err := s.readable(c, "read")
	if err != nil {
		return nil, err
	}
	page, next, err := paginate(c, r.Members, 1000)
	if err != nil {
		return nil, err
	}
	return answer{"members": append([]string{}, page...), "response_metadata": nextCursor(next)}, nil
}

func (s *Slack) conversationsJoin(c *call) (answer, error) {
	r, err := s.visible(c.str("channel"))
	switch {
	case err != nil:
		return nil, err
	case r.Archived:
		return nil, refuse("is_archived")
	case !r.open():
		return nil, refuse("method_not_supported_for_channel_type")
	}
	out := answer{"channel": s.wireRoom(r)}
	if !r.join(s.app.BotUserID) {
		out["warning"] = "already_in_channel"
		return out, nil
	}
	out["channel"] = s.wireRoom(r)
	s.emitMember("member_joined_channel", r, s.app.BotUserID, "")
	s.changed()
	return out, nil
}

// readThrough finds the channel whose messages may be read: only as a member.
func (s *Slack) readThrough(c *call) (*room, error) {
	r, err := s.readable(c, "history")
	if err != nil {
		return nil, err
	}
	if !r.has(s.app.BotUserID) {
		return nil, refuse("not_in_channel")
	}
	return r, nil
}

func (s *Slack) conversationsHistory(c *call) (answer, error) {
	r, err := s.readThrough(c)
	if err != nil {
		return nil, err
	}
	var all []*message
	for _, m := range slices.Backward(r.messages) {
		if root := m.ThreadTS == "" || m.ThreadTS == m.TS || m.Broadcast; root && !m.gone && s.inWindow(c, m) {
			all = append(all, m)
		}
	}
	return s.readPage(c, r, all, 100)
}

func (s *Slack) conversationsReplies(c *call) (answer, error) {
	r, err := s.readThrough(c)
	if err != nil {
		return nil, err
	}
	start := r.find(c.str("ts"))
	if start == nil {
		return nil, refuse("thread_not_found")
	}
	root := orElse(start.ThreadTS, start.TS)
	var all []*message
	if m := r.find(root); m != nil {
		all = append(all, m)
	}
	for _, m := range r.replies(root) {
		if s.inWindow(c, m) {
			all = append(all, m)
		}
	}
	return s.readPage(c, r, all, 1000)
}

// inWindow applies oldest, latest, inclusive and the injected lag.
func (s *Slack) inWindow(c *call, m *message) bool {
	if s.lag > 0 && c.now.Sub(m.At) < s.lag {
		return false
	}
	bound := func(name string, sign int) bool {
		limit := c.str(name)
		if limit == "" || limit == "0" {
			return true
		}
		if !strings.Contains(limit, ".") {
			limit += ".000000"
		}
		d := compareTS(m.TS, limit) * sign
		return d > 0 || d == 0 && c.flag("inclusive")
	}
	return bound("oldest", 1) && bound("latest", -1)
}

func (s *Slack) readPage(c *call, r *room, all []*message, most int) (answer, error) {
	page, next, err := paginate(c, all, most)
	if err != nil {
		return nil, err
	}
	out := make([]any, 0, len(page))
	for _, m := range page {
		out = append(out, s.wireThreaded(r, m, c.flag("include_all_metadata")))
	}
	return answer{"messages": out, "has_more": next != "", "response_metadata": nextCursor(next)}, nil
}
