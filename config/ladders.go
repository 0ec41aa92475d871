package config

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/goccy/go-yaml/ast"

	"github.com/firstask/firstask/policy"
)

// rungDoc is a rung of a ladder: a step of the engine or a role, and the
// working time before it where it has its own.
type rungDoc struct {
	str
	after   time.Duration
	afterAt spot
}

// ladder reads a list of rungs; nil if there are mistakes in it. Which roles
// there are is known only when everything is read.
func (l *loader) ladder(v value) []rungDoc {
	rungs, before := []rungDoc{}, len(l.problems)
	l.list(v, func(v value) {
		if r, ok := l.rung(v); ok {
			rungs = append(rungs, r)
		}
	})
	if len(l.problems) > before {
		return nil
	}
	return rungs
}

func (l *loader) rung(v value) (rungDoc, bool) {
	r := rungDoc{}
	if _, ok := v.node.(ast.MapNode); ok {
		l.object(v,
			must("to", func(v value) { r.str, _ = l.text(v) }),
			may("after", func(v value) { r.after, r.afterAt = l.span(v), v.spot }))
		return r, r.string != ""
	}
	s, ok := l.text(v)
	return rungDoc{str: s}, ok
}

// rungs are the ladder as the engine has it, and the times before its rungs if
// one has a time of its own.
func (w windowDoc) rungs() (ladder []policy.Step, steps []time.Duration) {
	own := false
	for i, r := range w.ladder {
		ladder = append(ladder, policy.Step(r.string))
		before := r.after
		if i > 0 && r.afterAt.line == 0 {
			before = w.step
		}
		own = own || r.afterAt.line > 0
		steps = append(steps, before)
	}
	if !own {
		return ladder, nil
	}
	return ladder, steps
}

// checkLadder sees to it that silence ends somewhere.
func (l *loader) checkLadder(w windowDoc) {
	then := policy.Action(w.then.string)
	if len(w.ladder) == 0 {
		if then != policy.Close && then != policy.Remind {
			l.fail(w.rule.spot, "ladder: [head, parent-head, fallback]", "%s has an empty ladder: silence would lead nowhere", w.rule.string)
		}
		return
	}
	for _, r := range w.ladder {
		if !l.checkStep(r.str) {
			return
		}
	}
	l.checkEnds(w, then)
	l.checkRepeats(w)
	if then != policy.Alarm && w.step <= 0 && w.stepAt.line == 0 && slices.ContainsFunc(w.ladder[1:], func(r rungDoc) bool { return r.afterAt.line == 0 }) {
		l.fail(w.ladder[0].spot, "step: 60m", "%s has several rungs and no step between them", w.rule.string)
	}
}

// checkStep reports a word that is neither a step nor a role. Which steps are
// used is noted.
func (l *loader) checkStep(s str) bool {
	if slices.Contains(texts(policy.Steps()), s.string) {
		return true
	}
	if known := l.roleIDs(); !slices.Contains(known, s.string) {
		if !l.incomplete {
			l.fail(s.spot, hintOf(s.string, append(known, texts(policy.Steps())...)), "%q is neither a step nor a role", s.string)
		}
		return false
	}
	l.useRole(s)
	return true
}

// checkEnds looks at how a ladder begins and ends. An alarm asks all of its
// steps at once: it has neither.
func (l *loader) checkEnds(w windowDoc, then policy.Action) {
	if then == policy.Alarm {
		return
	}
	at, last := w.ladder[0].spot, len(w.ladder)-1
	fallback := slices.IndexFunc(w.ladder, func(r rungDoc) bool { return r.string == string(policy.Fallback) })
	switch {
	case then == policy.Breach && fallback < 0:
		l.fail(at, "end it with fallback", "the ladder of %s cannot end: where no head is left it leads nowhere", w.rule.string)
	case fallback >= 0 && fallback != last:
		l.fail(w.ladder[fallback].spot, "put fallback last, once", "the fallback channel is asked again daily until somebody takes it, so nothing comes after it")
	}
	switch first := policy.Step(w.ladder[0].string); {
	case first == policy.ParentHead:
		l.fail(at, "begin with head", "a ladder does not begin with the head above the head")
	case first == policy.Work && then == policy.Breach:
		l.fail(at, "begin with head, a role, upper or natural", "a ladder does not begin with a channel")
	}
}

// checkRepeats reports a step that is on a ladder twice, the head also after a
// head above; there are many heads above a head.
func (l *loader) checkRepeats(w windowDoc) {
	above := string(policy.ParentHead)
	for i, r := range w.ladder {
		before := slices.ContainsFunc(w.ladder[:i], func(o rungDoc) bool {
			return o.string == r.string || r.string == string(policy.Head) && o.string == above
		})
		if before && r.string != above && r.string != string(policy.Fallback) {
			l.fail(r.spot, "parent-head, which may be repeated, is the next one up", "%s is on the ladder already", r.string)
		}
	}
}

// checkAsked looks at the step on which a superior was asked.
func (l *loader) checkAsked(w windowDoc) {
	superior := w.on.string == string(policy.Superior)
	channels := []policy.Step{policy.Work, policy.Fallback}
	switch {
	case superior && w.asked.string == "":
		l.fail(w.on.spot, "asked: head, or a role", "%s does not say which superior it runs on", w.rule.string)
	case !superior && w.asked.string != "":
		l.fail(w.asked.spot, fmt.Sprintf("remove it, or on: %s", policy.Superior), "%s runs on the %s, not on somebody asked for help", w.rule.string, w.on.string)
	case slices.Contains(channels, policy.Step(w.asked.string)):
		l.fail(w.asked.spot, "a head or a role", "a channel owes nothing: %s wants a person", w.rule.string)
	case superior:
		l.checkStep(w.asked)
	}
}

// circle writes a way that leads back to its beginning.
func circle(way []string) string { return strings.Join(way, " > ") }
