package handlers_test

import (
	"testing"
	"time"

	"github.com/firstask/firstask/handlers"
	"github.com/firstask/firstask/policy"
	"github.com/firstask/firstask/ticket"
)

// twice are two requests of one asker about the same, where the rules link them.
func twice(tb testing.TB) *world {
	tb.Helper()
	w := under(tb, func(p *policy.Policy) { p.RepeatWithin = policy.Limit{Dates: 30} })
	w.now = w.now.Add(10 * time.Minute)
	w.must(post(handlers.Message, tang, help, "2.1", "The invoice again, please"))
	return w
}

func TestMergeIsNotedOnBoth(t *testing.T) {
	for name, r := range map[string]handlers.Request{
		"typed": slash(chen, "duplicate 2 of 1"), "pressed": click(chen, "duplicate", 2, "1"), "by the asker": slash(tang, "重复 2 与 1"),
	} {
		t.Run(name, func(t *testing.T) {
			w := twice(t)
			equal(t, "asked again", w.ticket(2).Again, ticket.Again{Of: 1, Times: 2, Open: true})
			r.Key = "k1"
			equal(t, "answer", w.must(r).Key, "merged")
			equal(t, "state", w.ticket(2).State, ticket.Duplicate)
			equal(t, "on the other", len(w.ticket(1).Joined), 1)
			commits := w.shelf.commits
			equal(t, "repeated", w.must(r).Key, "merged")
			equal(t, "commits of the repeat", w.shelf.commits, commits)
			equal(t, "undone", w.must(slash(chen, "duplicate 2 undo")).Key, "unmerged")
			equal(t, "state", w.ticket(2).State, ticket.Captured)
			equal(t, "on the other", len(w.ticket(1).Joined), 0)
			equal(t, "no repeat either", w.must(slash(chen, "duplicate 2 undo")).Key, "not_again")
			equal(t, "asked again", w.ticket(2).Again, ticket.Again{Undone: true})
		})
	}
}

// A merge that breaks off half-way leaves nobody without one of the two.
func TestMergeBrokenOff(t *testing.T) {
	w := twice(t)
	w.must(slash(chen, "resolve 1 done"))
	equal(t, "the other is solved", w.code(slash(chen, "duplicate 2 of 1")), ticket.OtherEnded)
	equal(t, "it stays", w.ticket(2).State, ticket.Captured)
	equal(t, "there is no such other", w.must(slash(chen, "duplicate 2 of 77")).Key, "not_found")
	equal(t, "which", w.code(slash(chen, "duplicate 2")), ticket.NeedOther)
	equal(t, "with itself", w.code(slash(chen, "duplicate 2 of 2")), ticket.NeedOther)
}

// What is written in the thread of a merged request reaches the one it goes on with.
func TestThreadOfMerged(t *testing.T) {
	w := twice(t)
	w.must(slash(chen, "duplicate 1 of 2"))
	reply := w.must(inThread(post(handlers.Message, tang, help, "1.5", "it is number 7")))
	equal(t, "noted on", reply.Ticket, 2)
	equal(t, "closed", w.ticket(1).State, ticket.Duplicate)
}
