package config

import (
	"regexp"
	"slices"
	"time"

	"github.com/firstask/firstask/calendar"
	"github.com/firstask/firstask/policy"
)

type departmentDoc struct {
	spot
	id, head, deputy, parent, duty, work str
	name                                 policy.Name
	nameAt                               spot
	members                              []str
	desks                                []deskDoc
	posts                                []postDoc
	headless                             bool
	acts                                 []actDoc
	roles                                []roleDoc
	calendars                            []calendarDoc
}

// actDoc is a time of acting as it is written: whole days, the last one too.
type actDoc struct {
	person     str
	from, last calendar.Date
}

type deskDoc struct {
	id, as       str
	everyMessage bool
	offer        bool
}

type postDoc struct {
	spot
	id, holder str
	backups    []str
	topics     []str
	types      []str
	promise    policy.Limit
}

func (l *loader) departments(v value) {
	l.list(v, func(v value) {
		d := departmentDoc{spot: v.spot, headless: true}
		l.object(v,
			must("id", func(v value) { d.id = l.id(v) }),
			may("name", func(v value) { d.name, d.nameAt = l.name(v), v.spot }),
			may("head", func(v value) { d.headless = false; d.head, _ = l.person(v) }),
			may("deputy", func(v value) { d.deputy, _ = l.person(v) }),
			may("acting", func(v value) { l.list(v, func(v value) { l.act(v, &d) }) }),
			may("parent", func(v value) { d.parent, _ = l.text(v) }),
			may("members", func(v value) { d.members = l.people(v, true) }),
			may("channels", func(v value) { l.list(v, func(v value) { l.desk(v, &d) }) }),
			may("duty", func(v value) { d.duty, _ = l.text(v) }),
			may("work_channel", func(v value) { d.work, _ = l.channel(v) }),
			may("roles", func(v value) { d.roles = l.roles(v) }),
			may("calendars", func(v value) { d.calendars = l.calendars(v) }),
			may("posts", func(v value) { l.list(v, func(v value) { l.post(v, &d) }) }),
		)
		if d.headless && d.id.string != "" {
			l.fail(v.spot, "head: the person who answers for it", "department %s has no head: what nobody else takes is nobody's %s", d.id.string, l.asks("head"))
		}
		l.doc.departments = append(l.doc.departments, d)
	})
	if len(l.doc.departments) == 0 && len(l.problems) == 0 {
		l.fail(v.spot, "at least one, with id and head", "no department")
	}
}

// id reads a name that other places refer to.
func (l *loader) id(v value) str {
	s, ok := l.text(v)
	if ok {
		l.mustID(s)
	}
	return s // also a wrong one, so that what refers to it is not reported
}

// mustID reports a text that is no id.
func (r *reader) mustID(s str) {
	if !isID(s.string) {
		r.fail(s.spot, "small letters, digits, - and _; the name people read is name:", "%q is not an id", s.string)
	}
}

func isID(s string) bool { return regexp.MustCompile(`^[a-z0-9][a-z0-9_-]*$`).MatchString(s) }

// bodies reads the houses outside.
func (l *loader) bodies(v value) {
	l.list(v, func(v value) {
		b, at := policy.Body{}, str{}
		l.object(v,
			must("id", func(v value) { at = l.id(v) }),
			may("name", func(v value) { b.Name = l.name(v) }))
		b.ID = at.string
		if slices.ContainsFunc(l.doc.bodies, func(o policy.Body) bool { return o.ID == b.ID }) {
			l.fail(at.spot, "each body once", "body %s stands twice", b.ID)
		}
		l.doc.bodies = append(l.doc.bodies, b)
	})
}

func (l *loader) people(v value, groups bool) []str {
	var all []str
	l.list(v, func(v value) {
		if s, ok := l.someone(v, groups); ok {
			all = append(all, s)
		}
	})
	return all
}

func (l *loader) desk(v value, d *departmentDoc) {
	desk := deskDoc{}
	l.object(v,
		must("id", func(v value) { desk.id, _ = l.channel(v) }),
		may("as", func(v value) { desk.as, _ = l.text(v) }),
		may("intake", func(v value) {
			s, _ := l.word(v, "a way of intake", intakes())
			desk.everyMessage, desk.offer = s.string == everyMessage, s.string == offering
		}),
	)
	d.desks = append(d.desks, desk)
}

func (l *loader) post(v value, d *departmentDoc) {
	p := postDoc{spot: v.spot}
	l.object(v,
		must("id", func(v value) { p.id = l.id(v) }),
		may("holder", func(v value) { p.holder, _ = l.person(v) }),
		may("backup", func(v value) {
			l.oneOrMore(v, func(v value) {
				if s, ok := l.person(v); ok {
					p.backups = append(p.backups, s)
				}
			})
		}),
		may("topics", func(v value) { p.topics = l.texts(v) }),
		may("types", func(v value) { p.types = l.texts(v) }),
		may("promise_alone", func(v value) { p.promise = l.period(v) }),
	)
	d.posts = append(d.posts, p)
}

// act reads who heads a department for a time: "from" and "to" are its first
// and its last day.
func (l *loader) act(v value, d *departmentDoc) {
	a := actDoc{}
	var last str
	l.object(v,
		must("person", func(v value) { a.person, _ = l.person(v) }),
		must("from", func(v value) { _, a.from = l.date(v) }),
		must("to", func(v value) { last, a.last = l.date(v) }),
	)
	if !a.from.IsZero() && !a.last.IsZero() && a.last.Compare(a.from) < 0 {
		l.fail(last.spot, "the last day, not before the first", "the time of acting ends before it begins")
	}
	d.acts = append(d.acts, a)
}

func (d *departmentDoc) department(zone *time.Location) *policy.Department {
	out := &policy.Department{
		ID: d.id.string, Name: d.name, Head: d.head.string, Deputy: d.deputy.string, Parent: d.parent.string,
		Members: plain(d.members), Duty: d.duty.string, WorkChannel: d.work.string, Roles: filled(d.roles),
	}
	for _, c := range d.desks {
		desk := policy.Desk{ID: c.id.string, As: c.as.string, EveryMessage: c.everyMessage, Offer: c.offer}
		if desk.As == "" {
			desk.As = "online"
		}
		out.Channels = append(out.Channels, desk)
	}
	for _, p := range d.posts {
		out.Posts = append(out.Posts, policy.Post{
			ID: p.id.string, Holder: p.holder.string, Backups: some(p.backups), Topics: plain(p.topics), Types: plain(p.types), Promise: p.promise,
		})
	}
	for _, a := range d.acts {
		out.Acts = append(out.Acts, policy.Act{User: a.person.string, From: utc(a.from.In(zone)), To: utc(a.last.AddDays(1).In(zone))})
	}
	return out
}

func plain(all []str) []string {
	out := make([]string, 0, len(all))
	for _, s := range all {
		out = append(out, s.string)
	}
	return out
}

func (l *loader) departmentIDs() []string {
	var ids []string
	for _, d := range l.doc.departments {
		if d.id.string != "" {
			ids = append(ids, d.id.string)
		}
	}
	return ids
}
