package bot

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"

	"github.com/slack-go/slack"
)

const (
	fetchTime  = 800 * time.Millisecond
	pageSize   = "200"
	loadTries  = 8
	firstPause = time.Second
	longPause  = time.Minute
)

// Restore fills the directory with what was saved before. Entries that cannot
// be read any more are left out: Load brings them back.
func (d *Directory) Restore(ctx context.Context) error {
	entries, err := d.o.Store.People(ctx)
	if err != nil {
		return fmt.Errorf("bot: restore directory: %w", err)
	}
	var people []Person
	for _, raw := range entries {
		var e entry
		if json.Unmarshal(raw, &e) != nil {
			continue
		}
		if e.Channel != nil {
			d.putChannel(*e.Channel)
		}
		if e.Person != nil {
			people = append(people, e.Person.person())
		}
	}
	d.putPeople(people...)
	return nil
}

// Load asks Slack for all people and for the bot's channels and saves them. It
// waits out rate limits and passing failures, so it may take minutes in a large
// workspace; an error means that Slack refused or that ctx ended.
func (d *Directory) Load(ctx context.Context) error {
	people, err := d.loadPeople(ctx)
	if err != nil {
		return err
	}
	channels, err := d.loadChannels(ctx)
	if err != nil {
		return err
	}
	d.putPeople(people...)
	d.keepChannels(channels)
	return d.save(ctx, people, channels)
}

func (d *Directory) loadPeople(ctx context.Context) ([]Person, error) {
	var people []Person
	err := d.pages(ctx, "users.list", url.Values{"include_locale": {"true"}}, func(page listPage) {
		for _, u := range page.Members {
			people = append(people, u.person(d.o.Me.Team))
		}
	})
	return people, err
}

func (d *Directory) loadChannels(ctx context.Context) ([]Channel, error) {
	args := url.Values{"types": {"public_channel,private_channel"}, "exclude_archived": {"false"}}
	var channels []Channel
	err := d.pages(ctx, "users.conversations", args, func(page listPage) {
		for _, w := range page.Channels {
			c := w.channel()
			c.Member = true // the list is of the bot's own
			channels = append(channels, c)
		}
	})
	return channels, err
}

type listPage struct {
	Members  []wireUser    `json:"members"`
	Channels []wireChannel `json:"channels"`
	Metadata struct {
		Next string `json:"next_cursor"`
	} `json:"response_metadata"`
}

func (d *Directory) pages(ctx context.Context, method string, args url.Values, take func(listPage)) error {
	args.Set("limit", pageSize)
	for {
		page, err := d.page(ctx, method, args)
		if err != nil {
			return fmt.Errorf("bot: load directory: %w", err)
		}
		take(page)
		if page.Metadata.Next == "" {
			return nil
		}
		args.Set("cursor", page.Metadata.Next)
	}
}

// page asks for one page, again after a rate limit or a passing failure.
func (d *Directory) page(ctx context.Context, method string, args url.Values) (listPage, error) {
	pause := firstPause
	for try := 1; ; try++ {
		var page listPage
		_, err := d.o.Client.form(ctx, method, args, &page)
		if err == nil {
			return page, nil
		}
		wait, again := passing(err, pause)
		if !again || try == loadTries {
			return listPage{}, err
		}
		d.o.Log.Warn().Err(err).Str("method", method).Dur("wait", wait).Msg("directory waits for slack")
		if err := sleep(ctx, wait); err != nil {
			return listPage{}, err
		}
		pause = min(2*pause, longPause)
	}
}

// passing says whether a failure may be gone later, and how long to wait: as
// long as Slack asked, else the given pause.
func passing(err error, pause time.Duration) (time.Duration, bool) {
	if limited, ok := errors.AsType[*slack.RateLimitedError](err); ok {
		return max(limited.RetryAfter, time.Second), true
	}
	if status, ok := errors.AsType[slack.StatusCodeError](err); ok {
		return pause, status.Code >= 500 || status.Code == 429
	}
	if word := apiError(err); word != "" {
		switch word {
		case "ratelimited", "internal_error", "fatal_error", "service_unavailable", "request_timeout", "team_added_to_org":
			return pause, true
		default:
			return 0, false
		}
	}
	return pause, !errors.Is(err, context.Canceled) && !errors.Is(err, context.DeadlineExceeded)
}

func sleep(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-t.C:
		return nil
	}
}

// keepChannels takes in the bot's channels; it is in no others any more.
func (d *Directory) keepChannels(channels []Channel) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for id, c := range d.channels {
		c.Member = c.Member && c.IM
		d.channels[id] = c
	}
	for _, c := range channels {
		d.channels[c.ID] = c
	}
}

