package text

import (
	"cmp"
	"slices"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/policy"
	"github.com/firstask/firstask/ticket"
)

// What watches over a ticket: soft limits, supervision, alarms, a later time
// that a head agrees, complaints, calls back and tasks.

func (p *pen) softLimit() []Part {
	d := p.values("limit", "hard")
	if c := p.clock(); c != nil {
		d["hard"] = p.at(c.Due)
	}
	parts := append(paras(p.fitted("soft_limit.text", d, p.t.Text, "hard")), contexts(p.lines(p.next(), p.link()))...)
	return append(parts, row(p.acting(p.role())...))
}

func (p *pen) supervised() []Part {
	said := p.params["text"].Raw()
	parts := paras(p.fitted("supervised.text", p.values("by", "at"), p.t.Text, "at"), p.quoted(said))
	return append(append(parts, contexts(p.lines(p.askerLine(), p.link()))...), row(p.mine()...))
}

func (p *pen) markedAs() []Part {
	d := p.values("by", "mark")
	parts := paras(p.fitted("marked.text", d, p.t.Text, ""), p.quoted(p.params["text"].Raw()))
	return append(append(parts, contexts(p.lines(p.next(), p.link()))...), row(p.mine()...))
}

func (p *pen) progress() []Part {
	if p.live && p.isOver(notice.Progress) {
		return p.over("progress.done", data{}, p.t.Text)
	}
	key, values, must := "progress.text", p.values("since"), ""
	switch {
	case !p.instant("limit").IsZero():
		key, values, must = "progress.news", p.values("limit"), "limit"
	case p.t.State == ticket.WaitCustomer:
		key = "progress.waiting"
	}
	parts := []Part{para(p.fitted(key, values, p.t.Text, must))}
	parts = append(parts, contexts(p.lines(p.askerLine(), p.link()))...)
	return append(parts, row(p.button("news", "reply", "form"), p.promise(), p.primary("resolve", "resolve", "form"), p.why()))
}

// unseen reports whether an alarm still waits for a word.
func (p *pen) unseen() bool {
	waits := func(m ticket.Mark) bool { return alarming(m) && m.Seen == "" }
	return slices.ContainsFunc(p.t.Marks, waits) && !p.t.State.Ended()
}

// alarming reports whether a mark may ring.
func alarming(m ticket.Mark) bool { return m.Name == ticket.Urgent || m.Name == ticket.Major }

func (p *pen) alarm() []Part {
	said, key := cmp.Or(p.params["text"].Raw(), p.t.Text), "alarm.text"
	over := "alarm.done"
	if w, ok := p.window(p.params["rule"].Raw()); ok && slices.Contains(w.When.Marks, string(ticket.Major)) {
		key, over = "alarm.major", "alarm.major_done"
	}
	if !p.unseen() {
		parts := paras(p.fitted(over, p.values("by"), said, ""), p.seen(), p.became())
		return append(parts, contexts(p.link())...)
	}
	parts := paras(p.fitted(key, p.values("by"), said, ""), p.request(directText))
	parts = append(parts, contexts(p.lines(p.firstAndNow(), p.askerLine(), p.link()))...)
	return append(parts, row(p.primary("ack", "ack", ""), p.button("take", "accept", ""), p.why()))
}

// seen says who has seen an alarm.
func (p *pen) seen() string {
	for _, m := range p.t.Marks {
		if alarming(m) && m.Seen != "" {
			return p.say("became.seen", data{"who": p.name(m.Seen), "at": p.at(m.SeenAt)})
		}
	}
	return ""
}

func (p *pen) acknowledged() []Part { return p.news("acknowledged.text", p.values("by")) }

// wished reports whether a later time still waits for the word of the reader.
func (p *pen) wished() bool {
	w := p.t.Wish
	return w != nil && w.Until.Equal(p.instant("at")) && w.To == p.to.User && !p.t.State.Ended()
}

func (p *pen) extensionAsked() []Part {
	d := p.values("by", "at", "was")
	reason := p.labelled("card.reason", p.params["reason"].Raw(), reasonText)
	if !p.wished() {
		parts := paras(p.fitted("extension_asked.done", d, p.t.Text, ""), p.agreed())
		return append(parts, contexts(p.link())...)
	}
	parts := paras(p.fitted("extension_asked.text", d, p.t.Text, "at"), reason)
	parts = append(parts, contexts(p.lines(p.firstAndNow(), p.askerLine(), p.link()))...)
	return append(parts, row(p.primary("agree", "promise", "agree"), p.button("decline", "promise", "decline"), p.why()))
}

// agreed says what became of a later time that was asked for.
func (p *pen) agreed() string {
	switch until := p.t.Promise.Until; {
	case p.settled():
		return p.became()
	case !until.IsZero() && until.Equal(p.instant("at")):
		return p.say("became.agreed", data{"at": p.at(until)})
	default:
		return p.say("became.not_agreed", nil)
	}
}

func (p *pen) extensionRefused() []Part {
	parts := paras(p.fitted("extension_refused.text", p.values("by"), p.t.Text, ""),
		p.labelled("card.reason", p.params["reason"].Raw(), reasonText))
	if lead := p.t.Lead(); lead != nil {
		parts = append(parts, para(p.say("extension_refused.limit", data{"limit": p.at(lead.Due)})))
	}
	return append(append(parts, contexts(p.link())...), row(p.mine()...))
}

