package config

import (
	"fmt"
	"slices"
	"time"

	"github.com/firstask/firstask/policy"
)

// checkWindow looks at a window as it will run, among all that will.
func (l *loader) checkWindow(w windowDoc, all []windowDoc) {
	if w.calendar.string == "" {
		l.fail(w.rule.spot, "for instance office", "%s has no calendar", w.rule.string)
	} else {
		l.mustKnow(w.calendar, "a calendar", l.calendarNames())
	}
	if w.onDutyAt.line > 0 && w.on.string != string(policy.Natural) {
		l.fail(w.onDutyAt, "only windows on the first-asked person have it", "%s runs on the %s: on_duty has no meaning", w.rule.string, w.on.string)
	}
	l.checkWhen(w.when)
	l.checkWhen(w.unless)
	l.checkLimits(w)
	l.checkReminders(w)
	l.checkSizes(w)
	l.checkAlarm(w)
	l.checkLadder(w)
	l.checkAsked(w)
	l.checkFollows(w, all)
}

func (l *loader) checkLimits(w windowDoc) {
	atOnce := []policy.Action{policy.Alarm, policy.Inform}
	switch {
	case w.limit.IsZero() && w.limitAt.line == 0:
		l.fail(w.rule.spot, fmt.Sprintf("windows: {%s: {limit: 1wd}}", w.rule.string), "%s has no limit: its rule book names none, so you must", w.rule.string)
	case w.limit.None && !slices.Contains(atOnce, policy.Action(w.then.string)):
		l.fail(w.limitAt, "a time, or then: alarm", "%s would be late when it begins: nobody can keep it", w.rule.string)
	}
	if w.softAt.line == 0 || w.soft.IsZero() {
		return
	}
	less, known := shorter(w.soft, w.limit)
	switch {
	case w.soft.Given || w.soft.None:
		l.fail(w.softAt, periodHint, "a soft limit is a time")
	case known && !less:
		l.fail(w.softAt, "a time shorter than the limit", "the soft limit %s of %s is not before its limit %s", w.soft, w.rule.string, w.limit)
	}
}

func (l *loader) checkReminders(w windowDoc) {
	for _, m := range w.remind {
		switch {
		case w.on.string == string(policy.Nobody):
			l.fail(m.spot, "remove remind", "%s runs on nobody: there is no one to remind", w.rule.string)
		case w.limit.None:
			l.fail(m.spot, "remove remind", "%s is over when it begins: nothing comes before its limit", w.rule.string)
		case m.Before > 0 && outlasts(m.Before, w.limit):
			l.fail(m.spot, "a time shorter than the limit, or a share (50%)", "%s before the end lies before the start: the limit is %s", brief(m.Before), w.limit)
		case m.Before > 0 && w.onDuty.Time > 0 && m.Before >= w.onDuty.Time:
			l.warn(m.spot, "a share (50%) fits every limit", "a person on duty has %s and will not get this reminder", w.onDuty)
		}
	}
}

// outlasts reports whether a time is as long as a limit at least; never of one
// whose length depends on the day.
func outlasts(d time.Duration, l policy.Limit) bool {
	days := l.Days + l.Dates
	if l == (policy.Limit{Time: l.Time}) {
		return l.Time > 0 && d >= l.Time
	}
	return days > 0 && d >= time.Duration(days)*24*time.Hour+l.Time
}

// checkAlarm looks at what only an alarm has.
func (l *loader) checkAlarm(w windowDoc) {
	alarm := w.then.string == string(policy.Alarm)
	switch {
	case alarm && w.repeatAt.line == 0:
		l.fail(w.rule.spot, "repeat: 5m", "%s is an alarm and does not say how often it is repeated", w.rule.string)
	case !alarm && w.repeatAt.line > 0:
		l.fail(w.repeatAt, "remove it; daily: repeats the last rung of a ladder", "%s is no alarm: repeat has no meaning", w.rule.string)
	}
	if w.on.string == string(policy.Nobody) && w.then.string == string(policy.Remind) {
		l.fail(w.then.spot, "another action, or a role", "%s runs on nobody: there is no one to remind", w.rule.string)
	}
}

// checkFollows looks at the windows that a window follows or is part of.
func (l *loader) checkFollows(w windowDoc, all []windowDoc) {
	rules := make([]string, 0, len(all))
	next := map[string]string{}
	for _, o := range all {
		rules = append(rules, o.rule.string)
		next[o.rule.string] = o.after.string
	}
	for _, s := range []str{w.after, w.part} {
		switch {
		case s.string == "":
		case s.string == w.rule.string:
			l.fail(s.spot, "", "%s names itself", w.rule.string)
		case !slices.Contains(rules, s.string) && !l.incomplete:
			l.fail(s.spot, hintOf(s.string, rules), "no rule book of this file has a window %q", s.string)
		}
	}
	if on := policy.Role(w.on.string); w.starts.string == string(policy.AtFirst) && (on == policy.Nobody || on == policy.Superior || on.Below()) {
		l.fail(w.starts.spot, "on: receiver, responsible, handler or factual", "%s runs on %s, who hands nothing on: starts: first has no meaning", w.rule.string, on)
	}
	if w.cumulativeAt.line > 0 && w.after.string == "" {
		l.fail(w.cumulativeAt, "after: the rule it follows", "%s follows no window: cumulative has no meaning", w.rule.string)
	}
	way := []string{w.rule.string}
	for s := w.after.string; s != "" && s != w.rule.string && !slices.Contains(way, s); s = next[s] {
		way = append(way, s)
		if next[s] == w.rule.string && w.rule.string == slices.Min(way) { // said once
			l.fail(w.after.spot, "one of them begins by itself", "windows wait for each other: %s", circle(append(way, w.rule.string)))
		}
	}
}
