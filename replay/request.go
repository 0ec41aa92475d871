package replay

import (
	"slices"
	"strings"
	"time"

	"github.com/firstask/firstask/policy"
	"github.com/firstask/firstask/ticket"
)

// request is what was captured, and when. The document tells it as it is now:
// what was changed since is taken back by what the events say.
func request(rec *Record) (ticket.Request, time.Time, error) {
	t := &rec.Ticket
	i := slices.IndexFunc(rec.Events, kind("captured"))
	if i < 0 || i > 0 && t.Suggestion == nil {
		return ticket.Request{}, time.Time{}, ErrNoCapture
	}
	first := rec.Events[i]
	r := ticket.Request{
		Number: t.Number, Post: t.Post, Text: first.Text, By: t.CapturedBy, Asker: asker(rec), Typed: t.Post.TS == "",
		Department: t.Department, Via: t.Via, Type: before(rec, "type", t.Type), Urgency: before(rec, "urgency", t.Urgency), At: first.At,
	}
	r.Post.Hidden = hidden(rec)
	r.Given, r.Mark = given(rec)
	r.Order = order(rec)
	natural := original(t)
	switch {
	case sentOn(rec), r.Order.User != "":
		r.Department = "" // it was the typist's own until they said whose it is
	case natural.By == policy.ByHost:
		r.Host = natural.User
	case natural.By == policy.ByAddress, natural.By == policy.BySeniority:
		r.Addressed = append([]string{natural.User}, t.Together...)
	}
	if !sentOn(rec) && natural.From.Before(r.At) {
		r.At = natural.From // the post is older than its ticket
	}
	return r, first.At, nil
}

// before is what a request was taken for until somebody judged it otherwise.
func before(rec *Record, what, now string) string {
	for i := range rec.Events {
		if e := &rec.Events[i]; e.Kind == string(ticket.VerbTriage) && e.Facts[what] != "" {
			return e.Facts["was_"+what]
		}
	}
	return now
}

// asker is who had asked at the capture, as far as that can be told.
func asker(rec *Record) ticket.Asker {
	t := &rec.Ticket
	switch {
	case !slices.ContainsFunc(rec.Events, kind("asker")):
		return t.Asker
	case t.Post.TS == "" || t.Post.Author == "":
		return ticket.Asker{Kind: ticket.AskerUnknown}
	default:
		return ticket.Asker{Kind: ticket.AskerMember, User: t.Post.Author}
	}
}

// sentOn reports whether the natural FR became another by the word of who typed it.
func sentOn(rec *Record) bool {
	return slices.ContainsFunc(rec.Ticket.Chain, func(h ticket.Hold) bool {
		return h.As == ticket.AsNatural && h.End == string(ticket.VerbAsker)
	})
}

// hidden is whether the bot could not see the place of the post at first.
func hidden(rec *Record) bool {
	channel := rec.Ticket.Post.Channel
	for i := range rec.Events {
		e := &rec.Events[i]
		switch {
		case e.Kind != string(ticket.VerbMoved) || channel == "":
		case e.To == channel:
			return true
		case e.Facts["from"] == channel:
			return false
		}
	}
	return rec.Ticket.Post.Hidden
}

// given are the date and the mark a ticket began with: those no event speaks of.
func given(rec *Record) (time.Time, ticket.MarkName) {
	verbs := map[ticket.MarkName]ticket.Verb{
		ticket.Urgent: ticket.VerbUrgent, ticket.Major: ticket.VerbMajor, ticket.Supervised: ticket.VerbSupervise,
		ticket.Disputed: ticket.VerbDispute,
	}
	for _, m := range rec.Ticket.Marks {
		if m.Name == ticket.Dispatched || m.Name == ticket.Frozen || m.Name == ticket.Leaderless {
			continue // what happened since
		}
		if verb, ok := verbs[m.Name]; !ok || !slices.ContainsFunc(rec.Events, kind(string(verb))) {
			return rec.Ticket.Given, m.Name
		}
	}
	return time.Time{}, ""
}

// order is to whom the ticket went with its capture, as an order; the zero Target for none.
func order(rec *Record) ticket.Target {
	for i := range rec.Events {
		e := &rec.Events[i]
		if e.Facts["order"] == "" {
			continue
		}
		to := ticket.Target{User: e.To, Rule: e.Facts["found"], Department: rec.Ticket.Department}
		if d, topic, ok := strings.Cut(e.Facts["no_counterpart"], "/"); ok {
			to.Department, to.Topic = d, topic
		}
		return to
	}
	return ticket.Target{}
}

func kind(k string) func(ticket.Event) bool {
	return func(e ticket.Event) bool { return e.Kind == k }
}

// started are the clocks that ran in a record.
func started(events []ticket.Event) map[string]bool {
	clocks := map[string]bool{}
	for i := range events {
		for id := range strings.FieldsSeq(events[i].Facts["started"]) {
			clocks[id] = true
		}
	}
	return clocks
}

// dueOf is when what an event tells of was due; "" if it does not say.
func dueOf(e *ticket.Event) string {
	switch e.Kind {
	case "reminder", "soft_limit":
		return e.Facts["at"]
	case "breach", "would":
		return e.Facts["limit"]
	default:
		return ""
	}
}

// lag is how late a clock may ring without the program having been away.
const lag = time.Minute

// outages are the times in which the program was away, as far as clocks that
// rang late tell of them: since their time, and since the last thing it did.
func outages(events []ticket.Event) []ticket.Span {
	var away []ticket.Span
	var before, last time.Time // of the decision before, and of this one
	for i := range events {
		e := &events[i]
		if e.At.After(last) {
			before, last = last, e.At
		}
		at, err := time.Parse(time.RFC3339, dueOf(e))
		if at = later(at, before.Add(1)); err == nil && e.By == "" && e.At.Sub(at) > lag {
			away = append(away, ticket.Span{From: at, To: e.At})
		}
	}
	return away
}
