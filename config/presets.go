package config

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"github.com/goccy/go-yaml/ast"

	"github.com/firstask/firstask/policy"
	"github.com/firstask/firstask/policy/presets"
)

// builtinPreset is how problems in a built-in rule book call its file.
const builtinPreset = "preset "

// presetDoc is one rule book: where it was named, then what it says.
type presetDoc struct {
	use      str
	id       str
	title    policy.Name
	settings settingsDoc
	sizes    []sizeDoc
	channels []wordDoc
	types    []wordDoc
	windows  []windowDoc
}

// wordDoc is a word of the vocabulary with its labels.
type wordDoc struct {
	id   str
	name policy.Name
}

// presets reads the list of rule books and each rule book.
func (l *loader) presets(v value) {
	var uses []str
	l.list(v, func(v value) {
		if _, bound := v.node.(ast.MapNode); bound {
			l.incomplete = true
			l.fail(v.spot, "write its name alone; it then holds for the whole company", "binding a rule book to departments or channels is not possible yet")
			return
		}
		if s, ok := l.text(v); ok && l.unique(s, uses) {
			uses = append(uses, s)
		}
	})
	if len(uses) == 0 && len(l.problems) == 0 {
		l.fail(v.spot, "[first-asked]", "no rule book")
	}
	for _, use := range uses {
		p, ok := l.preset(use)
		if !ok {
			l.incomplete = true
			continue
		}
		l.doc.presets = append(l.doc.presets, p)
	}
}

func (l *loader) preset(use str) (presetDoc, bool) {
	src, err := presets.Source(use.string)
	name := builtinPreset + use.string
	if err != nil && l.isFile(use.string) {
		name = use.string
		src, err = l.file(use.string)
	}
	switch {
	case errors.Is(err, fs.ErrNotExist) && !l.isFile(use.string):
		l.fail(use.spot, hintOf(use.string, presets.Names())+", or a file beside this one (./ours.yaml)", "%q is not a rule book", use.string)
		return presetDoc{}, false
	case err != nil:
		l.unreadable(use, err)
		return presetDoc{}, false
	}
	own := &reader{known: l.knownOf()}
	p := own.preset(use, name, src)
	l.problems = append(l.problems, own.problems...)
	l.warnings = append(l.warnings, own.warnings...)
	return p, len(own.problems) == 0
}

// knownOf keeps what is known of presets apart from the keys of configurations.
func (l *loader) knownOf() map[string][]string {
	if l.presetKeys == nil {
		l.presetKeys = map[string][]string{}
	}
	return l.presetKeys
}

func (r *reader) preset(use str, name string, src []byte) presetDoc {
	p := presetDoc{use: use}
	root, ok := r.parse(name, src)
	if !ok {
		return p
	}
	l := &loader{reader: *r}
	l.object(root,
		must("id", func(v value) { p.id = l.id(v) }),
		may("title", func(v value) { p.title = l.name(v) }),
		may("settings", func(v value) { l.settings(v, &p.settings) }),
		may("reminders", func(v value) { p.sizes = l.sizes(v) }),
		may("vocabulary", func(v value) {
			l.object(v,
				may("channels", func(v value) { p.channels = l.vocabulary(v) }),
				may("types", func(v value) { p.types = l.vocabulary(v) }))
		}),
		must("windows", func(v value) { l.list(v, func(v value) { l.presetWindow(v, &p) }) }),
	)
	*r = l.reader
	for i := range p.windows {
		p.windows[i].sizes = p.sizes
	}
	return p
}

func (l *loader) presetWindow(v value, p *presetDoc) {
	w := windowDoc{}
	fields := append([]field{
		must("rule", func(v value) { w.rule, _ = l.text(v) }),
		may("title", func(v value) { w.title = l.name(v) }),
		may("note", func(v value) { w.note = l.name(v) }),
		must("on", func(v value) { w.on, _ = l.word(v, "a role", texts(policy.Roles())) }),
		must("while", func(v value) { w.while = l.states(v) }),
		may("then", func(v value) {
			w.then, _ = l.word(v, "an action", texts(policy.Actions()[1:])) // a breach goes without saying
		}),
	}, l.timing(&w)...)
	l.object(v, fields...)
	for _, o := range p.windows {
		if o.rule.string == w.rule.string && w.rule.string != "" {
			l.fail(w.rule.spot, fmt.Sprintf("the first one is on line %d", o.rule.line), "rule %s has two windows; end their ids differently (%[1]s.one)", w.rule.string)
			return
		}
	}
	p.windows = append(p.windows, w)
}

func (l *loader) states(v value) []str {
	var all []str
	l.list(v, func(v value) {
		if s, ok := l.word(v, "a ticket state", states()); ok && l.unique(s, all) {
			all = append(all, s)
		}
	})
	return all
}

