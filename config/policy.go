package config

import (
	"slices"
	"strings"

	"github.com/firstask/firstask/policy"
)

// policy makes the rules: the windows that hold, then the overrides. The
// organisation is known already.
func (l *loader) policy(org *policy.Org) (*policy.Policy, policy.Labels) {
	p := &policy.Policy{Channels: []string{}, Types: []string{}}
	labels := emptyLabels()
	for i := range l.doc.presets {
		d := &l.doc.presets[i]
		p.Presets = append(p.Presets, d.id.string)
		d.label(p, &labels)
	}
	l.checkBindings()
	for _, d := range l.byWeight() {
		d.put(p)
	}
	l.doc.settings.put(p)
	l.doc.answerFirst.put(&p.AnswerFirst)
	l.standRosters(p, org)
	p.Jobs = putJobs(p.Jobs, l.doc.jobs)
	l.checkSettings(p)
	l.checkJobs()
	p.Books, p.Guidance = l.takeBooks(), l.takeGuidance(org)
	p.Fields = l.takeFields(org)
	p.Needs = l.takeNeeds(org)
	p.Routes = l.takeRoutes(org)
	p.Replies = l.takeReplies(org)
	p.Matters = l.takeMatters(org)
	p.Satisfaction = takeSentences[policy.Question](l, org, func(d *presetDoc) []sentenceDoc { return d.satisfaction }, (*sentenceDoc).question)
	p.FullNotice = takeSentences[policy.Point](l, org, func(d *presetDoc) []sentenceDoc { return d.fullNotice }, (*sentenceDoc).point)
	p.Answers = l.takeAnswers(org)
	p.Forbidden = l.takePhrases(org, &labels)
	p.Rulings = l.takeRulings(org)
	p.Outcomes = l.takeOutcomes(org)
	p.Endorsements = l.takeEndorsements(org)
	p.Learning = l.learning(org, p.Calendar)
	windows := l.takeWindows(org)
	l.override(windows)
	for _, w := range windows {
		l.checkWindow(w, windows)
		p.Windows = append(p.Windows, w.window())
		labels.Windows[w.rule.string], labels.Notes[w.rule.string] = w.title, w.note
	}
	l.checkComplainUp()
	l.checkForms()
	l.checkRoles()
	l.checkGaps(org, p)
	l.checkHosts(p)
	return p, labels
}

func emptyLabels() policy.Labels {
	return policy.Labels{
		Presets: map[string]policy.Name{}, Channels: map[string]policy.Name{}, Types: map[string]policy.Name{},
		Windows: map[string]policy.Name{}, Notes: map[string]policy.Name{}, Roles: map[string]policy.Name{},
		Kinds: map[string]policy.Name{}, Defects: map[string][]policy.Name{}, Phrases: map[string]policy.Name{},
		Forms: map[string]policy.Name{}, Lines: map[string]policy.Name{},
	}
}

// label adds the words of a rule book.
func (d *presetDoc) label(p *policy.Policy, labels *policy.Labels) {
	labels.Presets[d.id.string] = d.title
	if len(d.notes) > 0 {
		labels.Defects[d.id.string] = d.notes
	}
	p.Channels = addWords(p.Channels, d.channels, labels.Channels)
	for _, c := range d.channels {
		if c.host && !slices.Contains(p.Hosted, c.id.string) {
			p.Hosted = append(p.Hosted, c.id.string)
		}
	}
	p.Types = addWords(p.Types, d.types, labels.Types)
	addWords(nil, d.roles, labels.Roles)
	addWords(nil, d.kinds, labels.Kinds)
	for _, f := range d.forms {
		p.Forms = append(p.Forms, f.form(labels))
	}
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

// byWeight are the rule books in the order in which their settings are
// written over each other: those that hold for some tickets only come first,
// so that they count where no other one says anything.
func (l *loader) byWeight() []*presetDoc {
	var bound, whole []*presetDoc
	for i := range l.doc.presets {
		p := &l.doc.presets[i]
		if slices.ContainsFunc(l.usesOf(p), func(u useDoc) bool { return !u.bound }) {
			whole = append(whole, p)
		} else {
			bound = append(bound, p)
		}
	}
	return append(bound, whole...)
}

// put writes what a rule book says, and no window, over what the policy has.
func (d *presetDoc) put(p *policy.Policy) {
	d.settings.put(p)
	if len(d.first) > 0 {
		p.First = d.first
	}
	if len(d.complainUp) > 0 {
		p.ComplainUp = nil
		for _, s := range d.complainUp {
			p.ComplainUp = append(p.ComplainUp, policy.Step(s.string))
		}
	}
	d.dispatch.put(&p.Dispatch)
	d.manage.put(&p.Manage)
	if watch := (policy.Mandate{}); d.watch.rule.string != "" {
		d.watch.put(&watch)
		p.Watch = append(p.Watch, watch)
	}
	d.answerFirst.put(&p.AnswerFirst)
	p.Jobs = putJobs(p.Jobs, d.jobs)
}

// takeNeeds are the needs of all rule books, each with what binds it. A need
// that no ticket has is left out.
func (l *loader) takeNeeds(org *policy.Org) []policy.Need {
	var needs []policy.Need
	for p, to := range l.eachBook() {
		for _, n := range p.needs {
			l.checkWhen(n.when)
			for _, s := range n.have {
				l.checkField(s)
			}
			if when, empty := n.when.narrow(to, org); empty == "" {
				needs = append(needs, policy.Need{Rule: n.rule.string, Verb: n.verb.string, When: when.when(), Have: plain(n.have)})
			}
		}
	}
	return needs
}

func (l *loader) checkComplainUp() {
	for _, d := range l.doc.presets {
		l.checkMandate(d.dispatch, "only heads give orders")
		l.checkMandate(d.manage, "only heads hand on what others have")
		l.checkMandate(d.watch, "nobody watches over all requests")
		for _, s := range d.complainUp {
			l.checkStep(s)
		}
	}
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
	all := make([]settingsDoc, 0, 1+len(l.doc.presets))
	all = append(all, l.doc.settings)
	for _, d := range l.doc.presets {
		all = append(all, d.settings)
	}
	for _, s := range all {
		for _, name := range []str{s.calendar, s.quiet.calendar} {
			if name.string != "" {
				l.mustKnow(name, "a calendar", l.calendarNames())
			}
		}
	}
	if len(l.doc.presets) == 0 || l.incomplete {
		return
	}
	l.checkReply(p, all)
	l.checkCallback(all)
	missing := unset(p)
	if len(missing) > 0 {
		l.fail(l.doc.uses[0].spot, "set them under settings:", "no rule book says: %s", strings.Join(missing, ", "))
	}
}

// checkCallback looks up the role that calls customers back.
func (l *loader) checkCallback(all []settingsDoc) {
	for _, s := range all {
		if by := s.callbackBy; by.string != "" && l.mustKnow(by, "a role", l.roleIDs()) {
			l.useRole(by)
		}
	}
}
