package bot

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/rs/zerolog"
	"github.com/slack-go/slack"

	"github.com/firstask/firstask/handlers"
	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/text"
	"github.com/firstask/firstask/ticket"
)

// deliveryEvent names our metadata on every post.
const deliveryEvent = "firstask_delivery"

// patientTries is how often all matters of a message of several are waited for.
const patientTries = 2

// draw puts the notice into its reader's words, from the ticket as it is now.
func (d *delivery) draw(ctx context.Context) (wire, error) {
	n := d.Notice
	if d.fold != nil {
		n = *d.fold
	}
	v, err := d.view(ctx, n)
	if err != nil {
		return wire{}, err
	}
	m, blocks, err := d.worded(n, v)
	if err != nil {
		return wire{}, err
	}
	w := wire{plain: quiet(m.Plain), metadata: d.metadata(), blocks: blocks}
	w.hash, err = fingerprint(m)
	return w, err
}

// look is what was seen of a ticket.
type look struct {
	t     *ticket.Ticket
	rules text.Rules
}

// look reads a ticket once on this way; number 0 gives only the rules.
func (d *delivery) look(ctx context.Context, number int64) (look, error) {
	if l, seen := d.looks[number]; seen {
		return l, nil
	}
	t, rules, err := d.o.Tickets.Look(ctx, number)
	if err != nil {
		return look{}, &lookError{err}
	}
	if d.looks == nil {
		d.looks = map[int64]look{}
	}
	d.looks[number] = look{t, rules}
	return d.looks[number], nil
}

// view is what a notice is drawn from.
func (d *delivery) view(ctx context.Context, n notice.Notice) (text.View, error) {
	l, err := d.look(ctx, n.Ticket)
	if err != nil {
		return text.View{}, err
	}
	v := text.View{
		Ticket: l.t, Rules: l.rules, Now: d.o.Now(), Reader: d.reader(l.rules),
		Rich: Encoder{Names: d.o.People.Name}, Bare: Bare{Names: d.o.People.Name},
	}
	for _, i := range n.Items {
		l, err = d.look(ctx, i.Ticket)
		if err != nil && !d.mayLeaveOut(i.Ticket, err) {
			return text.View{}, err
		}
		v.Items = append(v.Items, text.ItemView{Item: i, Ticket: l.t, Rules: l.rules})
	}
	return v, nil
}

// mayLeaveOut reports whether a matter that cannot be read is left out of a
// message of several, so that one strange ticket does not keep the others
// unsaid: it is gone, or this is not the first try and the store is there.
func (d *delivery) mayLeaveOut(number int64, err error) bool {
	if !errors.Is(err, handlers.ErrNotFound) && (d.Attempt < patientTries || len(d.looks) == 0) {
		return false
	}
	if d.unseen == nil {
		d.unseen = map[int64]bool{}
	}
	d.unseen[number] = true
	d.write(d.o.Log, zerolog.WarnLevel, err, "left out")
	return true
}

// worded puts a notice into words and blocks. A message of several that is too
// big takes its short form, then shows fewer, until Slack takes it whole.
func (d *delivery) worded(n notice.Notice, v text.View) (text.Message, []slack.Block, error) {
	c := BlockContext{Ticket: n.Ticket, Rev: revision(v.Ticket), Revs: map[int64]int64{}}
	for _, i := range v.Items {
		c.Revs[i.Item.Ticket] = revision(i.Ticket)
	}
	for {
		m, err := d.o.Words.Notice(n, v)
		if err != nil {
			return text.Message{}, nil, err
		}
		blocks := drawBlocks(m, c)
		if len(v.Items) == 0 || fits(blocks) || v.Most == 1 {
			return m, fit(blocks[:min(len(blocks), mostBlocks)]), nil
		}
		v.Most, v.Tight = fewer(v, blocks), true
	}
}

// fewer is how many matters the next try shows: the short form of all, then
// what the last one's size leaves room for.
func fewer(v text.View, blocks []slack.Block) int {
	if !v.Tight {
		return v.Most
	}
	now := v.Most
	if now == 0 {
		now = len(v.Items)
	}
	w := size(blocks)
	fit := min(now*budgetJSON/max(1, w.bytes), now*budgetChars/max(1, w.chars))
	return max(1, min(fit, now-1))
}

// reader is the person of a DM, or everybody in a channel.
func (d *delivery) reader(rules text.Rules) text.Reader {
	to := d.Notice.To
	switch {
	case to.Channel == "":
		return d.o.People.Reader(to.User)
	case d.elseDM != "":
		return d.o.People.Reader(to.Else)
	}
	r := d.o.People.Reader("")
	if rules.Org != nil && rules.Org.Locale != "" {
		r.Locale = text.Match(rules.Org.Locale)
	}
	if rules.Org != nil && rules.Org.Zone != nil {
		r.Zone = rules.Org.Zone
	}
	return r
}

// revision tells one drawing of a live message from the next.
func revision(t *ticket.Ticket) int64 {
	if t == nil {
		return 0
	}
	return int64(t.Seq)
}

// fingerprint is the same for two messages that look the same.
func fingerprint(m text.Message) (string, error) {
	raw, err := json.Marshal(m)
	if err != nil {
		return "", fmt.Errorf("bot: fingerprint: %w", err)
	}
	sum := sha256.Sum256(raw)
	return hex.EncodeToString(sum[:8]), nil
}

// metadata names the delivery, so that it can be found again. Everybody in the
// conversation may read it.
func (d *delivery) metadata() string {
	raw, err := json.Marshal(map[string]any{"event_type": deliveryEvent, "event_payload": map[string]string{"id": d.Notice.Key}})
	if err != nil {
		return "{}"
	}
	return string(raw)
}

// quiet is a message's plain text as Slack may read it: short enough to be
// edited, and without anything that Slack would take for a mention.
func quiet(plain string) string {
	plain = strings.NewReplacer("<", "\u2039", ">", "\u203a").Replace(plain)
	return cutRunes(orElse(plain, "firstask"), mostMessageText)
}