func (l *loader) sizes(v value) []sizeDoc {
	var sizes []sizeDoc
	l.list(v, func(v value) {
		s := sizeDoc{}
		l.object(v,
			may("under", func(v value) { s.under = l.span(v) }),
			may("up_to", func(v value) { s.upTo = l.span(v) }),
			must("at", func(v value) { s.at = l.reminders(v) }))
		if n := len(sizes); n > 0 && sizes[n-1].under == 0 && sizes[n-1].upTo == 0 {
			l.fail(v.spot, "the line without a size comes last", "this line is never reached")
		}
		sizes = append(sizes, s)
	})
	return sizes
}

func (l *loader) vocabulary(v value) []wordDoc {
	var words []wordDoc
	l.list(v, func(v value) {
		w := wordDoc{}
		l.object(v, must("id", func(v value) { w.id = l.id(v) }), may("name", func(v value) { w.name = l.name(v) }))
		if !slices.ContainsFunc(words, func(o wordDoc) bool { return o.id.string == w.id.string }) {
			words = append(words, w)
			return
		}
		l.fail(w.id.spot, "", "%q is in the list already", w.id.string)
	})
	return words
}

// policy makes the rules: the presets in order, then the overrides.
func (l *loader) policy() (*policy.Policy, policy.Labels) {
	p := &policy.Policy{Channels: []string{}, Types: []string{}}
	labels := policy.Labels{
		Presets: map[string]policy.Name{}, Channels: map[string]policy.Name{}, Types: map[string]policy.Name{},
		Windows: map[string]policy.Name{}, Notes: map[string]policy.Name{},
	}
	var windows []windowDoc
	for _, d := range l.doc.presets {
		p.Presets = append(p.Presets, d.id.string)
		labels.Presets[d.id.string] = d.title
		d.settings.put(p)
		p.Channels = addWords(p.Channels, d.channels, labels.Channels)
		p.Types = addWords(p.Types, d.types, labels.Types)
		windows = l.addWindows(windows, d)
	}
	l.doc.settings.put(p)
	l.checkSettings(p)
	l.override(windows)
	for _, w := range windows {
		l.checkWindow(w)
		p.Windows = append(p.Windows, w.window())
		labels.Windows[w.rule.string], labels.Notes[w.rule.string] = w.title, w.note
	}
	return p, labels
}

func addWords(codes []string, words []wordDoc, labels map[string]policy.Name) []string {
	for _, w := range words {
		if !slices.Contains(codes, w.id.string) {
			codes = append(codes, w.id.string)
		}
		labels[w.id.string] = w.name
	}
	return codes
}

// addWindows refuses two rule books with windows for one rule.
func (l *loader) addWindows(windows []windowDoc, d presetDoc) []windowDoc {
	for _, w := range d.windows {
		if slices.ContainsFunc(windows, func(o windowDoc) bool { return o.rule.string == w.rule.string }) {
			l.fail(d.use.spot, "change it under windows: instead", "rule %s has a window in an earlier rule book too", w.rule.string)
			continue
		}
		windows = append(windows, w)
	}
	return windows
}

// override lets the configuration's windows change those of the presets.
func (l *loader) override(windows []windowDoc) {
	rules := make([]string, 0, len(windows))
	for _, w := range windows {
		rules = append(rules, w.rule.string)
	}
	for _, o := range l.doc.windows {
		i := slices.Index(rules, o.rule.string)
		switch {
		case i >= 0:
			windows[i] = windows[i].over(o)
		case !l.incomplete:
			l.fail(o.rule.spot, hintOf(o.rule.string, rules), "no rule book of this file has a window %q", o.rule.string)
		}
	}
}

// unset are the settings that the engine cannot do without and nobody gave.
func unset(p *policy.Policy) []string {
	var names []string
	for _, s := range []struct {
		name    string
		missing bool
	}{
		{"calendar", p.Calendar == ""},
		{"promise_alone", p.PromiseAlone.IsZero()},
		{"reopen_within", p.ReopenWithin.IsZero()},
		{"urge.first", p.Urge.First == 0},
		{"urge.every", p.Urge.Every == 0},
		{"urge.per_day", p.Urge.PerDay == 0},
		{"urge.asker_every", p.Urge.AskerEvery == 0},
		{"news.within", p.News.Within == 0},
		{"news.round", p.News.Round == 0},
		{"return_reasons", len(p.ReturnReasons) == 0},
	} {
		if s.missing {
			names = append(names, s.name)
		}
	}
	return names
}

// checkSettings reports what no rule book and no setting has decided.
func (l *loader) checkSettings(p *policy.Policy) {
	if s := l.doc.settings.calendar; s.string != "" {
		l.mustKnow(s, "a calendar", l.calendarNames())
	}
	if len(l.doc.presets) == 0 || l.incomplete {
		return
	}
	missing := unset(p)
	if len(missing) > 0 {
		l.fail(l.doc.presets[0].use.spot, "set them under settings:", "no rule book says: %s", strings.Join(missing, ", "))
	}
}
