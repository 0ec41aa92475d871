package ticket_test

import (
	"testing"
	"time"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/policy"
	"github.com/firstask/firstask/ticket"
)

func by(v ticket.Verb, actor string) ticket.Command {
	return ticket.Command{Verb: v, Actor: actor, Text: "because"}
}

// scene is one of the usual standings of a ticket.
func scene(tb tester, name string) *world {
	tb.Helper()
	switch name {
	case "captured":
		return asked(tb)
	case "handed over":
		return asked(tb).at("10:04").handoff(chen, li)
	case "returned":
		return scene(tb, "handed over").at("10:10").do(ticket.VerbReturn, li)
	case "accepted":
		return scene(tb, "handed over").at("10:10").do(ticket.VerbAccept, li)
	case "handed on":
		return scene(tb, "accepted").at("10:20").handoff(li, ben)
	case "answered":
		return scene(tb, "accepted").at("10:30").do(ticket.VerbResolve, li)
	case "result ready":
		return typed(tb).handoff(ann, li).do(ticket.VerbAccept, li).at("10:30").do(ticket.VerbResolve, li)
	case "confirmed":
		return scene(tb, "answered").at("10:40").do(ticket.VerbConfirm, tang)
	case "told":
		return scene(tb, "result ready").at("10:40").do(ticket.VerbReply, ann)
	case "withdrawn":
		return asked(tb).at("10:05").do(ticket.VerbWithdraw, tang)
	case "not a request":
		w := asked(tb).at("10:05")
		w.apply(ticket.Command{Verb: ticket.VerbWithdraw, Actor: chen, Word: "not_request"})
		return w
	case "private":
		w := newWorld(tb)
		r := customerPost(w.now)
		r.Post.Private = true
		return w.capture(r).delivered()
	case "private, handed over":
		return scene(tb, "private").at("10:04").handoff(chen, li)
	case "private, escalated":
		return scene(tb, "private, handed over").fire("10:34")
	case "private, asked a head":
		return scene(tb, "private").at("10:04").handoff(chen, zhao).at("10:10").do(ticket.VerbReturn, zhao).handoff(chen, li)
	case "asked further":
		return scene(tb, "accepted").at("10:20").ask(li, ben)
	case "alarmed":
		w := scene(tb, "accepted")
		w.rules.Policy = everything()
		return w.do(ticket.VerbUrgent, li)
	case "to call back":
		w := scene(tb, "answered")
		w.rules.Policy = everything()
		return w.do(ticket.VerbConfirm, tang)
	case "level overrun":
		return scene(tb, "asked further").fire("10:50")
	case "shared":
		w := scene(tb, "accepted")
		w.rules.Policy = everything()
		w.apply(shareWith(li, "delivery", ben))
		return w
	case "brought in", "brought in, nobody fills it":
		w := newWorld(tb)
		w.rules.Policy = everything()
		matters(w.rules.Policy)
		if name == "brought in" {
			w.rules.Org.Roles = twoRoles()
		}
		r := customerPost(w.now)
		r.Text = "I want a refund"
		return w.capture(r).delivered()
	case "without a lead":
		w := asked(tb)
		w.rules.Policy = everything()
		w.rules.Policy.SharedMode = policy.SharedLead
		w.apply(shareWith(chen, "finance", li))
		return w
	case "frozen":
		w := scene(tb, "handed over")
		w.rules.Policy = everything()
		w.rules.Policy.PingPong.Returns = 1
		return w.at("10:10").do(ticket.VerbReturn, li)
	case "frozen, nobody above":
		w := asked(tb).at("10:04").handoff(chen, boss)
		w.rules.Policy = everything()
		w.rules.Policy.PingPong.Returns = 1
		return w.at("10:10").do(ticket.VerbReturn, boss)
	case "ordered":
		return newWorld(tb).capture(orderFor(ann, li)).delivered()
	case "redirected":
		w := asked(tb).at("10:05")
		w.apply(away(chen))
		return w
	case "overrun":
		return scene(tb, "handed over").fire("10:34")
	case "to the fallback":
		return scene(tb, "handed over").fire("10:34").fire("11:34").fire("14:04")
	}
	tb.Fatalf("no scene %q", name)
	return nil
}

