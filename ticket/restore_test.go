package ticket_test

import (
	"testing"

	"github.com/firstask/firstask/ticket"
)

// gone moves what somebody has away, on the occasion "s1".
func (w *world) gone(user string) *world {
	w.tb.Helper()
	w.rules.Gone = map[string]bool{user: true}
	w.last = ticket.Relieve(&w.t, ticket.Leave{User: user, Sweep: "s1", Why: "left"}, w.rules, w.now)
	w.t = w.last.Ticket
	return w
}

// undone takes it back, with the person there again.
func (w *world) undone() {
	w.tb.Helper()
	w.rules.Gone = nil
	w.t = ticket.Restore(&w.t, "s1", boss, w.rules, w.now).Ticket
}

// What a leaver had goes back with an undo: also a part in shared work, a
// question on a further level, and the bringing of a result.
func TestUndoGivesEverythingBack(t *testing.T) {
	for name, c := range map[string]struct {
		world func() *world
		user  string
		has   func(*ticket.Ticket) string
	}{
		"a part in shared work": {func() *world { return scene(t, "shared") }, ben, func(t *ticket.Ticket) string { return t.Shared[0].User }},
		"a question":            {func() *world { return scene(t, "asked further") }, ben, func(t *ticket.Ticket) string { return t.Levels[0].User }},
		"bringing the result": {func() *world {
			return permitScene(t, "the handler tells").do(ticket.VerbAccept, li).do(ticket.VerbResolve, li)
		}, li, func(t *ticket.Ticket) string { return t.Teller() }},
	} {
		t.Run(name, func(t *testing.T) {
			w := c.world()
			if has := c.has(&w.t); has != c.user {
				t.Fatalf("%s has it before", has)
			}
			follows := w.t.Follower()
			if w.gone(c.user); c.has(&w.t) == c.user {
				t.Fatalf("%s keeps it", c.user)
			}
			if w.undone(); c.has(&w.t) != c.user || w.t.Follower() != follows {
				t.Errorf("%s has it, %s follows; reliefs %+v", c.has(&w.t), w.t.Follower(), w.t.Reliefs)
			}
		})
	}
}

// What others have acted on, or was moved on, stays where it is.
func TestUndoLeavesWhatOthersHaveActedOn(t *testing.T) {
	w := scene(t, "shared").gone(ben)
	stand := w.t.Shared[0].User
	w.t.Reliefs[0].Acted = true
	if w.undone(); w.t.Shared[0].User != stand {
		t.Errorf("%s has it again", w.t.Shared[0].User)
	}
	w = permitScene(t, "the handler tells").do(ticket.VerbAccept, li).do(ticket.VerbResolve, li).gone(li)
	w.do(ticket.VerbReply, w.t.Teller())
	if w.undone(); w.t.Teller() == li {
		t.Errorf("%s is to tell again", li)
	}
}

// A superior who was asked to name a lead and is not there any more: the next
// one above is asked, and without one it is the fallback channel's.
func TestNamerWhoGoesAway(t *testing.T) {
	w := scene(t, "frozen")
	was := w.t.Namer()
	w.gone(was)
	next := w.t.Namer()
	if next == was || len(w.t.Reliefs) != 1 {
		t.Fatalf("%s names, after %s; %+v", next, was, w.t.Reliefs)
	}
	w.wantSaid("lead_asked to " + orFallback(w, next))
	if again := ticket.Relieve(&w.t, ticket.Leave{User: was, Sweep: "s1", Why: "left"}, w.rules, w.now); len(again.Events) > 0 {
		t.Errorf("asked again: %v", again.Events)
	}
	if next == "" && ticket.WhoNames(&w.t, w.rules).Raw() != w.rules.Org.Fallback {
		t.Errorf("names: %v", ticket.WhoNames(&w.t, w.rules))
	}
}

func orFallback(w *world, user string) string {
	if user == "" {
		return w.rules.Org.Fallback
	}
	return user
}
