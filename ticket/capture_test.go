package ticket_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/ticket"
)

func post(channel, by, addressed string) ticket.Request {
	return ticket.Request{
		Number: 1, Post: ticket.Post{Channel: channel, TS: "1.1", Author: by}, Text: "hello", By: by, Addressed: named(addressed),
		Asker: ticket.Asker{Kind: ticket.AskerMember, User: by},
	}
}

// named is a list of one; none for "".
func named(user string) []string {
	if user == "" {
		return nil
	}
	return []string{user}
}

func typedBy(by, channel string) ticket.Request {
	return ticket.Request{
		Number: 1, Post: ticket.Post{Channel: channel}, Text: "hello", By: by, Typed: true,
		Asker: ticket.Asker{Kind: ticket.AskerUnknown},
	}
}

// FA-08: who was asked first, by which rule, from when, with which limit.
func TestCaptureNaturalFR(t *testing.T) {
	tests := []struct {
		name    string
		at      string
		request ticket.Request
		gone    string
		user    string
		rule    string
		from    string
		due     string
	}{
		{"on duty", "10:00", post(helpDesk, tang, ""), "", chen, "FA-08.1", "10:00", "10:15"},
		{"on duty in the last minute before lunch", "11:55", post(helpDesk, tang, ""), "", chen, "FA-08.1", "11:55", "13:40"},
		{"at lunch it waits for the opening", "12:30", post(helpDesk, tang, ""), "", chen, "FA-08.1", "13:30", "13:45"},
		{"in the evening it waits for the morning", "22:00", post(helpDesk, tang, ""), "", chen, "FA-08.1", "wed 09:00", "wed 09:15"},
		{"on Saturday it waits for the next turn", "sat 11:00", post(helpDesk, tang, ""), "", ann, "FA-08.1", "mon2 09:00", "mon2 09:15"},
		{"addressed overrides the roster", "10:00", post(helpDesk, tang, ann), "", ann, "FA-08.3", "10:00", "10:30"},
		{"addressed and on duty has the short limit", "10:00", post(helpDesk, tang, chen), "", chen, "FA-08.3", "10:00", "10:15"},
		{"addressed in another department", "10:00", post(helpDesk, tang, li), "", li, "FA-08.3", "10:00", "10:30"},
		{"addressed somebody without a place: the desk", "10:00", post(helpDesk, tang, stranger), "", chen, "FA-08.1", "10:00", "10:15"},
		{"addressed somebody gone: the desk", "10:00", post(helpDesk, tang, ann), ann, chen, "FA-08.1", "10:00", "10:15"},
		{"person on duty gone: the head", "10:00", post(helpDesk, tang, ""), chen, zhao, "FA-09.4", "10:00", "10:30"},
		{"no roster: the head", "10:00", post(financeDesk, tang, ""), "", zhou, "FA-09.4", "10:00", "10:30"},
		{"no roster, in the evening", "20:00", post(financeDesk, tang, ""), "", zhou, "FA-09.4", "wed 09:00", "wed 09:30"},
		{"the head is the asker: the next above", "10:00", post(financeDesk, zhou, ""), "", boss, "FA-09.4", "10:00", "10:30"},
		{"no desk: the default department", "10:00", post(team, tang, ""), "", chen, "FA-08.1", "10:00", "10:15"},
		{"typed without a desk: the typist", "10:00", typedBy(ben, team), "", ben, "FA-08", "10:00", "10:30"},
		{"typed in a desk's channel: the desk", "10:00", typedBy(ben, helpDesk), "", chen, "FA-08.1", "10:00", "10:15"},
		{"typed for an addressed person", "10:00", func() ticket.Request {
			r := typedBy(ben, team)
			r.Addressed = []string{ann}
			return r
		}(), "", ann, "FA-08.3", "10:00", "10:30"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := newWorld(t).at(tt.at)
			w.rules.Gone[tt.gone] = tt.gone != ""
			tt.request.At = w.now
			w.capture(tt.request)
			n := w.t.Natural
			if n.User != tt.user || n.Rule != tt.rule || !n.From.Equal(clock(t, tt.from)) {
				t.Errorf("natural FR is %s by %s from %s", n.User, n.Rule, n.From)
			}
			if c := w.t.ClockOn("natural"); c == nil || c.Subject != tt.user || !c.Due.Equal(clock(t, tt.due)) {
				t.Errorf("clock is %+v, want due %s", c, clock(t, tt.due))
			}
			if w.t.Factual() != tt.user || w.t.State != ticket.Captured {
				t.Errorf("factual FR %s in %s", w.t.Factual(), w.t.State)
			}
		})
	}
}

