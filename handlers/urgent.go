package handlers

import (
	"context"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/text"
	"github.com/firstask/firstask/ticket"
)

func (d *Desk) urgent(ctx context.Context, r Request, w words) (Reply, error) {
	return d.marked(ctx, r, w, ticket.VerbUrgent, ticket.Urgent)
}

func (d *Desk) major(ctx context.Context, r Request, w words) (Reply, error) {
	return d.marked(ctx, r, w, ticket.VerbMajor, ticket.Major)
}

// marked sets a mark: "major 42 text". Where the rule book names the matters that
// bear it, one of them may stand first; with no word at all a form offers them.
func (d *Desk) marked(ctx context.Context, r Request, w words, v ticket.Verb, name ticket.MarkName) (Reply, error) {
	rules, err := d.current(ctx)
	if err != nil {
		return Reply{}, err
	}
	matters := rules.Policy.Marking(string(name))
	c := ticket.Command{Verb: v, Text: w.Rest, Word: r.Values[text.FieldMatter]}
	if c.Word == "" {
		c.Word, c.Text = leadingMatter(w.Rest, matters)
	}
	if w.Rest == "" && len(matters) > 0 && (r.Source == Slash || r.Source == Click) {
		return Reply{Form: string(v), Ticket: w.Number}, nil
	}
	reply, err := d.apply(ctx, r, w, c, "marked", func(*ticket.Ticket) notice.Params {
		return notice.Params{"mark": notice.Word("mark." + string(name))}
	})
	field := text.FieldText
	if codeOf(err) == ticket.NeedMatter {
		field = text.FieldMatter
	}
	return d.inForm(r, field, reply, err)
}

// ack is "I have seen it".
func (d *Desk) ack(ctx context.Context, r Request, w words) (Reply, error) {
	return d.apply(ctx, r, w, ticket.Command{Verb: ticket.VerbAck}, "acked", nil)
}

// written is the written report of a matter.
func (d *Desk) written(ctx context.Context, r Request, w words) (Reply, error) {
	reply, err := d.apply(ctx, r, w, ticket.Command{Verb: ticket.VerbReport, Text: w.Rest}, "reported", nil)
	return d.inForm(r, text.FieldText, reply, err)
}
