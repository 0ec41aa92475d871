package bot_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/firstask/firstask/bot"
	"github.com/firstask/firstask/handlers"
	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/policy"
	"github.com/firstask/firstask/sandbox"
	"github.com/firstask/firstask/text"
	"github.com/firstask/firstask/ticket"
)

const foldFor = 15 * time.Minute

// helping is an escalation that folds.
func helping(number int64, to notice.Recipient) notice.Notice {
	return notice.Notice{
		Key: fmt.Sprintf("%d/1/escalation", number), Kind: notice.Escalation, Ticket: number, To: to,
		Slot: "escalation", Class: notice.Alert, Fold: foldFor, Params: notice.Params{"clock": notice.Text("c")},
	}
}

// redrawn is the live message of an escalation drawn again.
func redrawn(number int64, to notice.Recipient) notice.Notice {
	n := helping(number, to)
	n.Key, n.Class, n.Fold = "", notice.Edit, 0
	return n
}

// matters are tickets that may be settled, missing or strange.
type matters struct {
	mu      sync.Mutex
	settled map[int64]bool
	broken  map[int64]error
	strange map[int64]bool
}

func (m *matters) settle(numbers ...int64) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, n := range numbers {
		m.settled[n] = true
	}
}

func (m *matters) Look(_ context.Context, number int64) (*ticket.Ticket, policy.Rules, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if number == 0 {
		return nil, policy.Rules{}, nil
	}
	t := &ticket.Ticket{Number: number, Seq: 7, State: ticket.HandedOff}
	if m.settled[number] {
		t.State = ticket.Closed
	}
	return t, policy.Rules{}, m.broken[number]
}

// several words one matter or many: "#1 open; #2 settled".
func (m *matters) several(n notice.Notice, v text.View) (text.Message, error) {
	views, live := v.Items, n.Class == notice.Edit
	if len(n.Items) == 0 {
		views = []text.ItemView{{Item: n.Item(), Ticket: v.Ticket}}
	}
	var said []string
	var parts []text.Part
	for _, i := range views {
		switch {
		case i.Ticket == nil:
		case m.strange[i.Ticket.Number]:
			panic("strange")
		case i.Ticket.State.Ended() && live:
			said = append(said, fmt.Sprintf("#%d settled", i.Ticket.Number))
		case !i.Ticket.State.Ended():
			said = append(said, fmt.Sprintf("#%d open", i.Ticket.Number))
			number := strconv.FormatInt(i.Ticket.Number, 10)
			parts = append(parts, text.Part{Text: said[len(said)-1], Ticket: i.Ticket.Number}, text.Part{
				Kind: text.Buttons, Ticket: i.Ticket.Number, Buttons: []text.Button{{Label: "Accept", Verb: "accept", Value: number}},
			})
		}
	}
	if len(said) == 0 {
		return text.Message{}, text.ErrStale
	}
	words := string(n.Kind) + ": " + strings.Join(said, "; ")
	return text.Message{Plain: words, Parts: append([]text.Part{{Text: words}}, parts...)}, nil
}

// inFolds is inRig with tickets of their own.
func inFolds(t *testing.T, test func(r *rig, m *matters)) {
	t.Helper()
	inRig(t, func(r *rig) {
		m := &matters{settled: map[int64]bool{}, broken: map[int64]error{}, strange: map[int64]bool{}}
		r.opts.Tickets, r.opts.Words = m, speech(m.several)
		test(r, m)
	})
}

