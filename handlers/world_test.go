package handlers_test

import (
	"errors"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/firstask/firstask/config"
	"github.com/firstask/firstask/handlers"
	"github.com/firstask/firstask/policy"
	"github.com/firstask/firstask/text"
	"github.com/firstask/firstask/ticket"
)

// The people of testdata/org.yaml and some without a place in it.
const (
	boss     = "U0BOSS"
	zhao     = "U0ZHAO" // head of support
	chen     = "U0CHEN" // on duty
	ann      = "U0ANN"  // support
	zhou     = "U0ZHOU" // head of finance
	li       = "U0LI"   // invoices
	wu       = "U0WU"   // backup of invoices
	sun      = "U0SUN"  // head of delivery
	ben      = "U0BEN"  // delivery
	tang     = "U0TANG" // a guest
	stranger = "U0NEWLY"
	robot    = "U0ROBOT"
	leaver   = "U0LEFT"

	team = "C0TEAM" // a channel without a desk
	help = "C0HELP" // every message is a request
	ask  = "C0ASK"  // a desk without that
)

// What takes longer to load than most tests take.
var (
	loadOrg   = sync.OnceValues(func() (*config.Config, error) { return config.Load("testdata/org.yaml") })
	loadWords = sync.OnceValues(text.Load)
)

// world is a desk on a shelf in memory, on a Tuesday at ten in Shanghai.
type world struct {
	tb     testing.TB
	desk   *handlers.Desk
	shelf  *shelf
	people *people
	book   *book
	meter  *meter
	now    time.Time
	wakes  int
	keys   int
}

func newWorld(tb testing.TB) *world {
	tb.Helper()
	conf, err := loadOrg()
	if err != nil {
		tb.Fatal(err)
	}
	words, err := loadWords()
	if err != nil {
		tb.Fatal(err)
	}
	org := *conf.Org
	w := &world{
		tb: tb, shelf: newShelf(), people: everybody(), book: &book{rules: policy.Rules{Policy: conf.Policy, Org: &org}},
		meter: &meter{outcomes: map[string]int{}}, now: time.Date(2026, 3, 3, 2, 0, 0, 0, time.UTC),
	}
	w.desk = handlers.New(handlers.Options{
		Tickets: w.shelf, Finder: w.shelf, Staff: w.shelf, People: w.people, Rulebook: w.book, Words: words, Labels: func() policy.Labels { return conf.Labels },
		Now: func() time.Time { return w.now }, Changed: func() { w.wakes++ }, Meter: w.meter,
	})
	return w
}

func everybody() *people {
	p := &people{known: map[string]handlers.Person{}, late: map[string]handlers.Person{}}
	for id, name := range map[string]string{
		boss: "He Jing", zhao: "Zhao Min", chen: "Chen Mo", ann: "Ann Lee", zhou: "Zhou Hang", li: "Li Wen", wu: "Wu Di",
		sun: "Sun Yan", ben: "Ben Carter", stranger: "New Person", tang: "Tang Ning",
	} {
		p.known[id] = handlers.Person{ID: id, Name: name, Outside: id == tang}
	}
	p.known[robot] = handlers.Person{ID: robot, Name: "Robot", Bot: true}
	p.known[leaver] = handlers.Person{ID: leaver, Name: "Left Long", Deleted: true}
	return p
}

// request fills in what every gesture has.
func (w *world) request(r handlers.Request) handlers.Request {
	if r.Key == "" {
		w.keys++
		r.Key = "key" + strconv.Itoa(w.keys)
	}
	if r.At.IsZero() {
		r.At = w.now
	}
	return r
}

func (w *world) do(r handlers.Request) (handlers.Reply, error) {
	return w.desk.Do(w.tb.Context(), w.request(r))
}

// must is do without an error.
func (w *world) must(r handlers.Request) handlers.Reply {
	w.tb.Helper()
	reply, err := w.do(r)
	if err != nil {
		w.tb.Fatalf("%s %q by %s: %v", r.Source, r.Line, r.Actor, err)
	}
	return reply
}

func slash(actor, line string) handlers.Request {
	return handlers.Request{Source: handlers.Slash, Actor: actor, Line: line, Post: ticket.Post{Channel: team}}
}

func click(actor, verb string, number int64, detail string) handlers.Request {
	return handlers.Request{Source: handlers.Click, Actor: actor, Verb: verb, Ticket: number, Detail: detail}
}

func form(actor, verb string, number int64, values map[string]string) handlers.Request {
	return handlers.Request{Source: handlers.Form, Actor: actor, Verb: verb, Ticket: number, Values: values}
}

// post is a message of the actor in a channel.
func post(s handlers.Source, actor, channel, ts, line string) handlers.Request {
	return handlers.Request{
		Source: s, Actor: actor, Line: line, PostText: line,
		Post: ticket.Post{Channel: channel, TS: ts, Author: actor, DM: s == handlers.Direct, Private: s == handlers.Direct},
	}
}

// inThread puts a post into the thread of ticket 1's post, as asked opens it.
func inThread(r handlers.Request) handlers.Request {
	r.Post.Thread = "1.1"
	return r
}

// ticket is a ticket as saved.
func (w *world) ticket(n int64) *ticket.Ticket {
	w.tb.Helper()
	t, _, err := w.desk.Look(w.tb.Context(), n)
	if err != nil {
		w.tb.Fatalf("ticket %d: %v", n, err)
	}
	return t
}

// asked opens ticket 1: a guest's post in the help channel, with Chen on duty.
func asked(tb testing.TB) *world {
	tb.Helper()
	w := newWorld(tb)
	w.must(post(handlers.Message, tang, help, "1.1", "The name on our invoice is wrong"))
	return w
}

// code is why a request was refused; it fails if it was not.
func (w *world) code(r handlers.Request) ticket.Code {
	w.tb.Helper()
	reply, err := w.do(r)
	if refusal, ok := errors.AsType[*ticket.Refusal](err); ok {
		return refusal.Code
	}
	for _, p := range reply.Problems {
		if p.Refused != nil {
			return p.Refused.Code
		}
	}
	w.tb.Fatalf("%s %q by %s was not refused: %+v, %v", r.Source, r.Line, r.Actor, reply, err)
	return ""
}

func equal[T comparable](tb testing.TB, what string, got, want T) {
	tb.Helper()
	if got != want {
		tb.Errorf("%s is %v, want %v", what, got, want)
	}
}

func count(all []string, one string) int {
	n := 0
	for _, s := range all {
		if s == one {
			n++
		}
	}
	return n
}

func optionLabels(options []text.Option) string {
	all := make([]string, 0, len(options))
	for _, o := range options {
		all = append(all, o.Label)
	}
	return strings.Join(all, "|")
}
