package staff_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/policy"
	"github.com/firstask/firstask/staff"
	"github.com/firstask/firstask/ticket"
)

const (
	boss = "U0BOSS"
	zhou = "U0ZHOU"
	li   = "U0LI"
	wu   = "U0WU"
	ben  = "U0BEN"
)

func rules() policy.Rules {
	return policy.Rules{
		Policy: &policy.Policy{Absence: policy.AbsenceRules{Undo: 2 * time.Hour}}, Gone: map[string]bool{},
		Org: &policy.Org{Zone: time.UTC, Fallback: "C0ADMIN", Default: "company", Departments: []*policy.Department{
			{ID: "company", Head: boss},
			{ID: "finance", Parent: "company", Head: zhou, Members: []string{li, wu}},
			{ID: "delivery", Parent: "company", Members: []string{ben}},
		}},
	}
}

func day(n, hour int) time.Time { return time.Date(2026, 3, n, hour, 0, 0, 0, time.UTC) }

func away(user, delegate string, from, to time.Time) staff.Absence {
	return staff.Absence{Absence: policy.Absence{User: user, Delegate: delegate, From: from, To: to}, By: user}
}

func mustEnter(tb testing.TB, b *staff.Book, a staff.Absence, now time.Time) staff.Decision {
	tb.Helper()
	d, err := staff.Enter(b, a, rules(), now)
	if err != nil {
		tb.Fatal(err)
	}
	return d
}

func TestEnterRefuses(t *testing.T) {
	needs := rules()
	needs.Policy.Absence.NeedsDelegate = true
	b := mustEnter(t, &staff.Book{}, away(wu, li, day(4, 0), day(6, 0)), day(3, 9)).Book
	byBen := away(li, "", day(4, 0), day(5, 0))
	byBen.By = ben
	for name, tt := range map[string]struct {
		a     staff.Absence
		rules policy.Rules
		code  ticket.Code
	}{
		"over already":                 {away(li, wu, day(2, 0), day(3, 0)), rules(), ticket.InThePast},
		"ends before it begins":        {away(li, ben, day(5, 0), day(4, 0)), rules(), ticket.EndsFirst},
		"nobody stands in":             {away(li, "", day(4, 0), day(5, 0)), needs, ticket.NeedDelegate},
		"nobody needs to":              {away(li, "", day(4, 0), day(5, 0)), rules(), ""},
		"oneself":                      {away(li, li, day(4, 0), day(5, 0)), rules(), ticket.DelegateCircle},
		"each other":                   {away(li, wu, day(5, 0), day(7, 0)), rules(), ticket.DelegateCircle},
		"each other at another time":   {away(li, wu, day(6, 0), day(7, 0)), rules(), ""},
		"a stranger":                   {away(li, "U0EVE", day(4, 0), day(5, 0)), rules(), ticket.UnknownPerson},
		"for somebody else's people":   {byBen, rules(), ticket.NotForThem},
		"without an end, each other":   {away(li, wu, day(5, 0), time.Time{}), rules(), ticket.DelegateCircle},
		"for the people of one's own":  {func() staff.Absence { a := byBen; a.By = zhou; return a }(), rules(), ""},
		"for the people further below": {func() staff.Absence { a := byBen; a.By = boss; return a }(), rules(), ""},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := staff.Enter(&b, tt.a, tt.rules, day(3, 9))
			refused, _ := errors.AsType[*ticket.Refusal](err)
			switch {
			case tt.code == "" && err != nil:
				t.Errorf("refused: %v", err)
			case tt.code != "" && (refused == nil || refused.Code != tt.code):
				t.Errorf("%v, want %s", err, tt.code)
			}
		})
	}
}