// complained reports whether a passed limit was brought before the superiors.
func (p *pen) complained() bool {
	return slices.Contains(p.t.Complained, p.params["breach"].Raw())
}

func (p *pen) complaintProposed() []Part {
	d := p.values("by", "subject", "limit")
	reason := p.labelled("card.reason", p.params["reason"].Raw(), reasonText)
	if p.complained() || p.settled() {
		became := p.say("became.brought_up", nil)
		if !p.complained() {
			became = p.became()
		}
		return append(paras(p.fitted("complaint_proposed.done", d, p.t.Text, ""), became), contexts(p.link())...)
	}
	d["happened"] = p.happened(d)
	parts := paras(p.fitted("complaint_proposed.text", d, p.t.Text, ""), reason)
	parts = append(parts, contexts(p.lines(p.firstAndNow(), p.askerLine(), p.byRule(), p.link()))...)
	return append(parts, row(p.primary("complain_up", "complain-up", ""), p.why()))
}

// forbiddenPhrase tells a supervisor of words to the person who asked.
func (p *pen) forbiddenPhrase() []Part {
	key := "forbidden_phrase.said"
	if p.params["held"].Raw() != "" {
		key = "forbidden_phrase.held"
	}
	return append(p.news(key, p.values("by", "words", "rule")), row(p.button("show", "show", "")))
}

func (p *pen) complaint() []Part {
	d := p.values("by", "subject", "limit")
	switch {
	case p.to.User == p.t.Follower() || p.t.LevelOf(p.to.User) != nil || p.to.User == p.t.Responsible:
		return append(p.news("complaint.sent", d), row(p.why()))
	case p.settled():
		return p.over("complaint.done", d, p.t.Text)
	}
	d["happened"] = p.happened(d)
	parts := paras(p.fitted("complaint.text", d, p.t.Text, ""), p.labelled("card.reason", p.params["reason"].Raw(), reasonText), p.request(cardText))
	parts = append(parts, contexts(p.lines(p.firstAndNow(), p.askerLine(), p.byRule(), p.link()))...)
	return append(parts, row(p.helping()...))
}

// happened is what led to a complaint, without blame: who was asked what until when.
func (p *pen) happened(d data) string {
	key := "complaint.handling"
	if w, ok := p.window(p.params["rule"].Raw()); ok && (w.On.Below() || p.part(w.On) == policy.Receiver) {
		key = "complaint.response"
	}
	return p.say(key, data{"subject": d["subject"], "limit": d["limit"]})
}

// byRule is the rule of a notice, for the small print.
func (p *pen) byRule() string {
	if p.value("rule") == "" {
		return ""
	}
	return p.say("answer.why_rules", data{"what": p.value("rule")})
}

func (p *pen) callbackDue() []Part {
	d := data{"asker": p.whoAsked()}
	if !p.runs(p.t.State == ticket.CallbackDue) {
		became := p.say("became.called", nil)
		if !p.t.State.Ended() {
			became = p.became()
		}
		return append(paras(p.fitted("callback_due.done", d, p.t.Text, ""), became), contexts(p.link())...)
	}
	parts := []Part{para(p.asking("callback_due.text", "callback_due.no_limit", d, p.t.Text))}
	parts = append(parts, paras(p.labelled(p.outcome("card.result"), p.t.Result.Text, reasonText))...)
	return append(append(parts, contexts(p.lines(p.askerLine(), p.link()))...), row(p.calling()...))
}

func (p *pen) task() []Part {
	d := p.values("by")
	if !p.runs(p.t.State.Taking() && p.t.Handoff == nil) {
		return p.over("task.done", d, p.t.Text)
	}
	said := para(p.asking("task.text", "task.no_limit", d, p.t.Text))
	if !p.t.Given.IsZero() { // the task's own date; when to answer stands below
		d["limit"] = p.at(p.t.Given)
		said = para(p.fitted("task.text", d, p.t.Text, "limit"))
	}
	return append(append([]Part{said}, p.body("")...), row(p.mine()...))
}

// marks are the overlays of the state, in one line.
func (p *pen) marks() string {
	marks := make([]string, 0, len(p.t.Marks))
	for i := range p.t.Marks {
		m := &p.t.Marks[i]
		if m.Name == ticket.Frozen || m.Name == ticket.Leaderless || m.Name == ticket.TaskForce || m.Name == ticket.Reviewed && !p.open() {
			continue // said in a line of its own, or kept to those concerned
		}
		d := data{"mark": p.c.Word("mark."+string(m.Name), p.locale), "by": p.name(m.By), "at": p.at(m.At)}
		key := "card.mark"
		switch {
		case (m.Name == ticket.Supervised || m.Name == ticket.Assigned) && !p.t.Given.IsZero():
			key, d["at"] = "card.supervised", p.at(p.t.Given)
		case m.Seen != "":
			key, d["who"] = "card.mark_seen", p.name(m.Seen)
		}
		marks = append(marks, p.say(key, d))
	}
	if len(marks) == 0 {
		return ""
	}
	return p.say("card.marks", data{"what": p.listed(marks)})
}

// wish is a later time that waits for a head.
func (p *pen) wish() string {
	w := p.t.Wish
	if w == nil || p.t.State.Ended() {
		return ""
	}
	return p.say("card.wish", data{"by": p.name(w.By), "to": p.name(w.To), "at": p.at(w.Until)})
}
