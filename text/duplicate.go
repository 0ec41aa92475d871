package text

import (
	"slices"
	"strconv"
	"strings"

	"github.com/firstask/firstask/ticket"
)

// What is said of requests that repeat another one, or go on with it.

// Other reads the ticket that another one is the same as, "of 40", and what
// follows it; false if the words name none.
func (c *Catalog) Other(rest string) (number int64, said string, ok bool) {
	l, from := newTyped(rest), 0
	for _, w := range c.verbs.sameAs {
		if after := len([]rune(w)); l.starts(0, w) && after > from && (!isLatin(w) || l.at(after) == ' ') {
			from = after
		}
	}
	number, next, ok := c.verbs.number(l, l.spaces(from))
	if !ok {
		return 0, rest, false
	}
	return number, l.rest(l.breaks(next)), true
}

// repeats are the requests that one repeats, goes on with, or has taken in.
func (p *pen) repeats() string {
	var merged, joined string
	if m := p.t.Merge; m != nil {
		merged = p.say("card.merged", data{"number": strconv.FormatInt(m.Into, 10), "by": p.name(m.By), "at": p.at(m.At)})
	}
	if len(p.t.Joined) > 0 {
		numbers := make([]string, len(p.t.Joined))
		for i, j := range p.t.Joined {
			numbers[i] = "#" + strconv.FormatInt(j.Number, 10)
		}
		joined = p.say("card.joined", data{"what": p.listed(numbers)})
	}
	return p.lines(p.askedAgain(), merged, joined)
}

// askedAgain is which request was the same one before; "" for none.
func (p *pen) askedAgain() string {
	a := p.t.Again
	if a.Of == 0 || p.party() {
		return ""
	}
	return p.say("card.again", data{"number": strconv.FormatInt(a.Of, 10), "times": strconv.Itoa(a.Times)})
}

// sameAs merges it into the request before, where that had not ended.
func (p *pen) sameAs() Button {
	a := p.t.Again
	if a.Of == 0 || !a.Open || !p.may(ticket.VerbDuplicate) {
		return Button{}
	}
	number := strconv.FormatInt(a.Of, 10)
	return Button{Label: p.plain().say("button.duplicate", data{"number": number}), Verb: string(ticket.VerbDuplicate), Detail: number, Value: p.number()}
}

// merged tells whoever asked with which request theirs goes on, or what came of that one.
func (p *pen) merged() []Part {
	number := p.params["number"].Raw()
	d := data{"number": p.enc.Escape(number), "who": p.name(p.t.Follower())}
	said := p.params["text"].Raw()
	switch {
	case said != "":
		undo := p.say("merged.still", data{"undo": p.undoMerge(number)})
		return append(paras(p.fitted("merged.result", d, said, ""), p.quoted(said)), small(undo))
	case p.t.Merge != nil: // perhaps another than at first
		d["number"] = strconv.FormatInt(p.t.Merge.Into, 10)
		return []Part{para(p.say("merged.text", d))}
	default:
		return []Part{para(p.say("merged.undone", d))}
	}
}

// undoMerge is how the merging of a ticket is taken back.
func (p *pen) undoMerge(number string) string {
	return p.say("merged.undo", data{"number": p.enc.Escape(number)})
}

// mergedNumbers are the tickets that a refusal names, and how the first one is
// taken out again.
func (p *pen) mergedNumbers() (tickets, undo string) {
	numbers := strings.Fields(p.params["tickets"].Raw())
	if len(numbers) == 0 {
		return "", ""
	}
	named := slices.Clone(numbers)
	for i, n := range named {
		named[i] = p.enc.Escape("#" + n)
	}
	return p.listed(named), p.undoMerge(numbers[0])
}

// numberOf is the number of the ticket in question; 0 for none.
func (p *pen) numberOf() int64 {
	if p.t == nil {
		return 0
	}
	return p.t.Number
}
