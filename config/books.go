package config

import (
	"path"
	"slices"
	"strings"

	"github.com/goccy/go-yaml/ast"

	"github.com/firstask/firstask/policy"
	"github.com/firstask/firstask/policy/presets"
)

// useDoc is a rule book that the configuration names, and what it is bound to.
type useDoc struct {
	str
	bound bool
	to    whenDoc // departments, channels and types only
	about aboutDoc
}

// presets reads the list of rule books and each rule book.
func (l *loader) presets(v value) {
	var uses []useDoc
	var names []str
	l.list(v, func(v value) {
		if u, ok := l.use(v); ok && l.unique(u.str, names) {
			uses, names = append(uses, u), append(names, u.str)
		}
	})
	if len(uses) == 0 && len(l.problems) == 0 {
		l.fail(v.spot, "["+strings.Join(presets.Names(), ", ")+"] are built in", "no rule book")
	}
	l.loaded = map[string]bool{}
	for _, u := range uses {
		if l.book(u.str, nil) {
			l.doc.uses = append(l.doc.uses, u)
		} else {
			l.incomplete = true
		}
	}
}

// use reads a rule book's name, or a name with what the book is bound to.
func (l *loader) use(v value) (useDoc, bool) {
	if _, bound := v.node.(ast.MapNode); !bound {
		s, ok := l.text(v)
		return useDoc{str: s}, ok
	}
	u := useDoc{}
	before := len(l.problems)
	l.object(v, append([]field{
		must("use", func(v value) { u.str, _ = l.text(v) }),
		may("departments", func(v value) { u.to.departments = l.texts(v) }),
		may("channels", func(v value) { u.to.channels = l.channels(v) }),
		may("types", func(v value) { u.to.types = l.texts(v) }),
	}, l.about(&u.about)...)...)
	u.bound = len(u.to.departments)+len(u.to.channels)+len(u.to.types) > 0
	said := u.about.owner != nil || u.about.begins.string != "" || u.about.link.string != ""
	if !u.bound && !said && len(l.problems) == before {
		l.fail(v.spot, "departments:, channels: or types:; or the name alone for the whole company", "%s is bound to nothing", u.string)
	}
	return u, u.string != ""
}

// bookKey is the same for two ways to write one path.
func bookKey(use string) string { return path.Clean(use) }

// book loads a rule book after those it extends, once; false if nothing of it
// can be used. Way are the books that led to it.
func (l *loader) book(use str, way []string) bool {
	key := bookKey(use.string)
	if slices.Contains(way, key) {
		l.fail(use.spot, "one of them stands alone", "rule books extend each other: %s", circle(append(way, key)))
		return false
	}
	if good, done := l.loaded[key]; done {
		return good
	}
	p, good := l.preset(use)
	if good && p.extends.string != "" && !l.book(p.extends, append(way, key)) {
		p.extends.string, l.incomplete = "", true
	}
	l.loaded[key] = good
	if !good {
		return false
	}
	if below := l.bookAt(p.extends.string); below != nil && p.sizes == nil {
		p.sizes = below.sizes
	}
	for i := range p.windows {
		p.windows[i].sizes = p.sizes
	}
	l.sameID(p)
	l.doc.presets = append(l.doc.presets, p)
	return true
}

func (l *loader) sameID(p presetDoc) {
	for _, o := range l.doc.presets {
		if o.id.string == p.id.string {
			l.fail(p.use.spot, "give one of them another id", "%s and %s are both called %s", o.use.string, p.use.string, p.id.string)
		}
	}
}

// bookAt is a loaded rule book by the name it is used under; nil for none.
func (l *loader) bookAt(use string) *presetDoc {
	if use == "" {
		return nil
	}
	i := slices.IndexFunc(l.doc.presets, func(p presetDoc) bool { return bookKey(p.use.string) == bookKey(use) })
	if i < 0 {
		return nil
	}
	return &l.doc.presets[i]
}

// line is a rule book and those it extends, nearest first.
func (l *loader) line(use string) []*presetDoc {
	var all []*presetDoc
	for p := l.bookAt(use); p != nil; p = l.bookAt(p.extends.string) {
		all = append(all, p)
	}
	return all
}

// usesOf are the entries of the configuration that need a rule book.
func (l *loader) usesOf(p *presetDoc) []useDoc {
	var uses []useDoc
	for _, u := range l.doc.uses {
		if slices.Contains(l.line(u.string), p) {
			uses = append(uses, u)
		}
	}
	return uses
}

// holding are the entries for which a window of a rule book holds: those that
// need the book, unless a book between them has a window for the same rule or
// of the same kind.
func (l *loader) holding(p *presetDoc, w *windowDoc) []useDoc {
	var uses []useDoc
	for _, u := range l.usesOf(p) {
		line := l.line(u.string)
		nearer := line[:slices.Index(line, p)]
		if !slices.ContainsFunc(nearer, func(n *presetDoc) bool { return n.replaces(w) }) {
			uses = append(uses, u)
		}
	}
	return uses
}

