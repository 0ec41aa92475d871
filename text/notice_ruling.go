package text

import (
	"slices"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/ticket"
)

// What is ruled, reviewed and decided for good. Whom a matter is about reads the
// facts, the rule and the ruling, and never who asked.

// aboutWhom asks whom a matter is about, where they are told what comes of it.
func (p *pen) aboutWhom() Button {
	if p.t.About != "" || p.v.Rules.Policy == nil || !ticket.TellsAbout(p.t, p.v.Rules) {
		return Button{}
	}
	return p.button("about", "about", "form")
}

// solving is how the reader gives the result: those who rule on it rule.
func (p *pen) solving(label string, first bool) Button {
	b := p.button(label, "resolve", "form")
	switch may, finally := ticket.Rules(p.t, p.to.User, p.v.Rules); {
	case may && finally, label == "final":
		b = p.button("final", "final", "form")
	case may:
		b = p.button("rule", "rule", "form")
	}
	b.Primary = first
	return b
}

// ruling is what who asked reads of a ruling.
func (p *pen) ruling(said []Part) []Part {
	r := p.t.Ruling
	line, by, review := "line.ruled", "solved.ruled", p.askReview()
	if r.Final {
		line, by = "line.ruled_finally", "solved.ruled_finally"
	}
	if p.t.State.Ended() {
		return append(append([]Part{para(p.say("solved.ruled_closed", nil))}, said...), row(review))
	}
	parts := append([]Part{para(p.enc.Bold(p.say("solved.head", data{"line": p.say(line, nil)})))}, said...)
	return append(parts, small(p.say(by, data{"who": p.name(r.By)})), row(p.primary("confirm", "confirm", ""), review))
}

// askReview is the way to a review, while there is one.
func (p *pen) askReview() Button {
	if r := p.t.Ruling; r == nil || r.Final || p.t.Mark(ticket.Reviewed) != nil {
		return Button{}
	}
	return p.button("review", "review", "form")
}

// ruled is the message to whom a matter is about: what was ruled, or came of it.
func (p *pen) ruled() []Part {
	key, says, r := "ruled.text", "ruled.ruling", p.t.ToldAbout()
	final, outcome := p.params["final"] != "", p.params["outcome"]
	switch {
	case final:
		key = "ruled.final"
	case outcome != "":
		key, says = "ruled.outcome", "ruled.result"
	}
	parts := paras(
		p.fitted(key, p.values("by"), p.t.Text, ""),
		p.say(says, data{"text": p.words(p.params["text"].Raw(), directText)}),
		p.say("ruled.facts", data{"text": p.words(p.t.Text, directText)}))
	parts = append(parts, contexts(p.byRule())...)
	switch {
	case p.t.Mark(ticket.Reviewed) != nil:
		return append(parts, para(p.say("solved.review", data{"who": p.name(p.t.Factual())})))
	case outcome != "" && (r == nil || notice.Time(r.At) != outcome):
		return append(parts, para(p.say("ruled.reopened", nil)))
	case r == nil || r.Final != final:
		return append(parts, para(p.say("ruled.over", nil)))
	}
	read, seen := p.primary("read", "ack", ""), ""
	if !r.Seen.IsZero() {
		read, seen = Button{}, p.say("ruled.read", data{"at": p.at(r.Seen)})
	}
	review := p.askReview()
	if review.Verb != "" {
		seen = p.lines(seen, p.say("ruled.may_review", nil))
	}
	return slices.Concat(parts, contexts(seen), []Part{row(read, review)})
}

// reviewAsked asks somebody to decide for good; the other side reads neither who
// asked for it nor why.
func (p *pen) reviewAsked() []Part {
	d := p.values("by", "who")
	reason := p.labelled("card.reason", p.params["reason"].Raw(), reasonText)
	switch p.to.User {
	case p.user("who"):
		if !p.runs(p.t.Mark(ticket.Reviewed) != nil && p.t.Responsible == p.to.User) {
			return p.over("review_asked.done", d, p.t.Text)
		}
		parts := []Part{para(p.asking("review_asked.text", "review_asked.no_limit", d, p.t.Text))}
		parts = append(parts, p.body(p.lines(reason, p.ruledOn()))...)
		return append(parts, row(p.working()...))
	case p.t.Asker.User, p.t.About:
		return paras(p.fitted("review_asked.news", d, p.t.Text, ""))
	default:
		return append(paras(p.fitted("review_asked.told", d, p.t.Text, ""), reason), contexts(p.link())...)
	}
}

// ruledOn is whom the matter is about and what was ruled, for those who may
// read it.
func (p *pen) ruledOn() string {
	if !p.open() || p.party() {
		return ""
	}
	about, ruling := "", ""
	if p.t.About != "" {
		about = p.say("card.about", data{"who": p.name(p.t.About)})
	}
	if r := p.t.Ruling; r != nil {
		key := "card.ruling"
		if r.Final {
			key = "card.ruling_final"
		}
		d := data{"who": p.name(r.By), "at": p.at(r.At), "rule": p.enc.Escape(r.Rule)}
		if p.t.Result.Text == "" { // else it stands there
			d["text"] = p.words(r.Text, reasonText)
		}
		ruling = p.say(key, d)
	}
	return p.lines(about, ruling)
}