// An absence begins, is swept, and ends; each step is due when it is, and once.
func TestAnAbsence(t *testing.T) {
	d := mustEnter(t, &staff.Book{}, away(li, wu, day(4, 9), day(5, 9)), day(3, 9))
	if len(d.Notices) != 1 || d.Notices[0].To.User != wu || d.Notices[0].Kind != notice.Delegated {
		t.Errorf("said %+v", d.Notices)
	}
	b := d.Book
	due := func(want time.Time) {
		t.Helper()
		if got := b.Due(); !got.Equal(want) {
			t.Fatalf("due %s, want %s", got, want)
		}
	}
	due(day(4, 9))
	if d = staff.Fire(&b, rules(), day(4, 8)); len(d.Events) > 0 {
		t.Errorf("too soon: %+v", d.Events)
	}
	if b.Over(rules(), day(4, 8)).Out()[li] || !b.Over(rules(), day(4, 9)).Out()[li] || b.Over(rules(), day(5, 9)).Out()[li] {
		t.Error("away at the wrong time")
	}
	b = staff.Fire(&b, rules(), day(4, 9)).Book
	if len(b.Sweeps) != 1 || b.Sweeps[0].Do != staff.DoRelieve || b.Sweeps[0].User != li {
		t.Fatalf("sweeps %+v", b.Sweeps)
	}
	due(day(4, 9)) // until it is done
	if again := staff.Fire(&b, rules(), day(4, 9)); len(again.Events) > 0 {
		t.Errorf("again: %+v", again.Events)
	}
	done := staff.Swept(&b, b.Sweeps[0].ID, []staff.Move{{Ticket: 7, To: wu, As: ticket.AsResponsible, How: policy.ByDelegate}}, rules(), day(4, 9))
	if len(done.Notices) != 1 || done.Notices[0].To.User != zhou || len(done.Notices[0].Items) != 1 {
		t.Errorf("said %+v", done.Notices)
	}
	if twice := staff.Swept(&done.Book, b.Sweeps[0].ID, nil, rules(), day(4, 9)); len(twice.Events) > 0 {
		t.Error("a sweep that was done is done again")
	}
	b = done.Book
	due(day(4, 11)) // the time to take it back is over
	b = staff.Fire(&b, rules(), day(4, 11)).Book
	due(day(5, 9))
	b = staff.Fire(&b, rules(), day(5, 9)).Book
	if len(b.Away) != 0 || len(b.Sweeps) != 1 || b.Sweeps[0].Do != staff.DoReturn {
		t.Errorf("book %+v", b)
	}
}

func TestUndo(t *testing.T) {
	b := staff.Leave(&staff.Book{}, []string{li, wu}, staff.Left, rules(), day(4, 9)).Book
	b = staff.Leave(&b, []string{li}, staff.Left, rules(), day(4, 9)).Book
	if len(b.Sweeps) != 2 {
		t.Fatalf("sweeps %+v", b.Sweeps)
	}
	id := b.Sweeps[0].ID
	b = staff.Swept(&b, id, []staff.Move{{Ticket: 7, To: zhou, As: ticket.AsReceiver, How: policy.ByActing}}, rules(), day(4, 9)).Book
	gone := rules()
	gone.Gone[li] = true
	for name, tt := range map[string]struct {
		by    string
		at    int
		rules policy.Rules
		code  ticket.Code
	}{
		"a stranger":         {ben, 10, rules(), ticket.NotForThem},
		"too late":           {zhou, 11, rules(), ticket.UndoOver},
		"still gone":         {zhou, 10, gone, ticket.PersonGone},
		"who was told":       {zhou, 10, rules(), ""},
		"a head further up":  {boss, 10, rules(), ""},
		"not what was swept": {zhou, 12, rules(), ticket.UndoOver},
	} {
		t.Run(name, func(t *testing.T) {
			d, err := staff.Undo(&b, staff.Moved{Sweep: id}, tt.by, tt.rules, day(4, tt.at))
			refused, _ := errors.AsType[*ticket.Refusal](err)
			if (refused == nil) != (tt.code == "") || refused != nil && refused.Code != tt.code {
				t.Fatalf("%v, want %q", err, tt.code)
			}
			restore := slices.ContainsFunc(d.Book.Sweeps, func(s staff.Sweep) bool { return s.Do == staff.DoRestore && s.Of == id && s.By == tt.by })
			if restore != (tt.code == "") {
				t.Errorf("sweeps %+v", d.Book.Sweeps)
			}
		})
	}
}
