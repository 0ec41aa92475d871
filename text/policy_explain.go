package text

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/firstask/firstask/calendar"
	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/policy"
	"github.com/firstask/firstask/ticket"
)

// Explain says what a rule's limit counts if it starts at from, in plain text:
// the counted pieces and the days that count differently, the reminders, the
// limit, and whom the silence after it reaches. Without a department it is the
// default one, or one for which the rule holds. The error wraps
// ticket.ErrNoWindow or ticket.ErrNoDepartment.
func (c *Catalog) Explain(rules policy.Rules, words policy.Labels, locale, rule string, from time.Time, department string) (string, error) {
	at := cmp.Or(department, whereItHolds(rules, rule))
	r, err := ticket.Explain(rules, rule, from, at)
	if err != nil {
		return "", err
	}
	x := &explanation{
		policyPen: &policyPen{
			pen:   c.pen(View{Rules: rules, Now: from, Reader: Reader{Locale: locale}}, nil, notice.Recipient{}),
			words: words, policy: rules.Policy, org: rules.Org,
		},
		r: r, from: from, department: at,
	}
	x.head(department == "")
	x.rivals()
	x.line("starts", x.moment(from))
	if r.Clock.Due.IsZero() {
		x.line("limit", x.say("policy.explain.unknown", nil))
	} else {
		x.limits()
	}
	return x.b.String(), nil
}

// whereItHolds is the default department, or the first one that the rule's
// window is bound to, if it is bound to others; "" without any.
func whereItHolds(rules policy.Rules, rule string) string {
	org := rules.Org
	w, ok := rules.Policy.Window(rule)
	if !ok || len(w.When.Departments) == 0 || org.Within(org.Default, w.When.Departments) {
		return org.Default
	}
	return w.When.Departments[0]
}

// explanation is one explained limit, line by line.
type explanation struct {
	*policyPen

	r          ticket.Reason
	from       time.Time
	department string
	b          strings.Builder
	last       string // what the line above is about
}

// line adds a line about something; what is said once for lines that follow
// each other.
func (x *explanation) line(what, said string) {
	const width = 11
	head := ""
	if what != x.last {
		head = x.say("policy.explain."+what, nil)
	}
	x.last = what
	x.b.WriteString(head + strings.Repeat(" ", max(0, width-columns(head))) + " " + said + "\n")
}

// columns is how wide a terminal draws a text: Chinese characters take two.
func columns(s string) int {
	n := 0
	for _, r := range s {
		const firstWide = 0x2e80
		if n++; r >= firstWide {
			n++
		}
	}
	return n
}

// moment is a point in time with its weekday and year.
func (x *explanation) moment(t time.Time) string {
	local := t.In(x.org.Zone)
	return x.day(calendar.DateOf(t, x.org.Zone)) + " " + local.Format("15:04")
}

func (x *explanation) day(d calendar.Date) string {
	return x.say("policy.explain.day", data{"weekday": x.say("weekday."+strconv.Itoa(int(d.Weekday())), nil), "date": d.String()})
}

// head is the rule, its book and window, and the department.
func (x *explanation) head(assumed bool) {
	w := x.r.Window
	x.b.WriteString(strings.TrimSpace(w.Rule+"  "+x.title(w)) + "\n")
	x.line("book", x.bookOf(w))
	span := x.limit(x.r.Clock.Limit, x.r.Calendar)
	if !w.OnDuty.IsZero() {
		span = x.say("policy.explain.on_duty", data{"limit": span, "other": x.limit(w.OnDuty, x.r.Calendar)})
	}
	x.line("window", span)
	if x.department == "" {
		return
	}
	d := data{"what": x.say("policy.book", data{"title": x.policyPen.department(x.department), "id": x.department})}
	switch {
	case len(w.When.Departments) > 0 && !x.org.Within(x.department, w.When.Departments):
		x.line("department", x.say("policy.explain.not_here", d))
	case assumed:
		x.line("department", x.say("policy.explain.assumed", d))
		x.overlays(w)
	default:
		x.line("department", d["what"])
	}
}

func (x *explanation) bookOf(w *policy.Window) string {
	if w.Preset == "" {
		return x.say("policy.own", nil)
	}
	return x.book(w.Preset)
}

// overlays names the departments that keep the calendar in another way.
func (x *explanation) overlays(w *policy.Window) {
	var own []string
	for _, d := range x.org.Departments {
		holds := len(w.When.Departments) == 0 || x.org.Within(d.ID, w.When.Departments)
		if holds && x.org.CalendarOf(w.Calendar, d.ID) != x.r.Calendar {
			own = append(own, d.ID)
		}
	}
	if len(own) > 0 {
		x.line("differs", x.listed(own)+" (--department)")
	}
}