// mayTable runs one command in many scenes: "" for allowed, else the code.
func mayTable(t *testing.T, tests []mayRow, command func(actor string) ticket.Command) {
	t.Helper()
	for _, tt := range tests {
		t.Run(tt.scene+"/"+tt.actor, func(t *testing.T) {
			w := scene(t, tt.scene)
			c := command(tt.actor)
			if tt.code != "" {
				p := w.refused(c, tt.code)
				for name, v := range p {
					if v == notice.User("") || v == notice.Time(time.Time{}) {
						t.Errorf("refusal %s names nobody: %s is %q", tt.code, name, v)
					}
				}
				if tt.who != "" && p["who"] != notice.User(tt.who) {
					t.Errorf("refusal points to %q, want %s", p["who"], tt.who)
				}
				return
			}
			w.apply(c)
		})
	}
}

type mayRow struct {
	scene, actor string
	code         ticket.Code
	who          string
}

func TestAcceptWho(t *testing.T) {
	mayTable(t, []mayRow{
		{scene: "captured", actor: chen},
		{scene: "captured", actor: zhao},
		{scene: "captured", actor: deng},
		{scene: "captured", actor: boss},
		{"captured", ann, ticket.NotYours, chen},
		{"captured", tang, ticket.NotYours, chen},
		{"captured", zhou, ticket.NotYours, chen},
		{scene: "handed over", actor: li},
		{scene: "handed over", actor: chen},
		{scene: "handed over", actor: zhou},
		{scene: "handed over", actor: zhao},
		{"handed over", sun, ticket.NotYours, li},
		{"handed over", wu, ticket.NotYours, li},
		{scene: "returned", actor: li},
		{scene: "returned", actor: chen},
		{"returned", ben, ticket.NotYours, chen},
		{"accepted", li, ticket.AlreadyYours, ""},
		{"accepted", chen, ticket.AlreadyAccepted, li},
		{"accepted", ben, ticket.AlreadyAccepted, li},
		{scene: "accepted", actor: zhou},
		{scene: "accepted", actor: boss},
		{scene: "handed on", actor: ben},
		{scene: "handed on", actor: li},
		{scene: "handed on", actor: sun},
		{"handed on", chen, ticket.AlreadyAccepted, li},
		{"answered", zhou, ticket.AlreadyEnded, ""},
		{"answered", chen, ticket.AlreadyAccepted, li},
		{"result ready", zhou, ticket.AlreadyEnded, ""},
		{"confirmed", chen, ticket.AlreadyEnded, ""},
		{"confirmed", zhou, ticket.AlreadyEnded, ""},
		{"withdrawn", chen, ticket.AlreadyEnded, ""},
		{scene: "to the fallback", actor: wu},
		{scene: "to the fallback", actor: ben},
		{"to the fallback", stranger, ticket.NotYours, li},
		{scene: "private", actor: chen},
		{"private", zhao, ticket.NotYours, chen},
		{"private", boss, ticket.NotYours, chen},
		{scene: "private, handed over", actor: li},
		{"private, handed over", zhou, ticket.NotYours, li},
		{scene: "private, escalated", actor: zhou},
		{"private, escalated", zhao, ticket.NotYours, li},
		{"private, escalated", boss, ticket.NotYours, li},
		{scene: "private, asked a head", actor: zhao},
		{"private, asked a head", boss, ticket.NotYours, li},
	}, func(actor string) ticket.Command { return by(ticket.VerbAccept, actor) })
}

