package handlers

import (
	"context"
	"strings"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/policy"
	"github.com/firstask/firstask/text"
	"github.com/firstask/firstask/ticket"
)

// kb finds standard answers by words that were typed, the best first. Those of
// the whole organisation are looked through: there is no ticket they are for.
func (d *Desk) kb(ctx context.Context, _ Request, w words) (Reply, error) {
	rules, err := d.current(ctx)
	if err != nil {
		return Reply{}, err
	}
	what := asName(w.Rest)
	reply := answer("kb", notice.Params{"what": notice.Text(what), "answers": notice.Text(idsOf(rules.Policy.FindAnswers(what)))})
	return reply, nil
}

func idsOf(answers []*policy.Answer) string {
	ids := make([]string, len(answers))
	for i, a := range answers {
		ids[i] = a.ID
	}
	return strings.Join(ids, " ")
}

// suggested is the standard answer that whoever asked gets before a ticket opens.
func suggested(t *ticket.Ticket) Reply {
	reply := answer("suggested", notice.Params{
		"answers": notice.Text(t.Suggestion.Answer), "at": notice.Time(t.Suggestion.Until),
	})
	reply.Ticket, reply.View = t.Number, t
	return reply
}

// openedAfter is the receipt of whoever was not helped by a standard answer. What
// was written to the bot has a receipt below it.
func openedAfter(t *ticket.Ticket, r Request) Reply {
	reply := answer("answer_opened", nil)
	if !t.Public.Received {
		reply = saved(t, r)
	}
	reply.Replace = r.Source == Click
	return reply
}

// standard completes a result that names a standard answer: its text, in the
// language of whoever asked, as far as the bot knows it.
func (d *Desk) standard(ctx context.Context, w words, c *ticket.Command) error {
	id, named := strings.CutPrefix(w.Rest, text.DetailAnswer)
	if strings.HasPrefix(w.Detail, text.DetailAnswer) {
		id, named = strings.CutPrefix(w.Detail, text.DetailAnswer)
	}
	if !named {
		return nil
	}
	saved, rules, err := d.load(ctx, w.Number)
	if err != nil {
		return err
	}
	a := rules.Policy.StandardAnswer(id)
	if a == nil {
		return nil // words of their own
	}
	locale := rules.Org.Locale
	if p, ok := d.People.Person(saved.Ticket.Asker.User); ok && p.Locale != "" {
		locale = text.Match(p.Locale)
	}
	c.Word, c.Text = a.ID, wholeText(a, locale)
	return nil
}

// wholeText is all that a standard answer says.
func wholeText(a *policy.Answer, locale string) string {
	lines := []string{strings.TrimSpace(a.Text.In(locale))}
	for _, f := range a.Facts {
		lines = append(lines, f.Label.In(locale)+": "+f.Text.In(locale))
	}
	if a.Link != "" {
		lines = append(lines, a.Link)
	}
	return strings.Join(lines, "\n")
}
