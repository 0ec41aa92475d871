package handlers_test

import (
	"errors"
	"slices"
	"testing"

	"github.com/firstask/firstask/handlers"
	"github.com/firstask/firstask/policy"
)

// offering is a world in which the channel ask offers what is put to somebody.
func offering(tb testing.TB) *world {
	tb.Helper()
	w := newWorld(tb)
	org := w.book.rules.Org
	departments := slices.Clone(org.Departments)
	for i, d := range departments {
		own := *d
		own.Channels = slices.Clone(d.Channels)
		for j := range own.Channels {
			own.Channels[j].Offer = own.Channels[j].ID == ask
		}
		departments[i] = &own
	}
	org.Departments = departments
	return w
}

func (w *world) offers(r handlers.Request) handlers.Reply {
	w.tb.Helper()
	reply := w.must(r)
	equal(w.tb, "answer", reply.Key, "offer")
	return reply
}

func pressed(actor, detail string, offer handlers.Reply) handlers.Request {
	r := click(actor, "new", 0, detail)
	r.Values = map[string]string{"text": offer.Params["post"].Raw()}
	return r
}

func TestOffer(t *testing.T) {
	to := func(line string) handlers.Request { return post(handlers.Message, ben, ask, "1.1", line) }
	w := offering(t)
	offer := w.offers(to("<@U0LI> the invoice for Maple Grove?"))
	equal(t, "to", offer.To, li)
	equal(t, "who", offer.Params["who"].Raw(), ben)
	equal(t, "commits", w.shelf.commits, 0)
	equal(t, "delivered again", w.must(to("<@U0LI> the invoice for Maple Grove?")).Key, "")

	equal(t, "pressed by another", w.must(pressed(wu, "open", offer)).Key, "offer_over")
	reply := w.must(pressed(li, "open", offer))
	equal(t, "answer", reply.Key, "saved")
	equal(t, "takes the place of the offer", reply.Replace, true)
	got := w.ticket(1)
	equal(t, "natural", got.Natural.User, li)
	equal(t, "rule", got.Natural.Rule, "FA-08.3")
	equal(t, "captured by", got.CapturedBy, li)
	equal(t, "asker", got.Asker.User, ben)
	equal(t, "text", got.Text, "<@U0LI> the invoice for Maple Grove?")
	equal(t, "pressed twice", w.must(pressed(li, "open", offer)).Ticket, 1)
	equal(t, "commits", w.shelf.commits, 1)

	later := w.offers(post(handlers.Message, ben, ask, "2.1", "<@U0LI> thanks"))
	if gone := w.must(pressed(li, "no", later)); !gone.Remove || gone.Key != "" {
		t.Errorf("the offer stays: %+v", gone)
	}
	clear(w.shelf.seen) // a day later
	equal(t, "too late", w.must(pressed(li, "open", later)).Key, "offer_over")
}

func TestNothingIsOffered(t *testing.T) {
	for name, r := range map[string]handlers.Request{
		"to nobody":         post(handlers.Message, ben, ask, "1.1", "who knows the price?"),
		"in passing":        post(handlers.Message, ben, ask, "1.1", "I talked to <@U0LI>"),
		"to several":        post(handlers.Message, ben, ask, "1.1", "<@U0LI> <@U0WU> lunch?"),
		"to oneself":        post(handlers.Message, li, ask, "1.1", "<@U0LI> do not forget"),
		"to a guest":        post(handlers.Message, ben, ask, "1.1", "<@U0TANG> here it is"),
		"to a leaver":       post(handlers.Message, ben, ask, "1.1", "<@U0LEFT> the keys?"),
		"to an app":         post(handlers.Message, ben, ask, "1.1", "<@U0ROBOT> status"),
		"to a stranger":     post(handlers.Message, ben, ask, "1.1", "<@U0NEWLY> welcome"),
		"in a thread":       inThread(post(handlers.Message, ben, ask, "1.2", "<@U0LI> and this?")),
		"in another's desk": post(handlers.Message, ben, team, "1.1", "<@U0LI> the invoice?"),
	} {
		t.Run(name, func(t *testing.T) {
			w := offering(t)
			if reply := w.must(r); reply.Key != "" || reply.To != "" || len(w.shelf.seen) != 0 {
				t.Errorf("%+v", reply)
			}
		})
	}
	w := offering(t)
	marked := post(handlers.Shortcut, zhou, ask, "1.1", "<@U0LI> the invoice?")
	marked.Line, marked.Post.Author = "", ben
	w.must(marked)
	equal(t, "what is a ticket already", w.must(post(handlers.Message, ben, ask, "1.1", "<@U0LI> the invoice?")).Key, "")
	w = offering(t)
	p := *w.book.rules.Policy
	p.First = []policy.FirstRule{{By: policy.ByDuty, Rule: "X-1"}}
	w.book.rules.Policy = &p
	equal(t, "a book in which nobody is asked by name", w.must(post(handlers.Message, ben, ask, "1.1", "<@U0LI> the invoice?")).Key, "")
}

// A store that is away asks Slack to deliver the post again; a press hears that
// nothing was saved.
func TestOfferWithoutAStore(t *testing.T) {
	w := offering(t)
	asks := post(handlers.Message, ben, ask, "1.1", "<@U0LI> the invoice?")
	for _, op := range []string{"by post", "keep"} {
		w.shelf.away[op] = true
		if _, err := w.do(asks); !errors.Is(err, handlers.ErrUnsaved) {
			t.Errorf("the post while %s fails: %v", op, err)
		}
		w.shelf.away[op] = false
	}
	offer := w.offers(asks)
	w.shelf.away["commit"] = true
	if _, err := w.do(pressed(li, "open", offer)); !errors.Is(err, handlers.ErrUnsaved) {
		t.Errorf("the press: %v", err)
	}
}
