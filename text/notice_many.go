package text

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/firstask/firstask/notice"
)

const (
	rowsMost   = 10 // open matters that have a row of buttons each; of more each has a menu
	linesMost  = 50 // lines of a list
	linesEach  = 10 // lines of a paragraph
	firstNamed = 3  // matters named at the head of the plain words
	namedText  = 16 // characters of each
	aboutText  = gistText * 3
)

// many reports whether a kind speaks of several tickets, or of none.
func many(k notice.Kind) bool {
	return slices.Contains([]notice.Kind{notice.Folded, notice.Digest, notice.Observed, notice.Gaps}, k) || standing(k) || ofStaff(k)
}

// several words a message of several matters. What no longer holds is left out
// of one that was not said yet; where nothing is left the error is ErrStale.
func (c *Catalog) several(n notice.Notice, v View, write func(*pen) []Part) (Message, error) {
	p := c.pen(v, n.Params, n.To)
	p.t, p.live = nil, n.Class == notice.Edit
	p.v.Items = slices.DeleteFunc(slices.Clone(v.Items), func(i ItemView) bool { return !p.belongs(n.Kind, i) })
	if len(p.v.Items) == 0 && !standing(n.Kind) && !ofStaff(n.Kind) {
		return Message{}, ErrStale
	}
	return p.message(write), nil
}

// ofStaff reports whether a kind speaks of who is there.
func ofStaff(k notice.Kind) bool {
	return slices.Contains([]notice.Kind{notice.Delegated, notice.MovedList, notice.WelcomeBack}, k)
}

// belongs reports whether a matter has its place in a message of this kind.
func (p *pen) belongs(k notice.Kind, i ItemView) bool {
	if k == notice.Observed || k == notice.HandoverList || ofStaff(k) {
		return true
	}
	if standing(k) || k == notice.Gaps {
		return i.Item.Kind == k
	}
	if k == notice.Digest {
		return i.Ticket != nil && !i.Ticket.State.Ended()
	}
	_, known := writers()[i.Item.Kind]
	return known && !many(i.Item.Kind) && i.Ticket != nil && (p.live || !p.item(i).stale(i.Item.Kind))
}

// item is the pen writing about one matter of several.
func (p *pen) item(i ItemView) *pen {
	q := p.on(i.Ticket)
	q.params, q.v.Items = i.Item.Params, nil
	if i.Rules.Org != nil {
		q.v.Rules = i.Rules
	}
	return q
}

// tally is a sentence that changes with a number, which it finds as "n".
func (p *pen) tally(key string, n int) string {
	return p.finished(key, data{"n": strconv.Itoa(n), "you": p.you()}, n)
}

func (p *pen) more(n int) []Part {
	if n <= 0 {
		return nil
	}
	return []Part{small(p.tally("many.more", n))}
}

// matter is one matter as it stands in a message of several.
type matter struct {
	open  bool
	parts []Part
}

// folded is what waited to be said to one person, in one message: every matter
// with its own sentence and its own buttons; in a live message what became of
// those that are settled.
func (p *pen) folded() []Part {
	matters := p.matters()
	parts := []Part{para(p.enc.Bold(p.foldedTitle()))}
	if p.bare {
		for _, m := range matters {
			parts = append(parts, m.parts...)
		}
		return parts
	}
	shown, left := room(matters, p.v.Most)
	return append(append(parts, shown...), p.more(left)...)
}

// foldedTitle says how many matters wait; in plain words also the first of them.
func (p *pen) foldedTitle() string {
	key, open, named := "folded.wait", 0, []string{}
	for _, i := range p.v.Items {
		q := p.item(i)
		if !q.holds(i.Item.Kind) {
			continue
		}
		if open++; open <= firstNamed {
			named = append(named, q.say("folded.name", data{"what": q.gist(q.t.Text, namedText)}))
		}
		if slices.Contains([]notice.Kind{notice.Escalation, notice.Fallback, notice.WholeLate}, i.Item.Kind) {
			key = "folded.help"
		}
	}
	if open == 0 {
		return p.tally("folded.done", len(p.v.Items))
	}
	title := p.tally(key, open)
	if !p.bare {
		return title
	}
	return p.say("folded.what", data{"title": title, "what": strings.Join(named, p.say("list.sep", nil))})
}

