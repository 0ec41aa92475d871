package config

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"github.com/firstask/firstask/calendar"
	"github.com/firstask/firstask/policy"
)

// Config is a checked configuration.
type Config struct {
	// File is the name it was read under.
	File string
	// Policy is the rules: the presets with the overrides of the file. Its ID
	// names its content.
	Policy *policy.Policy
	// Org is the organisation as written: people may still be e-mail addresses
	// and user groups, see Resolve.
	Org *policy.Org
	// Labels are the words of the presets.
	Labels policy.Labels
	// Warnings are what is allowed and probably not meant, in order of place.
	Warnings Problems
	// Unresolved are the e-mail addresses and user groups in Org.
	Unresolved []Reference

	lists   []holidayList
	jobs    []jobDoc
	rosters []rosterDoc
}

// Load reads the configuration at path. Presets and holiday lists are files
// beside it. The error wraps ErrInvalid and is a Problems value when the file
// has mistakes; a file that cannot be read is another error.
func Load(path string) (*Config, error) {
	src, err := os.ReadFile(path) //nolint:gosec // the operator names the file
	if err != nil {
		return nil, fmt.Errorf("config: %w", err)
	}
	return Parse(path, src, os.DirFS(filepath.Dir(path)))
}

// Parse reads a configuration from src. Name is what problems call the file;
// base holds the files it names and may be nil when it names none. Every
// mistake is in the error, which is a Problems value.
func Parse(name string, src []byte, base fs.FS) (*Config, error) {
	l := &loader{base: base}
	c := l.config(name, src)
	if len(l.problems) > 0 {
		return nil, l.problems.sorted()
	}
	id, err := c.Policy.Hash()
	if err != nil {
		return nil, fmt.Errorf("config: %w", err)
	}
	c.Policy.ID = id
	c.Warnings = l.warnings.sorted()
	return c, nil
}

// loader reads one configuration and what it names.
type loader struct {
	reader
	base fs.FS
	doc  document
	refs []Reference
	// incomplete is true when a rule book, or a part of one, could not be read:
	// what refers to it is then not reported as unknown.
	incomplete bool
	// loaded are the rule books that were read, by bookKey: false for one that cannot be used.
	loaded map[string]bool
	// misbound is true when a rule book is bound to what does not exist.
	misbound bool
	// used are the roles that ladders name, where they do so first.
	used []str
	// presetKeys are the keys known in presets, by pattern.
	presetKeys map[string][]string
	// lists are the holiday lists in use.
	lists []holidayList
	// grounds are the rules behind a message about the organisation, see asks.
	grounds map[string][]string
}

// document is what a file says, before anything is looked up in it.
type document struct {
	zone, locale, fallback, home, emoji str
	uses                                []useDoc
	routes                              []routeDoc
	replies                             []replyDoc
	presets                             []presetDoc // those that are extended before those that extend
	calendars                           []calendarDoc
	roles                               []roleDoc
	fillers                             []str // departments that fill roles
	bodies                              []policy.Body
	jobs                                []jobDoc
	learning                            learningDoc
	departments                         []departmentDoc
	rosters                             []rosterDoc
	windows                             []windowDoc
	settings                            settingsDoc
	phrases                             []phraseDoc
	answers                             []answerDoc
	answerFirst                         answerFirstDoc
	rulings                             []rulingDoc
	endorsements                        []endorsementDoc
	people                              []personDoc
	senior                              str
}

func (l *loader) config(name string, src []byte) *Config {
	root, ok := l.parse(name, src)
	if !ok {
		return nil
	}
	l.read(root)
	org := l.org(root.spot)
	p, labels := l.policy(org)
	l.checkRosters()
	l.checkDepartments(org)
	l.checkPersons()
	l.checkSuperiors(org, p)
	l.checkHoles(org)
	return &Config{File: name, Policy: p, Org: org, Labels: labels, Unresolved: l.refs, lists: l.lists, jobs: l.doc.jobs, rosters: l.doc.rosters}
}

func (l *loader) read(root value) {
	d := &l.doc
	keep := func(to *str, read func(value) (str, bool)) func(value) {
		return func(v value) {
			if s, ok := read(v); ok {
				*to = s
			}
		}
	}
	l.object(root,
		must("timezone", keep(&d.zone, l.text)),
		may("locale", keep(&d.locale, l.locale)),
		must("presets", l.presets),
		must("fallback", keep(&d.fallback, l.channel)),
		may("default_department", keep(&d.home, l.text)),
		may("emoji", keep(&d.emoji, l.emoji)),
		may("calendars", func(v value) { d.calendars = l.calendars(v) }),
		may("roles", func(v value) { d.roles = l.roles(v) }),
		must("departments", l.departments),
		may("bodies", l.bodies),
		may("people", l.persons),
		may("seniority", l.seniority),
		may("rosters", l.rosters),
		may("windows", l.windows),
		may("settings", func(v value) { l.settings(v, &d.settings) }),
		may("jobs", func(v value) { d.jobs = l.jobs(v) }),
		may("routes", func(v value) { d.routes = l.routes(v, may) }),
		may("replies", func(v value) { d.replies = l.replies(v, may) }),
		may("forbidden_phrases", func(v value) { d.phrases = l.phrases(v, may) }),
		may("answers", func(v value) { d.answers = l.answers(v, may) }),
		may("answer_first", func(v value) { d.answerFirst = l.answerFirst(v, may) }),
		may("rulings", func(v value) { d.rulings = l.rulings(v, may) }),
		may("endorsements", func(v value) { d.endorsements = l.endorsements(v, may) }),
		may("learning", l.readLearning),
	)
}

func (l *loader) org(root spot) *policy.Org {
	d := &l.doc
	org := &policy.Org{
		Zone: l.zone(d.zone), Locale: d.locale.string, Fallback: d.fallback.string, Emoji: d.emoji.string,
		Rosters: map[string]*policy.Roster{}, Calendars: map[string]*calendar.Calendar{}, Roles: filled(d.roles), Bodies: d.bodies,
		People: d.persons(), LowerIsSenior: d.senior.string == lowerNumber,
	}
	if org.Locale == "" {
		org.Locale = "en"
	}
	if org.Emoji == "" {
		org.Emoji = "ticket"
	}
	l.buildCalendars(org, root)
	for i := range d.rosters {
		org.Rosters[d.rosters[i].id.string] = &d.rosters[i].Roster
	}
	for i := range d.departments {
		org.Departments = append(org.Departments, d.departments[i].department(org.Zone))
	}
	l.setDefault(org, root)
	return org
}

func (l *loader) setDefault(org *policy.Org, root spot) {
	home, ids := l.doc.home, l.departmentIDs()
	switch {
	case home.string != "":
		l.mustKnow(home, "a department", ids)
	case len(ids) == 1:
		home.string = ids[0]
	case len(ids) > 1:
		l.fail(root, "the department of direct messages and of mentions outside a desk", "default_department is missing")
	}
	org.Default = home.string
}

// mustKnow reports a reference to something that is not defined.
func (l *loader) mustKnow(s str, what string, known []string) bool {
	if slices.Contains(known, s.string) {
		return true
	}
	l.fail(s.spot, hintOf(s.string, known), "%q is not %s of this file", s.string, what)
	return false
}
