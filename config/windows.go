package config

import (
	"slices"
	"time"

	"github.com/firstask/firstask/policy"
)

// windowDoc is a window of a preset, or what a configuration changes of it.
// What is not given is zero, nil or without a place.
type windowDoc struct {
	preset                            string // the id of its rule book
	rule, calendar, on, then, daily   str
	kind, asked, starts, after, part  str
	limit, onDuty, soft               policy.Limit
	limitAt, onDutyAt, softAt, stepAt spot
	when, unless                      whenDoc
	while, pause, until, again        []str // nil: not given
	from, to                          str
	remind                            []reminder // nil: not given
	ladder                            []rungDoc  // nil: not given
	step, repeat                      time.Duration
	repeatAt, promiseAt               spot
	promise                           policy.Promise
	apology, urgent, cumulative       *bool
	cumulativeAt                      spot
	title, note                       policy.Name
	sizes                             []sizeDoc // of its preset
	explicit                          bool
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
	flag := func(to **bool) func(value) { return func(v value) { b := l.flag(v); *to = &b } }
	return []field{
		may("limit", func(v value) { w.limit, w.limitAt = l.limit(v), v.spot }),
		may("soft", func(v value) { w.soft, w.softAt = l.limit(v), v.spot }),
		may("on_duty", func(v value) { w.onDuty, w.onDutyAt = l.period(v), v.spot }),
		may("starts", func(v value) { w.starts, _ = l.word(v, "a start", texts(policy.Starts()[1:])) }),
		may("calendar", func(v value) { w.calendar, _ = l.text(v) }),
		may("pause", func(v value) { w.pause = l.states(v) }),
		may("remind", func(v value) { w.remind = l.reminders(v) }),
		may("ladder", func(v value) { w.ladder = l.ladder(v) }),
		may("step", func(v value) { w.step, w.stepAt = l.span(v), v.spot }),
		may("daily", func(v value) {
			m, at, ok := l.minute(v)
			if ok {
				w.daily = str{m.String(), at.spot}
			}
		}),
		may("repeat", func(v value) { w.repeat, w.repeatAt = l.span(v), v.spot }),
		may("cumulative", func(v value) { b := l.flag(v); w.cumulative, w.cumulativeAt = &b, v.spot }),
		may("urgent", flag(&w.urgent)),
		may("apology", flag(&w.apology)),
		may("promise", func(v value) { w.promise, w.promiseAt = l.promise(v), v.spot }),
	}
}

func (l *loader) promise(v value) policy.Promise {
	p := policy.Promise{}
	l.object(v,
		may("never", func(v value) { p.Never = l.flag(v) }),
		may("consent", func(v value) { p.Consent = l.flag(v) }),
		may("customer", func(v value) { p.Customer = l.flag(v) }),
		may("alone", func(v value) { p.Alone = l.period(v) }))
	if rest := (policy.Promise{Never: true}); p.Never && p != rest {
		l.fail(v.spot, "never alone, or the others", "a limit that no promise moves has no other terms")
	}
	return p
}

// over returns the window with what o gives. A new limit takes the preset's
// shorter limit on duty, its reminders and a soft limit it no longer leaves
// room for with it, unless o gives its own.
func (w windowDoc) over(o windowDoc) windowDoc {
	if o.limitAt.line > 0 {
		w.limit, w.limitAt = o.limit, o.limitAt
		w.onDuty, w.onDutyAt, w.remind, w.explicit = policy.Limit{}, spot{}, nil, false
		if less, known := shorter(w.soft, w.limit); known && !less {
			w.soft, w.softAt = policy.Limit{}, spot{}
		}
	}
	if o.onDutyAt.line > 0 {
		w.onDuty, w.onDutyAt = o.onDuty, o.onDutyAt
	}
	if o.softAt.line > 0 {
		w.soft, w.softAt = o.soft, o.softAt
	}
	if o.stepAt.line > 0 {
		w.step, w.stepAt = o.step, o.stepAt
	}
	if o.repeatAt.line > 0 {
		w.repeat, w.repeatAt = o.repeat, o.repeatAt
	}
	if o.promiseAt.line > 0 {
		w.promise, w.promiseAt = o.promise, o.promiseAt
	}
	if o.remind != nil {
		w.remind, w.explicit = o.remind, true
	}
	w.rule.spot = o.rule.spot
	return w.overWords(o)
}

func (w windowDoc) overWords(o windowDoc) windowDoc {
	for _, s := range []struct{ to, given *str }{{&w.calendar, &o.calendar}, {&w.daily, &o.daily}, {&w.starts, &o.starts}} {
		if s.given.string != "" {
			*s.to = *s.given
		}
	}
	for _, b := range []struct{ to, given **bool }{{&w.apology, &o.apology}, {&w.urgent, &o.urgent}, {&w.cumulative, &o.cumulative}} {
		if *b.given != nil {
			*b.to = *b.given
		}
	}
	if o.pause != nil {
		w.pause = o.pause
	}
	if o.ladder != nil {
		w.ladder = o.ladder
	}
	return w
}

// window makes the engine's form; defaults of reminders come from its sizes.
func (w windowDoc) window() policy.Window {
	yes := func(b *bool) bool { return b != nil && *b }
	out := policy.Window{
		Rule: w.rule.string, Preset: w.preset, Kind: w.kind.string, When: w.when.when(), Unless: w.unless.when(),
		On: policy.Role(w.on.string), Asked: policy.Step(w.asked.string),
		While: plain(w.while), Pause: some(w.pause), Until: some(w.until), Again: some(w.again),
		Starts: policy.Start(w.starts.string), After: w.after.string, PartOf: w.part.string,
		Shared: w.after.string != "" && w.cumulative != nil && !*w.cumulative,
		Limit:  w.limit, OnDuty: w.onDuty, Soft: w.soft, Calendar: w.calendar.string, Explicit: w.explicit,
		Repeat: w.repeat, Urgent: yes(w.urgent), Step: w.step, Daily: w.daily.string,
		Then: policy.Action(w.then.string), Apology: yes(w.apology), Promise: w.promise,
	}
	out.Ladder, out.Steps = w.rungs()
	out.Remind = bare(w.remind)
	if w.remind == nil && w.reminds() {
		out.Remind, _ = bySize(w.sizes, w.limit)
		if !w.onDuty.IsZero() {
			out.OnDutyRemind, _ = bySize(w.sizes, w.onDuty)
		}
	}
	return out
}

// reminds reports whether reminders by size make sense: there is somebody to
// remind, and the limit itself is no reminder.
func (w windowDoc) reminds() bool {
	quiet := []policy.Action{policy.Remind, policy.Alarm}
	return w.on.string != string(policy.Nobody) && !w.limit.None && !slices.Contains(quiet, policy.Action(w.then.string))
}

// some is plain, and nil for an empty list.
func some(all []str) []string {
	if len(all) == 0 {
		return nil
	}
	return plain(all)
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

// bySize are the reminders of a window; one that is not a mere time is a long
// one. It is false where no line is for windows of that size.
func bySize(sizes []sizeDoc, l policy.Limit) ([]policy.Reminder, bool) {
	for _, s := range sizes {
		mere := l == policy.Limit{Time: l.Time}
		small := mere && (s.under > 0 && l.Time < s.under || s.upTo > 0 && l.Time <= s.upTo)
		if small || s.under == 0 && s.upTo == 0 {
			return bare(s.at), true
		}
	}
	return nil, false
}

// brief writes a duration without empty units: 1h and not 1h0m0s.
func brief(d time.Duration) string { return policy.Limit{Time: d}.String() }
