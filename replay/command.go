package replay

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/policy"
	"github.com/firstask/firstask/ticket"
)

// unsaid stands for a reason that was a quick one and that no event keeps.
const unsaid = "\u2026"

// command is the request behind the i-th event of a record; false for what
// the passing of time, or another request, brought about.
func (p *player) command(rec *Record, i int) (ticket.Command, bool) {
	e := &rec.Events[i]
	c := ticket.Command{Verb: ticket.Verb(e.Kind), Actor: e.By, At: arrived(rec.Events, i), Text: e.Text, Account: under(e, "part.")}
	switch c.Verb { //nolint:exhaustive // the others are below
	case ticket.VerbAccept:
		return c, e.Facts["with"] == "" && e.Facts["on_the_spot"] == ""
	case "level", "callback_wished", "consent_asked":
		otherwise(&c, e.Kind)
	case ticket.VerbHandoff:
		c.To, c.With = p.target(&rec.Ticket, e), broughtIn(rec.Events[i+1:], c.Verb)
		return c, e.Facts["order"] == ""
	case ticket.VerbThirdParty, ticket.VerbCallback, ticket.VerbEdited, ticket.VerbRate, ticket.VerbUnderstood, ticket.VerbNote: // each has one of these
		c.Word, c.Question = e.Facts["mode"]+e.Facts["result"]+e.Facts["what"]+e.Facts["answer"]+e.Facts["as"], e.Facts["question"]
	case ticket.VerbField:
		c.Fields = under(e, "contact.")
		return c, len(c.Fields) > 0
	case ticket.VerbLead:
		c.To = ticket.Target{User: e.To, Rule: e.Facts["found"], Department: e.Facts["department"]}
	case ticket.VerbTaskforce:
		c.To, c.Force = ticket.Target{User: e.To}, members(rec.Events[i+1:])
	case ticket.VerbTriage:
		c.Type, c.Urgency, c.With = e.Facts["type"], e.Facts["urgency"], judged(rec.Events[i:])
	case ticket.VerbMajor, ticket.VerbUrgent, ticket.VerbShare, ticket.VerbAnswer:
		matter(&c, e)
		return c, c.Verb != ticket.VerbShare || e.Facts["with"] == ""
	case ticket.VerbAsk, ticket.VerbAbout:
		c.Word, c.To = e.Facts["of"], ticket.Target{User: e.To}
	case ticket.VerbReturn, ticket.VerbReopen:
		c.Word = e.Facts["reason"]
		c.Text = p.reason(c)
	case ticket.VerbSupervise, ticket.VerbPromise, "wish", "wish_refused":
		p.timed(&c, rec, i)
	case ticket.VerbCorrect, "correction", "correction_refused":
		c.Verb, c.To = ticket.VerbCorrect, ticket.Target{User: e.To, Rule: "person"}
		c.Word = map[string]string{string(ticket.VerbCorrect): "agree", "correction_refused": "decline"}[e.Kind]
	case ticket.VerbWithdraw:
		if how := e.Facts["how"]; how == string(ticket.NotRequest) {
			c.Word = how
		}
	case ticket.VerbExport, ticket.VerbDeclare, ticket.VerbDuplicate, ticket.VerbResolve:
		c.Word = e.Facts["form"] + e.Facts["answer"] + undone(e)
		c.Number, _ = strconv.ParseInt(e.Facts["ticket"], 10, 64) // each has one of them
		return c, e.Facts["undo"] != "again"
	case ticket.VerbAsker:
		c.Asker = ticket.Asker{Kind: ticket.AskerKind(e.Facts["kind"]), User: e.To, Name: e.Text}
		c.To = sentTo(&rec.Ticket, e)
	case ticket.VerbRedirect:
		c.To.Department, c.Body = e.Facts["to"], e.Facts["body"]
	default:
		return c, p.reported(&c, e) || plain(c.Verb)
	}
	return c, true
}

// members are those of a task force, right after the event that set it up.
func members(events []ticket.Event) []ticket.Member {
	var all []ticket.Member
	for i := range events {
		if events[i].Kind != "member" {
			break
		}
		all = append(all, ticket.Member{User: events[i].To, Duty: events[i].Text})
	}
	return all
}