// The roster is asked for the instant of the post, the clock runs from capture:
// a post marked days later is not late at birth.
func TestCaptureOfAnOldPost(t *testing.T) {
	w := newWorld(t).at("mon2 10:00")
	r := customerPost(clock(t, "thu 10:00"))
	w.capture(r)
	if w.t.Natural.User != chen {
		t.Errorf("natural FR is %s, not the person on duty when it was posted", w.t.Natural.User)
	}
	w.mustDue("mon2 10:09")
	w.fire("mon2 10:00").wantEvents()
}

func TestCaptureSays(t *testing.T) {
	private := post(team, tang, ann)
	private.Post.Private = true
	direct := post("D0TANG", tang, "")
	direct.Post.Private, direct.Post.DM = true, true
	between := post("D0PAIR", tang, "")
	between.By, between.Post.Private, between.Post.DM, between.Post.Hidden = ann, true, true, true
	hidden := typedBy(ann, "G0SECRET")
	hidden.Post.Private, hidden.Post.Hidden = true, true
	inPrivate := typedBy(ann, "G0TEAM")
	inPrivate.Post.Private = true
	tests := []struct {
		name    string
		request ticket.Request
		at      string
		gone    string
		want    []string
	}{
		{"a customer's post", post(helpDesk, tang, ""), "10:00", "", []string{"receipt to " + helpDesk, "card to " + workroom, "asked to " + chen}},
		{"nobody on duty inside hours alarms the head", post(helpDesk, tang, ""), "10:00", chen, []string{
			"receipt to " + helpDesk, "card to " + workroom, "asked to " + zhao, "duty_gap to " + zhao,
		}},
		{"nobody on duty outside hours alarms nobody", post(helpDesk, tang, ""), "22:00", chen, []string{
			"receipt to " + helpDesk, "card to " + workroom,
		}},
		{"no roster is no gap", post(financeDesk, tang, ""), "10:00", "", []string{"receipt to " + financeDesk, "card to " + zhou}},
		{"typed for an unknown asker", typedBy(ann, team), "10:00", "", []string{"card to " + team}},
		{"typed in a channel nobody may see", hidden, "10:00", "", []string{"card to " + ann, "invite to " + ann}},
		{"typed in a private channel", inPrivate, "10:00", "", []string{"card to G0TEAM"}},
		{"a private post never reaches the work channel", private, "10:00", "", []string{"receipt to " + team, "card to " + ann}},
		{"a DM to the bot asks the desk", direct, "10:00", "", []string{"receipt to D0TANG", "card to " + workroom, "asked to " + chen}},
		{"a DM between people stays there, and nobody invites the bot", between, "10:00", "", []string{"receipt to " + tang, "card to " + ann}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := newWorld(t).at(tt.at)
			w.rules.Gone[tt.gone] = tt.gone != ""
			tt.request.At = w.now
			w.capture(tt.request).wantSaid(tt.want...)
		})
	}
}

// Private is what the bot was not told itself.
func TestCapturePrivate(t *testing.T) {
	tests := []struct {
		name        string
		dm, hidden  bool
		stays       bool
		natural, in string
	}{
		{"a private channel", false, false, true, ann, ""},
		{"a private channel without the bot", false, true, true, ann, ""},
		{"the bot's own DM", true, false, false, chen, "support"},
		{"a DM between people", true, true, true, ann, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := newWorld(t)
			r := post("X0PRIVATE", tang, "")
			r.By, r.Post.Private, r.Post.DM, r.Post.Hidden = ann, true, tt.dm, tt.hidden
			w.capture(r)
			if w.t.Post.Private != tt.stays || w.t.Natural.User != tt.natural || w.t.Department != tt.in {
				t.Errorf("private %v, asked %s in %q", w.t.Post.Private, w.t.Natural.User, w.t.Department)
			}
		})
	}
}

