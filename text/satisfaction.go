package text

import (
	"cmp"
	"slices"

	"github.com/firstask/firstask/ticket"
)

// asks are the questions about an answer that are still open, each with its
// three buttons: while it waits for the asker's word the first, then the others.
// Where the rules ask nothing, the answer is confirmed or opened again.
func (p *pen) asks() []Part {
	if p.v.Rules.Policy == nil {
		return []Part{row(p.primary("confirm", "confirm", ""), p.reopen())}
	}
	all := ticket.Questions(p.t, p.v.Rules)
	waits := p.t.State == ticket.Answered
	if len(all) == 0 && waits {
		return []Part{row(p.primary("confirm", "confirm", ""), p.reopen())}
	}
	var parts []Part
	for i, q := range all {
		if (i == 0) != waits || p.t.Ratings[q.ID] != "" {
			continue
		}
		parts = append(parts, para(p.words(cmp.Or(q.Name.In(p.locale), q.ID), directText)), row(p.rating(i, q.ID)...))
	}
	return parts
}

// rating are the three answers to a question. Who is not satisfied with the
// first is asked why.
func (p *pen) rating(i int, question string) []Button {
	if i == 0 {
		return []Button{
			p.primary("rate_good", "rate", ticket.Satisfied), p.button("rate_fair", "rate", ticket.SoSo), p.button("rate_poor", "rate", ticket.Unsatisfied),
		}
	}
	return []Button{
		p.button("rate_good", "rate", ticket.Satisfied+":"+question), p.button("rate_fair", "rate", ticket.SoSo+":"+question),
		p.button("rate_bad", "rate", ticket.Unsatisfied+":"+question),
	}
}

// survey asks, once a period is over, how it went: all questions at once, and
// each until it is answered.
func (p *pen) survey() []Part {
	parts := paras(p.fitted("survey.text", data{"at": p.at(p.t.End.At)}, p.t.Text, ""))
	asks := len(parts)
	for _, q := range ticket.Surveys(p.t, p.v.Rules) {
		if p.t.Ratings[q.ID] == "" {
			parts = append(parts, para(p.words(cmp.Or(q.Name.In(p.locale), q.ID), directText)), row(p.rating(1, q.ID)...))
		}
	}
	if len(parts) == asks {
		return append(parts, para(p.say("survey.thanks", nil)))
	}
	return parts
}

// rated is what the asker said to each question.
func (p *pen) rated() string {
	if len(p.t.Ratings) == 0 || p.v.Rules.Policy == nil {
		return ""
	}
	var lines []string
	for _, q := range slices.Concat(ticket.Questions(p.t, p.v.Rules), ticket.Surveys(p.t, p.v.Rules)) {
		if said := p.t.Ratings[q.ID]; said != "" {
			lines = append(lines, p.say("card.rated", data{
				"what": p.words(cmp.Or(q.Name.In(p.locale), q.ID), directText), "said": p.c.Word("rating."+said, p.locale),
			}))
		}
	}
	return p.lines(lines...)
}

// buttonsOf are the buttons of some parts.
func buttonsOf(parts []Part) []Button {
	var all []Button
	for _, part := range parts {
		all = append(all, part.Buttons...)
	}
	return all
}
