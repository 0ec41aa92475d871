package config

import (
	"fmt"
	"slices"
	"time"

	"github.com/firstask/firstask/policy"
)

// windowDoc is a window of a preset, or what a configuration changes of it.
// What is not given is zero, nil or without a place.
type windowDoc struct {
	rule, calendar, on, then, daily str
	limit, onDuty                   policy.Limit
	limitAt, onDutyAt, stepAt       spot
	while                           []str
	remind                          []reminder // nil: not given
	ladder                          []str      // nil: not given
	step                            time.Duration
	apology                         *bool
	title, note                     policy.Name
	sizes                           []sizeDoc // of its preset
	explicit                        bool
}

// windows reads the overrides of the configuration.
func (l *loader) windows(v value) {
	l.each(v, func(key str, v value) {
		w := windowDoc{rule: key}
		l.object(v, l.timing(&w)...)
		w.explicit = w.remind != nil
		l.doc.windows = append(l.doc.windows, w)
	})
}

// timing are the keys that a preset sets and a configuration may change.
func (l *loader) timing(w *windowDoc) []field {
	return []field{
		may("limit", func(v value) { w.limit, w.limitAt = l.limit(v), v.spot }),
		may("on_duty", func(v value) { w.onDuty, w.onDutyAt = l.limit(v), v.spot }),
		may("calendar", func(v value) { w.calendar, _ = l.text(v) }),
		may("remind", func(v value) { w.remind = l.reminders(v) }),
		may("ladder", func(v value) { w.ladder = l.ladder(v) }),
		may("step", func(v value) { w.step, w.stepAt = l.span(v), v.spot }),
		may("daily", func(v value) {
			m, at, ok := l.minute(v)
			if ok {
				w.daily = str{m.String(), at.spot}
			}
		}),
		may("apology", func(v value) { b := l.flag(v); w.apology = &b }),
	}
}

func (l *loader) ladder(v value) []str {
	rungs, before := []str{}, len(l.problems)
	l.list(v, func(v value) {
		if s, ok := l.word(v, "a rung of a ladder", texts(policy.Steps())); ok {
			rungs = append(rungs, s)
		}
	})
	if len(l.problems) > before {
		return nil
	}
	return rungs
}

// over returns the window with what o gives. A new limit takes the preset's
// shorter limit on duty and its reminders with it, unless o gives its own.
func (w windowDoc) over(o windowDoc) windowDoc {
	if o.limitAt.line > 0 {
		w.limit, w.limitAt = o.limit, o.limitAt
		w.onDuty, w.onDutyAt, w.remind = policy.Limit{}, spot{}, nil
	}
	if o.onDutyAt.line > 0 {
		w.onDuty, w.onDutyAt = o.onDuty, o.onDutyAt
	}
	if o.calendar.string != "" {
		w.calendar = o.calendar
	}
	if o.daily.string != "" {
		w.daily = o.daily
	}
	if o.stepAt.line > 0 {
		w.step, w.stepAt = o.step, o.stepAt
	}
	if o.remind != nil {
		w.remind, w.explicit = o.remind, true
	}
	if o.ladder != nil {
		w.ladder = o.ladder
	}
	if o.apology != nil {
		w.apology = o.apology
	}
	w.rule.spot = o.rule.spot
	return w
}

// window makes the engine's form; defaults of reminders come from its sizes.
func (w windowDoc) window() policy.Window {
	out := policy.Window{
		Rule: w.rule.string, On: policy.Role(w.on.string), While: plain(w.while), Limit: w.limit, OnDuty: w.onDuty,
		Calendar: w.calendar.string, Explicit: w.explicit, Step: w.step, Daily: w.daily.string,
		Then: policy.Action(w.then.string), Apology: w.apology != nil && *w.apology,
	}
	for _, s := range w.ladder {
		out.Ladder = append(out.Ladder, policy.Step(s.string))
	}
	out.Remind = bare(w.remind)
	if w.remind == nil && out.On != policy.Nobody {
		out.Remind = bySize(w.sizes, w.limit)
		if !w.onDuty.IsZero() {
			out.OnDutyRemind = bySize(w.sizes, w.onDuty)
		}
	}
	return out
}

