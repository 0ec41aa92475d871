package bot

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/firstask/firstask/text"
	"github.com/firstask/firstask/ticket"
)

// deliveryEvent names our metadata on every post.
const deliveryEvent = "firstask_delivery"

// draw puts the notice into its reader's words, from the ticket as it is now.
func (d *delivery) draw(ctx context.Context) (wire, error) {
	t, rules, err := d.o.Tickets.Look(ctx, d.Notice.Ticket)
	if err != nil {
		return wire{}, &lookError{err}
	}
	m, err := d.o.Words.Notice(d.Notice, text.View{
		Ticket: t, Rules: rules, Now: d.o.Now(), Reader: d.reader(rules),
		Rich: Encoder{Names: d.o.People.Name}, Bare: Bare{Names: d.o.People.Name},
	})
	if err != nil {
		return wire{}, err
	}
	w := wire{plain: quiet(m.Plain), metadata: d.metadata(), blocks: Blocks(m, BlockContext{Ticket: d.Notice.Ticket, Rev: revision(t)})}
	w.hash, err = fingerprint(m)
	return w, err
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