func TestCaptureReceipt(t *testing.T) {
	tests := []struct {
		name, at, news, opens string
	}{
		{"in the morning, rounded down", "10:10", "11:00", ""},
		{"counted across lunch", "11:20", "13:30", ""},
		{"out of hours it says when work starts", "22:00", "wed 10:00", "wed 09:00"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := newWorld(t).at(tt.at)
			w.capture(customerPost(w.now))
			want := notice.Params{"who": notice.User(chen), "news": notice.Time(clock(t, tt.news))}
			if tt.opens != "" {
				want["opens"] = notice.Time(clock(t, tt.opens))
			}
			n := w.said(notice.Receipt)
			if diff := cmp.Diff(want, n.Params); diff != "" {
				t.Error(diff)
			}
			if want := (notice.Recipient{Channel: helpDesk, Thread: "1.1", Else: tang}); n.To != want {
				t.Errorf("receipt goes to %+v, want %+v", n.To, want)
			}
		})
	}
}

func TestCaptureRecords(t *testing.T) {
	w := newWorld(t)
	r := customerPost(w.now)
	r.Post.Link = "https://example.com/p1"
	w.capture(r).wantEvents("captured")
	e := w.last.Events[0]
	want := ticket.Event{
		Seq: 1, At: w.now, Kind: "captured", By: tang, To: chen, Rule: "FA-08.1", State: ticket.Captured, Text: r.Text,
		Facts: map[string]string{"link": r.Post.Link, "started": "FA-15/1/1 FA-02.whole/1/1"},
	}
	if diff := cmp.Diff(want, e); diff != "" {
		t.Error(diff)
	}
	if w.t.Via != "online" || !w.t.Post.Every || w.t.Department != "support" || w.t.Policy != "fixture" {
		t.Errorf("via %q every %v department %q policy %q", w.t.Via, w.t.Post.Every, w.t.Department, w.t.Policy)
	}
}

// Who typed for themselves knows: no DM, and the clock counts from the start.
func TestCaptureTypedCountsAsDelivered(t *testing.T) {
	w := newWorld(t).capture(typedFor(clock(t, "10:00")))
	if c := w.t.ClockOn("natural"); !c.Delivered.Equal(w.now) {
		t.Errorf("delivered at %s", c.Delivered)
	}
	w.fire("10:30")
	if b := w.t.Breaches; len(b) != 1 || b[0].System {
		t.Errorf("breaches %+v, want one that counts", b)
	}
}

// A card in the natural FR's own DM is the message that told them.
func TestCaptureCardInOwnDMCountsWhenDelivered(t *testing.T) {
	w := newWorld(t)
	w.capture(post(financeDesk, tang, ""))
	w.apply(ticket.Command{Verb: ticket.VerbDelivered, Kind: notice.Card, User: zhou, At: w.now.Add(time.Second)})
	w.fire("10:30")
	if b := w.t.Breaches; len(b) != 1 || b[0].System {
		t.Errorf("breaches %+v, want one that counts", b)
	}
}

// Out of hours nothing rings: the person on duty next is told when their
// working time begins, and only then; in their own DM the card waits too.
func TestCaptureOutOfHoursTellsAtOpening(t *testing.T) {
	w := newWorld(t).at("22:00")
	w.capture(customerPost(w.now)).wantSaid("receipt to "+helpDesk, "card to "+workroom).mustDue("wed 09:00")
	w.fire("wed 09:00").wantEvents("asked").wantSaid("asked to " + chen)
	w.mustDue("wed 09:09").fire("wed 09:09").wantSaid("reminder to " + chen)
	slept := newWorld(t).at("22:00")
	slept.capture(customerPost(slept.now))
	slept.fire("wed 09:10").wantEvents("asked", "reminder").wantSaid("asked to " + chen)
}