func (d *Directory) save(ctx context.Context, people []Person, channels []Channel) error {
	entries := make(map[string][]byte, len(people)+len(channels))
	now := d.o.Now()
	for _, p := range people {
		raw, err := savePerson(p, now)
		if err != nil {
			return fmt.Errorf("bot: save directory: %w", err)
		}
		entries[p.ID] = raw
	}
	for _, c := range channels {
		raw, err := json.Marshal(entry{Channel: &c})
		if err != nil {
			return fmt.Errorf("bot: save directory: %w", err)
		}
		entries[c.ID] = raw
	}
	if len(entries) == 0 {
		return nil
	}
	if err := d.o.Store.PutPeople(ctx, entries); err != nil {
		return fmt.Errorf("bot: save directory: %w", err)
	}
	return nil
}

// Fetch asks Slack about one person, for at most 800 ms. Somebody of whom Slack
// has never heard is remembered as gone. False: Slack did not answer in time or
// would not say.
func (d *Directory) Fetch(ctx context.Context, id string) (Person, bool) {
	ctx, cancel := context.WithTimeout(ctx, fetchTime)
	defer cancel()
	var a struct {
		User wireUser `json:"user"`
	}
	_, err := d.o.Client.form(ctx, "users.info", url.Values{"user": {id}, "include_locale": {"true"}}, &a)
	switch {
	case err == nil && a.User.ID != "":
		p := a.User.person(d.o.Me.Team)
		d.putPeople(p)
		d.saveQuietly(ctx, []Person{p}, nil)
		return p, true
	case apiError(err) == "user_not_found":
		p := Person{ID: id, Deleted: true}
		d.putPeople(p)
		return p, true
	case apiError(err) == "user_not_visible":
		p := Person{ID: id, Stranger: true}
		d.putPeople(p)
		return p, true
	default:
		d.o.Log.Warn().Err(err).Str("user", id).Msg("slack did not say who this is")
		return Person{}, false
	}
}

// saveQuietly saves what the next start would learn again anyway.
func (d *Directory) saveQuietly(ctx context.Context, people []Person, channels []Channel) {
	if err := d.save(ctx, people, channels); err != nil {
		d.o.Log.Warn().Err(err).Msg("directory was not saved")
	}
}

// OwnIM reports whether a conversation is the bot's own with a person. An
// unknown one is asked for once, for at most 800 ms.
func (d *Directory) OwnIM(ctx context.Context, channel, user string) bool {
	if c, ok := d.Channel(channel); ok {
		return c.IM
	}
	ctx, cancel := context.WithTimeout(ctx, fetchTime)
	defer cancel()
	var a struct {
		Channel struct {
			ID string `json:"id"`
		} `json:"channel"`
	}
	if _, err := d.o.Client.form(ctx, "conversations.open", url.Values{"users": {user}}, &a); err != nil {
		d.o.Log.Warn().Err(err).Str("channel", channel).Msg("slack did not say whose conversation this is")
		return false
	}
	d.Met(ctx, a.Channel.ID)
	if a.Channel.ID != channel {
		d.putChannel(Channel{ID: channel, Private: true})
	}
	return a.Channel.ID == channel
}

// Met takes in a conversation of the bot's own with one person.
func (d *Directory) Met(ctx context.Context, channel string) {
	if c, ok := d.Channel(channel); channel == "" || (ok && c.IM) {
		return
	}
	c := Channel{ID: channel, Private: true, Member: true, IM: true}
	d.putChannel(c)
	d.saveQuietly(ctx, nil, []Channel{c})
}

const groupAge = 5 * time.Minute

// group is a user group as read at a time.
type group struct {
	users []string
	at    time.Time
}

// Group is who is in a user group, at most five minutes old.
func (d *Directory) Group(ctx context.Context, id string) ([]string, error) {
	d.mu.RLock()
	g, ok := d.groups[id]
	d.mu.RUnlock()
	now := d.o.Now()
	if ok && now.Sub(g.at) < groupAge {
		return g.users, nil
	}
	var a struct {
		Users []string `json:"users"`
	}
	if _, err := d.o.Client.form(ctx, "usergroups.users.list", url.Values{"usergroup": {id}}, &a); err != nil {
		return nil, fmt.Errorf("bot: group %s: %w", id, err)
	}
	d.mu.Lock()
	d.groups[id] = group{users: a.Users, at: now}
	d.mu.Unlock()
	return a.Users, nil
}

func (d *Directory) forgetGroup(id string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	delete(d.groups, id)
}

// private reports whether not everybody can read a channel; one that nobody
// knows counts as private.
func (d *Directory) private(id string) bool {
	if c, ok := d.Channel(id); ok {
		return c.Private
	}
	return true
}

// hidden reports whether the bot can neither read nor post in a channel.
func (d *Directory) hidden(id string) bool {
	c, ok := d.Channel(id)
	return !ok || (c.Private && !c.Member)
}

// seen takes in what a gesture shows of a channel that nobody told about.
func (d *Directory) seen(id, name string, member bool) {
	if id == "" {
		return
	}
	if _, known := d.Channel(id); known {
		return
	}
	c := Channel{ID: id, Member: member, Private: name == "privategroup" || strings.HasPrefix(name, "mpdm-")}
	if !c.Private {
		c.Name = name
	}
	d.putChannel(c)
}