func TestWhatWaitsTogetherIsSaidTogether(t *testing.T) {
	ben := toUser("U0BEN")
	elsewhere := helping(4, ben)
	elsewhere.To.Else = "U0ANN"
	plain := helping(5, ben)
	plain.Fold = 0
	answer := helping(6, ben)
	answer.Class = notice.Answer
	for name, row := range map[string]struct {
		queued  []notice.Notice
		spoil   func(m *matters)
		said    []string
		waiting int
	}{
		"one alone stays as it is": {queued: []notice.Notice{helping(1, ben)}, said: []string{"escalation: #1 open"}},
		"three in one": {
			queued: []notice.Notice{helping(1, ben), helping(2, ben), helping(3, ben)}, said: []string{"folded: #1 open; #2 open; #3 open"},
		},
		"to somebody else by itself": {
			queued: []notice.Notice{helping(1, ben), elsewhere, helping(2, ben)}, said: []string{"folded: #1 open; #2 open"}, waiting: 1,
		},
		"what does not fold comes by itself": {
			queued: []notice.Notice{helping(1, ben), plain, helping(2, ben)}, said: []string{"folded: #1 open; #2 open", "escalation: #5 open"},
		},
		"another class waits its turn": {
			queued: []notice.Notice{helping(1, ben), answer}, said: []string{"escalation: #6 open"}, waiting: 1,
		},
		"settled ones are left out": {
			queued: []notice.Notice{helping(1, ben), helping(2, ben), helping(3, ben)},
			spoil:  func(m *matters) { m.settle(2) }, said: []string{"folded: #1 open; #3 open"},
		},
		"the first one settled": {
			queued: []notice.Notice{helping(1, ben), helping(2, ben), helping(3, ben)},
			spoil:  func(m *matters) { m.settle(1) }, said: []string{"folded: #2 open; #3 open"},
		},
		"one left is said alone": {
			queued: []notice.Notice{helping(1, ben), helping(2, ben)},
			spoil:  func(m *matters) { m.settle(2) }, said: []string{"escalation: #1 open"},
		},
		"none left, nothing said": {
			queued: []notice.Notice{helping(1, ben), helping(2, ben)}, spoil: func(m *matters) { m.settle(1, 2) }, said: nil,
		},
		"a strange one keeps nobody waiting": {
			queued: []notice.Notice{helping(1, ben), helping(2, ben), helping(3, ben)},
			spoil:  func(m *matters) { m.strange[2] = true }, said: []string{"folded: #1 open; #3 open"}, waiting: 0,
		},
		"an unreadable one keeps nobody waiting": {
			queued: []notice.Notice{helping(1, ben), helping(2, ben), helping(3, ben)},
			spoil:  func(m *matters) { m.broken[2] = errors.New("unreadable") }, said: []string{"folded: #1 open; #3 open"}, waiting: 1,
		},
	} {
		t.Run(name, func(t *testing.T) {
			inFolds(t, func(r *rig, m *matters) {
				if row.spoil != nil {
					row.spoil(m)
				}
				for _, n := range row.queued {
					r.queue.put(n)
				}
				r.run(5 * time.Second)
				diff(t, "said", r.said("U0BEN"), row.said)
				diff(t, "waiting", r.queue.waiting(), row.waiting)
			})
		})
	}
}

func TestEveryMatterIsReportedAndHasItsButton(t *testing.T) {
	inFolds(t, func(r *rig, _ *matters) {
		for n := range int64(3) {
			r.queue.put(helping(n+1, toUser("U0BEN")))
		}
		r.run(5 * time.Second)
		dm := r.slack.DMChannel("U0BEN")
		diff(t, "told", r.told.lines, slices.Repeat([]string{"delivered escalation " + dm + " 00:00:00"}, 3))
		m := r.slack.Messages(dm)[0]
		if !strings.Contains(string(m.Metadata), `"id":"1/1/folded"`) {
			t.Errorf("metadata %s", m.Metadata)
		}
		for _, id := range []string{`"t1.7.3"`, `"t2.7.5"`, `"t3.7.7"`} {
			if !strings.Contains(string(m.Blocks), id) {
				t.Errorf("no row %s in %s", id, m.Blocks)
			}
		}
		for n := range int64(3) {
			diff(t, "place", r.queue.places[n+1]["escalation"].TS, m.TS)
		}
	})
}

func TestFoldsAreSpaced(t *testing.T) {
	inFolds(t, func(r *rig, m *matters) {
		s := bot.NewSender(r.opts)
		began := time.Now()
		at := func(d time.Duration, do func()) {
			r.runSender(s, d-time.Since(began))
			do()
		}
		ben := toUser("U0BEN")
		r.queue.put(helping(1, ben))
		at(time.Minute, func() { r.queue.put(helping(2, ben)) })
		at(2*time.Minute, func() { r.queue.put(helping(3, ben)); r.queue.put(helping(9, toUser("U0EVE"))) })
		at(3*time.Minute, func() {
			n := helping(5, ben)
			n.Fold, n.Class = 0, notice.Answer
			r.queue.put(n)
		})
		at(4*time.Minute, func() { r.queue.put(helping(4, ben)); m.settle(3) })
		diff(t, "others are not held", len(r.said("U0EVE")), 1)
		at(14*time.Minute+50*time.Second, func() {})
		diff(t, "before", r.said("U0BEN"), []string{"escalation: #1 open", "escalation: #5 open"})
		at(15*time.Minute+10*time.Second, func() {})
		diff(t, "after", r.said("U0BEN"), []string{"escalation: #1 open", "escalation: #5 open", "folded: #2 open; #4 open"})
		diff(t, "waiting", r.queue.waiting(), 0)
	})
}

func TestFoldThatCannotArrive(t *testing.T) {
	inFolds(t, func(r *rig, _ *matters) {
		r.queue.put(helping(1, toUser("U0GONE")))
		r.queue.put(helping(2, toUser("U0GONE")))
		r.run(time.Minute)
		diff(t, "told", r.told.lines, slices.Repeat([]string{"unreachable escalation U0GONE user_disabled"}, 2))
		diff(t, "dead", r.queue.dead, []string{"1/1/folded: user_disabled"})
	})
}

// Notices to a channel that is closed to us fold in the DM they are redirected to.
func TestFoldIsRedirected(t *testing.T) {
	inFolds(t, func(r *rig, m *matters) {
		closed := notice.Recipient{Channel: "C0SECRET", Else: "U0BEN"}
		for n := range int64(3) {
			r.queue.put(helping(n+1, closed))
		}
		s := bot.NewSender(r.opts)
		r.runSender(s, 10*time.Second)
		diff(t, "said", r.said("U0BEN"), []string{"folded: #1 open; #2 open; #3 open"})
		m.settle(3)
		r.queue.put(redrawn(3, closed))
		r.runSender(s, 10*time.Second)
		diff(t, "edited", r.said("U0BEN"), []string{"folded: #1 open; #2 open; #3 settled"})
		diff(t, "waiting and dead", [2]int{r.queue.waiting(), len(r.queue.dead)}, [2]int{0, 0})
	})
}

