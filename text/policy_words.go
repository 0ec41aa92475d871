package text

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/policy"
)

// Policy is a whole policy as sentences that a manager can sign, in plain text:
// its rule books, each window, what is common to all, and at last which limit
// holds in which department. Now is the instant it is written at.
func (c *Catalog) Policy(rules policy.Rules, words policy.Labels, locale string, now time.Time) string {
	p := &policyPen{
		pen:   c.pen(View{Rules: rules, Now: now, Reader: Reader{Locale: locale}}, nil, notice.Recipient{}),
		words: words, policy: rules.Policy, org: rules.Org,
	}
	p.usual = p.mostUsual()
	parts := make([]string, 0, 4+len(rules.Policy.Windows)+len(rules.Policy.Books))
	parts = append(parts, p.preface())
	for i := range p.policy.Books {
		parts = append(parts, p.says(&p.policy.Books[i])...)
	}
	for i := range p.policy.Windows {
		parts = append(parts, p.window(&p.policy.Windows[i]))
	}
	parts = append(parts, p.common(), p.table(), p.say("policy.signed", nil))
	return strings.Join(parts, "\n\n") + "\n"
}

// policyPen writes about a policy and no ticket.
type policyPen struct {
	*pen

	words  policy.Labels
	policy *policy.Policy
	org    *policy.Org
	usual  string // the ladder that most windows have; "" if they differ
}

// listed are words of one rank, one after the other.
func (p *policyPen) listed(words []string) string {
	return strings.Join(words, p.say("policy.list", nil))
}

// span is a length of time; hours of the clock stay hours: 24 h, and not 1 day.
func (p *policyPen) span(d time.Duration, working bool) string {
	if whole := d > 0 && d%time.Hour == 0; whole && !working {
		return p.count("span.hour", int(d/time.Hour))
	}
	return p.pen.span(d, working)
}

// below are sentences under a heading.
func (p *policyPen) below(head string, lines ...string) string {
	for i, l := range lines {
		if l != "" {
			lines[i] = "  " + l
		}
	}
	return p.lines(append([]string{head}, lines...)...)
}

func (p *policyPen) preface() string {
	books := make([]string, 0, len(p.policy.Presets))
	for _, id := range p.policy.Presets {
		books = append(books, p.book(id))
	}
	return p.below(p.say("policy.title", nil),
		p.say("policy.books", data{"what": p.listed(books)}),
		p.say("policy.zone", data{"zone": p.org.Zone.String()}), p.usually())
}

// book is a rule book by its title and id.
func (p *policyPen) book(id string) string {
	if title := p.words.Presets[id].In(p.locale); title != "" && title != id {
		return p.say("policy.book", data{"title": title, "id": id})
	}
	return id
}

// title is what a window is called.
func (p *policyPen) title(w *policy.Window) string {
	return cmp.Or(p.words.Windows[w.Rule].In(p.locale), p.kind(w.Kind), w.Rule)
}

func (p *policyPen) kind(id string) string { return cmp.Or(p.words.Kinds[id].In(p.locale), id) }

// window is one window: whose it is, how long, what comes of silence, and what
// moves it.
func (p *policyPen) window(w *policy.Window) string {
	head := p.say("policy.window", data{
		"rule": w.Rule, "title": p.title(w), "book": cmp.Or(p.words.Presets[w.Preset].In(p.locale), w.Preset, p.say("policy.own", nil)),
	})
	return p.below(head,
		p.say("policy.owes."+string(w.On), data{"limit": p.limit(w.Limit, w.Calendar), "step": p.step(w.Asked)}),
		p.onDuty(w), p.only(w), p.soft(w), p.reminders(w), p.silence(w), p.runs(w), p.moves(w), p.promise(w))
}

func (p *policyPen) onDuty(w *policy.Window) string {
	if w.OnDuty.IsZero() {
		return ""
	}
	return p.say("policy.on_duty", data{"limit": p.limit(w.OnDuty, w.Calendar)})
}

func (p *policyPen) soft(w *policy.Window) string {
	if w.Soft.IsZero() {
		return ""
	}
	d := data{"limit": p.limit(w.Soft, w.Calendar), "span": p.span(w.Soft.Time, false)}
	switch l := w.Soft; {
	case l == policy.Limit{Days: l.Days}:
		d["span"] = p.count("span.working_day", l.Days)
	case l != policy.Limit{Time: l.Time}:
		return p.say("policy.soft_by", d)
	}
	return p.say("policy.soft", d)
}

