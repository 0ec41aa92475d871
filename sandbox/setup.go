package sandbox

import (
	"slices"
	"strings"
	"time"
)

// AddUser adds a person (or replaces the one of that id) and returns the record with its defaults filled in.
func (s *Slack) AddUser(u User) User {
	s.mu.Lock()
	defer s.mu.Unlock()
	if u.ID == "" {
		u.ID = s.ids.next("U0")
	}
	u.Name = orElse(u.Name, strings.ToLower(u.ID))
	u.RealName = orElse(u.RealName, u.Name)
	u.Locale = orElse(u.Locale, "en-US")
	u.TZ = orElse(u.TZ, "UTC")
	u.TeamID = orElse(u.TeamID, s.team.ID)
	s.people.put(u, s.opt.Now())
	s.changed()
	return u
}

// AddChannel adds a channel (or replaces the one of that id) and returns it with its id. No events are sent.
func (s *Slack) AddChannel(c Channel) Channel {
	s.mu.Lock()
	defer s.mu.Unlock()
	if c.ID == "" {
		c.ID = s.ids.next("C0")
	}
	c.Name = orElse(c.Name, strings.ToLower(c.ID))
	c.Members = slices.Clone(c.Members)
	s.rooms.put(&room{Channel: c, created: s.opt.Now()})
	s.changed()
	return c
}

// AddGroup adds a user group, or replaces the one of that id. An empty id is made up.
func (s *Slack) AddGroup(id, handle string, users []string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if id == "" {
		id = s.ids.next("S0")
	}
	s.people.groups = slices.DeleteFunc(s.people.groups, func(g *Group) bool { return g.ID == id })
	s.people.groups = append(s.people.groups, &Group{ID: id, Handle: handle, Name: handle, Users: slices.Clone(users)})
	s.changed()
}

// Install puts the app into the workspace (replacing an earlier one) and returns it with its defaults filled in.
func (s *Slack) Install(a App) App {
	s.mu.Lock()
	defer s.mu.Unlock()
	a = s.appDefaults(a)
	s.team.ID = a.TeamID
	s.app, s.uninstalled, s.revoked = a, false, false
	if _, ok := s.people.users[a.BotUserID]; !ok {
		s.people.put(User{ID: a.BotUserID, Name: a.Name, RealName: a.Name, Bot: true, Locale: "en-US", TZ: "UTC", TeamID: a.TeamID}, s.opt.Now())
	}
	for _, id := range a.OpenChannels {
		if r := s.rooms.byID[id]; r != nil {
			r.join(a.BotUserID)
		}
	}
	s.changed()
	return a
}

func (s *Slack) appDefaults(a App) App {
	a.AppID = orElse(a.AppID, "A0SANDBOX")
	a.Name = orElse(a.Name, "firstask")
	a.TeamID = orElse(a.TeamID, s.team.ID)
	a.BotUserID = orElse(a.BotUserID, "U0BOT")
	a.BotID = orElse(a.BotID, "B0BOT")
	a.BotToken = orElse(a.BotToken, "xoxb-"+a.AppID)
	a.AppToken = orElse(a.AppToken, "xapp-"+a.AppID)
	a.SigningSecret = orElse(a.SigningSecret, "secret-of-"+a.AppID)
	if a.Scopes == nil {
		a.Scopes = defaultScopes()
	}
	if a.Events == nil {
		a.Events = defaultEvents()
	}
	a.HomeTab, a.MessagesTab = !a.NoHomeTab, !a.NoMessagesTab
	return a
}

func defaultScopes() []string {
	return []string{
		"commands", "chat:write", "chat:write.public", "im:write", "im:history", "app_mentions:read", "channels:read",
		"groups:read", "channels:history", "groups:history", "reactions:read", "reactions:write", "users:read",
		"usergroups:read", "team:read", "users:read.email", "usergroups:write", "files:write",
	}
}

func defaultEvents() []string {
	return []string{
		"app_home_opened", "app_mention", "app_uninstalled", "tokens_revoked", "message.channels", "message.groups",
		"message.im", "reaction_added", "reaction_removed", "member_joined_channel", "member_left_channel",
		"channel_archive", "channel_rename", "channel_id_changed", "user_change", "subteam_updated",
		"subteam_members_changed", "team_access_granted", "team_access_revoked", "grid_migration_started",
		"grid_migration_finished",
	}
}

// App returns the installed app with its tokens; the zero App before Install.
func (s *Slack) App() App {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.app
}

// Users returns everybody in the order they were added, bots and deactivated people included.
func (s *Slack) Users() []User {
	s.mu.Lock()
	defer s.mu.Unlock()
	out := make([]User, 0, len(s.people.order))
	for _, id := range s.people.order {
		out = append(out, *s.people.users[id])
	}
	return out
}

// Groups returns the user groups.
func (s *Slack) Groups() []Group {
	s.mu.Lock()
	defer s.mu.Unlock()
	out := make([]Group, 0, len(s.people.groups))
	for _, g := range s.people.groups {
		c := *g
		c.Users = slices.Clone(g.Users)
		out = append(out, c)
	}
	return out
}

// Channels returns all conversations in the order they were made.
func (s *Slack) Channels() []Channel {
	s.mu.Lock()
	defer s.mu.Unlock()
	out := make([]Channel, 0, len(s.rooms.order))
	for _, id := range s.rooms.order {
		c := s.rooms.byID[id].Channel
		c.Members = slices.Clone(c.Members)
		out = append(out, c)
	}
	return out
}

// ChannelsOf returns the conversations the user can see: public channels and those they are in.
func (s *Slack) ChannelsOf(user string) []Channel {
	return slices.DeleteFunc(s.Channels(), func(c Channel) bool {
		return (c.Private || c.IM || c.MPIM) && !slices.Contains(c.Members, user)
	})
}

// directory holds the people.
type directory struct {
	users   map[string]*User
	updated map[string]time.Time
	order   []string
	groups  []*Group
}

func newDirectory() directory {
	return directory{users: map[string]*User{}, updated: map[string]time.Time{}}
}

func (d *directory) put(u User, now time.Time) {
	if _, ok := d.users[u.ID]; !ok {
		d.order = append(d.order, u.ID)
	}
	d.users[u.ID], d.updated[u.ID] = &u, now
}

func (d *directory) group(id string) *Group {
	for _, g := range d.groups {
		if g.ID == id {
			return g
		}
	}
	return nil
}

func orElse(v, fallback string) string {
	if v == "" {
		return fallback
	}
	return v
}
