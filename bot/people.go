package bot

import (
	"encoding/json"
	"strings"
	"time"
)

// Person is somebody in Slack.
type Person struct {
	ID       string
	Name     string // as shown: the display name, else the real one
	RealName string
	Handle   string
	Email    string
	Locale   string // as Slack writes it: zh-CN
	Zone     *time.Location
	Deleted  bool
	Bot      bool
	Guest    bool
	Stranger bool // of another organisation, in a shared channel
	Team     string
}

// called reports whether a lower-case name is one of the person's.
func (p Person) called(want string) bool {
	for _, n := range []string{p.Name, p.RealName, p.Handle} {
		if strings.ToLower(n) == want {
			return true
		}
	}
	return p.Email != "" && strings.EqualFold(p.Email, want)
}

// resembles reports whether a lower-case name is part of one of the person's.
func (p Person) resembles(want string) bool {
	for _, n := range []string{p.Name, p.RealName, p.Handle} {
		if strings.Contains(strings.ToLower(n), want) {
			return true
		}
	}
	return false
}

// Channel is a channel or a conversation of the bot.
type Channel struct {
	ID      string `json:"id"`
	Name    string `json:"name,omitempty"`
	Private bool   `json:"private,omitempty"`
	Member  bool   `json:"member,omitempty"` // the bot is in it
	IM      bool   `json:"im,omitempty"`     // the bot's own conversation with one person
	Ext     bool   `json:"ext,omitempty"`    // shared with another organisation
	// Archived channels cannot be written to.
	Archived bool `json:"archived,omitempty"`
}

// wireUser is what firstask reads of Slack's user object.
type wireUser struct {
	ID             string `json:"id"`
	TeamID         string `json:"team_id"`
	Name           string `json:"name"`
	RealName       string `json:"real_name"`
	Deleted        bool   `json:"deleted"`
	TZ             string `json:"tz"`
	TZOffset       int    `json:"tz_offset"`
	Locale         string `json:"locale"`
	IsBot          bool   `json:"is_bot"`
	IsRestricted   bool   `json:"is_restricted"`
	IsUltra        bool   `json:"is_ultra_restricted"`
	IsStranger     bool   `json:"is_stranger"`
	EnterpriseUser struct {
		Teams []string `json:"teams"`
	} `json:"enterprise_user"`
	Profile struct {
		DisplayName string `json:"display_name"`
		RealName    string `json:"real_name"`
		Email       string `json:"email"`
	} `json:"profile"`
}

const slackbot = "USLACKBOT" // Slack does not mark it as a bot

func (w wireUser) person(team string) Person {
	realName := orElse(w.RealName, w.Profile.RealName)
	foreign := w.TeamID != "" && team != "" && w.TeamID != team
	for _, t := range w.EnterpriseUser.Teams {
		foreign = foreign && t != team
	}
	return Person{
		ID: w.ID, Name: orElse(w.Profile.DisplayName, orElse(realName, w.Name)), RealName: realName, Handle: w.Name,
		Email: w.Profile.Email, Locale: w.Locale, Zone: zone(w.TZ, w.TZOffset), Deleted: w.Deleted,
		Bot: w.IsBot || w.ID == slackbot, Guest: w.IsRestricted || w.IsUltra,
		Stranger: w.IsStranger || foreign, Team: w.TeamID,
	}
}

// zone reads a zone by name, else by its offset in seconds; nil where Slack gives neither.
func zone(name string, offset int) *time.Location {
	if name == "" {
		return nil
	}
	if loc, err := time.LoadLocation(name); err == nil && name != "Local" {
		return loc
	}
	return time.FixedZone(name, offset)
}

// wireChannel is what firstask reads of Slack's conversation object.
type wireChannel struct {
	ID           string `json:"id"`
	Name         string `json:"name"`
	IsPrivate    bool   `json:"is_private"`
	IsIM         bool   `json:"is_im"`
	IsMPIM       bool   `json:"is_mpim"`
	IsMember     bool   `json:"is_member"`
	IsArchived   bool   `json:"is_archived"`
	IsExtShared  bool   `json:"is_ext_shared"`
	IsPendingExt bool   `json:"is_pending_ext_shared"`
	IsShared     bool   `json:"is_shared"`
	IsOrgShared  bool   `json:"is_org_shared"`
}

func (w wireChannel) channel() Channel {
	return Channel{
		ID: w.ID, Name: w.Name, Private: w.IsPrivate || w.IsIM || w.IsMPIM, Member: w.IsMember || w.IsIM,
		IM: w.IsIM, Ext: w.IsExtShared || w.IsPendingExt || (w.IsShared && !w.IsOrgShared), Archived: w.IsArchived,
	}
}

// entry is how the store keeps a person or a channel.
type entry struct {
	Person  *savedPerson `json:"person,omitempty"`
	Channel *Channel     `json:"channel,omitempty"`
}

type savedPerson struct {
	ID       string `json:"id"`
	Name     string `json:"name,omitempty"`
	RealName string `json:"real_name,omitempty"`
	Handle   string `json:"handle,omitempty"`
	Email    string `json:"email,omitempty"`
	Locale   string `json:"locale,omitempty"`
	Zone     string `json:"zone,omitempty"`
	Offset   int    `json:"offset,omitempty"`
	Deleted  bool   `json:"deleted,omitempty"`
	Bot      bool   `json:"bot,omitempty"`
	Guest    bool   `json:"guest,omitempty"`
	Stranger bool   `json:"stranger,omitempty"`
	Team     string `json:"team,omitempty"`
}

func savePerson(p Person, now time.Time) ([]byte, error) {
	s := savedPerson{
		ID: p.ID, Name: p.Name, RealName: p.RealName, Handle: p.Handle, Email: p.Email, Locale: p.Locale,
		Deleted: p.Deleted, Bot: p.Bot, Guest: p.Guest, Stranger: p.Stranger, Team: p.Team,
	}
	if p.Zone != nil {
		s.Zone = p.Zone.String()
		_, s.Offset = now.In(p.Zone).Zone()
	}
	return json.Marshal(entry{Person: &s})
}

func (s savedPerson) person() Person {
	return Person{
		ID: s.ID, Name: s.Name, RealName: s.RealName, Handle: s.Handle, Email: s.Email, Locale: s.Locale,
		Zone: zone(s.Zone, s.Offset), Deleted: s.Deleted, Bot: s.Bot, Guest: s.Guest, Stranger: s.Stranger, Team: s.Team,
	}
}
