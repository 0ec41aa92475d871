package ticket_test

import (
	"testing"
	"time"

	"github.com/firstask/firstask/policy"
	"github.com/firstask/firstask/ticket"
)

// NX-5.4, RD-6: what came by a post goes to the next of that post, in the order
// of the list, and not to the backup of another post of whoever is away.
func TestWhoStandsInByThePost(t *testing.T) {
	accept := func(w *world) { w.do(ticket.VerbAccept, li) }
	asked := func(*world) {}
	tests := []struct {
		name   string
		post   string
		before func(*world)
		gone   []string
		want   string
	}{
		{"asked by one post", "dispatch", asked, []string{ben, li}, ann},
		{"asked by the other", "invoices", asked, []string{li}, wu},
		{"accepted by one post", "dispatch", accept, []string{ben, li}, ann},
		{"accepted by the other", "invoices", accept, []string{li}, wu},
		{"the next of the list has left", "dispatch", accept, []string{ben, ann, li}, deng},
		{"its holder is there", "dispatch", accept, []string{li}, ben},
		{"nobody of the post is left: the head", "dispatch", accept, []string{ben, ann, deng, li}, zhou},
		{"asked as a person: any post of theirs", "", accept, []string{li}, wu},
		{"a post that is no more: any post of theirs", "closed", accept, []string{li}, wu},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := newWorld(t)
			w.rules.Org.Department("delivery").Posts[0].Backups = []string{li, ann, deng}
			w.capture(customerPost(w.now)).delivered()
			c := handTo(chen, li)
			c.To.Post = tt.post
			w.apply(c)
			tt.before(w)
			for _, u := range tt.gone {
				w.rules.Gone[u] = true
			}
			w.t = ticket.Relieve(&w.t, ticket.Leave{User: li, Sweep: "s", Why: "left"}, w.rules, w.now).Ticket
			if has := w.t.Holder(policy.Handler); has != tt.want {
				t.Errorf("%s has it, want %s; %+v", has, tt.want, w.t.Reliefs)
			}
		})
	}
}

// Who stands in for whoever stands in has it by the same post.
func TestTheStandInsStandIn(t *testing.T) {
	w := newWorld(t)
	w.rules.Org.Department("delivery").Posts[0].Backups = []string{li, wu}
	w.rules.Org.Department("finance").Posts[0].Backups = []string{wu, deng}
	w.capture(customerPost(w.now)).delivered()
	c := handTo(chen, ben)
	c.To.Post = "dispatch"
	w.apply(c)
	w.do(ticket.VerbAccept, ben)
	for n, want := range []string{li, wu, zhou} {
		user := w.t.Responsible
		w.rules.Gone[user] = true
		l := ticket.Leave{User: user, Sweep: string(rune('a' + n)), Why: "left"}
		w.t = ticket.Relieve(&w.t, l, w.rules, w.now.Add(time.Minute)).Ticket
		if w.t.Responsible != want {
			t.Errorf("for %s: %s has it, want %s", user, w.t.Responsible, want)
		}
	}
}
