package config_test

import (
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/firstask/firstask/calendar"
	"github.com/firstask/firstask/config"
)

func parse(src string) (*config.Config, error) { return parseIn(src, nil) }

func parseIn(src string, base fstest.MapFS) (*config.Config, error) {
	return config.Parse("test.yaml", []byte(src), base)
}

func mustDay(tb testing.TB, s string) calendar.Date {
	tb.Helper()
	d, err := calendar.ParseDate(s)
	if err != nil {
		tb.Fatal(err)
	}
	return d
}

// ics is a calendar file of events, each a few lines.
func ics(events ...string) string {
	var b strings.Builder
	b.WriteString("BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//test//EN\n")
	for _, e := range events {
		b.WriteString("BEGIN:VEVENT\n" + e + "\nEND:VEVENT\n")
	}
	return b.String() + "END:VCALENDAR\n"
}

func withDays(text string) (*config.Config, error) {
	base := fstest.MapFS{"days.ics": {Data: []byte(text)}}
	return parseIn(strings.Replace(head, "cn-2026", "cn-2026, ./days.ics", 1)+tail, base)
}

func TestCalendarFilesAreHolidays(t *testing.T) {
	tests := []struct {
		name, event string
		day, kind   string
		label       string
	}{
		{"one day", "DTSTART;VALUE=DATE:20260608\nSUMMARY:Founder's Day", "2026-06-08", "off", "Founder's Day"},
		{"the last of several days", "DTSTART;VALUE=DATE:20260608\nDTEND;VALUE=DATE:20260611\nSUMMARY:Moving", "2026-06-10", "off", "Moving"},
		{"the end is not in it", "DTSTART;VALUE=DATE:20260608\nDTEND;VALUE=DATE:20260611\nSUMMARY:Moving", "2026-06-11", "regular", ""},
		{"over the year's end", "DTSTART;VALUE=DATE:20261230\nDTEND;VALUE=DATE:20270105\nSUMMARY:Closed", "2027-01-04", "off", "Closed"},
		{"an end before the start is one day", "DTSTART;VALUE=DATE:20260608\nDTEND;VALUE=DATE:20260608\nSUMMARY:Odd", "2026-06-08", "off", "Odd"},
		{"a make-up day by its category", "DTSTART;VALUE=DATE:20260613\nCATEGORIES:Office,Work\nSUMMARY:as mon", "2026-06-13", "make-up", "Work as mon"},
		{"a make-up day by our property", "DTSTART;VALUE=DATE:20260613\nX-FIRSTASK:work\nSUMMARY:Make-up", "2026-06-13", "make-up", "Make-up"},
		{"a name of two lines and a bar", "DTSTART;VALUE=DATE:20260608\nSUMMARY:One\\, two\\n| three", "2026-06-08", "off", "One, two / three"},
		{"without a name", "DTSTART;VALUE=DATE:20260608", "2026-06-08", "off", ""},
		{"a repeated one, its first time", "DTSTART;VALUE=DATE:20260608\nRRULE:FREQ=YEARLY\nSUMMARY:Yearly", "2026-06-08", "off", "Yearly"},
		{"a repeated one, not later", "DTSTART;VALUE=DATE:20250609\nRRULE:FREQ=YEARLY\nSUMMARY:Yearly", "2026-06-09", "regular", ""},
		{"a cancelled one", "DTSTART;VALUE=DATE:20260609\nSTATUS:CANCELLED\nSUMMARY:No\nEND:VEVENT\nBEGIN:VEVENT\nDTSTART;VALUE=DATE:20260701\nSUMMARY:Yes", "2026-06-09", "regular", ""},
		{"hours are no day off", "DTSTART:20260609T090000Z\nDTEND:20260609T100000Z\nSUMMARY:Meeting\nEND:VEVENT\nBEGIN:VEVENT\nDTSTART;VALUE=DATE:20260701\nSUMMARY:Yes", "2026-06-09", "regular", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c, err := withDays(ics(tt.event))
			if err != nil {
				t.Fatal(err)
			}
			day := c.Org.Calendar("office").Day(mustDay(t, tt.day))
			if day.Kind.String() != tt.kind || day.Label.String() != tt.label {
				t.Errorf("%s is %s %q", tt.day, day.Kind, day.Label)
			}
		})
	}
}

