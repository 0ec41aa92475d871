package handlers

import (
	"crypto/sha256"
	"encoding/hex"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/text"
	"github.com/firstask/firstask/ticket"
)

// said is the word to whoever used a forbidden phrase: what to say instead and,
// where it was held back, what they wrote.
func (d *Desk) said(k task, dec *ticket.Decision) Reply {
	reader, _ := d.People.Person(k.actor)
	instead := d.Labels().Phrases[dec.Said.Params["phrase"].Raw()]
	dec.Said.Params["instead"] = notice.Text(instead.In(text.Match(reader.Locale)))
	reply := answer("refused", dec.Said.Params)
	reply.Refused = dec.Said
	if dec.Held {
		reply.Typed = k.typed
	}
	return reply
}

// heldKey tells apart what a form, which has one key, was sent with: each time
// it was held back is a change of its own, and what is not is still to come.
func heldKey(key, typed string) string {
	if key == "" {
		return ""
	}
	sum := sha256.Sum256([]byte(typed))
	return key + "/" + hex.EncodeToString(sum[:8])
}
