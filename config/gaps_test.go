package config_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/firstask/firstask/config"
)

const twoDesks = `timezone: Asia/Shanghai
fallback: C0ADMIN
default_department: support
calendars: {office: {hours: {mon-fri: ["09:00-12:00"]}, holidays: [us-2026]}}
departments:
  - {id: company, head: U0HE}
  - {id: support, parent: company, head: U0ZHAO, members: [U0CHEN], channels: [{id: C0HELP}], duty: desk}
  - {id: finance, parent: company, head: U0ZHOU, members: [U0LI], channels: [{id: C0FIN}], duty: desk}
rosters: {desk: {rotation: {starts: 2026-01-05, people: [U0CHEN]}}}
`

// book is a rule book that leans on base, with windows of its own.
func book(windows ...string) string {
	return "id: own\nextends: base\nvocabulary: {types: [{id: berth}, {id: pilot}], kinds: [{id: own}]}\nwindows:\n  - " + strings.Join(windows, "\n  - ") + "\n"
}

func window(rule, more string) string {
	return "{rule: " + rule + ", limit: 1h, calendar: office, ladder: [head, fallback], step: 1h, " + more + "}"
}

func mustWarn(t *testing.T, main, own string) string {
	t.Helper()
	c, err := config.Parse("test.yaml", []byte(twoDesks+main), fstest.MapFS{"own.yaml": {Data: []byte(own)}})
	if err != nil {
		t.Fatal(err)
	}
	return lines(c.Warnings)
}

// Where a request lies with somebody who has no limit, silence is never
// noticed: the operator is told.
func TestCheckNamesStatesWithoutALimit(t *testing.T) {
	take, answer := window("O-1", "on: natural, while: [CAPTURED]"), window("O-2", "on: receiver, while: [HANDED_OFF]")
	solve := window("O-3", "on: responsible, while: [ACCEPTED]")
	const all = "presets: [./own.yaml]\n"
	tests := []struct {
		name, main, own string
		want            string // "" for none
	}{
		{"all of them", all, book(take, answer, solve), ""},
		{"nobody need answer", all, book(take, solve), "nobody has a limit while HANDED_OFF ("},
		{"two at once", all, book(take), "nobody has a limit while HANDED_OFF, ACCEPTED ("},
		{
			"only some kinds", all, book(take, answer, window("O-3", "on: handler, when: {types: [pilot], marks: [major]}, while: [HANDED_OFF, ACCEPTED]")),
			"nobody has a limit while ACCEPTED, but for requests of some kinds: types pilot and marks major (",
		},
		{"the whole request is on nobody", all, book(take, answer, window("O-3", "on: nobody, while: [ACCEPTED]")), "while ACCEPTED ("},
		{"standing still is no limit", all, book(take, answer, window("O-3", "on: responsible, while: [EXECUTING], pause: [ACCEPTED]")), "while ACCEPTED ("},
		{"a reminder is none", all, book(take, answer, "{rule: O-3, on: responsible, while: [ACCEPTED], limit: 1h, calendar: office, remind: [], then: remind}"), "while ACCEPTED ("},
		{"nobody is responsible yet", all, book(take, solve, window("O-2", "on: responsible, while: [HANDED_OFF]")), "while HANDED_OFF ("},
		{"whose it is, is somebody", all, book(take, window("O-2", "on: factual, while: [HANDED_OFF, ACCEPTED]")), ""},
		{"bound to one of two", "presets: [{use: ./own.yaml, departments: [finance]}]\n", book(take, answer, solve), "nobody has a limit while CAPTURED, HANDED_OFF, ACCEPTED, RESULT_READY in support ("},
		{"bound to one, another book beside it", "presets: [first-asked, {use: ./own.yaml, departments: [finance]}]\n", book(take), ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := mustWarn(t, tt.main, tt.own)
			if tt.want == "" && strings.Contains(got, "nobody has a limit") || !strings.Contains(got, tt.want) || strings.Count(got, "nobody has a limit") > 1 {
				t.Errorf("does not say %q:\n%s", tt.want, got)
			}
		})
	}
}

