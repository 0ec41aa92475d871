package text

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/firstask/firstask/calendar"
)

// jobs are what happens by the calendar, a sentence each.
func (p *policyPen) jobs() []string {
	lines := make([]string, 0, len(p.policy.Jobs))
	for _, name := range slices.Sorted(maps.Keys(p.policy.Jobs)) {
		what := name
		if key := "policy.job." + name; p.c.has(key) {
			what = p.say(key, nil)
		}
		lines = append(lines, p.say("policy.job", data{"when": p.byCalendar(p.policy.Jobs[name]), "what": what}))
	}
	return lines
}

// byCalendar says when a job runs: "workdays 09:15" in words, anything else as
// it is written.
func (p *policyPen) byCalendar(spec string) string {
	words := strings.Fields(spec)
	if n := len(words); n == 2 || n == 3 {
		d := data{"clock": words[n-1]}
		if day, err := calendar.ParseWeekday(words[1]); n == 3 && err == nil {
			d["weekday"] = p.say("weekday."+strconv.Itoa(int(day)), nil)
		}
		key := "policy.at." + words[0]
		if fits := (n == 3) == (d["weekday"] != ""); fits && p.c.has(key) {
			return p.say(key, d)
		}
	}
	return p.say("policy.at.other", data{"spec": spec})
}