// only says for which requests it holds.
func (p *policyPen) only(w *policy.Window) string {
	var lines []string
	if !w.When.IsZero() {
		lines = append(lines, p.say("policy.only", data{"what": p.when(w.When)}))
	}
	if !w.Unless.IsZero() {
		lines = append(lines, p.say("policy.not_for", data{"what": p.when(w.Unless)}))
	}
	return strings.Join(lines, "\n  ")
}

// when are the conditions of a window or a need, in words.
func (p *policyPen) when(w policy.When) string {
	var parts []string
	add := func(key string, list []string, show func(string) string) {
		if len(list) > 0 {
			shown := make([]string, 0, len(list))
			for _, v := range list {
				shown = append(shown, show(v))
			}
			parts = append(parts, p.say("policy.when."+key, data{"what": strings.Join(shown, p.say("policy.or", nil))}))
		}
	}
	named := func(names map[string]policy.Name) func(string) string {
		return func(id string) string { return cmp.Or(names[id].In(p.locale), id) }
	}
	word := func(prefix string) func(string) string {
		return func(id string) string { return p.quoted(prefix + id) }
	}
	add("departments", w.Departments, p.department)
	add("channels", w.Channels, p.enc.Channel)
	add("via", w.Via, named(p.words.Channels))
	add("types", w.Types, named(p.words.Types))
	add("urgency", w.Urgency, word("urgency."))
	add("marks", w.Marks, word("mark."))
	add("askers", w.Askers, word("policy.asker."))
	if !w.Since.IsZero() {
		parts = append(parts, p.say("policy.when.since", data{"what": p.day(w.Since)}))
	}
	return p.pen.listed(parts)
}

func (p *policyPen) department(id string) string {
	if d := p.org.Department(id); d != nil {
		return cmp.Or(d.Name.In(p.locale), id)
	}
	return id
}

// runs says in which states the time runs, and in which it stands still.
func (p *policyPen) runs(w *policy.Window) string {
	states := func(list []string) string {
		words := make([]string, 0, len(list))
		for _, s := range list {
			words = append(words, p.quoted("state."+s))
		}
		return p.listed(words)
	}
	line := p.say("policy.while", data{"what": states(w.While)})
	if len(w.Pause) == 0 {
		return line
	}
	return line + "\n  " + p.say("policy.pause", data{"what": states(w.Pause)})
}

// moves says what begins the time, ends it and begins it anew.
func (p *policyPen) moves(w *policy.Window) string {
	var lines []string
	switch w.Starts {
	case policy.AtDelivery:
		lines = append(lines, p.say("policy.delivery", nil))
	case policy.AtFirst:
		lines = append(lines, p.say("policy.first_of_unit", nil))
	case policy.AtRequest:
	}
	switch {
	case w.Shared:
		lines = append(lines, p.say("policy.shared", data{"rule": w.After}))
	case w.After != "":
		lines = append(lines, p.say("policy.after", data{"rule": w.After}))
	}
	if w.PartOf != "" {
		lines = append(lines, p.say("policy.part_of", data{"rule": w.PartOf}))
	}
	if len(w.Until) > 0 {
		lines = append(lines, p.say("policy.until", data{"what": p.verbs(w.Until)}))
	}
	if len(w.Again) > 0 {
		lines = append(lines, p.say("policy.again", data{"what": p.verbs(w.Again)}))
	}
	return strings.Join(lines, "\n  ")
}

func (p *policyPen) quoted(key string) string {
	return p.say("policy.quoted", data{"what": p.c.Word(key, p.locale)})
}

func (p *policyPen) verbs(list []string) string {
	words := make([]string, 0, len(list))
	for _, v := range list {
		if key := "policy.deed." + v; p.c.has(key) {
			words = append(words, p.say(key, nil))
			continue
		}
		words = append(words, p.quoted("verb."+v))
	}
	return strings.Join(words, p.say("policy.or", nil))
}