// otherwise is the command behind an event that is called otherwise.
func otherwise(c *ticket.Command, kind string) {
	switch kind {
	case "level":
		c.Verb = ticket.VerbAccept
	case "callback_wished":
		c.Verb, c.Word = ticket.VerbCallback, ticket.CallbackWish
	case "consent_asked":
		c.Verb, c.Word = ticket.VerbConsent, "ask"
	}
}

// broughtIn are the departments that came in with another verb, right after it.
func broughtIn(events []ticket.Event, with ticket.Verb) []ticket.Target {
	var all []ticket.Target
	for i := range events {
		e := &events[i]
		if e.Kind != string(ticket.VerbShare) || e.Facts["with"] != string(with) {
			break
		}
		all = append(all, ticket.Target{User: e.To, Department: e.Facts["department"]})
	}
	return all
}

// judged are the departments that the first of some events, a judgement, names,
// with who stands for those it brought in.
func judged(events []ticket.Event) []ticket.Target {
	e := &events[0]
	in := broughtIn(events[1:], ticket.VerbTriage)
	var all []ticket.Target
	for id := range strings.FieldsSeq(e.Facts["departments"]) {
		to := ticket.Target{Department: id}
		if i := slices.IndexFunc(in, func(t ticket.Target) bool { return t.Department == id }); i >= 0 {
			to = in[i]
		}
		all = append(all, to)
	}
	return all
}

// plain are the verbs of which the event keeps all: who, when and their words.
func plain(v ticket.Verb) bool {
	return slices.Contains([]ticket.Verb{
		ticket.VerbResume, ticket.VerbConsent, ticket.VerbDispute, ticket.VerbUrge, ticket.VerbComplainUp, ticket.VerbPlan, ticket.VerbInform,
		ticket.VerbReply, ticket.VerbConfirm, ticket.VerbEscalate, ticket.VerbAck,
		ticket.VerbReport, ticket.VerbTakeover, ticket.VerbEndorse, ticket.VerbRule, ticket.VerbReview, ticket.VerbFinal,
	}, v)
}

// matter completes what brings people in, and what they answer.
func matter(c *ticket.Command, e *ticket.Event) {
	switch {
	case c.Verb == ticket.VerbAnswer && e.Facts["with"] != "":
		c.Verb, c.Word = ticket.Verb(e.Facts["with"]), e.Facts["as"]
	case c.Verb == ticket.VerbAnswer:
		c.Until, _ = time.Parse(time.RFC3339, e.Facts["until"])
	case c.Verb == ticket.VerbShare && e.Facts["matter"] == "":
		c.With = []ticket.Target{{User: e.To, Department: e.Facts["department"]}}
	default:
		c.Word = e.Facts["matter"]
	}
}

// reported completes a report of the sender; false if it is none.
func (p *player) reported(c *ticket.Command, e *ticket.Event) bool {
	switch c.Verb { //nolint:exhaustive // the reports only
	case ticket.VerbDelivered:
		c.Clock, c.User, c.Kind = e.Facts["clock"], e.To, notice.Asked
		if clock := p.t.Clock(c.Clock); clock != nil && (clock.Subject != e.To || clock.Role == policy.Superior) {
			c.Kind = notice.Escalation
		}
		at, err := time.Parse(time.RFC3339, e.Facts["at"])
		if err == nil && !at.Equal(e.At.Truncate(time.Second)) {
			c.At = at
		}
	case ticket.VerbUnreachable:
		c.User, c.Kind = e.To, notice.Kind(e.Facts["notice"])
		for i := range p.t.Clocks {
			if clock := &p.t.Clocks[i]; slices.Contains(clock.Climbed, e.To) {
				c.Clock = clock.ID()
			}
		}
	case ticket.VerbJoined:
		c.Number, _ = strconv.ParseInt(e.Facts["ticket"], 10, 64)
		if c.Word, c.Asker = undone(e), p.t.Asker; e.To != "" {
			c.Asker = ticket.Asker{Kind: ticket.AskerMember, User: e.To}
		}
	case ticket.VerbMoved:
		c.Where = notice.Recipient{User: e.To}
		if e.To == p.t.Post.Channel || strings.HasPrefix(e.To, "C") || strings.HasPrefix(e.To, "G") {
			c.Where = notice.Recipient{Channel: e.To}
		}
	default:
		return false
	}
	return true
}