func TestWhatACalendarFileDoesNotSayIsWarnedOf(t *testing.T) {
	c, err := withDays(strings.ReplaceAll(ics(
		"DTSTART;VALUE=DATE:20260608\nRRULE:FREQ=YEARLY\nSUMMARY:Yearly",
		"DTSTART:20260609T090000Z\nSUMMARY:Meeting",
	), "\n", "\r\n"))
	if err != nil {
		t.Fatal(err)
	}
	got := lines(c.Warnings)
	for _, want := range []string{`./days.ics:6:1: "Yearly" repeats: only its first time is read`, `./days.ics:9:1: "Meeting" does not last whole days`} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in:\n%s", want, got)
		}
	}
}

func TestCalendarFilesThatAreNone(t *testing.T) {
	for name, text := range map[string]string{
		"empty": "", "text": "covers 2026-01-01", "no end": "BEGIN:VCALENDAR\nBEGIN:VEVENT\n", "no day": ics("SUMMARY:Nothing"),
		"no event": ics(), "both": ics("DTSTART;VALUE=DATE:20260608", "DTSTART;VALUE=DATE:20260608\nX-FIRSTASK:WORK"),
	} {
		if _, err := withDays(text); err == nil || !strings.Contains(err.Error(), "./days.ics") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// A year is known when the file speaks of more than its beginning.
func TestHowFarACalendarFileReaches(t *testing.T) {
	for _, tt := range []struct {
		events []string
		until  string
	}{
		{[]string{"20261003"}, "2026-12-31"},
		{[]string{"20261003", "20270101"}, "2027-01-01"},
		{[]string{"20261003", "20270101", "20270501"}, "2027-12-31"},
		{[]string{"20280101"}, "2028-01-01"},
	} {
		all := make([]string, 0, len(tt.events))
		for _, e := range tt.events {
			all = append(all, "DTSTART;VALUE=DATE:"+e)
		}
		base := fstest.MapFS{"days.ics": {Data: []byte(ics(all...))}}
		c, err := parseIn(strings.Replace(head, "cn-2026", "./days.ics", 1)+tail, base)
		if err != nil {
			t.Fatal(err)
		}
		if got := c.Org.Calendar("office").CoveredUntil().String(); got != tt.until {
			t.Errorf("%v reach %s, want %s", tt.events, got, tt.until)
		}
	}
}

const overlaid = `timezone: Asia/Shanghai
presets: [first-asked]
fallback: C0ADMIN
default_department: support
calendars:
  office: {hours: {mon-fri: ["09:00-18:00"]}, holidays: [cn-2026]}
departments:
  - {id: company, head: U0HE}
  - {id: support, parent: company, head: U0ZHAO, members: [U0CHEN], channels: [{id: C0HELP}], duty: desk, calendars: %s}
  - {id: online, parent: support, head: U0SUN, work_channel: C0ONLINE, posts: [{id: shop, holder: U0BEN}]}
rosters:
  desk: {rotation: {starts: 2026-01-05, people: [U0CHEN]}}
`

// What a department's calendar does not give it takes from the company's.
func TestDepartmentsKeepCalendarsTheirWay(t *testing.T) {
	at := func(s, zone string) time.Time {
		loc, err := time.LoadLocation(zone)
		if err != nil {
			t.Fatal(err)
		}
		when, err := time.ParseInLocation("2006-01-02 15:04", s, loc)
		if err != nil {
			t.Fatal(err)
		}
		return when
	}
	const shanghai, berlin = "Asia/Shanghai", "Europe/Berlin"
	tests := []struct {
		name, calendars string
		when            time.Time
		open            bool
	}{
		{"hours of its own", `{office: {hours: {mon-sat: ["08:00-20:00"]}}}`, at("2026-03-03 19:00", shanghai), true},
		{"a Saturday of its own", `{office: {hours: {mon-sat: ["08:00-20:00"]}}}`, at("2026-03-07 19:00", shanghai), true},
		{"with the company's holidays", `{office: {hours: {mon-sat: ["08:00-20:00"]}}}`, at("2026-10-01 10:00", shanghai), false},
		{"no holidays of the company", `{office: {holidays: []}}`, at("2026-10-01 10:00", shanghai), false},
		{"holidays of its own, hours of the company", `{office: {holidays: [us-2026]}}`, at("2026-10-01 10:00", shanghai), true},
		{"after the company's hours", `{office: {holidays: [us-2026]}}`, at("2026-10-02 18:30", shanghai), false},
		{"a zone of its own", `{office: {timezone: Europe/Berlin}}`, at("2026-03-03 17:59", berlin), true},
		{"nothing of its own", `{}`, at("2026-03-03 17:59", shanghai), true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := mustParse(t, strings.Replace(overlaid, "%s", tt.calendars, 1))
			for _, department := range []string{"support", "online"} { // the one below keeps it too
				name := c.Org.CalendarOf("office", department)
				if got := c.Org.Calendar(name).Open(tt.when); got != tt.open {
					t.Errorf("%s is open at %s: %v", name, tt.when, got)
				}
			}
			if name := c.Org.CalendarOf("office", "company"); name != "office" || c.Org.Calendar("office").Open(at("2026-03-03 18:30", shanghai)) {
				t.Errorf("the company keeps %s", name)
			}
		})
	}
}

// Warnings about lists are said once, with the calendar that names them.
func TestOverlaysRepeatNoWarning(t *testing.T) {
	src := strings.Replace(strings.Replace(overlaid, "cn-2026", "cn-2026, cn-2027", 1), "%s", `{office: {hours: {mon: ["08:00-20:00"]}}}`, 1)
	c := mustParse(t, src)
	if n := strings.Count(lines(c.Warnings), "provisional"); n != 1 {
		t.Errorf("%d warnings:\n%s", n, lines(c.Warnings))
	}
	bare := strings.Replace(strings.Replace(overlaid, ", holidays: [cn-2026]", "", 1), "%s", `{office: {hours: {mon: ["08:00-20:00"]}}}`, 1)
	if n := strings.Count(lines(mustParse(t, bare).Warnings), "no holidays are set"); n != 1 {
		t.Errorf("%d times without holidays", n)
	}
	own := mustParse(t, strings.Replace(overlaid, "%s", `{office: {holidays: [us-2026]}}`, 1))
	dated := own.Dated(mustDay(t, "2026-09-01"))
	at := make([]string, 0, len(dated))
	for _, p := range dated {
		at = append(at, p.Path)
	}
	if diff := cmp.Diff([]string{"calendars.office.holidays[0]", "departments[1].calendars.office.holidays[0]"}, at); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

// From September on the whole next year is looked for, whenever the data ends.
func TestTheNextYearIsMissedInTime(t *testing.T) {
	list := func(covers string) *config.Config {
		base := fstest.MapFS{"days.txt": {Data: []byte("covers " + covers + "\n")}}
		c, err := parseIn(strings.Replace(head, "cn-2026", "./days.txt", 1)+tail, base)
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	for _, tt := range []struct {
		covers, today, want string
	}{
		{"2026-01-01 2026-12-31", "2026-08-31", ""},
		{"2026-01-01 2026-12-31", "2026-09-01", "those of 2027 are not all there"},
		{"2026-01-01 2027-12-30", "2026-09-01", "those of 2027 are not all there"},
		{"2026-01-01 2027-12-31", "2026-09-01", ""},
		{"2026-01-01 2027-12-31", "2027-08-31", ""},
		{"2026-01-01 2027-12-31", "2027-09-01", "those of 2028 are not all there"},
		{"2026-01-01 2026-06-30", "2026-05-01", ""},
		{"2026-01-01 2026-06-30", "2026-05-02", "59 days from now"},
		{"2026-01-01 2026-06-30", "2026-07-01", "it is over"},
	} {
		got := lines(list(tt.covers).Dated(mustDay(t, tt.today)))
		if (got == "") != (tt.want == "") || !strings.Contains(got, tt.want) {
			t.Errorf("%s on %s: %q", tt.covers, tt.today, got)
		}
	}
}
