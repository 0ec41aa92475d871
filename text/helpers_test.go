package text_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/firstask/firstask/calendar"
	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/policy"
	"github.com/firstask/firstask/text"
	"github.com/firstask/firstask/ticket"
)

// The people of the demo.
const (
	zhao = "U0ZHAO"
	chen = "U0CHEN"
	zhou = "U0ZHOU"
	liwn = "U0LIWN"
	he   = "U0HEJG"
	tang = "U0TANG"
	help = "C0HELP"
	desk = "C0DESK"
	admn = "C0ADMN"
	cafe = "C0PRIV"
)

func peopleIn(locale string) func(id string) string {
	names := map[string][2]string{
		zhao: {"Zhao Min", "\u8d75\u654f"}, chen: {"Chen Mo", "\u9648\u9ed8"}, zhou: {"Zhou Hang", "\u5468\u822a"},
		liwn: {"Li Wen", "\u674e\u96ef"}, he: {"He Jing", "\u4f55\u9759"}, tang: {"Tang Ning", "\u5510\u5b81"},
		help: {"#help", "#help"}, desk: {"#desk", "#desk"}, admn: {"#admin", "#admin"}, cafe: {"#private", "#private"},
	}
	traditional := strings.NewReplacer("\u9648", "\u9673", "\u8d75", "\u8d99", "\u5b81", "\u5be7", "\u9759", "\u975c")
	return func(id string) string {
		n, ok := names[id]
		switch {
		case !ok:
			return id
		case locale == "en":
			return n[0]
		case locale == "zh-Hant":
			return traditional.Replace(n[1])
		default:
			return n[1]
		}
	}
}

// rich is an encoder like a platform's: it escapes, and marks what it made itself.
type rich struct{ names func(string) string }

func (rich) Escape(s string) string {
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace(s)
}
func (rich) Bold(s string) string       { return "*" + s + "*" }
func (rich) Mention(user string) string { return "<@" + user + ">" }
func (r rich) Name(user string) string  { return r.names(user) }
func (rich) Channel(id string) string   { return "<#" + id + ">" }
func (rich) Time(t time.Time, words string) string {
	return fmt.Sprintf("<!date^%d^{time}|%s>", t.Unix(), words)
}
func (rich) Link(url, label string) string { return "<" + url + "|" + label + ">" }

func mustLoad(tb testing.TB) *text.Catalog {
	tb.Helper()
	c, err := text.Load()
	if err != nil {
		tb.Fatal(err)
	}
	return c
}

func mustTime(tb testing.TB, s string) time.Time {
	tb.Helper()
	at, err := time.ParseInLocation("2006-01-02 15:04", s, mustZone(tb))
	if err != nil {
		tb.Fatal(err)
	}
	return at
}

func mustZone(tb testing.TB) *time.Location {
	tb.Helper()
	zone, err := time.LoadLocation("Asia/Shanghai")
	if err != nil {
		tb.Fatal(err)
	}
	return zone
}

func mustRules(tb testing.TB) policy.Rules {
	tb.Helper()
	zone := mustZone(tb)
	spans, err := calendar.ParseSpans("09:00-12:00, 13:30-18:00")
	if err != nil {
		tb.Fatal(err)
	}
	hours := map[time.Weekday][]calendar.Span{}
	for d := time.Monday; d <= time.Friday; d++ {
		hours[d] = spans
	}
	office, err := calendar.New(calendar.Spec{Name: "office", Zone: zone, Hours: hours})
	if err != nil {
		tb.Fatal(err)
	}
	always, err := calendar.New(calendar.Spec{Name: "always", Zone: zone, Always: true})
	if err != nil {
		tb.Fatal(err)
	}
	return policy.Rules{Policy: firstAsked(), Org: spruce(zone, office, always)}
}

func spruce(zone *time.Location, office, always *calendar.Calendar) *policy.Org {
	return &policy.Org{
		Zone: zone, Locale: "zh-Hans", Fallback: admn, Default: "support",
		Calendars: map[string]*calendar.Calendar{"office": office, "always": always},
		Rosters: map[string]*policy.Roster{"support-desk": {
			Calendar: "office", Every: 7, Starts: calendar.Date{Year: 2026, Month: 1, Day: 5}, At: 9 * 60, People: []string{chen},
		}},
		Departments: []*policy.Department{
			{ID: "company", Head: he},
			{
				ID: "support", Head: zhao, Parent: "company", Members: []string{chen}, Duty: "support-desk", WorkChannel: desk,
				Channels: []policy.Desk{{ID: help, As: "online", EveryMessage: true}},
			},
			{ID: "finance", Head: zhou, Parent: "company", Posts: []policy.Post{{ID: "invoices", Holder: liwn, Topics: []string{"invoice"}}}},
		},
	}
}

