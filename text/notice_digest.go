package text

import (
	"slices"
	"strconv"
	"strings"

	"github.com/firstask/firstask/ticket"
)

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
	case s == ticket.CallbackDue:
		return t.Caller() == user
	case t.Endorser() != "":
		return t.Endorser() == user
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