// undone is the word of a command that took something back.
func undone(e *ticket.Event) string {
	if e.Facts["undo"] == "" {
		return ""
	}
	return "undo"
}

// under are the facts of an event whose names begin with a prefix, without it.
func under(e *ticket.Event, prefix string) map[string]string {
	fields := map[string]string{}
	for fact, value := range e.Facts {
		if field, ok := strings.CutPrefix(fact, prefix); ok {
			fields[field] = value
		}
	}
	return fields
}

// reason is what stands for a reason no event keeps.
func (p *player) reason(c ticket.Command) string {
	if c.Text == "" && c.Word == "" && p.t.End.How != ticket.NotRequest {
		return unsaid
	}
	return c.Text
}

// timed completes what gives a time, or answers a wish for one.
func (p *player) timed(c *ticket.Command, rec *Record, i int) {
	e := &rec.Events[i]
	until := e.Facts["until"]
	c.Until, _ = time.Parse(time.RFC3339, until)
	c.Consent = e.Facts["consent"] != ""
	if c.Verb == ticket.VerbSupervise {
		return
	}
	c.Verb = ticket.VerbPromise
	switch {
	case e.Kind == "wish_refused":
		c.Word = "decline"
	case e.Kind == "wish":
		c.Consent = agreedTo(rec.Events[i+1:], until)
	case p.t.Wish != nil && p.t.Wish.By != e.By && p.t.Wish.Until.Equal(c.Until):
		c.Word = "agree"
	}
}

// agreedTo reports whether the customer had agreed to a wished time: the answer
// to the wish tells; without one it is taken for granted.
func agreedTo(events []ticket.Event, until string) bool {
	for i := range events {
		if e := &events[i]; e.Kind == string(ticket.VerbPromise) && e.Facts["until"] == until {
			return e.Facts["consent"] != ""
		}
	}
	return true
}

// target is the receiver of a handoff and how they were found.
func (p *player) target(t *ticket.Ticket, e *ticket.Event) ticket.Target {
	to := ticket.Target{User: e.To, Rule: e.Facts["found"], Post: e.Facts["post"]}
	if d, topic, ok := strings.Cut(e.Facts["no_counterpart"], "/"); ok {
		to.Department, to.Topic = d, topic
		return to
	}
	if h := t.Handoff; h != nil && h.To == e.To && h.N == p.t.Handoffs+1 {
		to.Department, to.Topic = h.Department, h.Topic
		return to
	}
	in := func(d *policy.Department) bool {
		return slices.ContainsFunc(d.Posts, func(q policy.Post) bool {
			return to.Rule == "post" && q.Holder == e.To || to.Rule == "backup" && slices.Contains(q.Backups, e.To)
		})
	}
	if i := slices.IndexFunc(p.rules.Org.Departments, in); i >= 0 {
		to.Department = p.rules.Org.Departments[i].ID
	}
	return to
}

// sentTo is to whom a typist's own request went with the word of who asked.
func sentTo(t *ticket.Ticket, e *ticket.Event) ticket.Target {
	for i, h := range t.Chain {
		if h.As != ticket.AsNatural || h.End != string(ticket.VerbAsker) || !h.To.Equal(e.At) || i+1 >= len(t.Chain) {
			continue
		}
		first := original(t)
		to := ticket.Target{User: first.User, Rule: "duty", Department: t.Department}
		if first.By == policy.ByHead {
			to.Rule = "head"
		}
		return to
	}
	return ticket.Target{}
}

// original is the natural FR before all corrections.
func original(t *ticket.Ticket) ticket.NaturalFR {
	if len(t.Corrected) > 0 {
		return t.Corrected[0]
	}
	return t.Natural
}

// arrived is when the request of an event arrived. One that took a breach back
// right after it had arrived before the limit.
func arrived(events []ticket.Event, i int) time.Time {
	at := events[i].At
	for j := range events {
		void := &events[j]
		if void.Kind != "breach_void" || !void.At.Equal(at) {
			continue
		}
		for k := range events[:j] {
			b := &events[k]
			limit, err := time.Parse(time.RFC3339, b.Facts["limit"])
			if b.Kind == "breach" && b.Facts["clock"] == void.Facts["clock"] && err == nil && !limit.After(at) && at.Sub(limit) < lag {
				at = limit.Add(-time.Second)
			}
		}
	}
	return at
}
