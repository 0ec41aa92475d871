package config

import (
	"slices"

	"github.com/goccy/go-yaml/ast"

	"github.com/firstask/firstask/policy"
)

// roleDoc is a role of the organisation and who fills it.
type roleDoc struct {
	id     str
	people []str
}

// filler reads who fills a role: a person, a group, or a department, for whose
// head it stands; none if it is neither.
func (l *loader) filler(v value) []str {
	if s, ok := l.text(v); ok && isID(s.string) {
		l.doc.fillers = append(l.doc.fillers, s)
		return []str{s}
	}
	if s, ok := l.someone(v, true); ok {
		return []str{s}
	}
	return nil
}

// roles reads who fills which role: one person, group or department, or a list of them.
func (l *loader) roles(v value) []roleDoc {
	var all []roleDoc
	l.each(v, func(key str, v value) {
		l.mustID(key)
		r := roleDoc{id: key}
		l.oneOrMore(v, func(v value) { r.people = append(r.people, l.filler(v)...) })
		all = append(all, r)
	})
	return all
}

// oneOrMore reads a value, or each of a list.
func (l *loader) oneOrMore(v value, each func(value)) {
	if _, several := v.node.(*ast.SequenceNode); several {
		l.list(v, each)
		return
	}
	each(v)
}

// filled are the roles as the organisation has them; nil for none.
func filled(roles []roleDoc) map[string][]string {
	if len(roles) == 0 {
		return nil
	}
	out := map[string][]string{}
	for _, r := range roles {
		out[r.id.string] = plain(r.people)
	}
	return out
}

// roleIDs are the roles there are: of the rule books, and of the file.
func (l *loader) roleIDs() []string {
	ids := l.codes(func(p *presetDoc) []wordDoc { return p.roles })
	for _, r := range l.doc.roles {
		ids = append(ids, r.id.string)
	}
	return ids
}

// useRole notes that a ladder names a role, and where it does so first.
func (l *loader) useRole(s str) {
	if !slices.ContainsFunc(l.used, func(o str) bool { return o.string == s.string }) {
		l.used = append(l.used, s)
	}
}

// checkRoles looks at the roles with all ladders known.
func (l *loader) checkRoles() {
	bound := slices.Clone(l.doc.roles)
	for _, d := range l.doc.departments {
		for _, r := range d.roles {
			if !l.incomplete {
				l.mustKnow(r.id, "a role", l.roleIDs())
			}
		}
		bound = append(bound, d.roles...)
	}
	books := l.codes(func(p *presetDoc) []wordDoc { return p.roles })
	for _, r := range l.doc.roles {
		l.noStep(r.id)
		used := slices.ContainsFunc(l.used, func(s str) bool { return s.string == r.id.string })
		if !used && !slices.Contains(books, r.id.string) && !l.incomplete {
			l.warn(r.id.spot, hintOf(r.id.string, books), "no rule book knows the role %s and no ladder asks it", r.id.string)
		}
	}
	for _, s := range l.used {
		if !slices.ContainsFunc(bound, func(r roleDoc) bool { return r.id.string == s.string && len(r.people) > 0 }) {
			l.warn(s.spot, "roles: {"+s.string+": U…}", "nobody fills %s: the step is skipped", s.string)
		}
	}
}

// noStep reports a role that is called like a step of the engine.
func (l *loader) noStep(id str) {
	if slices.Contains(texts(policy.Steps()), id.string) {
		l.fail(id.spot, "another id", "%q is a step of ladders already", id.string)
	}
}

// checkSuperiors warns of people whose silence no superior hears of: the only
// answer to it is the fallback channel.
func (l *loader) checkSuperiors(org *policy.Org, p *policy.Policy) {
	for _, o := range org.Orphans(nil) {
		s, known := l.whereIs(o.User)
		if !known || isGroup(o.User) || l.hasHelp(org, p, o) {
			continue
		}
		if d := org.Department(o.Department); d != nil && d.Head == o.User && d.Deputy == "" {
			l.warn(s.spot, "a deputy, a parent for the department, or a role on the ladders", "nobody above %s and no deputy: their silence and their absence lead straight to the fallback channel %s", o.User, l.asks("alone"))
			continue
		}
		l.warn(s.spot, "a parent for the department, or a role on the ladders", "nobody above %s: silence of %[1]s goes straight to the fallback channel", o.User)
	}
}

// hasHelp reports whether the ladders reach somebody all the same, because
// each of them asks a role that another person fills.
func (l *loader) hasHelp(org *policy.Org, p *policy.Policy, o policy.Orphan) bool {
	return !slices.ContainsFunc(p.Windows, func(w policy.Window) bool {
		return w.Then == policy.Breach && !org.Reaches(w.Ladder, o.User, o.Department, nil)
	})
}

// whereIs is the first place of the file that names a person.
func (l *loader) whereIs(user string) (str, bool) {
	var all []str
	for _, d := range l.doc.departments {
		all = append(append(all, d.head, d.deputy), d.members...)
		for _, p := range d.posts {
			all = append(append(all, p.holder), p.backups...)
		}
		for _, r := range d.roles {
			all = append(all, r.people...)
		}
	}
	for _, r := range l.doc.rosters {
		all = append(all, r.people()...)
	}
	for _, r := range l.doc.roles {
		all = append(all, r.people...)
	}
	i := slices.IndexFunc(all, func(s str) bool { return s.string == user })
	if i < 0 {
		return str{}, false
	}
	return all[i], true
}
