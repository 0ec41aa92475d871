package bot

import (
	"context"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/rs/zerolog"

	"github.com/firstask/firstask/text"
)

// PeopleStore keeps what the directory knows across restarts, by Slack id.
type PeopleStore interface {
	// PutPeople adds or replaces entries.
	PutPeople(ctx context.Context, entries map[string][]byte) error
	// People are all entries.
	People(ctx context.Context) (map[string][]byte, error)
}

// DirectoryOptions are what a directory is made from.
type DirectoryOptions struct {
	Client *Client
	Store  PeopleStore
	// Me is the bot; people of other teams are strangers.
	Me Identity
	// Locale and Zone are those of a reader about whom Slack says nothing.
	Locale string
	Zone   *time.Location
	Now    func() time.Time
	Log    zerolog.Logger
}

// Directory knows the workspace's people and the bot's channels from memory:
// filled at start, kept by Slack's events, saved for the next start. It may be
// used by many at once.
type Directory struct {
	o DirectoryOptions

	mu       sync.RWMutex
	people   map[string]Person
	channels map[string]Channel
	groups   map[string]group
	gone     map[string]bool // never changed, replaced
}

// NewDirectory makes an empty directory; Restore and Load fill it.
func NewDirectory(o DirectoryOptions) *Directory {
	if o.Zone == nil {
		o.Zone = time.UTC
	}
	return &Directory{
		o:        o,
		people:   map[string]Person{},
		channels: map[string]Channel{},
		groups:   map[string]group{},
		gone:     map[string]bool{},
	}
}

// Person finds somebody by Slack id, without asking Slack.
func (d *Directory) Person(id string) (Person, bool) {
	d.mu.RLock()
	defer d.mu.RUnlock()
	p, ok := d.people[id]
	return p, ok
}

// Channel finds a channel by id, without asking Slack. Only channels that the
// bot is or was in are known.
func (d *Directory) Channel(id string) (Channel, bool) {
	d.mu.RLock()
	defer d.mu.RUnlock()
	c, ok := d.channels[id]
	return c, ok
}

// Name is what a person or a public channel is called; the id itself where no
// name may be shown or none is known.
func (d *Directory) Name(id string) string {
	if p, ok := d.Person(id); ok {
		return orElse(orElse(p.Name, p.RealName), id)
	}
	if c, ok := d.Channel(id); ok && c.Name != "" && !c.Private && !c.IM {
		return "#" + c.Name
	}
	return id
}

// Reader is how somebody reads: their language and zone, or the workspace's.
func (d *Directory) Reader(id string) text.Reader {
	d.mu.RLock()
	r := text.Reader{User: id, Locale: text.Match(d.o.Locale), Zone: d.o.Zone}
	p, ok := d.people[id]
	d.mu.RUnlock()
	if !ok {
		return r
	}
	if p.Locale != "" {
		r.Locale = text.Match(p.Locale)
	}
	if p.Zone != nil {
		r.Zone = p.Zone
	}
	return r
}

// Default changes how a reader reads about whom Slack says nothing.
func (d *Directory) Default(locale string, zone *time.Location) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.o.Locale, d.o.Zone = locale, zone
}

// Gone are the people who are deactivated, or of whom Slack says that it never
// had them. The map must not be changed.
func (d *Directory) Gone() map[string]bool {
	d.mu.RLock()
	defer d.mu.RUnlock()
	return d.gone
}

// Find are the people somebody may mean by a name, sorted by name: those
// called exactly so, else those whose name contains it. Bots and people who
// have gone are never meant.
func (d *Directory) Find(name string) []Person {
	want := strings.ToLower(strings.TrimPrefix(strings.TrimSpace(name), "@"))
	if want == "" {
		return nil
	}
	d.mu.RLock()
	defer d.mu.RUnlock()
	var exact, near []Person
	for _, p := range d.people {
		switch {
		case p.Deleted || p.Bot:
		case p.called(want):
			exact = append(exact, p)
		case p.resembles(want):
			near = append(near, p)
		}
	}
	if len(exact) == 0 {
		exact = near
	}
	slices.SortFunc(exact, func(a, b Person) int {
		return strings.Compare(a.Name+a.ID, b.Name+b.ID)
	})
	return exact
}

// ByEmail finds somebody by e-mail, ignoring case. Without the scope
// users:read.email nobody is found.
func (d *Directory) ByEmail(email string) (Person, bool) {
	if email == "" {
		return Person{}, false
	}
	d.mu.RLock()
	defer d.mu.RUnlock()
	for p := range maps.Values(d.people) {
		if strings.EqualFold(p.Email, email) && !p.Deleted {
			return p, true
		}
	}
	return Person{}, false
}

// putPeople takes people in; a record without a locale keeps the one known.
func (d *Directory) putPeople(people ...Person) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, p := range people {
		old := d.people[p.ID]
		p.Locale = orElse(p.Locale, old.Locale)
		p.Email = orElse(p.Email, old.Email)
		if p.Zone == nil {
			p.Zone = old.Zone
		}
		d.people[p.ID] = p
	}
	gone := map[string]bool{}
	for id, p := range d.people {
		if p.Deleted {
			gone[id] = true
		}
	}
	d.gone = gone
}

func (d *Directory) putChannel(c Channel) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.channels[c.ID] = c
}
