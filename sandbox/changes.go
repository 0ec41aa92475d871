package sandbox

import (
	"fmt"
	"slices"
)

// Join makes the user a member of a public channel, of their own accord.
func (s *Slack) Join(user, channel string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	r, err := s.sees(user, channel)
	if err != nil {
		return err
	}
	if r.join(user) {
		s.emitMember("member_joined_channel", r, user, "")
		s.changed()
	}
	return nil
}

// Invite adds the user (or the bot) to a channel; by is who invites and may be empty.
func (s *Slack) Invite(channel, user string, by ...string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	r, err := s.member(channel, user)
	if err != nil {
		return err
	}
	if r.join(user) {
		inviter := ""
		if len(by) > 0 {
			inviter = by[0]
		}
		s.emitMember("member_joined_channel", r, user, inviter)
		s.changed()
	}
	return nil
}

// Kick removes the user (or the bot) from a channel.
func (s *Slack) Kick(channel, user string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	r, err := s.member(channel, user)
	if err != nil {
		return err
	}
	if r.leave(user) {
		s.emitMember("member_left_channel", r, user, "")
		s.changed()
	}
	return nil
}

// member finds a channel and checks that the user exists.
func (s *Slack) member(channel, user string) (*room, error) {
	r := s.rooms.byID[channel]
	if r == nil || r.IM {
		return nil, fmt.Errorf("%w: %q", ErrNoChannel, channel)
	}
	if s.people.users[user] == nil {
		return nil, fmt.Errorf("%w: %q", ErrNoUser, user)
	}
	return r, nil
}

// Archive closes a channel for good: nobody can post in it.
func (s *Slack) Archive(channel string) error { return s.archive(channel, true) }

// Unarchive opens an archived channel again.
func (s *Slack) Unarchive(channel string) error { return s.archive(channel, false) }

func (s *Slack) archive(channel string, shut bool) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	r := s.rooms.byID[channel]
	if r == nil || r.IM {
		return fmt.Errorf("%w: %q", ErrNoChannel, channel)
	}
	if r.Archived == shut {
		return nil
	}
	r.Archived = shut
	verb := "archive"
	if !shut {
		verb = "unarchive"
	}
	s.emitRoom(verb, r, r.ID)
	s.changed()
	return nil
}

// Rename gives a channel a new name.
func (s *Slack) Rename(channel, name string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	r := s.rooms.byID[channel]
	if r == nil || r.IM {
		return fmt.Errorf("%w: %q", ErrNoChannel, channel)
	}
	r.Name = name
	s.emitRoom("rename", r, map[string]any{"id": r.ID, "name": name, "created": r.created.Unix()})
	s.changed()
	return nil
}

// Deactivate ends a person's account; Slack sends user_change with deleted true.
func (s *Slack) Deactivate(user string) error {
	return s.ChangeUser(user, func(u *User) { u.Deleted = true })
}

// SetLocale changes a person's language, such as zh-CN.
func (s *Slack) SetLocale(user, locale string) error {
	return s.ChangeUser(user, func(u *User) { u.Locale = locale })
}

// ChangeUser edits a person's record and sends user_change. The id cannot change; a deactivated person leaves all
// user groups.
func (s *Slack) ChangeUser(user string, edit func(*User)) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	u := s.people.users[user]
	if u == nil {
		return fmt.Errorf("%w: %q", ErrNoUser, user)
	}
	changed := *u
	edit(&changed)
	changed.ID = user
	s.people.put(changed, s.opt.Now())
	if changed.Deleted {
		s.dropStack(user)
		for _, g := range s.people.groups {
			g.Users = slices.DeleteFunc(slices.Clone(g.Users), func(id string) bool { return id == user })
		}
	}
	s.emitUser(s.people.users[user])
	s.changed()
	return nil
}

// SetGroup replaces the members of a user group and sends subteam_updated and subteam_members_changed.
func (s *Slack) SetGroup(id string, users []string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	g := s.people.group(id)
	if g == nil {
		return fmt.Errorf("sandbox: no such user group: %q", id)
	}
	before := g.Users
	g.Users = slices.Clone(users)
	s.emit("subteam_updated", map[string]any{"type": "subteam_updated", "subteam": s.wireGroup(g, true)})
	added, removed := without(g.Users, before), without(before, g.Users)
	s.emit("subteam_members_changed", map[string]any{
		"type": "subteam_members_changed", "subteam_id": id, "team_id": s.team.ID, "added_users": added,
		"added_users_count": len(added), "removed_users": removed, "removed_users_count": len(removed),
	})
	s.changed()
	return nil
}

func without(list, out []string) []string {
	return slices.DeleteFunc(append([]string{}, list...), func(id string) bool { return slices.Contains(out, id) })
}

// Uninstall removes the app: its tokens die, and the app hears app_uninstalled and tokens_revoked.
func (s *Slack) Uninstall() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.emit("app_uninstalled", map[string]any{"type": "app_uninstalled"})
	s.emit("tokens_revoked", map[string]any{
		"type": "tokens_revoked", "tokens": map[string]any{"oauth": []string{}, "bot": []string{s.app.BotUserID}},
	})
	s.uninstalled = true
	s.changed()
}

// OpenHome opens the app's Home tab: the app hears app_home_opened with the view it published before, if any.
func (s *Slack) OpenHome(user string) error { return s.openTab(user, "home") }

// OpenMessagesTab opens the app's Messages tab, for which Slack sends app_home_opened too.
func (s *Slack) OpenMessagesTab(user string) error { return s.openTab(user, "messages") }

func (s *Slack) openTab(user, tab string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.actor(user); err != nil {
		return err
	}
	if s.app.AppID == "" {
		return ErrNoApp
	}
	if tab == "home" && !s.app.HomeTab {
		return ErrNoHomeTab
	}
	e := map[string]any{"type": "app_home_opened", "user": user, "channel": s.botDM(user, true).ID, "tab": tab}
	if v := s.modals.homes[user]; v != nil && tab == "home" {
		e["view"] = s.wireView(v)
	}
	s.emit("app_home_opened", e)
	return nil
}
