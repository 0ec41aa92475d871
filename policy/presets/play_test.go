package presets_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/firstask/firstask/policy"
	"github.com/firstask/firstask/ticket"
)

// play is a ticket under some rule books: what happens to it and when, and the
// clocks that then run. Tuesday is 3 March 2026.
type play struct {
	t     *testing.T
	rules policy.Rules
	ticket.Ticket
}

func (p *play) clock(s string) time.Time {
	p.t.Helper()
	day, at, found := strings.Cut(s, " ")
	if !found {
		day, at = "tue", s
	}
	m, err := time.Parse("15:04", at)
	n := slices.Index([]string{"mon", "tue", "wed", "thu", "fri", "sat", "sun"}, day)
	if err != nil || n < 0 {
		p.t.Fatalf("clock %q: %v", s, err)
	}
	return time.Date(2026, 3, 2+n, m.Hour(), m.Minute(), 0, 0, p.rules.Org.Zone)
}

func ask(t *testing.T, books, kind string, asker ticket.AskerKind, at string) *play {
	t.Helper()
	c := mustUse(t, books)
	p := &play{t: t, rules: policy.Rules{Policy: c.Policy, Org: c.Org}}
	r := ticket.Request{Number: 1, Text: "a matter", By: chen, Asker: ticket.Asker{Kind: asker, User: "U0TANG"}, Addressed: []string{chen}, Type: kind, At: p.clock(at)}
	r.Post = ticket.Post{Channel: "C0HELP", TS: "1.0", Author: "U0TANG"}
	if asker == ticket.AskerCustomer {
		r.Asker.User, r.Post.Author = "", chen
	}
	p.Ticket = ticket.Capture(r, p.rules, p.clock(at)).Ticket
	if p.Natural.User != chen {
		t.Fatalf("first asked: %+v", p.Natural)
	}
	return p
}

func (p *play) do(at string, c ticket.Command) {
	p.t.Helper()
	c.At = p.clock(at)
	d, err := ticket.Apply(&p.Ticket, c, p.rules, c.At)
	if err != nil {
		p.t.Fatalf("%s %s: %v", at, c.Verb, err)
	}
	p.Ticket = d.Ticket
}

// handoff is the first-asked person's.
func (p *play) handoff(at, to, department string) {
	p.t.Helper()
	p.do(at, ticket.Command{Verb: ticket.VerbHandoff, Actor: chen, Text: "yours", To: ticket.Target{User: to, Rule: "person", Department: department}})
}

func (p *play) fire(at string) {
	p.t.Helper()
	p.Ticket = ticket.Fire(&p.Ticket, p.rules, p.clock(at)).Ticket
}

