package ticket

import (
	"slices"
	"strings"
	"time"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/policy"
)

// Triage is the first judgement of a request: who gave it last and when, and the
// departments that the request concerns. Its kind and urgency are the ticket's own.
type Triage struct {
	By          string    `json:"by,omitempty"`
	At          time.Time `json:"at,omitzero"`
	Departments []string  `json:"departments,omitempty"`
}

// judgements are what a first judgement says, as rule books name it.
func judgements() []string { return []string{"type", "urgency", "departments"} }

// Judged are the departments that a judgement names; none while it names none.
func (t *Ticket) Judged() []string {
	if t.Triage == nil {
		return nil
	}
	return t.Triage.Departments
}

// triage judges a request (DM-2.2.3): what kind it is, how urgent, whom it
// concerns; a later judgement puts an earlier one right, and both stay on record.
// One department is where it is proposed to go, several have a part in it.
func (x *turn) triage(c Command) error {
	switch {
	case x.State.Ended() || x.solved():
		return x.ended()
	case !x.inCharge(c.Actor):
		return refuse(NotYours, notice.Params{"who": notice.User(x.Factual()), "verb": notice.Word(string(VerbTriage))})
	case c.Type == "" && c.Urgency == "" && len(c.With) == 0:
		return needTriage(c, "", judgements())
	}
	e := Event{Kind: string(VerbTriage), Text: c.Text}
	e.judged("type", &x.Type, c.Type)
	e.judged("urgency", &x.Urgency, c.Urgency)
	x.Triage = &Triage{By: c.Actor, At: x.at, Departments: x.Judged()}
	if len(c.With) > 0 {
		x.Triage.Departments = departments(c.With)
		e.fact("departments", strings.Join(x.Triage.Departments, " "))
	}
	x.propose()
	to := x.State
	if to.Fresh() && x.judged() {
		to = Triaged
	}
	x.move(to, e)
	if err := x.concern(c); err != nil {
		return err
	}
	x.after = append(x.after, func() { x.tellTriage(c) })
	return nil
}

// judged notes one thing that was judged, and what it was taken for before.
func (e *Event) judged(name string, now *string, said string) {
	if said == "" {
		return
	}
	if *now != "" {
		e.fact("was_"+name, *now)
	}
	*now = said
	e.fact(name, said)
}

// departments are those of some people, each once.
func departments(of []Target) []string {
	ids := make([]string, 0, len(of))
	for _, t := range of {
		if !slices.Contains(ids, t.Department) {
			ids = append(ids, t.Department)
		}
	}
	return ids
}

// concern brings in the departments that a judgement names, if they are several.
func (x *turn) concern(c Command) error {
	if c.With = x.fresh(c.With); len(x.Judged()) < 2 || len(c.With) == 0 {
		return nil
	}
	sharing := c
	sharing.Verb = VerbShare
	if err := x.needs(sharing); err != nil {
		return err
	}
	return x.share(c)
}

// tellTriage tells who has it, who follows it and who was asked to take it what
// somebody else judged it to be, and what runs on them now.
func (x *turn) tellTriage(c Command) {
	users := []string{x.Follower(), x.Responsible, x.Holder(policy.Receiver)}
	for i, user := range users {
		if slices.Contains(users[:i], user) {
			continue
		}
		p := notice.Params{"by": notice.User(c.Actor), "text": notice.Text(c.Text)}
		if clock := x.ClockOf(user); clock != nil {
			p["limit"], p["clock"] = notice.Time(clock.Due), notice.Text(clock.ID())
		}
		x.prompt(user, notice.Triaged, p)
	}
}

// judged reports whether the rule books ask for a judgement of such a request,
// and all of it is there.
func (x *turn) judged() bool {
	wants, lacks, _ := x.judgement(Command{})
	return wants && len(lacks) == 0
}

// judgement is what the rule books want judged before a command, or before any
// for one without a verb: whether they want anything, what of it is not there,
// and the first rule that asks for that.
func (x *turn) judgement(c Command) (wants bool, lacks []string, rule string) {
	for i := range x.rules.Policy.Needs {
		n := &x.rules.Policy.Needs[i]
		if !x.holds(&n.When) || c.Verb != "" && !asks(n, c) {
			continue
		}
		for _, what := range n.Have {
			if !slices.Contains(judgements(), what) {
				continue
			}
			wants = true
			if x.has(what, c) || slices.Contains(lacks, what) {
				continue
			}
			if lacks = append(lacks, what); rule == "" {
				rule = n.Rule
			}
		}
	}
	return wants, lacks, rule
}

// needTriage refuses a command for want of a judgement.
func needTriage(c Command, rule string, lacks []string) error {
	return refuse(NeedTriage, notice.Params{
		"fields": notice.Text(strings.Join(lacks, " ")), "verb": notice.Word(string(c.Verb)), "rule": notice.Text(rule),
	})
}

// Unjudged is what the rule books want judged of a request before it moves on and
// nobody has said yet; none where they want nothing, or once somebody has it.
func Unjudged(t *Ticket, rules policy.Rules) []string {
	if !t.State.Taking() || rules.Policy == nil {
		return nil
	}
	_, lacks, _ := (&turn{Ticket: *t, rules: rules}).judgement(Command{})
	return lacks
}

// kin are the rules by which the same is owed where the ticket was judged anew:
// their time began when that of the clock did, unless it would be over before
// anybody knew.
func (x *turn) kin(c *Clock) []string {
	var rules []string
	for _, w := range x.alike(c) {
		if x.from(c, w).Equal(c.Start) {
			rules = append(rules, w.Rule)
		}
	}
	return rules
}

// outpaced reports whether the ticket was judged to be of a kind of which the
// same is owed sooner; a time that was agreed, or has passed, stays.
func (x *turn) outpaced(c *Clock) bool {
	if c.Promised || !c.Breached.IsZero() {
		return false
	}
	return slices.ContainsFunc(x.alike(c), func(w *policy.Window) bool {
		if w.Rule == c.Rule || slices.Contains(c.Over, w.Rule) || !x.asks(w) || x.holder(w, c.Level) != c.Subject {
			return false
		}
		return x.add(x.rules.Org.CalendarOf(w.Calendar, c.Department), x.from(c, w), x.limit(w)).Before(c.Due)
	})
}

// alike are the windows of a clock's kind, its own too, in a turn that judges the
// ticket; none in any other.
func (x *turn) alike(c *Clock) []*policy.Window {
	kind := x.kindOf(c)
	if kind == "" || !slices.Contains(x.deeds, string(VerbTriage)) {
		return nil
	}
	var all []*policy.Window
	for i := range x.rules.Policy.Windows {
		if w := &x.rules.Policy.Windows[i]; w.Kind == kind && !told(w.Limit) {
			all = append(all, w)
		}
	}
	return all
}

// from is when a window would begin in place of a clock.
func (x *turn) from(c *Clock, w *policy.Window) time.Time {
	if x.add(x.rules.Org.CalendarOf(w.Calendar, c.Department), c.Start, x.limit(w)).After(x.at) {
		return c.Start
	}
	return x.at
}
