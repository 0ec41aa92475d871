package ticket_test

import (
	"slices"
	"testing"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/policy"
	"github.com/firstask/firstask/ticket"
)

func TestNote(t *testing.T) {
	w := scene(t, "handed over")
	w.refused(ticket.Command{Verb: ticket.VerbNote, Actor: tang}, ticket.NeedText)
	w.do(ticket.VerbNote, tang).wantSaid("notes_added to " + li).wantEvents("note")
	w.do(ticket.VerbNote, li).wantSaid().wantEvents("note")
	scene(t, "confirmed").do(ticket.VerbNote, tang).wantSaid().wantEvents("note")
}

// The text as captured stays; a reaction's text comes later and is the capture.
func TestEdited(t *testing.T) {
	w := asked(t)
	w.apply(ticket.Command{Verb: ticket.VerbEdited, Text: "another text"})
	if w.t.Text != "wrong name on the invoice" || w.last.Events[0].Text != "another text" {
		t.Errorf("text %q, event %+v", w.t.Text, w.last.Events[0])
	}
	w.apply(ticket.Command{Verb: ticket.VerbEdited, Word: "deleted"})
	if w.t.Text == "" || w.last.Events[0].Facts["what"] != "deleted" {
		t.Errorf("text %q, event %+v", w.t.Text, w.last.Events[0])
	}
	w = newWorld(t)
	r := customerPost(w.now)
	r.Text = ""
	w.capture(r)
	w.apply(ticket.Command{Verb: ticket.VerbEdited, Text: "the text"})
	if w.t.Text != "the text" {
		t.Errorf("text %q", w.t.Text)
	}
}

// Only the first arrival at the subject counts; it is an event nobody has to see.
func TestDelivered(t *testing.T) {
	w := asked(t).at("10:04")
	w.apply(handTo(chen, li))
	id := w.t.ClockOn(policy.Receiver).ID()
	arrived := func(user string, k notice.Kind) ticket.Command {
		return ticket.Command{Verb: ticket.VerbDelivered, Clock: id, User: user, Kind: k}
	}
	w.apply(arrived(zhou, notice.Escalation))
	w.wantEvents()
	w.at("10:05").apply(arrived(li, notice.Handoff))
	w.wantEvents("delivered")
	if len(w.last.Notices) != 0 {
		t.Errorf("redrawn for an arrival: %v", w.last.Notices)
	}
	w.at("10:06").apply(arrived(li, notice.Reminder))
	w.wantEvents()
	if at := w.t.Clock(id).Delivered; !at.Equal(clock(t, "10:05")) {
		t.Errorf("delivered at %s", at)
	}
	w.apply(ticket.Command{Verb: ticket.VerbDelivered, Clock: "FA-15/1/99"})
	w.wantEvents()
}

// Law 3: a breach counts only from some working minutes after delivery.
func TestBreachIsBookedBy(t *testing.T) {
	tests := []struct {
		name, delivered string
		system          bool
	}{
		{"never delivered", "", true},
		{"delivered in the last minutes", "10:29:01", true},
		{"delivered with the grace left", "10:29", false},
		{"delivered at once", "10:04", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := asked(t).at("10:04")
			w.apply(handTo(chen, li))
			if tt.delivered != "" {
				w.apply(ticket.Command{Verb: ticket.VerbDelivered, Clock: "FA-18.response/1/1", At: clock(t, tt.delivered), User: li})
			}
			w.fire("10:34")
			if b := w.t.Breaches; len(b) != 1 || b[0].System != tt.system {
				t.Errorf("breaches %+v", b)
			}
			booked := slices.ContainsFunc(w.last.Events, func(e ticket.Event) bool { return e.Facts["booked"] == "system" })
			if booked != tt.system {
				t.Errorf("booked to the system: %v", booked)
			}
		})
	}
}

// A receiver who cannot be reached: the giver hears it, the head is asked at
// once, it counts against nobody, and nobody is told of a limit that has not passed.
func TestUnreachableReceiver(t *testing.T) {
	w := asked(t).at("10:04")
	w.apply(handTo(chen, li))
	report := ticket.Command{
		Verb: ticket.VerbUnreachable, User: li, Text: "user_disabled", Kind: notice.Handoff, Clock: "FA-18.response/1/1",
	}
	w.apply(report)
	w.wantSaid("escalation to "+zhou, "unreachable to "+chen).wantEvents("unreachable", "breach", "ladder").mustDue("11:04")
	if b := w.t.Breaches; len(b) != 1 || !b[0].System {
		t.Errorf("breaches %+v", b)
	}
	if n := w.said(notice.Escalation); n.Params["span"] != notice.Span(0) {
		t.Errorf("no time was counted yet: %v", n.Params["span"])
	}
	w.fire("10:34").wantEvents()
	w.at("10:40").apply(by(ticket.VerbAccept, zhou))
	if len(w.t.Breaches) != 1 {
		t.Errorf("breaches %+v", w.t.Breaches)
	}
}

