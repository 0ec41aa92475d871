package ticket

import (
	"slices"
	"strconv"
	"time"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/policy"
)

// Ruling is what was decided by somebody who may, and by which rule; or the
// result that whom the matter is about was told of. A final one is not reviewed
// again.
type Ruling struct {
	By    string    `json:"by"`
	At    time.Time `json:"at"`
	Text  string    `json:"text"`
	Rule  string    `json:"rule,omitempty"`
	Final bool      `json:"final,omitempty"`
	// Seen is when whom the matter is about said that they have read it.
	Seen time.Time `json:"seen,omitzero"`
}

// rule decides what whoever received the matter cannot (CM-5.1.2.1). It is the
// result; both parties are told.
func (x *turn) rule(c Command) error {
	r, err := x.mayRule()
	switch {
	case err != nil:
		return err
	case x.goesToFinal(r), x.Mark(Reviewed) != nil:
		return refuse(FinalOnly, notice.Params{"who": x.one(x.reviewers(r)), "rule": notice.Text(r.Major)})
	case !slices.Contains(x.judges(r), c.Actor):
		return refuse(NotYours, notice.Params{"who": x.one(x.judges(r)), "verb": notice.Word(string(VerbRule))})
	case c.Text == "":
		return refuse(NeedText, nil)
	}
	x.decree(c, Event{Kind: string(VerbRule)}, Ruling{Rule: r.Rule, Final: len(x.reviewers(r, c.Actor)) == 0})
	return nil
}

// final decides for good: a ruling under review, or a major matter (CM-5.1.2.3,
// CM-7.1.1.2).
func (x *turn) final(c Command) error {
	r, err := x.mayRule()
	reviewed := x.Mark(Reviewed) != nil
	switch {
	case err != nil:
		return err
	case !reviewed && !x.goesToFinal(r):
		return refuse(ReviewFirst, notice.Params{"who": x.one(x.judges(r))})
	case !slices.Contains(x.reviewers(r), c.Actor) && (!reviewed || c.Actor != x.Responsible):
		return refuse(NotYours, notice.Params{"who": x.one(x.reviewers(r)), "verb": notice.Word(string(VerbFinal))})
	case c.Text == "":
		return refuse(NeedText, nil)
	}
	rule := r.Major
	if reviewed {
		rule = r.Review
	}
	x.decree(c, Event{Kind: string(VerbFinal)}, Ruling{Rule: rule, Final: true})
	return nil
}

// mayRule says what stands in the way of any ruling, whoever gives it.
func (x *turn) mayRule() (*policy.Ruling, error) {
	r := x.ruled()
	switch {
	case r == nil:
		return nil, refuse(NoRuling, nil)
	case x.Ruling != nil && x.Ruling.Final:
		return nil, x.ruledFinally()
	case x.State.Ended() || x.solved():
		return nil, x.ended()
	}
	return r, nil
}

// ruled is who rules on the ticket, by its rule book; nil for nobody.
func (x *turn) ruled() *policy.Ruling {
	return fitting(x, x.rules.Policy.Rulings, func(r *policy.Ruling) *policy.When { return &r.When })
}

func (x *turn) goesToFinal(r *policy.Ruling) bool { return r.Major != "" && x.Mark(Major) != nil }

// decree makes a ruling the result of the ticket and tells whom it is about.
func (x *turn) decree(c Command, e Event, r Ruling) {
	before := x.Responsible
	r.By, r.At, r.Text = c.Actor, x.at, c.Text
	x.takeToDecide(c)
	x.Marks = slices.DeleteFunc(x.Marks, func(m Mark) bool { return m.Name == Reviewed })
	x.Ruling = &r
	e.Text, e.Rule = c.Text, r.Rule
	x.conclude(c, before, e)
	p := notice.Params{}
	if r.Final {
		p["final"] = notice.Text("yes")
	}
	x.tellAbout(r, p)
}

// tellAbout tells whom the matter is about what came of it, and asks for their
// word that they have read it.
func (x *turn) tellAbout(r Ruling, p notice.Params) {
	if x.About == "" {
		return
	}
	p["by"], p["text"], p["rule"] = notice.User(r.By), notice.Text(r.Text), notice.Text(r.Rule)
	x.after = append(x.after, func() {
		x.show(Face{Slot: "ruled/" + strconv.Itoa(x.Said), Kind: notice.Ruled, To: notice.Recipient{User: x.About}, Params: p})
	})
}

// review brings a ruling before whoever decides for good, at the word of one of
// the two parties (CM-5.1.2.3).
func (x *turn) review(c Command) error {
	r := x.ruled()
	switch {
	case r == nil:
		return refuse(NoRuling, nil)
	case !x.IsAbout(c.Actor) && !x.mayReopen(c.Actor):
		return refuse(PartiesOnly, nil)
	case x.Mark(Reviewed) != nil:
		m := x.Mark(Reviewed)
		return refuse(UnderReviewNow, notice.Params{"who": notice.User(x.Factual()), "at": notice.Time(m.At)})
	case x.Ruling == nil:
		return refuse(NotRuled, notice.Params{"who": x.one(x.judges(r))})
	case x.Ruling.Final:
		return x.ruledFinally()
	case !x.solved() && x.State != Closed:
		return x.ended()
	case x.State.Ended() && x.tooLate():
		return refuse(ReopenTooLate, notice.Params{"at": notice.Time(x.End.At)})
	case c.Text == "":
		return refuse(NeedReason, nil)
	}
	to := x.reviewers(r)
	if len(to) == 0 {
		return refuse(NoSuperior, nil)
	}
	ruler := x.Ruling.By
	x.revive(string(VerbReview))
	x.setMark(Mark{Name: Reviewed, By: c.Actor, At: x.at, Text: c.Text})
	x.take(to[0], Event{Kind: string(VerbReview), To: to[0], Text: c.Text, Rule: r.Review})
	x.after = append(x.after, func() { x.tellReview(c, ruler) })
	return nil
}

