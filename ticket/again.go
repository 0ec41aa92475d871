package ticket

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/firstask/firstask/policy"
)

// Again is what a request repeats: whoever asked had asked about the same
// before. The zero Again repeats nothing.
type Again struct {
	Of    int64 `json:"of,omitempty"`
	Times int   `json:"times,omitempty"` // how often it was asked by now, with this one
	// Open is true where the one before had not ended yet.
	Open bool `json:"open,omitempty"`
	// Undone: somebody said that it repeats nothing.
	Undone bool `json:"undone,omitempty"`
}

// AskedBy are the tags by which all tickets of whoever asked are found, open
// and ended: the same person in Slack, name, phone number or address of mail has
// the same tag. What they are made from cannot be read from them.
func (t *Ticket) AskedBy() []string {
	var all []string
	for _, what := range []string{t.askerID(), reached("phone", t.Contact["phone"]), reached("email", t.Contact["email"])} {
		if what != "" {
			sum := sha256.Sum256([]byte(what))
			all = append(all, "asker-"+hex.EncodeToString(sum[:12]))
		}
	}
	return all
}

// askerID is who asked: somebody in Slack, else a name; "" if neither is known.
func (t *Ticket) askerID() string {
	name := t.Asker.Name
	if name == "" {
		name = t.Contact["name"]
	}
	switch name = strings.ToLower(strings.Join(strings.Fields(name), " ")); {
	case t.Asker.InSlack():
		return "slack " + t.Asker.User
	case name == "" || t.Asker.Kind == AskerMember:
		return ""
	default:
		return "name " + name
	}
}

// reached is a phone number or an address of mail without what people write
// differently; "" for none.
func reached(field, value string) string {
	if field == "email" {
		value = strings.ToLower(strings.TrimSpace(value))
	} else {
		value = strings.Map(func(r rune) rune {
			if unicode.IsDigit(r) {
				return r
			}
			return -1
		}, value)
	}
	if value == "" {
		return ""
	}
	return field + " " + value
}

// sameAsker reports whether the same person asked both, as far as it is noted:
// two of one name with two phone numbers are two.
func sameAsker(t, o *Ticket) bool {
	if t.Asker.InSlack() || o.Asker.InSlack() {
		return t.Asker.InSlack() && t.Asker.User == o.Asker.User
	}
	for _, field := range []string{"phone", "email"} {
		if a, b := reached(field, t.Contact[field]), reached(field, o.Contact[field]); a != "" && b != "" {
			return a == b
		}
	}
	return t.askerID() != "" && t.askerID() == o.askerID()
}

// sameMatter reports whether both are about the same: the post that answers for
// a word of their text; without one on both sides their kind.
func sameMatter(t, o *Ticket, org *policy.Org) bool {
	a, b := postOf(t, org), postOf(o, org)
	if a != "" && b != "" {
		return a == b
	}
	return t.Type != "" && t.Type == o.Type
}

func postOf(t *Ticket, org *policy.Org) string {
	d, p, _ := org.Search(t.Text)
	if d == nil {
		return ""
	}
	return d.ID + "/" + p.ID
}

// Seeks are the tags by which earlier tickets of the asker are to be looked up
// before a decision is saved, for Link; none where nothing new was said of who
// asked or of what, or the rules do not want it.
func (d *Decision) Seeks(rules policy.Rules) []string {
	t := &d.Ticket
	told := slices.ContainsFunc(d.Events, func(e Event) bool {
		return slices.Contains([]string{"captured", string(VerbAsker), string(VerbField), string(VerbTriage)}, e.Kind)
	})
	own := t.Parent != 0 || t.Mark(Assigned) != nil // opened in their name, not by them
	if !told || own || rules.Policy.RepeatWithin.IsZero() || t.State.Ended() || t.Again.Of != 0 || t.Again.Undone {
		return nil
	}
	return t.AskedBy()
}

// Link notes in a decision that the same was asked before, by the newest of
// some earlier tickets that is about the same and not too old.
func (d *Decision) Link(earlier []Ticket, rules policy.Rules, now time.Time) {
	t, found := &d.Ticket, (*Ticket)(nil)
	x := &turn{rules: rules}
	for i := range earlier {
		o := &earlier[i]
		if o.Number < t.Number && (found == nil || o.Number > found.Number) && x.recent(o, t.CreatedAt) && sameAsker(t, o) && sameMatter(t, o, rules.Org) {
			found = o
		}
	}
	if found == nil {
		return
	}
	t.Again = Again{Of: found.Number, Times: max(found.Again.Times, 1) + 1, Open: !found.State.Ended()}
	t.Seq++
	d.Events = append(d.Events, Event{Kind: "again", Seq: t.Seq, At: now.UTC(), Facts: map[string]string{
		"ticket": strconv.FormatInt(found.Number, 10), "times": strconv.Itoa(t.Again.Times),
	}})
}

// recent reports whether a ticket was open, or had not ended too long ago, at an
// instant. One that was put aside, or declared for another, was not asked.
func (x *turn) recent(o *Ticket, at time.Time) bool {
	if o.Parent != 0 || o.Mark(Assigned) != nil || o.State == Withdrawn {
		return false
	}
	p := x.rules.Policy
	return !o.State.Ended() || !x.add(p.Calendar, o.End.At, p.RepeatWithin).Before(at)
}
