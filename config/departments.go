package config

import (
	"regexp"

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
	roles                                []roleDoc
	calendars                            []calendarDoc
}

type deskDoc struct {
	id, as       str
	everyMessage bool
	offer        bool
}

type postDoc struct {
	spot
	id, holder, backup str
	topics             []str
}

func (l *loader) departments(v value) {
	l.list(v, func(v value) {
		d := departmentDoc{spot: v.spot, headless: true}
		l.object(v,
			must("id", func(v value) { d.id = l.id(v) }),
			may("name", func(v value) { d.name, d.nameAt = l.name(v), v.spot }),
			may("head", func(v value) { d.headless = false; d.head, _ = l.person(v) }),
			may("deputy", func(v value) { d.deputy, _ = l.person(v) }),
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
	if !regexp.MustCompile(`^[a-z0-9][a-z0-9_-]*$`).MatchString(s.string) {
		r.fail(s.spot, "small letters, digits, - and _; the name people read is name:", "%q is not an id", s.string)
	}
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
		may("backup", func(v value) { p.backup, _ = l.person(v) }),
		may("topics", func(v value) { p.topics = l.texts(v) }),
	)
	d.posts = append(d.posts, p)
}

func (d *departmentDoc) department() *policy.Department {
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
		out.Posts = append(out.Posts, policy.Post{ID: p.id.string, Holder: p.holder.string, Backup: p.backup.string, Topics: plain(p.topics)})
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