// bare leaves out the places.
func bare(all []reminder) []policy.Reminder {
	if len(all) == 0 {
		return nil
	}
	out := make([]policy.Reminder, 0, len(all))
	for _, m := range all {
		out = append(out, m.Reminder)
	}
	return out
}

// sizeDoc says which reminders windows up to a size have.
type sizeDoc struct {
	under, upTo time.Duration
	at          []reminder
}

func bySize(sizes []sizeDoc, l policy.Limit) []policy.Reminder {
	for _, s := range sizes {
		small := l.Days == 0 && (s.under > 0 && l.Time < s.under || s.upTo > 0 && l.Time <= s.upTo)
		if small || s.under == 0 && s.upTo == 0 {
			return bare(s.at)
		}
	}
	return nil
}

// checkWindow looks at a window as it will run.
func (l *loader) checkWindow(w windowDoc) {
	rule := w.rule
	if w.limit.IsZero() && w.limitAt.line == 0 {
		l.fail(rule.spot, fmt.Sprintf("windows: {%s: {limit: 1wd}}", rule.string), "%s has no limit: its rule book names none, so you must", rule.string)
	}
	if w.calendar.string == "" {
		l.fail(rule.spot, "for instance office", "%s has no calendar", rule.string)
	} else {
		l.mustKnow(w.calendar, "a calendar", l.calendarNames())
	}
	if w.onDutyAt.line > 0 && w.on.string != string(policy.Natural) {
		l.fail(w.onDutyAt, "only windows on the first-asked person have it: FA-15", "%s runs on the %s: on_duty has no meaning", rule.string, w.on.string)
	}
	l.checkReminders(w)
	l.checkLadder(w)
}

func (l *loader) checkReminders(w windowDoc) {
	for _, m := range w.remind {
		switch {
		case w.on.string == string(policy.Nobody):
			l.fail(m.spot, "remove remind", "%s runs on nobody: there is no one to remind", w.rule.string)
		case m.Before > 0 && w.limit.Time > 0 && m.Before >= w.limit.Time,
			m.Before > 0 && w.limit.Days > 0 && m.Before >= time.Duration(w.limit.Days)*24*time.Hour:
			l.fail(m.spot, "a time shorter than the limit, or a share (50%)", "%s before the end lies before the start: the limit is %s", brief(m.Before), w.limit)
		case m.Before > 0 && w.onDuty.Time > 0 && m.Before >= w.onDuty.Time:
			l.warn(m.spot, "a share (50%) fits every limit", "a person on duty has %s and will not get this reminder", w.onDuty)
		}
	}
}

// checkLadder sees to it that silence ends somewhere.
func (l *loader) checkLadder(w windowDoc) {
	rungs := plain(w.ladder)
	at := w.rule.spot
	if len(w.ladder) > 0 {
		at = w.ladder[0].spot
	}
	last := len(rungs) - 1
	fallback := slices.Index(rungs, string(policy.Fallback))
	switch {
	case len(rungs) == 0:
		if w.then.string != string(policy.Close) {
			l.fail(at, "ladder: [head, parent-head, fallback]", "%s has an empty ladder: silence would lead nowhere", w.rule.string)
		}
		return
	case w.then.string == "" && fallback < 0:
		l.fail(at, "end it with fallback", "the ladder of %s cannot end: where no head is left it leads nowhere", w.rule.string)
	case fallback >= 0 && fallback != last:
		l.fail(w.ladder[fallback].spot, "put fallback last, once", "the fallback channel is asked again daily until somebody takes it, so nothing comes after it")
	}
	if rungs[0] == string(policy.ParentHead) {
		l.fail(at, "begin with head", "a ladder begins with the head")
	}
	for i, s := range w.ladder {
		if i > 0 && s.string == string(policy.Head) {
			l.fail(s.spot, "parent-head, which may be repeated, is the next one up", "head is on the ladder already")
		}
	}
	if last > 0 && w.step <= 0 && w.stepAt.line == 0 {
		l.fail(at, "step: 60m", "%s has several rungs and no step between them", w.rule.string)
	}
}

// brief writes a duration without empty units: 1h and not 1h0m0s.
func brief(d time.Duration) string { return policy.Limit{Time: d}.String() }
