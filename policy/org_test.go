package policy_test

import (
	"testing"
	"time"

	"github.com/firstask/firstask/calendar"
	"github.com/firstask/firstask/policy"
)

func TestSuperiors(t *testing.T) {
	tests := []struct {
		name, department string
		gone             map[string]bool
		skip             []string
		change           func(*policy.Org)
		want             []string
	}{
		{name: "up the tree", department: "team", want: []string{"HT", "HS", "BOSS"}},
		{name: "without those to skip", department: "team", skip: []string{"HS", ""}, want: []string{"HT", "BOSS"}},
		{name: "the deputy for a head who is gone", department: "team", gone: gone("HS"), want: []string{"HT", "DS", "BOSS"}},
		{name: "neither head nor deputy", department: "team", gone: gone("HS", "DS"), want: []string{"HT", "BOSS"}},
		{name: "the top", department: "company", want: []string{"BOSS"}},
		{name: "an unknown department", department: "no such"},
		{name: "nobody to be found", department: "company", gone: gone("BOSS")},
		{
			name: "one head of two is named once", department: "team", want: []string{"HS", "BOSS"},
			change: func(o *policy.Org) { o.Department("team").Head = "HS" },
		},
		{
			name: "a loop of parents ends", department: "team", want: []string{"HT", "HS", "BOSS"},
			change: func(o *policy.Org) { o.Department("company").Parent = "team" },
		},
		{
			name: "a department above itself", department: "company", want: []string{"BOSS"},
			change: func(o *policy.Org) { o.Department("company").Parent = "company" },
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			o := company(t)
			if tt.change != nil {
				tt.change(o)
			}
			wantEqual(t, o.Superiors(tt.department, tt.gone, tt.skip...), tt.want)
		})
	}
}

func TestIsHead(t *testing.T) {
	tests := []struct {
		user, department string
		want             bool
	}{
		{"HS", "support", true},
		{"DS", "support", true},
		{"HS", "team", true},
		{"BOSS", "team", true},
		{"HT", "support", false},
		{"HF", "support", false},
		{"A", "support", false},
		{"BOSS", "no such", false},
	}
	for _, tt := range tests {
		if got := company(t).IsHead(tt.user, tt.department); got != tt.want {
			t.Errorf("%s heads %s: %v", tt.user, tt.department, got)
		}
	}
	o := company(t)
	o.Department("company").Parent = "support"
	if o.IsHead("A", "team") {
		t.Error("a loop of parents makes heads")
	}
	if !o.HeadsAny("DS") || o.HeadsAny("A") || !o.HeadsAny("HT") {
		t.Error("HeadsAny")
	}
}

func TestHome(t *testing.T) {
	tests := []struct{ name, user, want string }{
		{"member", "A", "support"},
		{"member of two: the first", "BOTH", "support"},
		{"holder", "LI", "finance"},
		{"backup", "WU", "finance"},
		{"head", "HS", "support"},
		{"deputy", "DS", "support"},
		{"membership before headship", "HF", "team"},
		{"stranger", "X", ""},
		{"nobody", "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			o := company(t)
			got := ""
			if d := o.Home(tt.user); d != nil {
				got = d.ID
			}
			if got != tt.want || o.Knows(tt.user) != (tt.want != "") {
				t.Errorf("home of %q is %q, want %q", tt.user, got, tt.want)
			}
		})
	}
}

// Who stands in for a post of another department still belongs to their own.
func TestHomeOfABackupElsewhere(t *testing.T) {
	o := company(t)
	finance := o.Department("finance")
	finance.Posts[0].Backups = []string{"HS", "DS", "A"}
	for _, user := range finance.Posts[0].Backups {
		if d := o.Home(user); d == nil || d.ID != "support" {
			t.Errorf("home of %s is %+v", user, d)
		}
	}
}

func TestServes(t *testing.T) {
	finance := company(t).Department("finance")
	for user, want := range map[string]bool{"HF": true, "LI": true, "WU": true, "BOTH": true, "A": false, "BOSS": false} {
		if finance.Serves(user) != want {
			t.Errorf("%s serves: %v", user, !want)
		}
	}
	if support := company(t).Department("support"); !support.Serves("DS") {
		t.Error("a deputy serves")
	}
}

func TestDesk(t *testing.T) {
	o := company(t)
	if d, desk := o.Desk("C1"); d == nil || d.ID != "support" || desk.As != "online" || !desk.EveryMessage {
		t.Errorf("%+v %+v", d, desk)
	}
	if d, desk := o.Desk("C9"); d != nil || desk != (policy.Desk{}) {
		t.Errorf("%+v %+v", d, desk)
	}
}

