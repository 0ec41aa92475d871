package config_test

import (
	"strings"
	"testing"
	"time"

	"github.com/firstask/firstask/calendar"
	"github.com/firstask/firstask/policy"
)

// A rule book says whose it is and from when it holds; the configuration has the
// last word, and from that day on all that the book says is narrowed.
func TestBooksSayWhoseTheyAre(t *testing.T) {
	c := mustParse(t, strings.Replace(head, "[first-asked]", "[first-asked, SD, {use: CM, departments: [support], effective_from: 2026-03-01, owner: Personnel, link: https://example.com/cm}]", 1)+tail)
	books := c.Policy.Books
	if len(books) != 3 || books[1].Owner["en"] != "The sales department" || books[1].Begins != string(policy.AtIntroduction) || !books[1].From.IsZero() {
		t.Fatalf("%+v", books)
	}
	cm, since := books[2], time.Date(2026, 3, 1, 0, 0, 0, 0, c.Org.Zone)
	if cm.Owner["en"] != "Personnel" || cm.Link != "https://example.com/cm" || cm.From != (calendar.Date{Year: 2026, Month: 3, Day: 1}) || !cm.When.Since.Equal(since) {
		t.Errorf("%+v", cm)
	}
	if w := mustWindow(t, c, "CM-5.2.2"); !w.When.Since.Equal(since) {
		t.Errorf("the window holds since %s", w.When.Since)
	}
	if w := mustWindow(t, c, "FA-15"); !w.When.Since.IsZero() {
		t.Errorf("another book's window holds since %s", w.When.Since)
	}
	for _, g := range c.Policy.Guidance {
		if (g.Book == "CM") != g.When.Since.Equal(since) {
			t.Errorf("%+v", g)
		}
	}
}

// CM-8: a year that the source leaves open is asked for, and so is who hears of what
// may be reported.
func TestBooksAskForWhatTheyLeaveOpen(t *testing.T) {
	with := func(use, more string) string {
		return lines(mustParse(t, strings.Replace(head, "[first-asked]", "[first-asked, "+use+"]", 1)+tail+more).Warnings)
	}
	const open, unheard = "CM holds from 03-01 of a year that it does not name", "may be reported (SD-4.3), and nobody is named"
	for _, row := range []struct {
		name, use, more, says, never string
	}{
		{"no year", "CM", "", open, unheard},
		{"a year", "{use: CM, effective_from: 2026-03-01}", "", "", open},
		{"nobody to tell", "SD", "", unheard, open},
		{"a phone", "SD", "report_violations: {phone: 0631-1}\n", "", unheard},
	} {
		got := with(row.use, row.more)
		if !strings.Contains(got, row.says) || strings.Contains(got, row.never) {
			t.Errorf("%s: %s", row.name, got)
		}
	}
}

// A rule book that does not hold yet is named with its day.
func TestBooksThatHoldLater(t *testing.T) {
	c := mustParse(t, strings.Replace(head, "[first-asked]", "[first-asked, {use: CM, effective_from: 2026-03-01}]", 1)+tail)
	if got := lines(c.Dated(calendar.Date{Year: 2026, Month: 2, Day: 27})); !strings.Contains(got, "CM holds from 2026-03-01 only, 2 days from now") {
		t.Errorf("%s", got)
	}
	if got := lines(c.Dated(calendar.Date{Year: 2026, Month: 3, Day: 1})); strings.Contains(got, "CM holds") {
		t.Errorf("%s", got)
	}
}