func firstAsked() *policy.Policy {
	ladder := []policy.Step{policy.Head, policy.ParentHead, policy.Fallback}
	twice := []policy.Reminder{{Percent: 50}, {Percent: 80}}
	window := func(rule string, on policy.Role, limit policy.Limit, states ...string) policy.Window {
		return policy.Window{Rule: rule, On: on, While: states, Limit: limit, Calendar: "office", Remind: twice, Ladder: ladder, Step: time.Hour, Daily: "09:30"}
	}
	half := policy.Limit{Time: 30 * time.Minute}
	fa15 := window("FA-15", policy.Natural, half, "CAPTURED", "REGISTERED", "TRIAGED")
	fa15.OnDuty, fa15.Apology = policy.Limit{Time: 15 * time.Minute}, true
	response := window("FA-18.response", policy.Receiver, half, "HANDED_OFF")
	response.Apology = true
	confirm := window("FA-02.confirm", policy.Nobody, policy.Limit{Days: 2}, "ANSWERED")
	confirm.Then = policy.Close
	whole := window("FA-02.whole", policy.Nobody, policy.Limit{Days: 2}, "CAPTURED", "TRIAGED", "HANDED_OFF", "ACCEPTED", "RESULT_READY")
	whole.Then = policy.Inform
	return &policy.Policy{
		ID: "test", Presets: []string{"first-asked"}, Calendar: "office",
		Windows: []policy.Window{
			fa15, response,
			window("FA-18.handling", policy.Responsible, policy.Limit{Days: 1}, "ACCEPTED", "INVESTIGATING", "EXECUTING", "HANDED_OFF"),
			window("FA-20.tell", policy.Natural, policy.Limit{Time: 4 * time.Hour}, "RESULT_READY"),
			confirm, whole,
		},
		ReturnReasons: []string{"not_my_area", "details_missing", "better_person", "no_capacity"},
		Urge:          policy.Urge{First: 15 * time.Minute, Every: 30 * time.Minute, PerDay: 3, AskerEvery: 2 * time.Hour},
		News:          policy.News{Within: time.Hour, Round: 30 * time.Minute},
		PromiseAlone:  policy.Limit{Days: 3}, ReopenWithin: policy.Limit{Days: 10}, RepeatWithin: policy.Limit{Dates: 30}, Retention: policy.Limit{Dates: 365},
		Gap: policy.Gap{Between: 5 * time.Minute, Before: 3 * time.Minute}, Grace: 5 * time.Minute,
	}
}

// story plays commands on one ticket and keeps every notice that was said.
type story struct {
	tb      testing.TB
	rules   policy.Rules
	now     time.Time
	t       ticket.Ticket
	notices []notice.Notice
	events  []ticket.Event
}

func begin(tb testing.TB, words string, change ...func(*ticket.Request)) *story {
	tb.Helper()
	return beginUnder(tb, mustRules(tb), words, change...)
}

func beginUnder(tb testing.TB, rules policy.Rules, words string, change ...func(*ticket.Request)) *story {
	tb.Helper()
	s := &story{tb: tb, rules: rules, now: mustTime(tb, "2026-03-03 10:00")}
	r := ticket.Request{
		Number: 1, Text: words, By: tang, Asker: ticket.Asker{Kind: ticket.AskerMember, User: tang}, At: s.now,
		Post: ticket.Post{Channel: help, TS: "1.1", Link: "https://example.test/p1", Author: tang},
	}
	for _, c := range change {
		c(&r)
	}
	s.take(ticket.Capture(r, s.rules, s.now))
	return s
}

func (s *story) take(d ticket.Decision) {
	s.t = d.Ticket
	s.notices = append(s.notices, d.Notices...)
	s.events = append(s.events, d.Events...)
}

func (s *story) at(clock string) *story {
	s.now = mustTime(s.tb, "2026-03-03 "+clock)
	return s
}

func (s *story) do(c ticket.Command) *story {
	s.tb.Helper()
	c.At = s.now
	if c.Clock == "*" {
		c.Clock = s.t.Lead().ID()
	}
	d, err := ticket.Apply(&s.t, c, s.rules, s.now)
	if err != nil {
		s.tb.Fatalf("%s: %v", c.Verb, err)
	}
	s.take(d)
	return s
}

func (s *story) fire(clock string) *story {
	s.at(clock)
	s.take(ticket.Fire(&s.t, s.rules, s.now))
	return s
}

// last is the newest notice of a kind that is not a redraw.
func (s *story) last(k notice.Kind) notice.Notice {
	s.tb.Helper()
	for _, n := range slices.Backward(s.notices) {
		if n.Kind == k && n.Class != notice.Edit {
			return n
		}
	}
	s.tb.Fatalf("no %s was said", k)
	return notice.Notice{}
}

func (s *story) view(user, locale string) text.View {
	t := s.t
	names := peopleIn(locale)
	return text.View{
		Ticket: &t, Rules: s.rules, Now: s.now, Rich: rich{names}, Bare: text.Plain(names),
		Reader: text.Reader{User: user, Locale: locale, Zone: mustZone(s.tb)},
	}
}

// handOff is the usual handoff to Li Wen four minutes later.
func (s *story) handOff() *story {
	return s.at("10:04").do(ticket.Command{Verb: ticket.VerbHandoff, Actor: chen, Text: "invoices are yours", To: ticket.Target{User: liwn, Rule: "post", Department: "finance", Topic: "invoice"}}).
		do(ticket.Command{Verb: ticket.VerbDelivered, Clock: "*", User: liwn})
}
