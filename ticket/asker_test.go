package ticket_test

import (
	"testing"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/policy"
	"github.com/firstask/firstask/ticket"
)

func askerIs(actor string, a ticket.Asker) ticket.Command {
	return ticket.Command{Verb: ticket.VerbAsker, Actor: actor, Asker: a}
}

// me says "I asked myself" with the desk's person on duty as the receiver.
func me(actor string) ticket.Command {
	c := askerIs(actor, ticket.Asker{Kind: ticket.AskerMember, User: actor})
	c.To = ticket.Target{User: chen, Rule: "duty", Department: "support"}
	return c
}

// What somebody took down and then says is their own goes to the desk.
func TestAskerOfWhatWasHeardIsTheListener(t *testing.T) {
	w := newWorld(t)
	ways(policy.ByListener, policy.ByDuty)(w)
	w.capture(typedBy(ben, helpDesk))
	wantEqual(t, w.t.Natural.By, policy.ByListener)
	w.apply(me(ben))
	wantEqual(t, w.t.Natural.User, chen)
}

func TestAskerWho(t *testing.T) {
	w := newWorld(t)
	w.capture(typedBy(ben, team))
	customer := ticket.Asker{Kind: ticket.AskerCustomer, Name: "Mr Gao"}
	w.refused(askerIs(stranger, customer), ticket.NotYours)
	w.rules.Gone[sun] = true
	w.refused(askerIs(ben, ticket.Asker{Kind: ticket.AskerMember, User: sun}), ticket.PersonGone)
	w.apply(askerIs(ben, customer))
	w.wantSaid().wantEvents("asker")
	wantEqual(t, w.t.Asker, customer)
	scene(t, "confirmed").refused(askerIs(tang, customer), ticket.AlreadyEnded)
}

// Who may say who asked: anybody concerned while nobody knows it, then only the
// asker and the typist of a command, and nobody once there is a result.
func TestAskerOver(t *testing.T) {
	marked := customerPost(clock(t, "10:00"))
	marked.By = ann
	atDesk := typedBy(ben, helpDesk)
	customer := atDesk
	customer.Asker = ticket.Asker{Kind: ticket.AskerCustomer, Name: "Mr Gao"}
	colleague := atDesk
	colleague.Asker = ticket.Asker{Kind: ticket.AskerMember, User: sun}
	tests := []struct {
		name    string
		request ticket.Request
		solved  bool
		actor   string
		who     string // the refusal names them; "" if it is allowed
	}{
		{"the first asked over the author", marked, false, chen, tang},
		{"the capturer over the author", marked, false, ann, tang},
		{"the author themselves", marked, false, tang, ""},
		{"the author after the result", marked, true, tang, tang},
		{"the typist while it is unknown", atDesk, false, ben, ""},
		{"the first asked while it is unknown", atDesk, false, chen, ""},
		{"unknown, and there is a result", atDesk, true, ben, ""},
		{"the typist corrects a customer", customer, false, ben, ""},
		{"the first asked over the typist", customer, false, chen, ben},
		{"a customer after the result", customer, true, ben, ben},
		{"the typist corrects a colleague", colleague, false, ben, ""},
		{"the colleague themselves", colleague, false, sun, ""},
		{"the first asked over a colleague", colleague, false, chen, sun},
		{"a colleague after the result", colleague, true, ben, sun},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := newWorld(t)
			w.capture(tt.request)
			if tt.solved {
				w.at("10:05").do(ticket.VerbResolve, chen)
			}
			c := askerIs(tt.actor, ticket.Asker{Kind: ticket.AskerMember, User: wu})
			if tt.who == "" {
				w.apply(c)
				wantEqual(t, w.t.Asker, c.Asker)
				return
			}
			if p := w.refused(c, ticket.NotYours); p["who"] != notice.User(tt.who) {
				t.Errorf("refusal points to %q, want %s", p["who"], tt.who)
			}
		})
	}
}

// A colleague who turns out to have asked gets the receipt by DM.
func TestAskerIsAColleague(t *testing.T) {
	w := newWorld(t)
	w.capture(typedBy(ben, team))
	w.apply(askerIs(ben, ticket.Asker{Kind: ticket.AskerMember, User: sun}))
	w.wantSaid("receipt to " + sun)
	w.apply(askerIs(ben, ticket.Asker{Kind: ticket.AskerMember, User: li}))
	w.wantSaid()
	if w.t.Natural.User != ben {
		t.Errorf("natural FR is %s", w.t.Natural.User)
	}
}

// "Me" sends a typist's own request to the person on duty, with the desk's clock.
func TestAskerIsTheTypist(t *testing.T) {
	w := newWorld(t)
	w.capture(typedBy(ben, team)).at("10:05")
	w.apply(me(ben))
	w.wantSaid("asked to "+chen).wantEvents("asker").wantHeld(ticket.Captured, "", "")
	if n := w.t.Natural; n.User != chen || n.Rule != "FA-08.1" || !n.OnDuty || w.t.Department != "support" {
		t.Errorf("natural FR %+v in %s", n, w.t.Department)
	}
	if c := w.t.ClockOn(policy.Natural); c.Subject != chen || !c.Start.Equal(w.now) || !c.Due.Equal(clock(t, "10:20")) {
		t.Errorf("clock %+v", c)
	}
	if n := w.said(notice.Asked); n.Params["by"] != notice.User(ben) {
		t.Errorf("asked %+v", n.Params)
	}
}

// In the evening the desk's clock begins with the next shift.
func TestAskerIsTheTypistInTheEvening(t *testing.T) {
	w := newWorld(t).at("22:00")
	r := typedBy(ben, team)
	r.At = w.now
	w.capture(r)
	w.apply(me(ben))
	if c := w.t.ClockOn(policy.Natural); !c.Start.Equal(clock(t, "wed 09:00")) {
		t.Errorf("clock starts at %s", c.Start)
	}
}

// Only a typist's own request moves: nobody who was asked gets rid of it by "me".
func TestAskerMeMovesNothingElse(t *testing.T) {
	addressed := typedBy(ben, team)
	addressed.Addressed = []string{li}
	finance := typedBy(ben, financeDesk)
	tests := []struct {
		name    string
		request ticket.Request
		actor   string
		natural string
	}{
		{"the person addressed", addressed, li, li},
		{"the typist for the person addressed", addressed, ben, li},
		{"the typist at another desk", finance, ben, zhou},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := newWorld(t)
			w.capture(tt.request)
			w.apply(me(tt.actor))
			if w.t.Natural.User != tt.natural {
				t.Errorf("natural FR is %s, want %s", w.t.Natural.User, tt.natural)
			}
		})
	}
	w := newWorld(t)
	w.capture(typedBy(ben, team)).do(ticket.VerbAccept, ben)
	w.apply(me(ben))
	if w.t.Natural.User != ben {
		t.Errorf("accepted already, and the natural FR is %s", w.t.Natural.User)
	}
}