// The second to accept learns who was first; nothing changes for the first.
func TestAcceptRace(t *testing.T) {
	w := scene(t, "handed over").at("10:10").do(ticket.VerbAccept, li)
	w.wantSaid("accepted to "+chen, "mine_now to "+li).wantEvents("accept").wantHeld(ticket.Accepted, li, "")
	p := w.at("10:11").refused(by(ticket.VerbAccept, chen), ticket.AlreadyAccepted)
	if p["who"] != notice.User(li) || p["at"] != notice.Time(clock(t, "10:10")) {
		t.Errorf("refusal says %v", p)
	}
}

// FA-09.1: who was asked first and takes it is responsible, too.
func TestAcceptByTheNaturalFR(t *testing.T) {
	w := asked(t).at("10:05").do(ticket.VerbAccept, chen)
	w.wantSaid("mine_now to "+chen).wantHeld(ticket.Accepted, chen, "").mustDue("wed 09:05")
	if e := w.last.Events[0]; e.Facts["stopped"] != "FA-15/1/1" || e.Facts["started"] != "FA-18.handling/1/1" {
		t.Errorf("clocks in the event: %v", e.Facts)
	}
}

// The natural FR may take an offered ticket back; the receiver is told.
func TestAcceptInsteadOfTheReceiver(t *testing.T) {
	scene(t, "handed over").at("10:10").do(ticket.VerbAccept, chen).
		wantSaid("taken_back to "+li, "mine_now to "+chen).wantHeld(ticket.Accepted, chen, "")
}

// Late is allowed, and does not unsay the breach.
func TestAcceptLate(t *testing.T) {
	w := scene(t, "handed over").fire("10:34").at("10:50").do(ticket.VerbAccept, li)
	w.wantHeld(ticket.Accepted, li, "").wantEvents("accept")
	if b := w.t.Breaches; len(b) != 1 || b[0].Subject != li || b[0].Rule != "FA-18.response" || b[0].System {
		t.Errorf("breaches %+v", b)
	}
}

// A limit that passed without a tick is still recorded, against who was late.
func TestAcceptLateWithoutATick(t *testing.T) {
	w := scene(t, "handed over").at("10:34").do(ticket.VerbAccept, li).wantEvents("accept", "breach")
	if b := w.t.Breaches; len(b) != 1 || !b[0].At.Equal(clock(t, "10:34")) || b[0].Clock != "FA-18.response/1/1" {
		t.Errorf("breaches %+v", b)
	}
	w = scene(t, "handed over").at("10:33:59").do(ticket.VerbAccept, li).wantEvents("accept")
	if len(w.t.Breaches) != 0 {
		t.Errorf("one second before the limit: breaches %+v", w.t.Breaches)
	}
}

// In time is when the request arrived, however late it is decided (law 6).
func TestAcceptArrivedInTime(t *testing.T) {
	w := scene(t, "handed over").fire("10:34").at("10:35")
	c := by(ticket.VerbAccept, li)
	c.At = clock(t, "10:33:59")
	w.apply(c)
	w.wantEvents("accept", "breach_void")
	if len(w.t.Breaches) != 0 {
		t.Errorf("breaches %+v", w.t.Breaches)
	}
}

// The same holds for a time that was promised.
func TestAcceptArrivedInTimeForAPromise(t *testing.T) {
	w := scene(t, "handed over").at("10:20")
	w.apply(ticket.Command{Verb: ticket.VerbPromise, Actor: zhou, Until: clock(t, "11:00")})
	w.fire("11:00").at("11:01")
	c := by(ticket.VerbAccept, li)
	c.At = clock(t, "10:59")
	w.apply(c)
	if len(w.t.Breaches) != 0 {
		t.Errorf("breaches %+v", w.t.Breaches)
	}
}

// A clock without a breach of anybody has none to void.
func TestAcceptAfterTheWholeLimitVoidsNothing(t *testing.T) {
	w := scene(t, "accepted").at("10:20")
	w.apply(ticket.Command{Verb: ticket.VerbPromise, Actor: li, Until: clock(t, "fri 10:00")})
	w.fire("thu 10:00").wantEvents("whole_late").wantSaid("whole_late to " + zhao).at("thu 10:01")
	c := by(ticket.VerbResolve, li)
	c.At = clock(t, "thu 09:59")
	w.apply(c)
	w.wantEvents("resolve")
}

