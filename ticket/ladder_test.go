package ticket_test

import (
	"slices"
	"testing"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/policy"
	"github.com/firstask/firstask/ticket"
)

// Who is asked after the limit, rung by rung, when nobody moves.
func TestLadder(t *testing.T) {
	tests := []struct {
		name   string
		change func(*world)
		to     string
		want   []string
	}{
		{"the receiver's head, not the giver's", nil, li, []string{zhou, boss, admins}},
		{"the head is the subject", nil, zhou, []string{boss, admins}},
		{"the head is the asker", func(w *world) { w.t.Asker.User = zhou }, li, []string{boss, admins}},
		{"the head is away: the deputy", func(w *world) { w.rules.Gone[zhao] = true }, ann, []string{deng, boss, admins}},
		{"head and deputy are away", func(w *world) { w.rules.Gone[zhao], w.rules.Gone[deng] = true, true }, ann, []string{boss, admins}},
		{"the head of all is the subject", nil, boss, []string{admins}},
		{"a stranger's ladder is the channel's", nil, stranger, []string{zhao, boss, admins}},
		{"nobody above is left", func(w *world) { w.rules.Gone[zhou], w.rules.Gone[boss] = true, true }, li, []string{admins}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := asked(t).at("10:04").handoff(chen, tt.to)
			if tt.change != nil {
				tt.change(w)
			}
			var got []string
			for range tt.want {
				w.now = w.t.Due()
				for w.t.ClockOn(policy.Receiver).Breached.IsZero() && w.now.Before(clock(t, "10:34")) {
					w.t = ticket.Fire(&w.t, w.rules, w.now).Ticket
					w.now = w.t.Due()
				}
				w.last = ticket.Fire(&w.t, w.rules, w.now)
				w.t = w.last.Ticket
				for _, n := range w.last.Notices {
					if n.Class == notice.Alert && (n.Kind == notice.Escalation || n.Kind == notice.Fallback) {
						got = append(got, n.To.Lane())
					}
				}
			}
			wantEqual(t, got, tt.want)
			if heads := tt.want[:len(tt.want)-1]; !slices.Equal(w.t.Helpers, heads) || !w.t.Open {
				t.Errorf("helpers %v, open %v", w.t.Helpers, w.t.Open)
			}
		})
	}
}

// Every superior who was asked may act; nobody else became one.
func TestLadderGivesRights(t *testing.T) {
	w := asked(t).at("10:04").handoff(chen, stranger).fire("10:34").fire("11:34")
	for _, u := range []string{zhao, boss} {
		c := *w
		c.do(ticket.VerbAccept, u).wantHeld(ticket.Accepted, u, "")
	}
	w.refused(by(ticket.VerbAccept, zhou), ticket.NotYours)
}

// A ladder without a fallback ends, on record and in silence.
func TestLadderWithoutAnEnd(t *testing.T) {
	w := newWorld(t)
	w.window("FA-18.response").Ladder = []policy.Step{policy.Head}
	w.capture(customerPost(w.now)).at("10:04").handoff(chen, li)
	w.fire("10:34").wantSaid("limit to "+li, "escalation to "+zhou, "delay to "+helpDesk)
	w.fire("11:34").wantEvents("ladder_end").wantSaid().mustDue("thu 10:00")
}

// Without anybody to ask the subject is told of the limit all the same.
func TestLadderOfNobody(t *testing.T) {
	w := newWorld(t)
	w.rules.Org.Fallback = ""
	w.rules.Gone[zhou], w.rules.Gone[boss] = true, true
	w.capture(customerPost(w.now)).at("10:04").handoff(chen, li)
	w.fire("10:34").wantEvents("reminder", "reminder", "breach", "ladder_end").wantSaid("limit to "+li, "delay to "+helpDesk)
}

// A promise broken at the end of the ladder goes back to the fallback channel.
func TestLadderGoesOnAfterAPromise(t *testing.T) {
	w := scene(t, "to the fallback").at("14:10")
	w.apply(ticket.Command{Verb: ticket.VerbPromise, Actor: zhou, Until: clock(t, "16:00")})
	w.fire("16:00").wantSaid("limit to "+li, "fallback to "+admins).mustDue("wed 09:30")
}

// A superior who was asked keeps the right to act after the offer is gone.
func TestLadderRightsOutliveTheOffer(t *testing.T) {
	scene(t, "handed over").fire("10:34").at("10:40").do(ticket.VerbReturn, li).
		do(ticket.VerbAccept, zhou).wantHeld(ticket.Accepted, zhou, "")
}

// A person of two departments answers in the one they were asked in.
func TestLadderOfTheDeskAsked(t *testing.T) {
	w := newWorld(t)
	w.rules.Org.Department("finance").Posts[0].Backups = []string{ann}
	w.capture(post(financeDesk, tang, ann)).fire("10:30").wantSaid("limit to "+ann, "escalation to "+zhou, "delay to "+financeDesk)
	w = newWorld(t)
	w.capture(post(financeDesk, tang, "")).handoff(zhou, stranger).fire("10:30")
	w.wantSaid("limit to "+stranger, "escalation to "+zhou, "delay to "+financeDesk)
}

// A head who leaves after they were asked takes no step from who comes next.
func TestLadderWhenAHeadLeaves(t *testing.T) {
	w := scene(t, "handed over").fire("10:34").wantSaid("limit to "+li, "escalation to "+zhou, "delay to "+helpDesk)
	w.rules.Gone[zhou] = true
	w.fire("11:34").wantSaid("escalation to " + boss)
	wantEqual(t, w.t.ClockOn(policy.Receiver).Climbed, []string{zhou, boss})
	w.fire("14:04").wantSaid("fallback to " + admins)
}

// A department that is closed while a clock runs is not asked: the ladder is
// that of the subject's own department, else of the channel's.
func TestLadderOfADepartmentThatIsGone(t *testing.T) {
	tests := []struct {
		name, to, in, gone, head string
	}{
		{"asked in another department", li, "delivery", "delivery", zhou},
		{"asked in another department, a stranger", stranger, "delivery", "delivery", zhao},
		{"asked in their own", li, "", "finance", zhao},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := asked(t).at("10:04")
			c := handTo(chen, tt.to)
			c.To.Department = tt.in
			w.apply(c)
			w.rules.Org.Departments = slices.DeleteFunc(w.rules.Org.Departments, func(d *policy.Department) bool { return d.ID == tt.gone })
			w.fire("10:34").wantSaid("limit to "+tt.to, "escalation to "+tt.head, "delay to "+helpDesk)
		})
	}
}
