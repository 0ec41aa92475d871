package text

import (
	"strconv"

	"github.com/firstask/firstask/policy"
	"github.com/firstask/firstask/ticket"
)

// Who stands in for whom: what is said when somebody is away or has left.

// standIn tells somebody that the place of another is theirs for now.
func (p *pen) standIn() []Part {
	d := p.values("for", "absence", "until", "as")
	key, noLimit := "stand_in.text", "stand_in.no_limit"
	if d["absence"] == "" { // their own place, given back
		key, noLimit = "stand_in.back", "stand_in.back_no_limit"
	}
	if !p.movesNow(p.to.User) || p.t.State.Ended() {
		return p.over("stand_in.done", d, p.t.Text)
	}
	said := para(p.asking(key, noLimit, d, p.t.Text))
	return append(append([]Part{said}, p.body("")...), row(p.mine()...))
}

// vacant says to the fallback channel that nobody is there for a ticket.
func (p *pen) vacant() []Part {
	d := p.values("for", "absence")
	if !p.t.Vacant(p.user("for")) {
		return p.over("vacant.done", d, p.t.Text)
	}
	said := para(p.fitted("vacant.text", d, p.t.Text, ""))
	return append(append([]Part{said}, p.body("")...), row(p.accept(), p.why()))
}

// delegated tells somebody that they stand in for another.
func (p *pen) delegated() []Part {
	d := p.values("for", "by", "from", "until")
	parts := []Part{para(p.say("delegated.text", d))}
	if reason := p.params["reason"].Raw(); reason != "" {
		parts = append(parts, small(p.say("card.reason", data{"text": p.words(reason, reasonText)})))
	}
	return parts
}

// movedList tells a head what moved to whom, with the way back while there is one.
func (p *pen) movedList() []Part {
	parts := []Part{para(p.enc.Bold(p.say("moved_list.title", p.values("for", "absence", "until"))))}
	lines := make([]string, len(p.v.Items))
	for n, i := range p.v.Items {
		lines[n] = p.movedLine("moved_list.row", i)
	}
	shown := lines[:min(len(lines), p.most())]
	parts = append(append(parts, p.stacked(shown)...), p.more(len(lines)-len(shown))...)
	undo := p.instant("undo")
	if undo.IsZero() || !undo.After(p.v.Now) {
		return parts
	}
	parts = append(parts, small(p.say("moved_list.undo", p.values("undo"))))
	return append(parts, row(Button{Label: p.say("button.undo_moves", nil), Verb: "away", Detail: DetailUndo + ":" + p.params["sweep"].Raw()}))
}

// welcomeBack tells somebody who is back what is theirs again, and what stays
// with those who took it on.
func (p *pen) welcomeBack() []Part {
	var own, others []listLine
	for _, i := range p.v.Items {
		if i.Item.Params["to"].Raw() == p.v.Reader.User {
			own = append(own, listLine{words: p.movedLine("welcome_back.row", i)})
			continue
		}
		others = append(others, listLine{words: p.movedLine("moved_list.row", i)})
	}
	parts := []Part{para(p.enc.Bold(p.say("welcome_back.title", nil)))}
	room := p.most()
	parts = append(parts, p.section("welcome_back.own", own, room)...)
	parts = append(parts, p.section("welcome_back.others", others, room-len(own))...)
	return append(parts, p.more(len(p.v.Items)-room)...)
}

// movedLine is a place of one ticket and who has it.
func (p *pen) movedLine(key string, i ItemView) string {
	q := p.item(i)
	d := q.values("to", "as", "how")
	d["n"], d["what"] = strconv.FormatInt(i.Item.Ticket, 10), p.say("moved_list.unread", nil)
	if i.Ticket != nil {
		d["what"] = q.gist(i.Ticket.Text, gistText)
	}
	return q.say(key, d)
}

// awaySet says back an absence as it was understood.
func (p *pen) awaySet(Answer) []Part {
	d := p.values("who", "to")
	for _, name := range []string{"from", "until"} {
		d[name] = p.full(p.instant(name))
	}
	return paras(p.say("answer.away_set", d))
}

// awayList lists who is away, and offers to enter an absence.
func (p *pen) awayList(a Answer) []Part {
	enter := row(Button{Label: p.say("button.away", nil), Verb: "away", Detail: "form"})
	if len(a.Absences) == 0 {
		return []Part{para(p.say("answer.none_away", nil)), enter}
	}
	shown := a.Absences[:min(len(a.Absences), p.most())]
	lines := make([]string, len(shown))
	for n, one := range shown {
		lines[n] = p.absence(one)
	}
	parts := append([]Part{para(p.enc.Bold(p.say("answer.away_list", nil)))}, p.stacked(lines)...)
	return append(append(parts, p.more(len(a.Absences)-len(shown))...), enter)
}

// absence is one absence in a line: who, from when until when, who stands in.
func (p *pen) absence(a policy.Absence) string {
	d := data{"who": p.name(a.User)}
	if a.From.After(p.v.Now) {
		d["from"] = p.at(a.From)
	}
	if !a.To.IsZero() {
		d["until"] = p.at(a.To)
	}
	if to := p.standsFor(a); to != "" {
		d["to"] = p.name(to)
	}
	return p.say("answer.away_row", d)
}

// standsFor is who stands in now, else whom they named.
func (p *pen) standsFor(a policy.Absence) string {
	if now, away := p.v.Rules.Away[a.User]; away && now.From.Equal(a.From) {
		return p.v.Rules.Delegate(a.User)
	}
	return a.Delegate
}

// instead says of a receiver that was named why another was asked.
func (p *pen) inPlaceOf() []Part {
	if p.user("for") == "" {
		return nil
	}
	return []Part{small(p.say("answer.instead", p.values("for", "until")))}
}

// inPlaces are the places of a ticket that others have for their holders, a line each.
func (p *pen) inPlaces() string {
	var lines []string
	for _, r := range p.t.StandIns() {
		if r.As == ticket.AsNatural {
			continue // said with who was asked first
		}
		d := data{"who": p.name(r.From), "now": p.name(r.To), "as": p.c.Word("role."+string(r.As), p.locale)}
		if !r.Until.IsZero() {
			d["until"] = p.at(r.Until)
		}
		lines = append(lines, p.say("card.in_place", d))
	}
	return p.lines(lines...)
}