// tellReview asks whoever decides for good, and tells the other party, who ruled
// and who follows it.
func (x *turn) tellReview(c Command, ruler string) {
	p := x.withClock(policy.Responsible, notice.Params{"by": notice.User(c.Actor), "who": notice.User(x.Responsible), "reason": notice.Text(c.Text)})
	x.show(Face{Slot: "review/" + strconv.Itoa(x.Said), Kind: notice.ReviewAsked, To: notice.Recipient{User: x.Responsible}, Params: p})
	told := []string{x.Responsible, c.Actor}
	for _, user := range []string{x.Asker.User, x.About, ruler, x.Follower()} {
		if !slices.Contains(told, user) {
			told = append(told, user)
			x.tell(user, notice.ReviewAsked, notice.Params{"by": p["by"], "who": p["who"], "reason": p["reason"]})
		}
	}
}

// underReview keeps a ruling under review with whoever decides on it: others
// neither take it nor send it elsewhere.
func (x *turn) underReview(c Command) error {
	m := x.Mark(Reviewed)
	if m == nil || x.State.Ended() || x.LevelOf(c.Actor) != nil {
		return nil
	}
	moves := []Verb{VerbAccept, VerbHandoff, VerbReturn, VerbResolve, VerbRedirect, VerbShare, VerbLead, VerbTaskforce, VerbWithdraw}
	if !slices.Contains(moves, c.Verb) || c.Verb == VerbAccept && x.decides(c.Actor) {
		return nil
	}
	return refuse(UnderReviewNow, notice.Params{"who": notice.User(x.Factual()), "at": notice.Time(m.At)})
}

// decides reports whether somebody may give the final ruling.
func (x *turn) decides(user string) bool {
	r := x.ruled()
	return r != nil && slices.Contains(x.reviewers(r), user)
}

// judges are those who may rule: who fills a role for it, is there and is no
// party; without any, who decides for good; without those, the heads above.
func (x *turn) judges(r *policy.Ruling) []string {
	if all := x.impartial(r.By); len(all) > 0 {
		return all
	}
	return x.reviewers(r)
}

// reviewers are those who may decide for good, the first of them first; without
// any, the heads above who ruled, or above the matter. Nobody reviews their own
// ruling.
func (x *turn) reviewers(r *policy.Ruling, ruler ...string) []string {
	if x.Ruling != nil {
		ruler = append(ruler, x.Ruling.By)
	}
	if all := x.impartial(r.Final, ruler...); len(all) > 0 {
		return all
	}
	department := x.Department
	for _, user := range ruler {
		department = x.homeOf(user)
	}
	return x.rules.Org.Superiors(department, x.rules.Out(), append(ruler, x.parties()...)...)
}

// impartial are the people of the roles who are there and are no party to it.
func (x *turn) impartial(roles []string, but ...string) []string {
	var all []string
	not := append(x.parties(), but...)
	for _, role := range roles {
		for _, user := range x.rules.Org.Fill(role, x.Department, x.rules.Out()) {
			if !slices.Contains(not, user) && !slices.Contains(all, user) {
				all = append(all, user)
			}
		}
	}
	return all
}

// one is the first of some people, else the channel where ladders end.
func (x *turn) one(people []string) notice.Value {
	if len(people) == 0 {
		return notice.Channel(x.rules.Org.Fallback)
	}
	return notice.User(people[0])
}

func (x *turn) ruledFinally() error {
	return refuse(RuledFinally, notice.Params{"who": notice.User(x.Ruling.By), "at": notice.Time(x.Ruling.At)})
}

// received is the word of whom the matter is about that they have read what
// came of it (CM-5.1.2.2).
func (x *turn) received() error {
	if !x.ToldAbout().Seen.IsZero() {
		return refuse(NothingToSee, nil)
	}
	r := *x.ToldAbout() // the ticket before is never changed
	r.Seen = x.at
	if x.Ruling != nil {
		x.Ruling = &r
	} else {
		x.Outcome = &r
	}
	x.event(Event{Kind: string(VerbAck), To: r.By, Rule: r.Rule})
	return nil
}

// Rules reports whether somebody may rule on a ticket now, by the rule book it
// began under; finally says that it would be for good.
func Rules(t *Ticket, user string, rules policy.Rules) (may, finally bool) {
	if rules.Policy == nil || rules.Org == nil {
		return false, false
	}
	x := &turn{Ticket: *t, rules: rules}
	r, err := x.mayRule()
	if err != nil || t.IsAbout(user) {
		return false, false
	}
	if x.Mark(Reviewed) != nil || x.goesToFinal(r) {
		return slices.Contains(x.reviewers(r), user), true
	}
	return slices.Contains(x.judges(r), user), false
}

// TellsAbout reports whether whom such a ticket is about is told what comes of
// it, by a ruling or as an outcome, by the rule book it began under.
func TellsAbout(t *Ticket, rules policy.Rules) bool {
	x := &turn{Ticket: *t, rules: rules}
	return x.ruled() != nil || x.passedOn() != nil
}