func TestNamedAndTopic(t *testing.T) {
	o := company(t)
	for word, want := range map[string]string{"SUPPORT": "support", "kundendienst": "support", "Company": "company", "nobody": ""} {
		got := ""
		if d := o.Named(word); d != nil {
			got = d.ID
		}
		if got != want {
			t.Errorf("%q names %q, want %q", word, got, want)
		}
	}
	for word, want := range map[string]string{"invoice": "invoices", "INVOICES": "invoices", "vat": "tax", "screws": ""} {
		d, p, ok := o.Topic(word)
		if p.ID != want || ok != (want != "") || (ok && d.ID != "finance") {
			t.Errorf("%q leads to %q, want %q", word, p.ID, want)
		}
	}
}

func TestNameIn(t *testing.T) {
	tests := []struct {
		name   string
		n      policy.Name
		locale string
		want   string
	}{
		{"own", policy.Name{"en": "a", "de": "b"}, "de", "b"},
		{"English", policy.Name{"en": "a", "de": "b"}, "fr", "a"},
		{"any, always the same", policy.Name{"fr": "c", "de": "b"}, "it", "b"},
		{"none", nil, "en", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := tt.n.In(tt.locale); got != tt.want {
				t.Errorf("%q, want %q", got, tt.want)
			}
		})
	}
}

// A department keeps calendars and roles in its own way, or in that of the one above.
func TestDepartmentsHaveTheirOwn(t *testing.T) {
	zone := mustZone(t, "Asia/Shanghai")
	o := &policy.Org{
		Zone: zone, Roles: map[string][]string{"top": {"U1", "", "U2"}},
		Calendars: map[string]*calendar.Calendar{
			"office": mustCalendar(t, "office", "09:00-18:00", zone), "office@north": mustCalendar(t, "office", "08:00-17:00", zone),
		},
		Departments: []*policy.Department{
			{ID: "all"},
			{ID: "north", Parent: "all", Roles: map[string][]string{"top": {"U3"}, "none": {}}},
			{ID: "desk", Parent: "north"},
			{ID: "a", Parent: "b"},
			{ID: "b", Parent: "a"},
		},
	}
	for department, want := range map[string]string{"all": "office", "north": "office@north", "desk": "office@north", "a": "office", "no such": "office"} {
		if got := o.CalendarOf("office", department); got != want {
			t.Errorf("%s keeps %s, want %s", department, got, want)
		}
	}
	wantEqual(t, o.Fill("top", "all", nil), []string{"U1", "U2"})
	wantEqual(t, o.Fill("top", "desk", nil), []string{"U3"})
	wantEqual(t, o.Fill("top", "all", map[string]bool{"U1": true}), []string{"U2"})
	wantEqual(t, len(o.Fill("none", "north", nil))+len(o.Fill("unknown", "all", nil)), 0)
	if !o.Within("desk", []string{"all"}) || !o.Within("desk", []string{"desk"}) || o.Within("all", []string{"desk"}) || o.Within("a", []string{"all"}) {
		t.Error("within")
	}
}

// A head for whom another acts still belongs to the department: what they have
// is not a stranger's.
func TestActingHead(t *testing.T) {
	first := time.Date(2026, 7, 1, 0, 0, 0, 0, time.UTC)
	org := &policy.Org{Departments: []*policy.Department{
		{ID: "finance", Head: "U0ZHOU", Acts: []policy.Act{{User: "U0SUN", From: first, To: first.AddDate(0, 0, 1)}}},
	}}
	for name, row := range map[string]struct {
		at   time.Time
		head string
	}{
		"before":          {first.Add(-time.Nanosecond), "U0ZHOU"},
		"from the start":  {first, "U0SUN"},
		"to the end":      {first.Add(24*time.Hour - time.Nanosecond), "U0SUN"},
		"no longer after": {first.Add(24 * time.Hour), "U0ZHOU"},
	} {
		t.Run(name, func(t *testing.T) {
			now := org.At(row.at)
			if d := now.Department("finance"); d.Head != row.head || !now.Knows("U0ZHOU") {
				t.Errorf("head %s, knows the head: %v", d.Head, now.Knows("U0ZHOU"))
			}
		})
	}
	if len(org.Departments[0].Members) > 0 {
		t.Error("the configuration itself was changed")
	}
}
