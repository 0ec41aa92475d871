package replay_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/firstask/firstask/config"
	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/policy"
	"github.com/firstask/firstask/replay"
	"github.com/firstask/firstask/ticket"
)

const company = `timezone: Asia/Shanghai
fallback: C0ADMIN
default_department: support
calendars: {office: {hours: {mon-fri: ["09:00-12:00", "13:30-18:00"]}}}
departments:
  - {id: company, head: U0HE}
  - {id: support, parent: company, head: U0ZHAO, members: [U0CHEN, U0ANN], channels: [{id: C0HELP, intake: every-message}], duty: desk, work_channel: C0DESK}
  - {id: finance, parent: company, head: U0ZHOU, posts: [{id: invoices, holder: U0LI, topics: [invoice]}]}
rosters: {desk: {rotation: {starts: 2026-01-05, people: [U0CHEN]}}}
roles: {functional_dept: U0HE, top_leader: U0HE, hr_manager: U0HE, gm: U0HE, complaints_office: U0HE}
`

// tester is what *testing.T and *rapid.T share.
type tester interface {
	Helper()
	Fatalf(format string, args ...any)
}

func mustRules(tb tester, more string) policy.Rules {
	tb.Helper()
	c, err := config.Parse("test.yaml", []byte(company+more), nil)
	if err != nil {
		tb.Fatalf("%v", err)
	}
	return policy.Rules{Policy: c.Policy, Org: c.Org, Gone: map[string]bool{}}
}

// clock reads "10:04", of Tuesday 10 March 2026 in Shanghai.
func clock(tb tester, s string) time.Time {
	tb.Helper()
	at, err := time.Parse("2006-01-02 15:04 -0700", "2026-03-10 "+s+" +0800")
	if err != nil {
		tb.Fatalf("%v", err)
	}
	return at.UTC()
}

// life is a ticket with its record.
type life struct {
	tb    tester
	rules policy.Rules
	now   time.Time
	t     ticket.Ticket
	ev    []ticket.Event
	// absent: nobody fires what is due.
	absent bool
	// late: messages to superiors do not arrive by themselves.
	late bool
	// arrived is how long before it was decided a request arrived.
	arrived time.Duration
}

// post is Tang Ning's question in the help channel.
func post(tb tester, rules policy.Rules, at time.Time) *life {
	tb.Helper()
	r := ticket.Request{
		Number: 7, Post: ticket.Post{Channel: "C0HELP", TS: "1.1", Author: "U0TANG"}, Text: "wrong name on the invoice", By: "U0TANG",
		Asker: ticket.Asker{Kind: ticket.AskerMember, User: "U0TANG"}, Type: "complaint.customer", At: at,
	}
	return begin(tb, rules, r, at)
}

func begin(tb tester, rules policy.Rules, r ticket.Request, at time.Time) *life {
	l := &life{tb: tb, rules: rules, now: at}
	l.take(ticket.Capture(r, rules, at))
	return l
}

func (l *life) take(d ticket.Decision) {
	l.t, l.ev = d.Ticket, append(l.ev, d.Events...)
	for _, n := range d.Notices {
		if l.late && n.Kind == notice.Escalation {
			continue
		}
		if clock := n.Params["clock"].Raw(); clock != "" && n.To.User != "" && n.Class != notice.Edit {
			l.must("", ticket.Command{Verb: ticket.VerbDelivered, Clock: clock, User: n.To.User, Kind: n.Kind})
		}
	}
}

func (l *life) do(c ticket.Command) error {
	c.At = l.now.Add(-l.arrived)
	d, err := ticket.Apply(&l.t, c, l.rules, l.now)
	if err == nil {
		l.take(d)
	}
	return err
}

func (l *life) must(s string, c ticket.Command) {
	l.tb.Helper()
	if s != "" {
		l.to(clock(l.tb, s))
	}
	if err := l.do(c); err != nil {
		l.tb.Fatalf("%s at %s: %v", c.Verb, s, err)
	}
}

func (l *life) to(at time.Time) {
	for due := l.t.Due(); !l.absent && !due.IsZero() && !due.After(at); due = l.t.Due() {
		if due.After(l.now) {
			l.now = due
		}
		l.take(ticket.Fire(&l.t, l.rules, l.now))
	}
	l.now = at
}

// record is what an export at this instant says: what is due was fired.
func (l *life) record() replay.Record {
	l.to(l.now)
	return replay.Record{Ticket: l.t, Events: l.ev, Until: l.now}
}

func handoff(by, to string) ticket.Command {
	return ticket.Command{Verb: ticket.VerbHandoff, Actor: by, To: ticket.Target{User: to, Rule: "person"}, Text: "yours"}
}

func mustRun(tb tester, rec replay.Record, rules policy.Rules) replay.Outcome {
	tb.Helper()
	var again replay.Record // as from a file
	raw, err := json.Marshal(rec)
	if err == nil {
		err = json.Unmarshal(raw, &again)
	}
	if err != nil {
		tb.Fatalf("%v", err)
	}
	o, err := replay.Run(again, rules)
	if err != nil {
		tb.Fatalf("%v", err)
	}
	return o
}

// show prints an outcome as lines.
func show(o replay.Outcome) []string {
	zone := time.FixedZone("", 8*3600)
	lines := make([]string, 0, len(o.Lines)+len(o.Refused))
	for _, l := range o.Lines {
		lines = append(lines, strings.TrimSpace(fmt.Sprintf("%c %s %s %s %s", l.Change, l.At.In(zone).Format("15:04"), l.Who, l.Event, l.Rule)))
	}
	for _, r := range o.Refused {
		lines = append(lines, fmt.Sprintf("! %s %s %s %s", r.At.In(zone).Format("15:04"), r.By, r.Verb, r.Code))
	}
	return lines
}