// runs compares the running clocks, except those that blame nobody, with
// "RULE SUBJECT LIMIT".
func (p *play) runs(want ...string) {
	p.t.Helper()
	got := []string{}
	for i := range p.Clocks {
		c := &p.Clocks[i]
		w, ok := p.rules.Policy.Window(c.Rule)
		if !ok || w.Then != policy.Breach {
			continue
		}
		due := strings.ToLower(c.Due.In(p.rules.Org.Zone).Format("Mon 15:04"))
		if !c.Paused.IsZero() {
			due = "stands"
		}
		got = append(got, strings.Join([]string{c.Rule, c.Subject, strings.TrimPrefix(due, "tue ")}, " "))
	}
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		p.t.Errorf("in %s run\n%s\nwant\n%s", p.State, strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// late compares the recorded breaches with "RULE SUBJECT LIMIT".
func (p *play) late(want ...string) {
	p.t.Helper()
	got := make([]string, 0, len(p.Breaches))
	for _, b := range p.Breaches {
		got = append(got, b.Rule+" "+b.Subject+" "+strings.TrimPrefix(strings.ToLower(b.At.In(p.rules.Org.Zone).Format("Mon 15:04")), "tue "))
	}
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		p.t.Errorf("breaches\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

const customerComplaint = "complaint.customer.quality"

// CM-5.2.2, CM-5.2.3: thirty minutes each; accepting starts nothing anew, the
// customer's silence is not counted, and data comes within twenty (CM-5.2.4).
func TestACustomerComplaint(t *testing.T) {
	p := ask(t, "CM", customerComplaint, ticket.AskerCustomer, "09:00")
	p.runs("CM-5.2.2 " + chen + " 09:30")
	p.handoff("09:29", ben, "delivery")
	p.runs("CM-5.2.3 " + ben + " 09:59")
	p.do("09:40", ticket.Command{Verb: ticket.VerbAccept, Actor: ben})
	p.runs("CM-5.2.3 " + ben + " 09:59")
	p.do("09:42", ticket.Command{Verb: ticket.VerbAsk, Actor: ben, Text: "which batch?", To: ticket.Target{User: plum, Rule: "person", Department: "making"}})
	p.runs("CM-5.2.3 "+ben+" 09:59", "CM-5.2.4 "+plum+" 10:02")
	p.do("09:45", ticket.Command{Verb: ticket.VerbAnswer, Actor: plum, Text: "B7"})
	p.do("09:49", ticket.Command{Verb: ticket.VerbAsk, Actor: ben, Text: "a photo, please", Word: "customer"})
	p.runs("CM-5.2.3 " + ben + " stands")
	p.do("10:49", ticket.Command{Verb: ticket.VerbResume, Actor: ben, Text: "here it is"})
	p.runs("CM-5.2.3 " + ben + " 10:59")
	p.do("10:55", ticket.Command{Verb: ticket.VerbResolve, Actor: ben, Text: "replaced"})
	p.runs("CM-5.2.5 " + chen + " 11:05")
	p.late()
}

// CM-7.2.1: the head asked has an hour, then the leader of CM-6.1, who also has
// the day (CM-7.2.2).
func TestSilenceUnderAComplaint(t *testing.T) {
	p := ask(t, "CM", customerComplaint, ticket.AskerCustomer, "09:00")
	p.fire("09:30")
	p.late("CM-5.2.2 " + chen + " 09:30")
	p.runs("CM-5.2.2 "+chen+" 09:30", "CM-7.2.1a "+zhao+" 10:30")
	p.fire("10:30")
	p.runs("CM-5.2.2 "+chen+" 09:30", "CM-7.2.1a "+zhao+" 10:30", "CM-6.1 "+top+" 11:30", "CM-7.2.2 "+top+" wed 00:00")
	p.do("10:40", ticket.Command{Verb: ticket.VerbResolve, Actor: chen, Text: "replaced"})
	p.runs("CM-5.2.5 "+chen+" 10:50", "CM-7.2.1b "+zhao+" 11:40")
}

// CM-5.1.2 and CM-7.1.1a: the day it is asked and taken on; HR then has three.
func TestAnEmployeeComplaint(t *testing.T) {
	p := ask(t, "CM", "complaint.employee", ticket.AskerMember, "17:00")
	p.runs("CM-5.1.2 " + chen + " wed 00:00")
	p.do("17:30", ticket.Command{Verb: ticket.VerbAccept, Actor: chen})
	p.runs("CM-7.1.1a "+chen+" wed 00:00", "CM-7.1.1b "+chen+" fri 17:30")
	p.handoff("17:40", hr, "company")
	p.runs("CM-7.1.1b " + hr + " fri 17:40")
	p.do("wed 10:00", ticket.Command{Verb: ticket.VerbAccept, Actor: hr})
	p.runs("CM-7.1.1b " + hr + " fri 17:40")
	p.do("wed 10:10", ticket.Command{Verb: ticket.VerbMajor, Actor: hr, Text: "an injury"})
	p.runs("CM-7.1.1b "+hr+" fri 17:40", "CM-7.1.1c "+hr+" thu 10:10")
}

// CM-5.2.7: a finished complaint is called back by the end of Friday.
func TestACallback(t *testing.T) {
	p := ask(t, "CM", customerComplaint, ticket.AskerCustomer, "09:00")
	p.do("09:10", ticket.Command{Verb: ticket.VerbResolve, Actor: chen, Text: "replaced"})
	p.do("09:15", ticket.Command{Verb: ticket.VerbReply, Actor: chen, Text: "told by phone"})
	p.runs("CM-5.2.7 " + chen + " fri 17:00")
	p.late()
}

// MG: clock time, over the weekend; a first response ends only MG-1.1.1.
func TestTwentyFourHours(t *testing.T) {
	p := ask(t, "MG", "", ticket.AskerMember, "fri 16:00")
	p.runs("MG-1.1.1 "+chen+" sat 16:00", "MG-2.2.2 "+chen+" sat 16:00")
	p.do("fri 16:10", ticket.Command{Verb: ticket.VerbAccept, Actor: chen})
	p.runs("MG-2.2.2 " + chen + " sat 16:00")
	p.fire("sat 15:59")
	p.late()
	p.fire("sat 16:00")
	p.late("MG-2.2.2 " + chen + " sat 16:00")
}

// A handover fulfils MG-1.1.1 and MG-2.2.2 for good; what comes back is not nobody's.
func TestAReturnUnderTwentyFourHours(t *testing.T) {
	p := ask(t, "MG", "", ticket.AskerMember, "10:00")
	p.handoff("11:00", ben, "delivery")
	p.runs("MG-1.1.3.answer " + ben + " wed 11:00")
	p.do("12:00", ticket.Command{Verb: ticket.VerbReturn, Actor: ben, Text: "not ours"})
	p.runs("MG-2.2.2.returned " + chen + " wed 12:00")
	p.do("13:00", ticket.Command{Verb: ticket.VerbAccept, Actor: chen})
	p.runs()
}

// SD-5.2.3c5: the reply is the first asked's, whoever handles it, in hours of the
// clock; a result that was not told is no reply.
func TestAReplyWithinFortyEightHours(t *testing.T) {
	p := ask(t, "SD", "consult", ticket.AskerCustomer, "fri 16:00")
	p.runs("SD-5.2.3c5 " + chen + " sun 16:00")
	p.handoff("fri 16:10", ben, "delivery")
	p.do("fri 16:20", ticket.Command{Verb: ticket.VerbAccept, Actor: ben})
	p.runs("SD-5.2.3c5 " + chen + " sun 16:00")
	p.do("fri 16:30", ticket.Command{Verb: ticket.VerbResolve, Actor: ben, Text: "in oak"})
	p.runs("SD-5.2.3c5 "+chen+" sun 16:00", "base.tell "+chen+" mon 11:30")
	p.fire("sun 16:00")
	p.late("SD-5.2.3c5 " + chen + " sun 16:00")
}

// FZ-3.2.3: a working day to answer; the time that is agreed takes its place and
// stays the first asked's; it stands still while the customer must answer.
func TestAnExpectedTime(t *testing.T) {
	p := ask(t, "FZ", "", ticket.AskerMember, "10:00")
	p.runs("FZ-3.2.3 " + chen + " wed 10:00")
	p.do("10:05", ticket.Command{Verb: ticket.VerbPromise, Actor: chen, Until: p.clock("thu 15:00")})
	p.handoff("10:10", ben, "delivery")
	p.do("10:20", ticket.Command{Verb: ticket.VerbAccept, Actor: ben})
	p.runs("FZ-3.2.3 " + chen + " thu 15:00")
	p.do("10:30", ticket.Command{Verb: ticket.VerbAsk, Actor: ben, Text: "a photo, please", Word: "customer"})
	p.runs("FZ-3.2.3 " + chen + " stands")
	p.do("11:30", ticket.Command{Verb: ticket.VerbResume, Actor: ben, Text: "here it is"})
	p.runs("FZ-3.2.3 " + chen + " thu 16:00")
	p.do("12:00", ticket.Command{Verb: ticket.VerbReply, Actor: ben, Text: "it comes on Thursday"}) // news is no result
	p.runs("FZ-3.2.3 " + chen + " thu 16:00")
	p.do("12:10", ticket.Command{Verb: ticket.VerbResolve, Actor: ben, Text: "it came today"})
	p.runs()
}

// MG-2.2.3: complaints of any kind within forty-eight hours, and what is major.
func TestFortyEightHours(t *testing.T) {
	p := ask(t, "MG, "+complaints, customerComplaint, ticket.AskerMember, "10:00")
	p.runs("CM-5.2.2 "+chen+" 10:30", "MG-1.1.1 "+chen+" wed 10:00", "MG-2.2.2 "+chen+" wed 10:00", "MG-2.2.3 "+chen+" thu 10:00")
	p = ask(t, "MG", "", ticket.AskerMember, "10:00")
	p.do("11:00", ticket.Command{Verb: ticket.VerbMajor, Actor: chen, Text: "the press"})
	p.runs("MG-1.1.1 "+chen+" wed 10:00", "MG-2.2.2 "+chen+" wed 10:00", "MG-2.2.3.major "+chen+" thu 11:00")
	p.handoff("12:00", ben, "delivery")
	p.runs("MG-1.1.3.answer "+ben+" wed 12:00", "MG-2.2.3.major "+chen+" thu 11:00")
}

// Of two rule books the earlier deadline is the clock: the person on duty has
// fifteen minutes by one, thirty by the other; handling takes a day or thirty minutes.
func TestTheEarlierDeadline(t *testing.T) {
	p := ask(t, "first-asked, "+complaints, customerComplaint, ticket.AskerMember, "10:00")
	p.runs("FA-15 " + chen + " 10:15")
	p.handoff("10:05", ben, "delivery")
	p.runs("CM-5.2.3 "+ben+" 10:35", "FA-18.response "+ben+" 10:35")
	p.do("10:10", ticket.Command{Verb: ticket.VerbAccept, Actor: ben})
	p.runs("CM-5.2.3 " + ben + " 10:35")
	p = ask(t, "first-asked, "+complaints, "suggestion", ticket.AskerMember, "10:00")
	p.runs("FA-15 " + chen + " 10:15")
}

// FA-18, FA-19: the level asked answers, then finishes; a supervised date is a
// limit of its own; waiting for the customer stands still.
func TestLevelsAndSupervision(t *testing.T) {
	p := ask(t, "first-asked", "", ticket.AskerMember, "10:00")
	p.handoff("10:05", ben, "delivery")
	p.do("10:10", ticket.Command{Verb: ticket.VerbAccept, Actor: ben})
	p.runs("FA-18.handling " + ben + " wed 10:10")
	p.do("10:20", ticket.Command{Verb: ticket.VerbAsk, Actor: ben, Text: "which batch?", To: ticket.Target{User: plum, Rule: "person", Department: "making"}})
	p.runs("FA-18.handling "+ben+" wed 10:10", "FA-19.response "+plum+" 10:50")
	p.do("10:30", ticket.Command{Verb: ticket.VerbAccept, Actor: plum})
	p.runs("FA-18.handling "+ben+" wed 10:10", "FA-19.handling "+plum+" wed 10:30")
	p.do("10:40", ticket.Command{Verb: ticket.VerbAnswer, Actor: plum, Text: "B7"})
	p.do("10:45", ticket.Command{Verb: ticket.VerbSupervise, Actor: chen, Until: p.clock("16:00")})
	p.runs("FA-18.handling "+ben+" wed 10:10", "FA-18.supervise "+ben+" 16:00")
	p.do("11:10", ticket.Command{Verb: ticket.VerbAsk, Actor: ben, Text: "a photo, please", Word: "customer"})
	p.runs("FA-18.handling "+ben+" stands", "FA-18.supervise "+ben+" 16:00")
}

// base.urgent: the superiors and the work channel at once, every five minutes
// until somebody has seen it.
func TestAnAlarm(t *testing.T) {
	p := ask(t, "first-asked", "", ticket.AskerMember, "10:00")
	p.do("10:01", ticket.Command{Verb: ticket.VerbUrgent, Actor: chen, Text: "smoke"})
	i := slices.IndexFunc(p.Clocks, func(c ticket.Clock) bool { return c.Then == policy.Alarm })
	if i < 0 {
		t.Fatal("no alarm")
	}
	p.fire("10:01")
	if next := p.Clocks[i].Next; !next.Equal(p.clock("10:06")) {
		t.Errorf("again at %s", next)
	}
	p.do("10:07", ticket.Command{Verb: ticket.VerbAck, Actor: zhao})
	if slices.ContainsFunc(p.Clocks, func(c ticket.Clock) bool { return c.Then == policy.Alarm }) {
		t.Error("it rings on")
	}
}
