package text

import (
	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/ticket"
)

// The public face: at most three lines in a ticket's life. Nothing here says a
// reason, a chain or a colleague's clock.

func (p *pen) receipt() []Part {
	key := "receipt.open"
	switch {
	case p.instant("news").IsZero():
		key = "receipt.plain"
	case !p.instant("opens").IsZero():
		key = "receipt.later"
	}
	return []Part{para(p.say(key, p.values("who", "news", "opens"))), row(p.button("add_details", "note", "form"))}
}

func (p *pen) delay() []Part {
	return []Part{para(p.numbered(p.say("delay.text", p.values("news"))))}
}

// numbered puts the number before a sentence, where nothing else says it.
func (p *pen) numbered(text string) string {
	if p.bare || p.to.User != "" {
		return p.say("delay.plain", data{"text": text})
	}
	return text
}

func (p *pen) solved() []Part {
	t := p.t
	result := t.Result.Text
	if result == "" {
		result = p.params["result"].Raw()
	}
	said := paras(p.inParts(result)...)
	switch {
	case t.State == ticket.Archived:
		return append([]Part{para(p.say("solved.closed", nil))}, said...)
	case t.Mark(ticket.Reviewed) != nil && !t.State.Ended():
		return []Part{para(p.say("solved.review", data{"who": p.name(t.Factual())}))}
	case t.Ruling != nil && (t.State == ticket.Answered || t.State.Ended() && t.End.How == ticket.Unconfirmed):
		return p.ruling(said)
	case t.State == ticket.Answered:
		head := p.enc.Bold(p.say("solved.head", data{"line": p.say(p.outcome("line.solved_public"), nil)}))
		parts := append([]Part{para(head)}, said...)
		return append(append(parts, small(p.say(p.outcome("solved.by"), data{"who": p.name(t.Result.By)}))), p.asks()...)
	case t.State.Ended() && t.End.How == ticket.Unconfirmed:
		return append(append([]Part{para(p.say("solved.unconfirmed", nil))}, said...), row(p.reopen()))
	case t.State.Ended(), t.State == ticket.CallbackDue:
		return append(append([]Part{para(p.say("solved.closed", nil))}, said...), p.asks()...)
	default:
		return []Part{para(p.say("solved.reopened", data{"who": p.name(t.Factual())}))}
	}
}

// inParts is a result as whoever asked reads it: with the names of its parts,
// where it has some.
func (p *pen) inParts(result string) []string {
	parts := p.account(directText, results()...)
	if len(parts) == 0 || p.t.Account[ticket.PartHandling] == result || p.t.Account[ticket.PartSolution] == result {
		return []string{p.quoted(result)}
	}
	outcome := data{"part": p.c.Word(FieldPart+ticket.PartOutcome, p.locale), "text": p.words(result, directText)}
	return append(parts, p.say("card.part", outcome))
}

// quoted is a text in its own paragraph, for those who may read it.
func (p *pen) quoted(s string) string {
	if s == "" || !p.open() {
		return ""
	}
	return p.words(s, directText)
}

func (p *pen) askerNews() []Part {
	what := p.params["what"].Raw()
	if !p.c.has(what) {
		return []Part{para(p.say("news.other", data{"what": p.value("what")}))}
	}
	d := p.values("by", "at", "to", "who")
	d["what"] = p.gist(p.t.Text, gistText)
	d["text"] = p.enc.Escape(p.params["text"].Raw())
	parts := []Part{para(p.say(what, d))}
	if plan := p.params["plan"].Raw(); plan != "" {
		parts = append(parts, paras(p.say("card.part", data{"part": p.c.Word(FieldPart+ticket.PartPlan, p.locale), "text": p.words(plan, directText)}))...)
	}
	if p.t.State == ticket.Withdrawn && p.t.End.How == ticket.NotRequest {
		parts = append(parts, row(p.button("undo", "reopen", "")))
	}
	return parts
}

// PublicKinds are the kinds an asker's channel may see.
func PublicKinds() []notice.Kind {
	return []notice.Kind{notice.Receipt, notice.Delay, notice.Solved, notice.Merged}
}
