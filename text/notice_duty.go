package text

import (
	"strconv"
	"strings"

	"github.com/firstask/firstask/notice"
)

// aboutDuty are the words of a time of duty.
func (p *pen) aboutDuty() data {
	d := p.values("who", "other", "next", "from", "until", "have", "want", "n", "rule", "back", "backto")
	d["desk"] = p.department(p.params["desk"].Raw())
	d["place"] = p.words(p.params["place"].Raw(), mostLabel)
	d["lacks"], d["looks"] = p.lacks(), p.looks(p.params["desk"].Raw(), p.params["looks"].Raw())
	return d
}

// counting is a sentence about duty that changes with a number.
func (p *pen) counting(key string, d data, n int) string {
	d["you"] = p.you()
	return p.finished(key, d, n)
}

// rosterGap says a day ahead that too few are on duty.
func (p *pen) rosterGap() []Part {
	key := "roster_gap.text"
	if p.params["have"].Raw() != "0" {
		key = "roster_gap.few"
	}
	return append(paras(p.say(key, p.aboutDuty())), contexts(p.say("roster_gap.then", nil))...)
}

// swapOffered asks somebody to stand a shift.
func (p *pen) swapOffered() []Part {
	id := "." + p.params["swap"].Raw()
	parts := paras(p.say("swap_offered.text", p.aboutDuty()))
	if !p.instant("back").IsZero() {
		parts = append(parts, para(p.say("swap_offered.back", p.aboutDuty())))
	}
	parts = append(parts, contexts(p.say("swap_offered.then", p.aboutDuty()))...)
	return append(parts, row(
		Button{Label: p.say("button.swap_agree", nil), Verb: "duty", Detail: DetailAgree + id, Primary: true},
		Button{Label: p.say("button.swap_decline", nil), Verb: "duty", Detail: DetailDecline + id},
	))
}

// dutyNews is a word about a shift.
func (p *pen) dutyNews() []Part {
	what := p.params["what"].Raw()
	if !p.c.has(what) {
		return paras(p.say("duty_news.swapped", p.aboutDuty()))
	}
	n, _ := strconv.Atoi(p.params["n"].Raw())
	parts := paras(p.counting(what, p.aboutDuty(), n))
	if what == "duty_news.place" {
		parts = append(parts, row(Button{Label: p.say("button.duty_here", nil), Verb: "duty", Detail: DutyHere, Primary: true}))
	}
	if what == "duty_news.look" {
		round, _, _ := strings.Cut(p.params["looks"].Raw(), "@")
		parts = append(parts, row(Button{Label: p.say("button.duty_round", nil), Verb: "duty", Detail: DutyRound + "." + round, Primary: true}))
	}
	if what == "duty_news.late" {
		release := Button{Label: p.say("button.release", data{"who": p.plain().name(p.user("other"))}), Verb: "duty", Detail: DutyRelease + "." + p.user("other")}
		parts = append(append(parts, contexts(p.say("duty_news.late_then", p.aboutDuty()))...), row(release))
	}
	return parts
}

// handoverDue asks whoever goes off duty to hand over.
func (p *pen) handoverDue() []Part {
	n, _ := strconv.Atoi(p.params["n"].Raw())
	d := p.aboutDuty()
	parts := paras(p.counting("handover_due.text", d, n))
	parts = append(parts, contexts(p.say("handover_due.then", d))...)
	return append(parts, row(Button{Label: p.say("button.handover", nil), Verb: "duty", Detail: DutyHandover, Primary: true}))
}

// handedOver is what the relief takes over.
func (p *pen) handedOver() []Part {
	parts := paras(p.counting("handover_list.text", p.aboutDuty(), len(p.v.Items)))
	lines := make([]string, 0, len(p.v.Items))
	for _, i := range p.v.Items {
		q := p.item(i)
		what := ""
		if q.t != nil {
			what = q.gist(q.t.Text, gistText)
		}
		line := p.say("handover_list.row", data{"n": strconv.FormatInt(i.Item.Ticket, 10), "what": what, "reason": q.words(i.Item.Params["reason"].Raw(), reasonText)})
		lines = append(lines, line+p.again(i.Item.Params["times"].Raw()))
	}
	shown := lines[:min(len(lines), p.most())]
	parts = append(append(parts, p.stacked(shown)...), p.more(len(lines)-len(shown))...)
	return append(parts, row(Button{Label: p.say("button.taken", nil), Verb: "duty", Detail: DutyTaken, Primary: true}))
}

// again says how often a matter went to the next shift before; "" for never.
func (p *pen) again(times string) string {
	n, _ := strconv.Atoi(times)
	if n == 0 {
		return ""
	}
	return " " + p.tally("handover_list.again", n)
}

// ofDuty are the kinds of notice that are about duty and no ticket.
func ofDuty() []notice.Kind {
	return []notice.Kind{notice.RosterGap, notice.SwapOffered, notice.DutyNews, notice.HandoverDue, notice.HandoverList}
}
