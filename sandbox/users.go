package sandbox

import (
	"encoding/base64"
	"slices"
	"strconv"
	"time"
)

// wireUser is the user object; e-mail needs its own scope, the locale must be asked for.
func (s *Slack) wireUser(u *User, locale bool) map[string]any {
	zone, offset := u.TZ, 0
	if loc, err := time.LoadLocation(u.TZ); err == nil {
		zone, offset = s.opt.Now().In(loc).Zone()
	}
	profile := map[string]any{
		"real_name": u.RealName, "display_name": u.RealName, "image_48": s.opt.BaseURL + "/avatar/" + u.ID,
		"team": u.TeamID, "fields": []any{},
	}
	if u.Email != "" && slices.Contains(s.app.Scopes, "users:read.email") {
		profile["email"] = u.Email
	}
	w := map[string]any{
		"id": u.ID, "team_id": u.TeamID, "name": u.Name, "deleted": u.Deleted, "profile": profile, "is_bot": u.Bot,
		"is_app_user": false, "updated": s.people.updated[u.ID].Unix(),
	}
	if u.Deleted {
		return w
	}
	w["real_name"], w["tz"], w["tz_label"], w["tz_offset"] = u.RealName, u.TZ, zone, offset
	w["is_admin"], w["is_owner"], w["is_primary_owner"] = u.Admin, false, false
	w["is_restricted"], w["is_ultra_restricted"] = u.Restricted || u.UltraRestricted, u.UltraRestricted
	if u.Stranger {
		w["is_stranger"] = true
	}
	if locale {
		w["locale"] = u.Locale
	}
	return w
}

func (s *Slack) usersInfo(c *call) (answer, error) {
	u := s.people.users[c.str("user")]
	if u == nil {
		return nil, refuse("user_not_found")
	}
	return answer{"user": s.wireUser(u, c.flag("include_locale"))}, nil
}

func (s *Slack) usersList(c *call) (answer, error) {
	page, next, err := paginate(c, s.people.order, 1000)
	if err != nil {
		return nil, err
	}
	members := make([]any, 0, len(page))
	for _, id := range page {
		members = append(members, s.wireUser(s.people.users[id], c.flag("include_locale")))
	}
	return answer{"members": members, "cache_ts": c.now.Unix(), "response_metadata": nextCursor(next)}, nil
}

func (s *Slack) usersLookupByEmail(c *call) (answer, error) {
	email := c.str("email")
	for _, id := range s.people.order {
		if u := s.people.users[id]; email != "" && u.Email == email && !u.Deleted {
			return answer{"user": s.wireUser(u, false)}, nil
		}
	}
	return nil, refuse("users_not_found")
}

func (s *Slack) usergroupsList(c *call) (answer, error) {
	out := make([]any, 0, len(s.people.groups))
	for _, g := range s.people.groups {
		out = append(out, s.wireGroup(g, c.flag("include_users")))
	}
	return answer{"usergroups": out}, nil
}

func (s *Slack) wireGroup(g *Group, users bool) map[string]any {
	w := map[string]any{
		"id": g.ID, "team_id": s.team.ID, "is_usergroup": true, "name": g.Name, "handle": g.Handle, "date_delete": 0,
		"auto_type": nil, "prefs": map[string]any{"channels": []string{}, "groups": []string{}}, "user_count": len(g.Users),
	}
	if users {
		w["users"] = slices.Clone(g.Users)
	}
	return w
}

func (s *Slack) usergroupsUsersList(c *call) (answer, error) {
	g := s.people.group(c.str("usergroup"))
	if g == nil {
		return nil, refuse("no_such_subteam")
	}
	return answer{"users": slices.Clone(g.Users)}, nil
}

// usergroupsUsersUpdate replaces the whole list; one unknown or deactivated member refuses it all.
func (s *Slack) usergroupsUsersUpdate(c *call) (answer, error) {
	g := s.people.group(c.str("usergroup"))
	if g == nil {
		return nil, refuse("no_such_subteam")
	}
	users := c.list("users")
	if len(users) == 0 {
		return nil, refuse("no_users_provided")
	}
	for _, id := range users {
		if u := s.people.users[id]; u == nil || u.Deleted {
			return nil, refuse("invalid_users")
		}
	}
	g.Users = users
	s.emit("subteam_updated", map[string]any{"type": "subteam_updated", "subteam": s.wireGroup(g, true)})
	s.changed()
	return answer{"usergroup": s.wireGroup(g, true)}, nil
}

// paginate cuts the page that cursor and limit ask for; most bounds the page.
func paginate[T any](c *call, all []T, most int) (page []T, next string, err error) {
	from := 0
	if cursor := c.str("cursor"); cursor != "" {
		plain, derr := base64.StdEncoding.DecodeString(cursor)
		n, aerr := strconv.Atoi(string(plain))
		if derr != nil || aerr != nil || n < 0 || n > len(all) {
			return nil, "", refuse("invalid_cursor")
		}
		from = n
	}
	to := min(from+min(c.number("limit", most), most), len(all))
	if to < len(all) {
		next = base64.StdEncoding.EncodeToString([]byte(strconv.Itoa(to)))
	}
	return all[from:to], next, nil
}
