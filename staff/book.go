// Package staff is what people said from Slack about who is there: it lies over
// the configuration's organisation, and each change of it is an event. Like
// ticket it is pure: the book, a command or an instant, and the rules go in; the
// new book, its events and what is to be said come out.
package staff

import (
	"slices"
	"strconv"
	"time"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/policy"
	"github.com/firstask/firstask/ticket"
)

// Format is the version of the stored document.
const Format = 1

// Book is all that holds now or later, for one workspace. It is stored as one
// document; times are UTC. The zero Book says nothing.
type Book struct {
	Format int `json:"format"`
	// Seq counts events, Said notices: both make keys that never repeat.
	Seq  int `json:"seq"`
	Said int `json:"said"`

	Away   []Absence `json:"away,omitempty"`   // now and later
	Sweeps []Sweep   `json:"sweeps,omitempty"` // still to be done, in this order
	Moved  []Moved   `json:"moved,omitempty"`  // can still be taken back
	Duty   Duty      `json:"duty,omitzero"`    // what was said of rosters
	Posts  []Edit    `json:"posts,omitempty"`  // what heads said of posts
}

// Decision is what came of a command or an instant. Nothing changed if it has no
// events, but for when the book is due again.
type Decision struct {
	Book    Book
	Events  []ticket.Event
	Notices []notice.Notice
}

// Due is the earliest instant at which Fire has something to do; zero for none.
func (b *Book) Due() time.Time {
	var due time.Time
	for _, at := range b.instants() {
		if !at.IsZero() && (due.IsZero() || at.Before(due)) {
			due = at
		}
	}
	return due
}

// instants are all instants at which something begins or ends.
func (b *Book) instants() []time.Time {
	return slices.Concat(b.awayInstants(), b.dutyInstants())
}

// Over are the rules with the book over the organisation, as it holds at an instant.
func (b *Book) Over(rules policy.Rules, at time.Time) policy.Rules {
	if len(b.Posts) > 0 {
		rules.Org = overPosts(b.Posts, rules.Org)
	}
	return b.overDuty(rules.WithAway(b.absences(), at), at)
}

// Fire does what is due at now. With nothing due it changes nothing.
func Fire(b *Book, rules policy.Rules, now time.Time) Decision {
	return FireWith(b, nil, rules, now)
}

// FireWith is Fire with what the people that Leaving names have open.
func FireWith(b *Book, held Held, rules policy.Rules, now time.Time) Decision {
	x := begin(b, rules, now, "")
	x.fireAway()
	x.fireDuty(held)
	return x.decision()
}

// turn is one decision in the making.
type turn struct {
	Book
	file    policy.Rules // without the book
	rules   policy.Rules // with the book as it was
	now     time.Time
	by      string // who acts; "" for the program
	events  []ticket.Event
	notices []notice.Notice
}

func begin(b *Book, rules policy.Rules, now time.Time, by string) *turn {
	x := &turn{Book: b.clone(), file: rules, rules: b.Over(rules, now), now: now.UTC(), by: by}
	x.Format = Format
	return x
}

// clone shares nothing with the book that a decision may change.
func (b *Book) clone() Book {
	c := *b
	c.Posts = slices.Clone(b.Posts)
	c.Away, c.Sweeps, c.Moved = slices.Clone(b.Away), slices.Clone(b.Sweeps), slices.Clone(b.Moved)
	c.Duty = b.Duty.clone()
	return c
}

func (x *turn) decision() Decision {
	return Decision{Book: x.Book, Events: x.events, Notices: x.notices}
}

// event puts what happened on record.
func (x *turn) event(e ticket.Event) {
	x.Seq++
	e.Seq, e.At, e.By = x.Seq, x.now, x.by
	x.events = append(x.events, e)
}

// tell queues a word to a person; to nobody it is none.
func (x *turn) tell(user string, k notice.Kind, p notice.Params) {
	if user == "" {
		return
	}
	x.say(notice.Notice{Kind: k, To: notice.Recipient{User: user}, Params: p, Class: notice.Alert})
}

func (x *turn) say(n notice.Notice) {
	if n.To.User != "" && n.To.User != x.by && n.After.IsZero() {
		n.After = ticket.Waking(n.To.User, x.rules, x.now)
	}
	x.Said++
	n.Key = "staff/" + strconv.Itoa(x.Said) + "/" + string(n.Kind)
	x.notices = append(x.notices, n)
}

// drop removes what is true of from a list, in a list of its own.
func drop[T any](all []T, is func(T) bool) []T {
	return slices.DeleteFunc(slices.Clone(all), is)
}