// A head takes over: responsibility moves, and who held it hears it.
func TestAcceptByTheHead(t *testing.T) {
	w := scene(t, "accepted").at("11:00").do(ticket.VerbAccept, zhou)
	w.wantHeld(ticket.Accepted, zhou, "").wantSaid("accepted to "+chen, "accepted to "+li, "mine_now to "+zhou)
	if c := w.t.ClockOn(policy.Responsible); c.Subject != zhou || c.Run != 2 || !c.Due.Equal(clock(t, "wed 11:00")) {
		t.Errorf("handling clock %+v", c)
	}
}

// Who handed an accepted ticket on hears that it was taken.
func TestAcceptOfATicketHandedOn(t *testing.T) {
	scene(t, "handed on").at("10:30").do(ticket.VerbAccept, ben).
		wantSaid("accepted to "+chen, "accepted to "+li, "mine_now to "+ben).wantHeld(ticket.Accepted, ben, "")
}

// Accept by who is responsible withdraws their own offer; their clock never stopped.
func TestAcceptTakesTheOfferBack(t *testing.T) {
	w := scene(t, "handed on").at("10:30").do(ticket.VerbAccept, li)
	w.wantHeld(ticket.Accepted, li, "").wantSaid("taken_back to " + ben)
	if c := w.t.ClockOn(policy.Responsible); c.Run != 1 || !c.Start.Equal(clock(t, "10:10")) {
		t.Errorf("handling clock %+v", c)
	}
}

// Accepting in a DM that already holds the card shows nothing twice, and counts.
func TestAcceptWithTheCardInOwnDM(t *testing.T) {
	w := newWorld(t)
	w.capture(post(financeDesk, tang, "")).at("10:05").do(ticket.VerbAccept, zhou).wantSaid()
	if c := w.t.ClockOn(policy.Responsible); c.Delivered.IsZero() {
		t.Error("who accepted knows of the clock")
	}
}

func TestAcceptChain(t *testing.T) {
	w := scene(t, "handed on").at("10:30").do(ticket.VerbAccept, ben)
	want := []ticket.Hold{
		{User: chen, As: ticket.AsNatural, From: clock(t, "10:00")},
		{User: li, As: ticket.AsReceiver, From: clock(t, "10:04"), To: clock(t, "10:10"), End: "accept"},
		{User: li, As: ticket.AsResponsible, From: clock(t, "10:10"), To: clock(t, "10:30"), End: "accept"},
		{User: ben, As: ticket.AsReceiver, From: clock(t, "10:20"), To: clock(t, "10:30"), End: "accept"},
		{User: ben, As: ticket.AsResponsible, From: clock(t, "10:30")},
	}
	wantEqual(t, w.t.Chain, want)
}

// PL-3.1c: whoever coordinates those who are asked first may hand on what they
// have, as a head may; not what they asked themselves, and not what was asked in private.
func TestManagerHandsOn(t *testing.T) {
	managed := func(name string) *world {
		w := scene(t, name)
		w.rules.Org.Roles = map[string][]string{"coordinator": {wu, tang}}
		return w
	}
	managed("accepted").refused(handTo(wu, ann), ticket.NotYours)
	grant := policy.Mandate{Rule: "OUR-1", By: []string{"coordinator"}}
	w := managed("accepted")
	w.rules.Policy.Manage = grant
	w.refused(handTo(ben, ann), ticket.NotYours)
	w.refused(handTo(tang, ann), ticket.NotYours) // who asked
	w.handoff(wu, ann).wantHeld(ticket.HandedOff, li, ann)
	w = managed("private")
	w.rules.Policy.Manage = grant
	w.refused(handTo(wu, ann), ticket.NotYours)
}
