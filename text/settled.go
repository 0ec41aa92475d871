package text

import (
	"slices"
	"time"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/ticket"
)

// drawn is a message as it stands now. A live one whose matter is settled says
// what it was and what became of it, and has no buttons; and the plain words of
// what presses begin with what it is about.
func (p *pen) drawn(k notice.Kind, write func(*pen) []Part) []Part {
	parts := write(p)
	if p.live && p.isOver(k) && slices.ContainsFunc(parts, hasButtons) {
		parts = append(paras(firstWordsOf(parts), p.became()), contexts(p.link())...)
	}
	if p.bare && slices.Contains([]notice.Kind{notice.Reminder, notice.Limit, notice.Escalation, notice.Fallback}, k) {
		parts = append(paras(p.firstLook(k)), parts...)
	}
	return parts
}

func hasButtons(part Part) bool { return part.Kind == Buttons && len(part.Buttons) > 0 }

// firstWordsOf is the first paragraph of a message.
func firstWordsOf(parts []Part) string {
	if i := slices.IndexFunc(parts, func(part Part) bool { return part.Kind == Para && part.Text != "" }); i >= 0 {
		return parts[i].Text
	}
	return ""
}

// isOver reports whether nothing is left to do about a live message of this
// kind. Those that word their own end are not asked.
func (p *pen) isOver(k notice.Kind) bool {
	switch t := p.t; k { //nolint:exhaustive // all others are over when they are untrue
	case notice.Solved, notice.SolvedAgain, notice.AskerNews, notice.Delay, notice.Escalation, notice.Fallback, notice.Card:
		return false
	case notice.Survey: // it is about what has ended
		return p.stale(k)
	case notice.Receipt:
		return t.State.Ended()
	case notice.Reminder, notice.Limit, notice.Soft: // a passed limit, or one that was moved, still waits
		return p.clockGone()
	case notice.Urge:
		return t.State.Ended() || t.State == ticket.Answered || !p.movesNow(p.to.User) || p.resultElsewhere(p.to.User)
	case notice.Marked, notice.Triaged:
		return p.settled()
	case notice.Redirected: // it is the word about the end
		return t.Redirect.At.IsZero()
	default:
		return p.stale(k) || t.State.Ended()
	}
}

// resultElsewhere reports whether a result lies with somebody else than this person.
func (p *pen) resultElsewhere(user string) bool {
	return p.t.State == ticket.ResultReady && user != p.t.Teller()
}

// firstLook is number, who, what and by when, within the first look at a
// notification: the sentence that follows says what to do.
func (p *pen) firstLook(k notice.Kind) string {
	who, due := p.value("subject"), p.instant("limit")
	if c := p.clock(); c != nil {
		due = c.Due
	}
	if k == notice.Reminder || k == notice.Limit {
		if who = p.asker(); p.t.Asker.Kind == ticket.AskerUnknown {
			who = ""
		}
	}
	if due.IsZero() || p.settled() || (p.live && p.clockGone()) {
		return ""
	}
	return p.fitted("look.due", data{"who": who, "when": p.when(due)}, p.t.Text, "when")
}

// when is a limit in a few words: until it, or that it has passed.
func (p *pen) when(due time.Time) string {
	key := "when.by"
	if !due.After(p.v.Now) {
		key = "when.past"
	}
	return p.say(key, data{"limit": p.at(due)})
}

// dueNow is when of a clock, or that it stands still.
func (p *pen) dueNow(c *ticket.Clock) string {
	if !c.Paused.IsZero() {
		return p.say("when.still", nil)
	}
	return p.when(c.Due)
}