// A window that the reminder lines do not reach has no reminder at all.
func TestCheckNamesWindowsWithoutAReminder(t *testing.T) {
	const short = "reminders: [{under: 20m, at: [60%]}, {up_to: 4h, at: [50%]}]\n"
	tests := []struct{ name, lines, window, want string }{
		{"too long for every line", short, "{rule: S-2, on: responsible, while: [ACCEPTED], limit: 2wd, calendar: office, ladder: [fallback]}", "no reminder line fits S-2 (2wd): nobody is reminded"},
		{"its limit on duty", short, "{rule: S-2, on: natural, while: [CAPTURED], limit: 1h, on_duty: 5h, calendar: office, ladder: [fallback]}", "no reminder line fits S-2 (5h)"},
		{"it fits", short, "{rule: S-2, on: responsible, while: [ACCEPTED], limit: 4h, calendar: office, ladder: [fallback]}", ""},
		{"none is wanted", short, "{rule: S-2, on: responsible, while: [ACCEPTED], limit: 2wd, remind: [], calendar: office, ladder: [fallback]}", ""},
		{"nobody is there to be reminded", short, "{rule: S-2, on: nobody, while: [ACCEPTED], limit: 2wd, calendar: office, then: close}", ""},
		{"a last line for all", "reminders: [{up_to: 4h, at: [50%]}, {at: []}]\n", "{rule: S-2, on: responsible, while: [ACCEPTED], limit: 2wd, calendar: office, ladder: [fallback]}", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := mustWarn(t, "presets: [first-asked, ./own.yaml]\n", "id: own\n"+tt.lines+"windows:\n  - "+tt.window+"\n")
			if tt.want == "" && strings.Contains(got, "no reminder line") || !strings.Contains(got, tt.want) {
				t.Errorf("does not say %q:\n%s", tt.want, got)
			}
		})
	}
}

// A rule book with a mistake in one window: what is wrong with the others is
// said in the same round, and nothing that only follows from the first.
func TestOneRoundFindsWhatCanBeRead(t *testing.T) {
	own := book(
		"{rule: O-1, on: anybody, while: [CAPTURED], limit: 1h, ladder: head, step: 1h}",
		window("O-2", "on: receiver, while: [HANDED_OFF], asked: head"),
		"{rule: O-3, on: natural, while: [CAPTURED], limit: 1h, calendar: ofice, ladder: [harbour_master, fallback], step: 1h}",
		"{rule: O-4, on: natural, while: [RESULT_READY], calendar: office, after: O-1, ladder: [head, fallback], step: 1h}",
	)
	_, err := config.Parse("test.yaml", []byte(twoDesks+"presets: [./own.yaml]\nwindows: {O-1: {limit: 2h}, O-2: {remind: [2h]}}\n"), fstest.MapFS{"own.yaml": {Data: []byte(own)}})
	if err == nil {
		t.Fatal("it is good")
	}
	for _, want := range []string{`"anybody" is not a role`, "wants a list", "O-2 runs on the receiver", `"ofice" is not a calendar`, "O-4 has no limit", "2h before the end lies before the start"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("does not say %q", want)
		}
	}
	if got := strings.Count(err.Error(), "\n") + 1; got != 6 {
		t.Errorf("%d problems, want 6", got)
	}
	if t.Failed() {
		t.Log(err)
	}
}

// Calendars that share a list of holidays are warned of together.
func TestAHolidayListIsNamedOnce(t *testing.T) {
	c := mustParse(t, `timezone: Asia/Shanghai
presets: [first-asked]
fallback: C0ADMIN
calendars:
  office: {hours: {mon-fri: ["09:00-12:00"]}, holidays: [cn-2026, cn-2027]}
  late: {hours: {mon-fri: ["09:00-20:00"]}, holidays: [cn-2026, cn-2027]}
  abroad: {hours: {mon-fri: ["09:00-20:00"]}, holidays: [us-2026]}
`+tail)
	if n := strings.Count(lines(c.Warnings), "cn-2027 is provisional"); n != 1 {
		t.Errorf("%d times:\n%s", n, lines(c.Warnings))
	}
	dated := lines(c.Dated(mustDay(t, "2026-12-20")))
	if strings.Count(dated, "holidays are known until") != 2 || !strings.Contains(dated, "calendars.abroad") || !strings.Contains(dated, "calendars.office") {
		t.Errorf("wants one line for two calendars, and one for abroad:\n%s", dated)
	}
}
