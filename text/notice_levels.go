package text

import (
	"cmp"

	"github.com/firstask/firstask/ticket"
)

// The next levels: questions down the chain, answers up it, and waiting for
// somebody outside.

// level is the newest question to somebody, open or not; nil if there was none.
func (p *pen) level(user string) *ticket.Level {
	for i := len(p.t.Levels) - 1; i >= 0; i-- {
		if l := &p.t.Levels[i]; l.User == user {
			return l
		}
	}
	return nil
}

// levelClock is the clock that runs on somebody on a next level; nil for none.
func (p *pen) levelClock(user string) *ticket.Clock {
	for i := range p.t.Clocks {
		if c := &p.t.Clocks[i]; c.Role.Below() && c.Subject == user {
			return c
		}
	}
	return nil
}

func (p *pen) question() []Part {
	d := data{"from": p.value("from")}
	asked := p.params["question"].Raw()
	l := p.t.LevelOf(p.to.User)
	if l == nil || p.t.State.Ended() {
		return append(paras(p.fitted("question.done", d, asked, ""), p.levelBecame()), contexts(p.link())...)
	}
	key := "question.no_limit"
	if c := p.levelClock(p.to.User); c != nil {
		key, d["limit"] = "question.text", p.at(c.Due)
	}
	parts := paras(p.fitted(key, d, asked, "limit"), p.quoted(asked))
	about := p.labelled("question.about", p.t.Text, reasonText)
	return append(append(parts, contexts(p.lines(about, p.askerLine(), p.nextOf(p.levelClock(p.to.User)), p.link()))...), row(p.levelled(l)...))
}

// levelBecame says what has become of a question.
func (p *pen) levelBecame() string {
	l := p.level(p.to.User)
	if l == nil || l.Open() {
		return p.became()
	}
	d := data{"who": p.name(l.User), "at": p.at(l.Ended)}
	switch l.End {
	case string(ticket.VerbAnswer):
		return p.say("became.answered", d)
	case string(ticket.VerbReturn):
		return p.say("became.given_back", d)
	default:
		return p.say("became.void", d)
	}
}

func (p *pen) answerUp() []Part {
	answered := p.params["answer"].Raw()
	key, d := "answer_up.text", p.values("by")
	if p.params["until"] != "" {
		key, d["at"] = "answer_up.until", p.value("until")
	}
	parts := paras(p.fitted(key, d, answered, ""), p.quoted(answered), p.heard())
	asked := p.labelled("answer_up.question", p.params["question"].Raw(), reasonText)
	return append(append(parts, contexts(p.lines(asked, p.about(), p.link()))...), row(p.mine()...))
}

func (p *pen) declined() []Part {
	reason := p.labelled("card.reason", p.params["reason"].Raw(), reasonText)
	parts := paras(p.fitted("declined.text", p.values("by"), p.questioned(), ""), reason)
	return append(append(parts, contexts(p.lines(p.about(), p.link()))...), row(p.mine()...))
}

// questioned is what the person who gave a question back was asked.
func (p *pen) questioned() string {
	if l := p.level(p.user("by")); l != nil {
		return l.Question
	}
	return p.t.Text
}

func (p *pen) askAsker() []Part {
	asked := p.params["question"].Raw()
	parts := paras(p.fitted("ask_asker.text", p.values("by"), asked, ""), p.quoted(asked))
	if p.t.State != ticket.WaitCustomer {
		return append(parts, para(p.goesOn()))
	}
	parts = append(parts, small(p.say("ask_asker.waits", p.values("by"))))
	return append(parts, row(p.primary("answer", "answer", "form")))
}

// goesOn says that the waiting is over.
func (p *pen) goesOn() string {
	if p.settled() {
		return p.became()
	}
	return p.say("became.goes_on", data{"has": p.name(p.t.Factual())})
}

func (p *pen) resumed() []Part {
	answered := p.params["answer"].Raw()
	what, d := cmp.Or(answered, p.t.Text), p.values("by")
	mine := p.to.User == p.t.Responsible && !p.waits()
	if !mine || p.settled() {
		return p.over("resumed.done", d, what)
	}
	parts := paras(p.asking("resumed.text", "resumed.no_limit", d, what), p.quoted(answered))
	return append(append(parts, contexts(p.lines(p.about(), p.next(), p.link()))...), row(p.working()...))
}

// waits reports whether the ticket waits for somebody else than the person responsible.
func (p *pen) waits() bool {
	switch p.t.State { //nolint:exhaustive // all others are somebody's to move
	case ticket.WaitNextLevel, ticket.WaitCustomer, ticket.WaitThirdParty:
		return true
	default:
		return false
	}
}

// waiting is the state of a ticket that waits, in words: who for whom since when.
func (p *pen) waiting() string {
	w, l := p.t.Waits, p.t.Below()
	d := data{"who": p.name(p.t.Factual()), "next": p.gist(w.Text, gistText), "at": p.at(w.Since)}
	if w.Text == "" || !p.open() {
		d["next"] = p.say("line.wait_somebody", nil)
	}
	switch {
	case p.t.State == ticket.WaitCustomer:
		return p.say("line.wait_customer", d)
	case p.t.State == ticket.WaitThirdParty:
		if w.Direct {
			return p.say("line.wait_direct", d)
		}
		return p.say("line.wait_third", d)
	case l == nil:
		return p.c.Word("state."+string(p.t.State), p.locale)
	default:
		return p.say("line.wait_level", data{"who": p.name(l.From), "next": p.name(l.User), "at": p.at(l.At)})
	}
}

// levels are the open questions, one line each, and whom the ticket waits for.
func (p *pen) levels() string {
	var lines []string
	for i := range p.t.Levels {
		l := &p.t.Levels[i]
		if !l.Open() {
			continue
		}
		d := data{"from": p.name(l.From), "who": p.name(l.User), "what": p.gist(l.Question, gistText)}
		key := "card.level"
		if c := p.levelClock(l.User); c != nil {
			key, d["limit"] = "card.level_limit", p.at(c.Due)
		}
		lines = append(lines, p.say(key, d))
	}
	if p.t.State == ticket.WaitCustomer {
		lines = append(lines, p.labelled("card.waits", p.t.Waits.Text, reasonText))
	}
	return p.lines(lines...)
}
