package bot

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/rs/zerolog"
)

// Survey is what a first configuration is made from: who and what there is in a
// workspace.
type Survey struct {
	// People are the staff, by name: no bots, no guests, nobody who has gone or is of
	// another organisation.
	People []Person
	// Channels are those that the bot may see and that are not archived, by name.
	Channels []Channel
	// Groups are the user groups with staff in them, by handle.
	Groups []Group
	// Lacks are the scopes without which something was left out.
	Lacks []string
}

// Group is a user group with the staff in it, by id.
type Group struct {
	ID, Handle, Name string
	Users            []string
}

// Look asks Slack for people, channels and user groups. It changes nothing and
// waits out rate limits. People are needed; of the rest, what Slack does not
// show to this bot is left out, see Survey.Lacks.
func Look(ctx context.Context, c *Client, log zerolog.Logger) (Survey, error) {
	me, err := Identify(ctx, c)
	if err != nil {
		return Survey{}, err
	}
	d := NewDirectory(DirectoryOptions{Client: c, Me: me, Log: log})
	var s Survey
	if s.People, err = d.loadPeople(ctx); err != nil {
		return Survey{}, err
	}
	s.People = slices.DeleteFunc(s.People, func(p Person) bool { return p.Deleted || p.Bot || p.Guest || p.Stranger })
	slices.SortFunc(s.People, func(a, b Person) int { return strings.Compare(a.Name+a.ID, b.Name+b.ID) })
	if err := s.lookAtChannels(ctx, d); err != nil {
		return Survey{}, err
	}
	return s, s.lookAtGroups(ctx, c)
}

func (s *Survey) lookAtChannels(ctx context.Context, d *Directory) error {
	for _, kind := range []struct{ types, scope string }{{"public_channel", "channels:read"}, {"private_channel", "groups:read"}} {
		err := d.pages(ctx, "conversations.list", url.Values{"types": {kind.types}, "exclude_archived": {"true"}}, func(page listPage) {
			for _, w := range page.Channels {
				if c := w.channel(); !c.Archived {
					s.Channels = append(s.Channels, c)
				}
			}
		})
		if err = s.spared(err, kind.scope); err != nil {
			return err
		}
	}
	slices.SortFunc(s.Channels, func(a, b Channel) int { return strings.Compare(a.Name+a.ID, b.Name+b.ID) })
	return nil
}

func (s *Survey) lookAtGroups(ctx context.Context, c *Client) error {
	var a struct {
		Groups []struct {
			ID     string   `json:"id"`
			Handle string   `json:"handle"`
			Name   string   `json:"name"`
			Users  []string `json:"users"`
		} `json:"usergroups"`
	}
	_, err := c.form(ctx, "usergroups.list", url.Values{"include_users": {"true"}}, &a)
	if err = s.spared(err, "usergroups:read"); err != nil {
		return fmt.Errorf("bot: survey: %w", err)
	}
	for _, g := range a.Groups {
		staff := slices.DeleteFunc(g.Users, func(id string) bool {
			return !slices.ContainsFunc(s.People, func(p Person) bool { return p.ID == id })
		})
		if len(staff) > 0 {
			s.Groups = append(s.Groups, Group{ID: g.ID, Handle: g.Handle, Name: g.Name, Users: staff})
		}
	}
	slices.SortFunc(s.Groups, func(a, b Group) int { return strings.Compare(a.Handle+a.ID, b.Handle+b.ID) })
	return nil
}

// spared notes a scope that is not granted and goes on without it. Workspaces
// without user groups say so in a word of their own.
func (s *Survey) spared(err error, scope string) error {
	switch apiError(err) {
	case "missing_scope", "no_permission":
		s.Lacks = append(s.Lacks, scope)
		return nil
	case "paid_teams_only", "plan_upgrade_required":
		return nil
	default:
		return err
	}
}

// Find are the staff somebody may mean: by id, else by exact name, handle or
// e-mail address, else those whose name contains it.
func (s *Survey) Find(word string) []Person {
	want := strings.ToLower(strings.TrimPrefix(strings.TrimSpace(word), "@"))
	if want == "" {
		return nil
	}
	for _, means := range []func(Person) bool{
		func(p Person) bool { return strings.ToLower(p.ID) == want },
		func(p Person) bool { return p.called(want) },
		func(p Person) bool { return p.resembles(want) },
	} {
		if found := pick(s.People, means); len(found) > 0 {
			return found
		}
	}
	return nil
}

// Channel finds a channel by id or name.
func (s *Survey) Channel(word string) (Channel, bool) {
	want := strings.ToLower(strings.TrimPrefix(strings.TrimSpace(word), "#"))
	i := slices.IndexFunc(s.Channels, func(c Channel) bool { return strings.ToLower(c.ID) == want || strings.ToLower(c.Name) == want })
	if i < 0 {
		return Channel{}, false
	}
	return s.Channels[i], true
}

func pick(people []Person, means func(Person) bool) []Person {
	var found []Person
	for _, p := range people {
		if means(p) {
			found = append(found, p)
		}
	}
	return found
}