// A superior who cannot be reached: the next one is asked at once.
func TestUnreachableSuperior(t *testing.T) {
	w := scene(t, "handed over").fire("10:34")
	w.apply(ticket.Command{Verb: ticket.VerbUnreachable, User: zhou, Kind: notice.Escalation, Clock: "FA-18.response/1/1"})
	w.wantSaid("escalation to " + boss).mustDue("11:34")
	w.apply(ticket.Command{Verb: ticket.VerbUnreachable, User: boss, Kind: notice.Escalation, Clock: "FA-18.response/1/1"})
	w.wantSaid("fallback to " + admins)
}

// Whoever else is unreachable is on record only.
func TestUnreachableBystander(t *testing.T) {
	scene(t, "handed over").do(ticket.VerbUnreachable, "")
	w := scene(t, "confirmed")
	w.apply(ticket.Command{Verb: ticket.VerbUnreachable, User: tang, Kind: notice.Solved})
	w.wantEvents("unreachable").wantSaid()
}

// The card moves to a DM while the bot cannot see the channel, and back.
func TestMoved(t *testing.T) {
	w := newWorld(t)
	w.capture(typedBy(ann, team))
	home := notice.Recipient{Channel: team, Else: ann}
	move := func(to notice.Recipient) ticket.Command { return ticket.Command{Verb: ticket.VerbMoved, Where: to} }
	w.apply(move(notice.Recipient{User: ann}))
	w.wantSaid("invite to "+ann, "card to "+ann).wantEvents("moved")
	if !w.t.Post.Hidden {
		t.Error("the channel is not marked as hidden")
	}
	w.apply(move(home))
	w.wantSaid("card to " + team).wantEvents("moved")
	if card, ok := w.t.Card(); !ok || card != home || w.t.Post.Hidden {
		t.Errorf("card %+v, hidden %v", card, w.t.Post.Hidden)
	}
	w.apply(move(home))
	w.wantEvents()
}

// In a window shorter than the grace half of it is enough.
func TestBreachOfAShortWindow(t *testing.T) {
	w := newWorld(t)
	w.window("FA-18.response").Limit = minutes(4)
	w.capture(customerPost(w.now)).at("10:04").handoff(chen, li).fire("10:08")
	if b := w.t.Breaches; len(b) != 1 || b[0].System {
		t.Errorf("breaches %+v, want one that counts", b)
	}
}

// A message in the fallback channel tells no subject.
func TestDeliveredInTheFallbackChannel(t *testing.T) {
	w := asked(t).at("10:04")
	w.apply(handTo(chen, li))
	w.apply(ticket.Command{Verb: ticket.VerbDelivered, Clock: "FA-18.response/1/1", Kind: notice.Fallback})
	w.wantEvents()
}

// Somebody who left after they were told is no dead end either: the head is
// asked once, and their failing messages cause no others.
func TestUnreachableAfterDelivery(t *testing.T) {
	w := scene(t, "handed over")
	gone := ticket.Command{Verb: ticket.VerbUnreachable, User: li, Kind: notice.Reminder}
	w.apply(gone)
	w.wantEvents("unreachable", "breach", "ladder").wantSaid("escalation to "+zhou, "unreachable to "+chen)
	if b := w.t.Breaches; len(b) != 1 || !b[0].System {
		t.Errorf("breaches %+v, want one of the system", b)
	}
	for range 3 {
		w.apply(gone)
		w.wantEvents("unreachable").wantSaid()
		if len(w.last.Notices) > 0 {
			t.Fatalf("a failed message caused %+v", w.last.Notices)
		}
	}
}

// Whoever was late may say why: the first word stands with their breach, and
// nobody writes it for them.
func TestNoteExplainsABreach(t *testing.T) {
	w := scene(t, "handed over").fire("10:34").at("10:40")
	note := func(who, text string) ticket.Command {
		c := by(ticket.VerbNote, who)
		c.Text = text
		return c
	}
	w.apply(note(chen, "he is slow"))
	w.apply(note(li, "the line was down"))
	w.apply(note(li, "until noon"))
	if b := w.t.Breaches; len(b) != 1 || b[0].Note != "the line was down" {
		t.Errorf("breaches %+v", b)
	}
}
