package text

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/ticket"
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

// listLine is one line of a list.
type listLine struct {
	words string
	late  bool
}

// digest is a person's list of the morning: what waits for them and what they
// follow, what is past its time first.
func (p *pen) digest() []Part {
	var waits, follows []listLine
	late := 0
	for _, i := range p.v.Items {
		q := p.item(i)
		line := q.digestLine()
		if line.late {
			late++
		}
		if q.waitsFor(p.v.Reader.User) {
			waits = append(waits, line)
		} else {
			follows = append(follows, line)
		}
	}
	var what []string
	for _, count := range []struct {
		key string
		n   int
	}{{"digest.waiting", len(waits)}, {"digest.late", late}, {"digest.following", len(follows)}} {
		if count.n > 0 {
			what = append(what, p.tally(count.key, count.n))
		}
	}
	parts := []Part{para(p.enc.Bold(p.say("digest.head", data{"day": p.day(), "what": strings.Join(what, p.say("list.sep", nil))})))}
	room := p.most()
	parts = append(parts, p.section("digest.waits", waits, room)...)
	parts = append(parts, p.section("digest.follows", follows, room-len(waits))...)
	return append(parts, p.more(len(p.v.Items)-room)...)
}

// most is how many lines a list may have.
func (p *pen) most() int {
	if p.v.Most > 0 {
		return min(p.v.Most, linesMost)
	}
	return linesMost
}

// section is a part of a list under its heading, those past their time first.
func (p *pen) section(heading string, lines []listLine, most int) []Part {
	slices.SortStableFunc(lines, func(a, b listLine) int {
		switch {
		case a.late == b.late:
			return 0
		case a.late:
			return -1
		default:
			return 1
		}
	})
	lines = lines[:max(0, min(len(lines), most))]
	if len(lines) == 0 {
		return nil
	}
	words := make([]string, len(lines))
	for i, l := range lines {
		words[i] = l.words
	}
	return append([]Part{para(p.enc.Bold(p.say(heading, nil)))}, p.stacked(words)...)
}

// stacked is lines in paragraphs.
func (p *pen) stacked(lines []string) []Part {
	var parts []Part
	for chunk := range slices.Chunk(lines, linesEach) {
		parts = append(parts, para(p.lines(chunk...)))
	}
	return parts
}

func (p *pen) digestLine() listLine {
	d := data{"what": p.gist(p.t.Text, gistText), "state": p.state()}
	lead := p.t.Lead()
	switch {
	case lead == nil || !lead.Paused.IsZero():
		return listLine{words: p.say("digest.row", d)}
	case lead.Due.Before(p.v.Now):
		d["past"] = p.enc.Bold(p.say("digest.past", data{"limit": p.at(lead.Due)}))
		return listLine{words: p.say("digest.row_late", d), late: true}
	default:
		d["limit"] = p.at(lead.Due)
		return listLine{words: p.say("digest.row_limit", d)}
	}
}

// waitsFor reports whether the next move is this person's; else they follow.
func (p *pen) waitsFor(user string) bool {
	t := p.t
	switch s := t.State; {
	case s.Ended() || s == ticket.Answered || t.Waits.For != "":
		return false
	case t.Below() != nil:
		return t.Below().User == user
	case t.Handoff != nil:
		return t.Handoff.To == user
	case s == ticket.ResultReady:
		return t.Teller() == user
	case s.Taking():
		return t.Follower() == user
	default:
		return t.Factual() == user
	}
}

// day is the day a digest is for.
func (p *pen) day() string {
	at := p.instant("day")
	if at.IsZero() {
		at = p.v.Now
	}
	at = at.In(p.zone())
	return p.say("digest.day", data{
		"weekday": p.say("weekday."+strconv.Itoa(int(at.Weekday())), nil),
		"month":   p.say("month."+strconv.Itoa(int(at.Month())), nil), "day": strconv.Itoa(at.Day()),
	})
}

// observed is what would have happened while the organisation learns: which
// limits passed and who would have been asked. It needs no ticket.
func (p *pen) observed() []Part {
	lines := make([]string, len(p.v.Items))
	for n, i := range p.v.Items {
		q := p.item(i)
		d := q.values("subject", "rule", "limit", "to")
		d["n"] = strconv.FormatInt(i.Item.Ticket, 10)
		lines[n] = q.say("observed.row", d)
	}
	shown := lines[:min(len(lines), p.most())]
	parts := append([]Part{para(p.enc.Bold(p.tally("observed.title", len(lines))))}, p.stacked(shown)...)
	return append(parts, p.more(len(lines)-len(shown))...)
}

// gaps is what came to a head because no post of theirs answers for it. It
// needs no ticket.
func (p *pen) gaps() []Part {
	lines := make([]string, len(p.v.Items))
	for n, i := range p.v.Items {
		q := p.item(i)
		topic := p.say("gaps.no_topic", nil)
		if s := q.params["topic"].Raw(); s != "" {
			topic = q.words(s, gistText)
		}
		lines[n] = p.say("gaps.row", data{
			"department": p.department(q.params["department"].Raw()), "topic": topic,
			"count": q.value("count"), "tickets": p.enc.Escape(cut(q.params["tickets"].Raw(), aboutText)),
		})
	}
	shown := lines[:min(len(lines), p.most())]
	month := p.say("month."+strconv.Itoa(int(p.instant("day").In(p.zone()).Month())), nil)
	title := p.finished("gaps.title", data{"n": strconv.Itoa(len(lines)), "you": p.you(), "month": month}, len(lines))
	parts := append([]Part{para(p.enc.Bold(title))}, p.stacked(shown)...)
	return append(append(parts, p.more(len(lines)-len(shown))...), small(p.say("gaps.way_out", nil)))
}

// broken says to the fallback channel where no superior can be asked today.
func (p *pen) broken() []Part {
	return paras(p.say("broken.text", p.values("departments", "who")))
}
