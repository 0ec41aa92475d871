package handlers

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/policy"
	"github.com/firstask/firstask/ticket"
)

// The details of the buttons of an offer.
const (
	offerOpen = "open"
	offerNo   = "no"
)

// offered is what is kept of a post until the person it speaks to has answered.
type offered struct {
	To   string      `json:"to"`
	Post ticket.Post `json:"post"`
	Text string      `json:"text"`
	At   time.Time   `json:"at"`
}

func offerKey(p ticket.Post) string { return "offer:" + p.Channel + ":" + p.TS }

// offer proposes to the one colleague a post speaks to that they open it, once
// for each post and to them only. The zero Reply where there is nothing to
// propose: several are spoken to, or nobody, or themselves; or it is a ticket.
func (d *Desk) offer(ctx context.Context, r Request, rules policy.Rules) (Reply, error) {
	to := d.addressed(r.Line, rules)
	if len(to) != 1 || to[0] == r.Actor || rules.Out()[to[0]] || rules.Policy.FirstRule(policy.ByAddress) == "" {
		return Reply{}, nil
	}
	if _, taken, err := d.Finder.ByPost(ctx, r.Post.Channel, r.Post.TS); err != nil || taken {
		return Reply{}, d.orNil("by post", err)
	}
	raw, err := json.Marshal(offered{To: to[0], Post: r.Post, Text: r.Line, At: r.moment()})
	if err != nil {
		return Reply{}, fmt.Errorf("handlers: offer: %w", err)
	}
	first, err := d.Tickets.Keep(ctx, offerKey(r.Post), raw)
	if err != nil || !first {
		return Reply{}, d.orNil("offer", err)
	}
	reply := answer("offer", notice.Params{"who": notice.User(r.Actor), "post": notice.Text(r.Post.Channel + "/" + r.Post.TS)})
	reply.To = to[0]
	return reply, nil
}

// answered is what the person said to an offer: the ticket of the post, with
// them as who captured it and whom it speaks to; or nothing, and the offer goes.
func (d *Desk) answered(ctx context.Context, r Request, w words) (Reply, error) {
	if w.Detail == offerNo {
		return Reply{Remove: true}, nil
	}
	channel, ts, _ := strings.Cut(strings.TrimSpace(w.Rest), "/")
	post := ticket.Post{Channel: channel, TS: ts}
	raw, kept, err := d.Tickets.Seen(ctx, offerKey(post))
	if err != nil {
		return Reply{}, d.unsaved("offer", err)
	}
	var o offered
	if kept {
		if err = json.Unmarshal(raw, &o); err != nil {
			return Reply{}, fmt.Errorf("handlers: offer: %w", err)
		}
	}
	if o.To != r.Actor { // also where nothing is kept any more
		return Reply{Answer: answer("offer_over", nil).Answer, Replace: true}, nil
	}
	rules, err := d.current(ctx)
	if err != nil {
		return Reply{}, err
	}
	r.Post = o.Post
	req := ticket.Request{
		Post: o.Post, Text: o.Text, By: r.Actor, Addressed: []string{r.Actor}, At: o.At,
		Asker: ticket.Asker{Kind: ticket.AskerMember, User: o.Post.Author},
	}
	reply, err := d.capture(ctx, r, req, rules)
	reply.Replace = err == nil
	return reply, err
}