// What may stand in Slack already stays what it is: it joins nothing.
func TestAmbiguousMatterIsNotFolded(t *testing.T) {
	inFolds(t, func(r *rig, _ *matters) {
		r.slack.Inject(sandbox.Fault{Method: "chat.postMessage", HangUp: true, AfterCommit: true})
		r.queue.put(helping(1, toUser("U0BEN")))
		s := bot.NewSender(r.opts)
		r.runSender(s, time.Second)
		r.queue.put(helping(2, toUser("U0BEN")))
		r.runSender(s, time.Minute)
		diff(t, "said", r.said("U0BEN"), []string{"escalation: #1 open"})
		r.runSender(s, 20*time.Minute)
		diff(t, "said later", r.said("U0BEN"), []string{"escalation: #1 open", "escalation: #2 open"})
	})
}

// A list's rows are nobody's notices: no ticket hears of them.
func TestRowsOfAListAreNotReported(t *testing.T) {
	inFolds(t, func(r *rig, _ *matters) {
		for _, to := range []string{"U0GONE", "U0BEN"} {
			r.queue.put(notice.Notice{
				Key: "digest/" + to, Kind: notice.Digest, To: toUser(to),
				Items: []notice.Item{{Kind: notice.Asked, Ticket: 1, Params: notice.Params{"clock": notice.Text("c")}}, {Kind: notice.Asked, Ticket: 2}},
			})
		}
		r.run(time.Minute)
		diff(t, "told", r.told.lines, []string(nil))
		diff(t, "said", r.said("U0BEN"), []string{"digest: #1 open; #2 open"})
	})
}

func TestFoldIsSaidOnce(t *testing.T) {
	for name, spoil := range map[string]func(r *rig){
		"hang up after commit": func(r *rig) {
			r.slack.Inject(sandbox.Fault{Method: "chat.postMessage", HangUp: true, AfterCommit: true})
		},
		"hang up":             func(r *rig) { r.slack.Inject(sandbox.Fault{Method: "chat.postMessage", HangUp: true}) },
		"too fast":            func(r *rig) { r.slack.Inject(sandbox.Fault{Method: "chat.postMessage", Status: 429, RetryAfter: 3}) },
		"blocks refused":      func(r *rig) { r.slack.Inject(sandbox.Fault{Method: "chat.postMessage", Error: "invalid_blocks"}) },
		"mark that fails":     func(r *rig) { r.queue.wrong("sent", 7) },
		"absorb that fails":   func(r *rig) { r.queue.wrong("absorb", 2) },
		"waiting that fails":  func(r *rig) { r.queue.wrong("waiting", 2) },
		"claims that fail":    func(r *rig) { r.queue.wrong("claim", 2) },
		"unsaved report":      func(r *rig) { r.told.err = errUnsaved() },
		"crash after sending": func(r *rig) { r.queue.wrong("sent", -1) },
	} {
		t.Run(name, func(t *testing.T) {
			inFolds(t, func(r *rig, _ *matters) {
				for n := range int64(3) {
					r.queue.put(helping(n+1, toUser("U0BEN")))
				}
				spoil(r)
				r.run(10 * time.Second)
				r.queue.wrong("", 0)
				r.told.err = nil
				r.opts.Holder = "two"
				r.run(30 * time.Minute)
				diff(t, "said", r.said("U0BEN"), []string{"folded: #1 open; #2 open; #3 open"})
				diff(t, "waiting and dead", [2]int{r.queue.waiting(), len(r.queue.dead)}, [2]int{0, 0})
			})
		})
	}
}

// One ticket that can no longer be read keeps a message of several for two
// tries; one that is gone is left out at once.
func TestUnreadableMatterIsLeftOutInTheEnd(t *testing.T) {
	for name, err := range map[string]error{"gone": handlers.ErrNotFound, "unreadable": errors.New("unreadable")} {
		t.Run(name, func(t *testing.T) {
			inFolds(t, func(r *rig, m *matters) {
				m.broken[2] = err
				n := helping(1, toUser("U0BEN"))
				n.Kind, n.Items = notice.Folded, []notice.Item{helping(1, n.To).Item(), helping(2, n.To).Item(), helping(3, n.To).Item()}
				n.Ticket, n.Slot = 0, ""
				r.queue.put(n)
				r.queue.wrong("sent", 4)
				r.run(time.Minute)
				diff(t, "said", r.said("U0BEN"), []string{"folded: #1 open; #3 open"})
				if told := len(r.told.lines); told < 4 || told%2 != 0 { // of two matters, each time it could not be marked
					t.Errorf("told %d times", told)
				}
			})
		})
	}
}