func (p *policyPen) promise(w *policy.Window) string {
	rules := w.Promise
	if rules.Never {
		return p.say("policy.promise_never", nil)
	}
	var lines []string
	if rules.Customer {
		lines = append(lines, p.say("policy.promise_customer", nil))
	}
	if rules.Consent {
		lines = append(lines, p.say("policy.promise_consent", nil))
	}
	if !rules.Alone.IsZero() {
		lines = append(lines, p.say("policy.promise_alone", data{"limit": p.limit(rules.Alone, p.policy.Calendar)}))
	}
	return strings.Join(lines, "\n  ")
}

// common is what no single window says.
func (p *policyPen) common() string {
	pol := p.policy
	lines := []string{p.first()}
	if !pol.PromiseAlone.IsZero() {
		lines = append(lines, p.say("policy.alone", data{"limit": p.limit(pol.PromiseAlone, pol.Calendar)}))
	}
	for _, n := range pol.Needs {
		lines = append(lines, p.need(n))
	}
	lines = append(lines, slices.Concat(p.noted(), p.received(), p.worked(), p.brought(), p.answersSaid())...)
	for i := range pol.Forbidden {
		lines = append(lines, p.phrase(&pol.Forbidden[i]))
	}
	lines = append(lines, p.afterwards()...)
	if len(pol.ComplainUp) > 0 {
		lines = append(lines, p.say("policy.complain_up", data{"what": p.steps(pol.ComplainUp)}))
	}
	lines = append(lines, slices.Concat(p.overseen(), p.spacing(), p.calm(), p.jobs())...)
	return p.below(p.say("policy.common", nil), lines...)
}

// afterwards is what becomes of a request that has ended.
func (p *policyPen) afterwards() []string {
	pol := p.policy
	var lines []string
	if !pol.ReopenWithin.IsZero() {
		lines = append(lines, p.say("policy.reopen", data{"limit": p.limit(pol.ReopenWithin, pol.Calendar)}))
	}
	if !pol.RepeatWithin.IsZero() {
		lines = append(lines, p.say("policy.repeat", data{"span": p.lasting(pol.RepeatWithin)}))
	}
	if !pol.Retention.IsZero() {
		lines = append(lines, p.say("policy.retention", data{"span": p.lasting(pol.Retention)}))
	}
	return lines
}

// spacing is how often somebody may be urged and reminded.
func (p *policyPen) spacing() []string {
	u, g := p.policy.Urge, p.policy.Gap
	var lines []string
	if u.Every > 0 {
		lines = append(lines, p.say("policy.urge", data{
			"first": p.span(u.First, false), "every": p.span(u.Every, false), "n": strconv.Itoa(u.PerDay), "asker": p.span(u.AskerEvery, false),
		}))
	}
	if g.Between > 0 || g.Before > 0 {
		lines = append(lines, p.say("policy.gap", data{"between": p.span(g.Between, false), "before": p.span(g.Before, false)}))
	}
	if p.policy.Grace > 0 {
		lines = append(lines, p.say("policy.grace", data{"span": p.span(p.policy.Grace, true)}))
	}
	return lines
}

// calm is what keeps messages from people: quiet hours, folding, learning.
func (p *policyPen) calm() []string {
	pol := p.policy
	var lines []string
	if pol.Quiet.Calendar != "" {
		lines = append(lines, p.say("policy.quiet", data{"from": pol.Quiet.From.String(), "to": pol.Quiet.To.String(), "calendar": pol.Quiet.Calendar}))
	}
	if line := p.noise(); line != "" {
		lines = append(lines, line)
	}
	if pol.Fold > 0 {
		lines = append(lines, p.say("policy.fold", data{"span": p.span(pol.Fold, false)}))
	}
	if pol.Gather > 0 {
		lines = append(lines, p.say("policy.gather", data{"span": p.span(pol.Gather, false)}))
	}
	if l := pol.Learning; !l.To.IsZero() {
		lines = append(lines, p.say("policy.learning", data{"from": p.full(l.From), "to": p.full(l.To)}))
	}
	return lines
}

// noise is how much a person is told at once.
func (p *policyPen) noise() string {
	var most []string
	if n := p.policy.Noise.Hour; n > 0 {
		most = append(most, p.count("policy.noise_hour", n))
	}
	if n := p.policy.Noise.Day; n > 0 {
		most = append(most, p.count("policy.noise_day", n))
	}
	if len(most) == 0 {
		return ""
	}
	return p.say("policy.noise", data{"what": p.listed(most)})
}