func (p *pen) matters() []matter {
	open := 0
	for _, i := range p.v.Items {
		if p.item(i).holds(i.Item.Kind) {
			open++
		}
	}
	short := p.bare || p.v.Tight || open > rowsMost
	matters := make([]matter, len(p.v.Items))
	for n, i := range p.v.Items {
		q := p.item(i)
		matters[n] = matter{open: q.holds(i.Item.Kind), parts: q.matter(i.Item.Kind, short)}
	}
	return matters
}

// holds reports whether the matter of a message still waits.
func (p *pen) holds(k notice.Kind) bool {
	if k == notice.Escalation || k == notice.Fallback {
		return p.escalated()
	}
	return !p.stale(k)
}

// matter is one matter of several: its sentence, what it is about and its
// buttons; in short the buttons are a menu. Of a settled one only what became of it.
func (p *pen) matter(k notice.Kind, short bool) []Part {
	number := p.t.Number
	if !p.holds(k) {
		return []Part{{Kind: Context, Text: p.say("folded.settled", data{"became": p.became()}), Ticket: number}}
	}
	whole := writers()[k](p)
	words, buttons := p.sentence(k, whole, short), choices(whole)
	switch {
	case short && len(buttons) > 0:
		return []Part{{Kind: Menu, Text: words, Buttons: buttons[:min(len(buttons), mostInRow)], Ticket: number}}
	case len(buttons) == 0:
		return []Part{{Kind: Para, Text: words, Ticket: number}}
	default:
		return []Part{{Kind: Para, Text: words, Ticket: number}, {Kind: Buttons, Buttons: buttons, Ticket: number}}
	}
}

// sentence is what the matter's own message says first, and what it is about.
func (p *pen) sentence(k notice.Kind, whole []Part, short bool) string {
	words, most := "", aboutText
	if short {
		most = gistText
	}
	if i := slices.IndexFunc(whole, func(part Part) bool { return part.Kind == Para && part.Text != "" }); i >= 0 {
		words = whole[i].Text
	}
	if k == notice.Escalation || k == notice.Fallback {
		words = p.lines(words, p.did())
	}
	about := p.brief(p.t.Text, most, stops)
	if strings.Contains(words, p.gist(p.t.Text, gistText)) {
		about = ""
	}
	return p.lines(words, about)
}

// choices are all buttons of a message that act at once.
func choices(parts []Part) []Button {
	var all []Button
	for _, part := range parts {
		if part.Kind == Buttons {
			all = append(all, part.Buttons...)
		}
	}
	return slices.DeleteFunc(all, func(b Button) bool { return b.Confirm != "" })
}

// room is as many matters as fit one message, in their order, at most so many
// if most is not 0; the open ones come first. It also returns how many open
// ones were left out.
func room(matters []matter, most int) (shown []Part, left int) {
	if most <= 0 {
		most = len(matters)
	}
	taken := make([]bool, len(matters))
	used := filling{parts: 2, runes: firstLook * 4, bytes: firstLook * 8} // the title and the last line
	for _, open := range []bool{true, false} {
		for i, m := range matters {
			if m.open != open {
				continue
			}
			next := used.with(m.parts)
			if taken[i] = left == 0 && most > 0 && next.fits(); taken[i] {
				used, most = next, most-1
			} else if open {
				left++
			}
		}
	}
	for i, m := range matters {
		if taken[i] {
			shown = append(shown, m.parts...)
		}
	}
	return shown, left
}

// filling is how much of a message is used.
type filling struct{ parts, runes, bytes int }

func (l filling) with(parts []Part) filling {
	for _, part := range parts {
		l.parts++
		l.runes, l.bytes = l.runes+utf8.RuneCountInString(part.Text), l.bytes+len(part.Text)
	}
	return l
}

func (l filling) fits() bool {
	return l.parts <= mostParts && l.runes <= mostRunes && l.bytes <= mostBytes
}
