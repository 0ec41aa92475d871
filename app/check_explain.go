package app

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/firstask/firstask/calendar"
	"github.com/firstask/firstask/policy"
	"github.com/firstask/firstask/ticket"
)

// explanation prints one explained limit.
type explanation struct {
	w     io.Writer
	rules policy.Rules
	words policy.Labels
	r     ticket.Reason
	from  time.Time
}

// explain prints what a rule's limit counts if it starts at from: the counted
// pieces, the days that count differently, the reminders and the limit.
func explain(w io.Writer, rules policy.Rules, words policy.Labels, rule string, from time.Time, department string) error {
	r, err := ticket.Explain(rules, rule, from, department)
	switch {
	case errors.Is(err, ticket.ErrNoWindow):
		return fmt.Errorf("no window is called %q; there are %s", rule, strings.Join(windowsOf(rules.Policy), ", "))
	case errors.Is(err, ticket.ErrNoDepartment):
		return fmt.Errorf("no department is called %q", department)
	case err != nil:
		return err
	}
	x := &explanation{w: w, rules: rules, words: words, r: r, from: from}
	x.head()
	x.rivals(department)
	x.line("starts", x.at(from))
	if r.Clock.Due.IsZero() {
		x.line("limit", "the time that somebody gives the ticket")
		return nil
	}
	x.pieces()
	for i, p := range r.Clock.Points {
		x.line([]string{"reminders", ""}[min(i, 1)], x.at(p))
	}
	if !r.Clock.Soft.IsZero() {
		x.line("soft limit", x.at(r.Clock.Soft))
	}
	x.line("limit", x.at(r.Clock.Due))
	for i, u := range ticket.Silence(rules, r) {
		x.line([]string{"silence", ""}[min(i, 1)], x.at(u.At)+"  "+u.To.Lane()+" is asked")
	}
	return nil
}

func windowsOf(p *policy.Policy) []string {
	all := make([]string, 0, len(p.Windows))
	for i := range p.Windows {
		all = append(all, p.Windows[i].Rule)
	}
	return all
}

func (x *explanation) line(what, said string) {
	_, _ = fmt.Fprintf(x.w, "%-11s %s\n", what, said)
}

func (x *explanation) at(t time.Time) string {
	return t.In(x.rules.Org.Zone).Format("Mon 2006-01-02 15:04")
}

func (x *explanation) head() {
	w := x.r.Window
	title := cmp.Or(x.words.Windows[w.Rule].In("en"), x.words.Kinds[w.Kind].In("en"))
	_, _ = fmt.Fprintf(x.w, "%s  %s\n", w.Rule, title)
	x.line("rule book", cmp.Or(w.Preset, "the configuration"))
	span := x.r.Clock.Limit.String()
	if !w.OnDuty.IsZero() {
		span += " (on duty: " + w.OnDuty.String() + ")"
	}
	x.line("window", span+" in the calendar "+x.r.Calendar)
	if x.r.Clock.Department == "" {
		x.overlays(w)
	}
}

// overlays names the departments that keep the calendar in their own way.
func (x *explanation) overlays(w *policy.Window) {
	var own []string
	for _, d := range x.rules.Org.Departments {
		if x.rules.Org.CalendarOf(w.Calendar, d.ID) != w.Calendar {
			own = append(own, d.ID)
		}
	}
	if len(own) > 0 {
		x.line("differs in", strings.Join(own, ", ")+" (--department)")
	}
}

// rivals are the other windows of the kind and what wins where both start now.
func (x *explanation) rivals(department string) {
	for i := range x.rules.Policy.Windows {
		w := &x.rules.Policy.Windows[i]
		if w.Kind == "" || w.Kind != x.r.Window.Kind || w.Rule == x.r.Window.Rule || !x.meets(w, department) {
			continue
		}
		o, err := ticket.Explain(x.rules, w.Rule, x.from, department)
		if err != nil || o.Clock.Due.IsZero() {
			continue
		}
		how := "wins over "
		if o.Clock.Due.Before(x.r.Clock.Due) {
			how = "yields to "
		}
		x.line("", how+w.Rule+" of "+cmp.Or(w.Preset, "the configuration")+" ("+o.Clock.Limit.String()+", "+x.at(o.Clock.Due)+") where both hold")
	}
}

// meets reports whether another window may hold in the department asked about.
func (x *explanation) meets(w *policy.Window, department string) bool {
	return department == "" || len(w.When.Departments) == 0 || x.rules.Org.Within(department, w.When.Departments)
}

// pieces prints the counted time with its running sum, and the days on the way
// that are not as usual.
func (x *explanation) pieces() {
	var sum time.Duration
	type row struct {
		day  calendar.Date
		text string
	}
	var rows []row
	zone := x.rules.Org.Zone
	for _, i := range x.r.Intervals {
		sum += i.Length()
		to := i.To.In(zone).Format("15:04")
		if calendar.DateOf(i.From, zone) != calendar.DateOf(i.To, zone) {
			to = x.at(i.To)
		}
		said := fmt.Sprintf("%s–%s  %s, together %s%s", x.at(i.From), to, length(i.Length()), length(sum), special(i.Kind, i.Label))
		rows = append(rows, row{day: calendar.DateOf(i.From, zone), text: said})
	}
	if cal := x.rules.Org.Calendar(x.r.Calendar); cal != nil && !cal.Always() {
		last := calendar.DateOf(x.r.Clock.Due, zone)
		for d := calendar.DateOf(x.from, zone); d.Compare(last) <= 0; d = d.AddDays(1) {
			if day := cal.Day(d); len(day.Hours) == 0 {
				rows = append(rows, row{day: d, text: d.In(zone).Format("Mon 2006-01-02") + "  not counted" + special(day.Kind, day.Label)})
			}
		}
	}
	slices.SortStableFunc(rows, func(a, b row) int { return a.day.Compare(b.day) })
	for i, r := range rows {
		x.line([]string{"counted", ""}[min(i, 1)], r.text)
	}
}

// special is why a day is not like the others; "" if it is.
func special(k calendar.Kind, label calendar.Label) string {
	what := ""
	switch k {
	case calendar.KindMakeUp:
		what = "make-up workday"
	case calendar.KindHalf:
		what = "half day"
	case calendar.KindOff:
		what = "day off"
	case calendar.KindFree, calendar.KindRegular, calendar.KindClock:
		return ""
	}
	if l := label.In("en"); l != "" {
		what += " " + l
	}
	return " (" + what + ")"
}

// length is a span without units that are zero.
func length(d time.Duration) string { return policy.Limit{Time: d}.String() }
