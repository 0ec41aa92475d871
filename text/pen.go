package text

import (
	"maps"
	"strconv"
	"strings"
	"time"

	"github.com/firstask/firstask/calendar"
	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/ticket"
)

// pen writes one message in one encoding: everything is written twice, rich
// for the parts and bare for Plain, by the same code.
type pen struct {
	c      *Catalog
	v      View
	enc    Encoder
	locale string
	t      *ticket.Ticket
	params notice.Params
	to     notice.Recipient
	live   bool // the message stands already and is drawn again
	bare   bool
}

func (c *Catalog) pen(v View, params notice.Params, to notice.Recipient) *pen {
	if v.Bare == nil {
		v.Bare = Plain(nil)
	}
	if v.Rich == nil {
		v.Rich = v.Bare
	}
	if to.User == "" { // a channel's message that goes to somebody's DM instead
		to.User = v.Reader.User
	}
	return &pen{c: c, v: v, enc: v.Rich, locale: Match(v.Reader.Locale), t: v.Ticket, params: params, to: to}
}

// plain is the same pen writing without a platform.
func (p *pen) plain() *pen {
	q := *p
	q.enc, q.bare = p.v.Bare, true
	return &q
}

// rich is the same pen writing for the platform.
func (p *pen) rich() *pen {
	q := *p
	q.enc, q.bare = p.v.Rich, false
	return &q
}

// say is a sentence with its values and those every sentence may use: the
// ticket's number and how the reader is addressed.
func (p *pen) say(key string, values data) string {
	all := data{"you": p.you(), "n": p.number()}
	maps.Copy(all, values)
	return p.finished(key, all, nil)
}

// finished is a sentence with its values, as it is written: a text that was cut
// ends with its dots alone.
func (p *pen) finished(key string, values data, plural any) string {
	if p.locale != english && !strings.HasPrefix(key, "policy.") {
		return strings.ReplaceAll(spaced(p.c.say(p.locale, key, bounded(values), plural)), "\u2026\u3002", "\u2026")
	}
	return strings.ReplaceAll(p.c.say(p.locale, key, values, plural), "\u2026.", "\u2026")
}

func (p *pen) count(key string, n int) string { return p.c.Count(p.locale, key, n) }

func (p *pen) number() string {
	if p.t == nil {
		return ""
	}
	return strconv.FormatInt(p.t.Number, 10)
}

// you is how the reader is addressed: askers, heads and channels politely.
func (p *pen) you() string {
	u := p.v.Reader.User
	polite := u == "" || (p.t != nil && u == p.t.Asker.User) || (p.v.Rules.Org != nil && p.v.Rules.Org.HeadsAny(u))
	if polite {
		return p.c.say(p.locale, "you.polite", nil, nil)
	}
	return p.c.say(p.locale, "you.plain", nil, nil)
}

// name shows a person; somebody where nobody is named.
func (p *pen) name(user string) string {
	if user == "" {
		return p.say("person.nobody", nil)
	}
	return p.enc.Name(user)
}

// actor shows who did something; nobody means the program itself.
func (p *pen) actor(user string) string {
	if user == "" {
		return p.say("person.system", nil)
	}
	return p.enc.Name(user)
}

// place shows a person or a channel of a recipient.
func (p *pen) place(r notice.Recipient) string {
	if r.User != "" {
		return p.enc.Name(r.User)
	}
	return p.enc.Channel(r.Channel)
}

// asker shows who has the problem.
func (p *pen) asker() string {
	a := p.t.Asker
	switch {
	case p.party() || p.t.About != "" && !p.open():
		return p.say("asker.withheld", nil)
	case a.User != "":
		return p.enc.Name(a.User)
	case a.Name != "" && p.open():
		return p.words(a.Name, 60)
	case a.Kind == ticket.AskerCustomer:
		return p.say("asker.customer", nil)
	default:
		return p.say("asker.unknown", nil)
	}
}

// whoAsked is the asker within a sentence, also where nobody said yet who it is.
func (p *pen) whoAsked() string {
	if a := p.t.Asker; a.User == "" && a.Name == "" && a.Kind != ticket.AskerCustomer {
		return p.say("asker.customer", nil)
	}
	return p.asker()
}

// value shows a fact by its type; "" if there is none of that name.
func (p *pen) value(name string) string {
	v, ok := p.params[name]
	if !ok {
		return ""
	}
	switch v.Type() {
	case 'u':
		return p.name(v.Raw())
	case 'p':
		return p.names(strings.Fields(v.Raw()))
	case 'c':
		return p.enc.Channel(v.Raw())
	case 't':
		at, _ := v.Instant()
		return p.at(at)
	case 'w':
		return p.c.Word(v.Raw(), p.locale)
	case 'd':
		d, _ := time.ParseDuration(v.Raw())
		return p.span(d, false)
	default:
		return p.words(v.Raw(), 300)
	}
}

// names are several people, one after the other.
func (p *pen) names(users []string) string {
	names := make([]string, len(users))
	for i, u := range users {
		names[i] = p.name(u)
	}
	return p.listed(names)
}

// user is the person a fact names; "" if it names none.
func (p *pen) user(name string) string {
	if v := p.params[name]; v.Type() == 'u' {
		return v.Raw()
	}
	return ""
}

// instant is the time a fact names; zero if it names none.
func (p *pen) instant(name string) time.Time {
	at, _ := p.params[name].Instant()
	return at
}

// values are several facts at once.
func (p *pen) values(names ...string) data {
	d := data{}
	for _, n := range names {
		d[n] = p.value(n)
	}
	return d
}

// clock is the clock a notice is about, while it runs; else nil.
func (p *pen) clock() *ticket.Clock {
	if p.t == nil {
		return nil
	}
	if id := p.params["clock"].Raw(); id != "" {
		return p.t.Clock(id)
	}
	return nil
}

// calendar finds a calendar; nil where there is none, or no rules at all.
func (p *pen) calendar(name string) *calendar.Calendar {
	if p.v.Rules.Org == nil {
		return nil
	}
	return p.v.Rules.Org.Calendar(name)
}
