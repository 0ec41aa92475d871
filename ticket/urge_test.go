package ticket_test

import (
	"testing"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/ticket"
)

func TestUrgeWho(t *testing.T) {
	mayTable(t, []mayRow{
		{"captured", chen, ticket.NobodyToUrge, ""},
		{scene: "captured", actor: zhao},
		{"captured", tang, ticket.TooSoon, ""},
		{"captured", li, ticket.NotYours, chen},
		{"handed over", chen, ticket.TooSoon, ""},
		{"handed over", li, ticket.NobodyToUrge, ""},
		{scene: "handed over", actor: zhou},
		{scene: "handed over", actor: boss},
		{"handed over", sun, ticket.NotYours, chen},
		{"accepted", chen, ticket.TooSoon, ""},
		{"accepted", li, ticket.NobodyToUrge, ""},
		{scene: "accepted", actor: zhou},
		{"handed on", li, ticket.TooSoon, ""},
		{"handed on", chen, ticket.TooSoon, ""},
		{"answered", chen, ticket.NobodyToUrge, ""},
		{"result ready", ann, ticket.NobodyToUrge, ""},
		{"confirmed", chen, ticket.AlreadyEnded, ""},
	}, func(actor string) ticket.Command { return by(ticket.VerbUrge, actor) })
}

// First after 15 minutes, then every 30, three a level and day.
func TestUrgeSpacing(t *testing.T) {
	w := scene(t, "accepted")
	urge := by(ticket.VerbUrge, chen)
	tooSoon := func(at, until string) {
		t.Helper()
		if p := w.at(at).refused(urge, ticket.TooSoon); p["at"] != notice.Time(clock(t, until)) {
			t.Errorf("at %s: possible at %v, want %s", at, p["at"], until)
		}
	}
	tooSoon("10:24:59", "10:25")
	w.at("10:25").do(ticket.VerbUrge, chen).wantSaid("urge to " + li).wantEvents("urge")
	tooSoon("10:54:59", "10:55")
	w.at("10:55").do(ticket.VerbUrge, chen).at("11:25").do(ticket.VerbUrge, chen)
	if p := w.at("17:00").refused(urge, ticket.UrgedEnough); p["at"] != notice.Time(clock(t, "wed 09:00")) {
		t.Errorf("possible at %v, want the next morning", p["at"])
	}
	w.at("wed 09:00").do(ticket.VerbUrge, chen)
}

// A new level begins a new count.
func TestUrgeCountsPerLevel(t *testing.T) {
	w := scene(t, "handed over").at("10:20").do(ticket.VerbUrge, chen)
	w.at("10:21").do(ticket.VerbAccept, li)
	w.at("10:35").refused(by(ticket.VerbUrge, chen), ticket.TooSoon)
	w.at("10:36").do(ticket.VerbUrge, chen).wantSaid("urge to " + li)
}

func TestUrgeByTheAsker(t *testing.T) {
	w := scene(t, "accepted").at("11:59")
	w.refused(by(ticket.VerbUrge, tang), ticket.TooSoon)
	w.at("12:00").do(ticket.VerbUrge, tang).wantSaid("urge to " + li)
	w.at("13:59").refused(by(ticket.VerbUrge, tang), ticket.TooSoon)
	w.at("14:00").do(ticket.VerbUrge, tang)
}

// With a result ready it is the first-asked person who must move.
func TestUrgeForAResult(t *testing.T) {
	scene(t, "result ready").at("11:00").do(ticket.VerbUrge, zhao).wantSaid("urge to " + ann)
}

// A message of the last five minutes takes the automatic reminder's place.
func TestUrgeReplacesTheReminder(t *testing.T) {
	w := scene(t, "handed over").fire("10:19").at("10:24").do(ticket.VerbUrge, zhou)
	w.fire("10:28").wantEvents("reminder").wantSaid()
	if w.last.Events[0].Facts["said"] != "no" {
		t.Errorf("event %+v", w.last.Events[0])
	}
	scene(t, "handed over").at("10:23").do(ticket.VerbUrge, zhou).fire("10:28").wantSaid("reminder to " + li)
}

// The head whom the ladder asked chooses to wait a step: once, and never
// sooner than planned; another head's question moves nothing.
func TestUrgeByAHeadMovesTheLadder(t *testing.T) {
	w := scene(t, "handed over").fire("10:34").mustDue("11:34")
	w.at("10:40").do(ticket.VerbUrge, zhao).mustDue("11:34")
	w.at("10:50").do(ticket.VerbUrge, zhou).wantSaid("urge to " + li).mustDue("11:50")
	w.at("11:40").do(ticket.VerbUrge, zhou).mustDue("11:50")
	w.fire("11:50").wantSaid("escalation to " + boss)
}

func TestUrgeAfterTheFallbackKeepsItDaily(t *testing.T) {
	w := scene(t, "to the fallback").mustDue("wed 09:30")
	w.at("14:10").do(ticket.VerbUrge, zhou).mustDue("wed 09:30")
}
