package handlers

import (
	"context"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/text"
	"github.com/firstask/firstask/ticket"
)

func (d *Desk) resolve(ctx context.Context, r Request, w words) (Reply, error) {
	key := "resolved"
	c := ticket.Command{Verb: ticket.VerbResolve}
	said, explained := w.Rest, r.Values[text.FieldExplained] == text.Yes
	if r.Source != Form {
		said, explained = d.Words.Explained(said)
	}
	if explained {
		c.Word = ticket.Explained
	}
	c.Account, c.Text = d.account(r, said)
	if err := d.standard(ctx, w, &c); err != nil {
		return Reply{Ticket: w.Number}, err
	}
	reply, err := d.apply(ctx, r, w, c, key, func(t *ticket.Ticket) notice.Params {
		return notice.Params{"who": notice.User(t.Asker.User), "natural": notice.User(t.Follower())}
	})
	if err == nil && reply.View != nil && reply.View.State == ticket.ResultReady {
		reply.Key = "resolved_tell"
	}
	return d.inFull(r, string(ticket.VerbResolve), reply, err)
}

// reply is "I told the customer". Typed by somebody who was asked a question it
// is their answer: in Chinese one word says both.
func (d *Desk) reply(ctx context.Context, r Request, w words) (Reply, error) {
	answers := false
	c := ticket.Command{Verb: ticket.VerbReply}
	c.Account, c.Text = d.account(r, w.Rest)
	k := d.taskOf(r, w, c, func(t *ticket.Ticket, c *ticket.Command) {
		if answers = r.Source != Click && t.LevelOf(r.Actor) != nil; answers {
			c.Verb, c.Account, c.Text = ticket.VerbAnswer, nil, w.Rest
		}
	}, func(t *ticket.Ticket) Reply {
		if answers {
			return answer("answered", notice.Params{"to": notice.User(answeredTo(t, r.Actor))})
		}
		return answer(repliedAs(t.State), nil)
	})
	reply, err := d.change(ctx, k)
	return d.inFull(r, string(ticket.VerbReply), reply, err)
}

// repliedAs is what a word to the asker came to.
func repliedAs(s ticket.State) string {
	switch {
	case s.Ended():
		return "replied"
	case s == ticket.CallbackDue:
		return "replied_callback"
	default:
		return "replied_news"
	}
}

func (d *Desk) confirm(ctx context.Context, r Request, w words) (Reply, error) {
	return d.applySaying(ctx, r, w, ticket.Command{Verb: ticket.VerbConfirm, Text: w.Rest}, func(t *ticket.Ticket) Reply {
		if t.End.How == ticket.ByAnswer {
			return Reply{Answer: text.Answer{Key: "answer_solved"}, Replace: r.Source == Click}
		}
		return answer("confirmed", nil)
	})
}

func (d *Desk) reopen(ctx context.Context, r Request, w words) (Reply, error) {
	reply, err := d.applySaying(ctx, r, w, ticket.Command{Verb: ticket.VerbReopen, Text: w.Rest}, func(t *ticket.Ticket) Reply {
		if t.Suggestion != nil && t.Reopened == 0 && t.State.Taking() {
			return openedAfter(t, r)
		}
		return answer("reopened", notice.Params{"to": notice.User(t.Factual())})
	})
	return d.inForm(r, text.FieldText, reply, err)
}
