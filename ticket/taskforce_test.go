package ticket_test

import (
	"testing"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/ticket"
)

func forceOf(actor, lead, plan string, all ...ticket.Member) ticket.Command {
	return ticket.Command{Verb: ticket.VerbTaskforce, Actor: actor, To: ticket.Target{User: lead}, Text: plan, Force: all}
}

// Who may set a task force up, and what it needs.
func TestTaskforce(t *testing.T) {
	for _, c := range []struct {
		name, scene string
		c           ticket.Command
		want        ticket.Code // "" is carried out
	}{
		{"without a lead", "captured", forceOf(zhao, "", "by Friday"), ticket.NeedForce},
		{"without a plan", "captured", forceOf(zhao, li, ""), ticket.NeedForce},
		{"by a head", "captured", forceOf(zhao, li, "by Friday"), ""},
		{"by a stranger", "captured", forceOf(stranger, li, "by Friday"), ticket.NotYours},
		{"by a colleague", "accepted", forceOf(ben, li, "by Friday"), ticket.NotYours},
		{"by who has it, under themselves", "accepted", forceOf(li, li, "by Friday", ticket.Member{User: ben}), ""},
		{"by who has it, under somebody else", "accepted", forceOf(li, ben, "by Friday"), ticket.NotYours},
		{"who asked does not lead it", "captured", forceOf(zhao, tang, "by Friday"), ticket.NeedForce},
		{"solved already", "answered", forceOf(zhao, li, "by Friday"), ticket.AlreadyEnded},
		{"under review", "under review", forceOf(zhao, li, "by Friday"), ticket.UnderReviewNow},
		{"to be endorsed", "to be endorsed", forceOf(zhao, li, "by Friday"), ticket.EndorseFirst},
		{"without a lead of shared work, by who may not name one", "without a lead", forceOf(zhao, li, "by Friday"), ticket.NoLead},
		{"whom it is about", "about somebody", forceOf(zhao, li, "by Friday", ticket.Member{User: ben}), ticket.AboutThem},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := permitScene(t, c.scene)
			if c.want != "" {
				wantCode(t, w.try(c.c), c.want)
				return
			}
			w.apply(c.c)
			wantEqual(t, w.t.Responsible, li)
			wantEqual(t, w.t.State, ticket.Accepted)
		})
	}
}

// Each is told once; the result dissolves it.
func TestTaskforceIsToldAndDissolved(t *testing.T) {
	w := permitScene(t, "captured")
	told := func(user string, k notice.Kind) (n int) {
		for _, said := range w.last.Notices {
			if said.Kind == k && said.To.User == user && said.Class != notice.Edit {
				n++
			}
		}
		return n
	}
	w.apply(forceOf(zhao, li, "by Friday", ticket.Member{User: ben, Duty: "measure"}, ticket.Member{User: ben}, ticket.Member{User: li}))
	wantEqual(t, w.t.Force, []ticket.Member{{User: ben, Duty: "measure"}})
	wantEqual(t, []int{told(ben, notice.Force), told(li, notice.Force), told(chen, notice.Force)}, []int{1, 1, 1})
	w.apply(forceOf(zhao, li, "by Monday", ticket.Member{User: ben, Duty: "measure"}, ticket.Member{User: wu}))
	wantEqual(t, []int{told(ben, notice.Force), told(li, notice.Force), told(wu, notice.Force)}, []int{0, 0, 1})
	w.do(ticket.VerbResolve, li)
	wantEqual(t, len(w.t.Force), 0)
	wantEqual(t, []int{told(ben, notice.Closed), told(wu, notice.Closed)}, []int{1, 1})
}