// rivals are the windows that compete with this one, and which one wins if both
// start now; of two that end together it is the first of the rules.
func (x *explanation) rivals() {
	before := true
	rivals := ticket.Rivals(x.v.Rules, x.r.Clock.Rule, x.department)
	for i := range x.policy.Windows {
		w := &x.policy.Windows[i]
		before = before && w.Rule != x.r.Clock.Rule
		if !slices.Contains(rivals, w) {
			continue
		}
		o, err := ticket.Explain(x.v.Rules, w.Rule, x.from, x.department)
		if err != nil || o.Clock.Due.IsZero() || x.r.Clock.Due.IsZero() {
			continue
		}
		key := "policy.explain.wins"
		if o.Clock.Due.Before(x.r.Clock.Due) || before && o.Clock.Due.Equal(x.r.Clock.Due) {
			key = "policy.explain.yields"
		}
		x.line("beside", x.say(key, data{
			"rule": w.Rule, "book": x.bookOf(w), "limit": x.limit(o.Clock.Limit, o.Calendar), "at": x.moment(o.Clock.Due),
		}))
	}
}

// limits are what is counted, the reminders, the limit and what comes after it.
func (x *explanation) limits() {
	c := &x.r.Clock
	if l := c.Limit; l == (policy.Limit{Days: l.Days, Time: l.Time}) {
		x.pieces()
	} else if !l.None {
		x.line("counted", x.say("policy.explain.dates", nil))
	}
	for _, p := range c.Points {
		x.line("reminders", x.moment(p))
	}
	if !c.Soft.IsZero() {
		x.line("soft", x.moment(c.Soft))
	}
	x.line("limit", x.moment(c.Due)+x.restful(c.Due))
	for _, u := range ticket.Silence(x.v.Rules, x.r) {
		x.line("silence", x.say("policy.explain.asked", data{"at": x.moment(u.At), "who": u.To.Lane()}))
	}
}

// pieces prints the counted time with its running sum, and the days on the way
// that do not count.
func (x *explanation) pieces() {
	type row struct {
		day  calendar.Date
		text string
	}
	var rows []row
	var sum time.Duration
	zone := x.org.Zone
	for _, i := range x.r.Intervals {
		sum += i.Length()
		first, last := calendar.DateOf(i.From, zone), calendar.DateOf(i.To, zone)
		to := i.To.In(zone).Format("15:04")
		if first != last {
			to = x.moment(i.To)
		}
		said := x.say("policy.explain.piece", data{"from": x.moment(i.From), "to": to, "span": x.span(i.Length(), false), "sum": x.span(sum, false)})
		rows = append(rows, row{first, said + x.special(i.Kind, i.Label)})
	}
	if cal := x.org.Calendar(x.r.Calendar); cal != nil && !cal.Always() {
		last := calendar.DateOf(x.r.Clock.Due, zone)
		for d := calendar.DateOf(x.from, zone); d.Compare(last) <= 0; d = d.AddDays(1) {
			if day := cal.Day(d); len(day.Hours) == 0 {
				rows = append(rows, row{d, x.say("policy.explain.skipped", data{"day": x.day(d)}) + x.special(day.Kind, day.Label)})
			}
		}
	}
	slices.SortStableFunc(rows, func(a, b row) int { return a.day.Compare(b.day) })
	for _, r := range rows {
		x.line("counted", r.text)
	}
}

// special is why a day is not like the others; "" if it is.
func (x *explanation) special(k calendar.Kind, label calendar.Label) string {
	key := ""
	switch k {
	case calendar.KindMakeUp:
		key = "makeup"
	case calendar.KindHalf:
		key = "half"
	case calendar.KindOff:
		key = "off"
	case calendar.KindFree, calendar.KindRegular, calendar.KindClock:
		return ""
	}
	return x.say("policy.explain."+key, data{"label": label.In(x.locale)})
}

// restful says that a limit lies on a day without working hours. By the clock
// that is a day off of the calendar that the organisation promises in.
func (x *explanation) restful(due time.Time) string {
	cal := x.org.Calendar(x.r.Calendar)
	if cal == nil || cal.Always() {
		cal = x.org.Calendar(x.org.CalendarOf(x.policy.Calendar, x.department))
	}
	if cal == nil || cal.Always() {
		return ""
	}
	day := cal.Day(calendar.DateOf(due, x.org.Zone))
	if len(day.Hours) > 0 {
		return ""
	}
	return x.say("policy.explain.off", data{"label": day.Label.In(x.locale)})
}