func (p *presetDoc) replaces(w *windowDoc) bool {
	return slices.ContainsFunc(p.windows, func(o windowDoc) bool {
		return o.rule.string == w.rule.string || o.kind.string != "" && o.kind.string == w.kind.string
	})
}

// lists says which lists an entry binds by.
func (u useDoc) lists() [3]bool {
	return [3]bool{len(u.to.departments) > 0, len(u.to.channels) > 0, len(u.to.types) > 0}
}

// alike reports whether what entries are bound to together can be said: one of
// them is not bound, or all are by the same lists.
func alike(uses []useDoc) bool {
	return slices.ContainsFunc(uses, func(u useDoc) bool { return !u.bound }) ||
		!slices.ContainsFunc(uses, func(u useDoc) bool { return u.lists() != uses[0].lists() })
}

// covered reports whether a rule book that holds for the whole company has a
// window of the same kind: one that came with others need not be widened then.
func (l *loader) covered(w *windowDoc) bool {
	return slices.ContainsFunc(l.doc.uses, func(u useDoc) bool {
		return !u.bound && slices.ContainsFunc(l.line(u.string), func(p *presetDoc) bool { return p.replaces(w) })
	})
}

// union is what some entries are bound to together: by no list if one of them
// is not. Of entries bound by different lists it is wider than what they hold for.
func union(uses []useDoc) whenDoc {
	all := whenDoc{}
	for i, u := range uses {
		if i == 0 {
			all = u.to
			continue
		}
		all.departments = either(all.departments, u.to.departments)
		all.channels = either(all.channels, u.to.channels)
		all.types = either(all.types, u.to.types)
	}
	return all
}

// either is what is in one list or the other; all if one of them is not given.
func either(a, b []str) []str {
	if len(a) == 0 || len(b) == 0 {
		return nil
	}
	out := slices.Clone(a)
	for _, s := range b {
		if !slices.ContainsFunc(a, func(o str) bool { return o.string == s.string }) {
			out = append(out, s)
		}
	}
	return out
}

// checkBindings looks up what rule books are bound to.
func (l *loader) checkBindings() {
	before := len(l.problems)
	for _, u := range l.doc.uses {
		for _, s := range u.to.departments {
			l.mustKnow(s, "a department", l.departmentIDs())
		}
		for _, s := range u.to.types {
			l.mustType(s)
		}
	}
	l.misbound = len(l.problems) > before
	for i := range l.doc.presets {
		p := &l.doc.presets[i]
		if uses := l.usesOf(p); !alike(uses) {
			l.warn(uses[0].spot, "bind them by the same lists", "%s, which several rule books extend, holds for more than they do together: they are bound in different ways", p.id.string)
		}
	}
}

// takeWindows are the windows that hold somewhere: those of the rule books the
// configuration names, in order, then those that came with them.
func (l *loader) takeWindows(org *policy.Org) []windowDoc {
	var windows []windowDoc
	for _, u := range l.doc.uses {
		p := l.bookAt(u.string)
		windows = l.addWindows(windows, l.takeFrom(p, org), p)
	}
	for i := range l.doc.presets {
		if p := &l.doc.presets[i]; !l.isNamed(p) {
			windows = l.addWindows(windows, l.takeFrom(p, org), p)
		}
	}
	return windows
}

// isNamed reports whether the configuration itself names a rule book.
func (l *loader) isNamed(p *presetDoc) bool {
	return slices.ContainsFunc(l.doc.uses, func(u useDoc) bool { return bookKey(u.string) == bookKey(p.use.string) })
}

// takeFrom are the windows of a rule book that hold, each with what binds it.
// A binding that leaves a rule book no window is a mistake; those that it leaves
// out are named.
func (l *loader) takeFrom(p *presetDoc, org *policy.Org) []windowDoc {
	var taken []windowDoc
	var lost []string
	for i := range p.windows {
		w := p.windows[i]
		uses := l.holding(p, &w)
		if len(uses) == 0 || !alike(uses) && l.covered(&w) {
			continue
		}
		narrowed, empty := w.when.narrow(l.bound(p, uses), org)
		if empty != "" {
			lost = append(lost, w.rule.string)
			continue
		}
		w.when = narrowed
		taken = append(taken, w)
	}
	if len(lost) == 0 || l.misbound {
		return taken
	}
	at := l.usesOf(p)[0].spot
	if len(taken) == 0 && l.isNamed(p) {
		l.fail(at, "compare it with the when: of its windows", "no window of %s is left: none has anything in common with what it is bound to", p.id.string)
		return nil
	}
	l.warn(at, "compare them with the binding", "windows of %s never run, for tickets that it is not bound to: %s", p.id.string, strings.Join(lost, ", "))
	return taken
}

// addWindows refuses two rule books with windows for one rule.
func (l *loader) addWindows(windows, more []windowDoc, p *presetDoc) []windowDoc {
	for _, w := range more {
		if slices.ContainsFunc(windows, func(o windowDoc) bool { return o.rule.string == w.rule.string }) {
			l.fail(p.use.spot, "change it under windows: instead", "rule %s has a window in an earlier rule book too", w.rule.string)
			continue
		}
		windows = append(windows, w)
	}
	return windows
}
