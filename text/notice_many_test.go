package text_test

import (
	"errors"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/text"
	"github.com/firstask/firstask/ticket"
)

// late is a request that nobody answered, up to the head at 10:34.
func late(tb testing.TB, number int64, words string, change ...func(*ticket.Request)) *story {
	tb.Helper()
	change = append(change, func(r *ticket.Request) { r.Number = number })
	return begin(tb, words, change...).handOff().fire("10:19").fire("10:28").fire("10:34")
}

// fold is one message of the last notice of a kind of each story.
func fold(kind notice.Kind, stories ...*story) (notice.Notice, []text.ItemView) {
	n := notice.Notice{Kind: notice.Folded, Class: notice.Alert}
	items := make([]text.ItemView, 0, len(stories))
	for _, s := range stories {
		one := s.last(kind)
		n.To = one.To
		items = append(items, matterOf(s, one))
	}
	return n, items
}

func matterOf(s *story, n notice.Notice) text.ItemView {
	return text.ItemView{Item: n.Item(), Ticket: &s.t, Rules: s.rules}
}

// see is the view of a message of several for its reader, at the time of a story.
func see(s *story, user, locale string, items []text.ItemView) text.View {
	v := s.view(user, locale)
	v.Ticket, v.Items = nil, items
	return v
}

// pressed are the buttons of a message: number, then verb and detail.
func pressed(m text.Message) []string {
	var all []string
	for _, part := range m.Parts {
		for _, b := range part.Buttons {
			all = append(all, strings.TrimSuffix("#"+strconv.FormatInt(part.Ticket, 10)+" "+b.Verb+":"+b.Detail, ":"))
		}
	}
	return all
}

func helpWith(numbers ...int) []string {
	all := make([]string, 0, 5*len(numbers))
	for _, n := range numbers {
		for _, id := range []string{"accept", "handoff:form", "urge", "promise:form", "why"} {
			all = append(all, "#"+strconv.Itoa(n)+" "+id)
		}
	}
	return all
}

func mustEqual(t *testing.T, what string, got, want []string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("%s:\n%q, want\n%q", what, got, want)
	}
}

func TestFoldedSaysEachMatterWithItsButtons(t *testing.T) {
	c := mustLoad(t)
	one, two := late(t, 1, "wrong name on invoice"), late(t, 2, "contract lost")
	n, items := fold(notice.Escalation, one, two)
	for locale, want := range map[string][]string{
		"en": {
			"2 matters need your help: #1 wrong name on…, #2 contract lost",
			"#1 needs your help: Li Wen was asked at 10:04, no answer yet (30 working min). Without a choice by 11:34, He Jing is asked.",
			"wrong name on invoice",
		},
		"zh-Hans": {"2 件事需要您协助：#1 ", "#2 需要您协助：10:04 已请李雯受理，30 分钟（工作时间）内尚无回应。11:34 前如未安排，将请何静协助。"},
		"zh-Hant": {"2 件事需要您協助：#1 ", "#2 需要您協助：10:04 已請李雯受理，30 分鐘（工作時間）內尚無回應。11:34 前若未安排，將請何靜協助。"},
	} {
		m := mustNotice(t, c, n, see(one, zhou, locale, items))
		for i, line := range want {
			if !strings.Contains(m.Plain, line) || i == 0 && !strings.HasPrefix(m.Plain, line) {
				t.Errorf("%s: no %q in\n%s", locale, line, m.Plain)
			}
		}
		mustEqual(t, locale, pressed(m), helpWith(1, 2))
	}
}

func TestFoldedOfOtherKindsKeepTheirSentences(t *testing.T) {
	c := mustLoad(t)
	one, two := late(t, 1, "wrong name on invoice"), late(t, 2, "contract lost")
	for kind, want := range map[notice.Kind]string{
		notice.Reminder: "2 matters wait for you: #1 ",
		notice.Limit:    "10:34 has passed, so Zhou Hang was asked to help.",
	} {
		n, items := fold(kind, one, two)
		v := see(one, liwn, "en", items)
		if kind == notice.Reminder {
			v.Now = mustTime(t, "2026-03-03 10:29")
			for i := range items { // before the limit
				items[i].Ticket = &begin(t, "x", func(r *ticket.Request) { r.Number = int64(i) + 1 }).handOff().fire("10:28").t
			}
		}
		m := mustNotice(t, c, n, v)
		if !strings.Contains(m.Plain, want) || !strings.Contains(m.Plain, "2 matters wait for you") {
			t.Errorf("%s says %q", kind, m.Plain)
		}
		if got := pressed(m); len(got) == 0 || !strings.HasPrefix(got[0], "#1 accept") {
			t.Errorf("%s offers %q", kind, got)
		}
	}
	for _, s := range []*story{one, two} {
		s.now = mustTime(t, "2026-03-06 10:00")
		s.take(ticket.Fire(&s.t, s.rules, s.now))
	}
	n, items := fold(notice.WholeLate, one, two)
	m := mustNotice(t, c, n, see(one, n.To.User, "en", items))
	if !strings.HasPrefix(m.Plain, "2 matters need your help") || strings.Count(m.Plain, "wrong name on invoice") != 1 {
		t.Errorf("whole late says %q", m.Plain)
	}
}

func TestFoldedDropsWhatIsSettled(t *testing.T) {
	c := mustLoad(t)
	one, two, three := late(t, 1, "one"), late(t, 2, "two"), late(t, 3, "three")
	n, items := fold(notice.Escalation, one, two, three)
	two.at("10:40").do(ticket.Command{Verb: ticket.VerbAccept, Actor: liwn})
	m := mustNotice(t, c, n, see(two, zhou, "en", items))
	mustEqual(t, "buttons", pressed(m), helpWith(1, 3))
	if !strings.HasPrefix(m.Plain, "2 matters need your help: #1 one, #3 three\n") || strings.Contains(m.Plain, "#2") {
		t.Errorf("says %q", m.Plain)
	}
	n.Class = notice.Edit // drawn again, it says what became of it, in its place
	m = mustNotice(t, c, n, see(two, zhou, "en", items))
	mustEqual(t, "buttons", pressed(m), helpWith(1, 3))
	if lines := strings.Split(m.Plain, "\n"); !slices.Contains(lines, "#2: Li Wen accepted it at 10:40.") || !strings.HasPrefix(lines[1], "#1 ") {
		t.Errorf("says %q", m.Plain)
	}
	for _, s := range []*story{one, three} {
		s.at("10:41").do(ticket.Command{Verb: ticket.VerbAccept, Actor: zhou})
	}
	m = mustNotice(t, c, n, see(one, zhou, "en", items))
	if !strings.HasPrefix(m.Plain, "All 3 matters are settled.") || len(pressed(m)) > 0 {
		t.Errorf("says %q with %q", m.Plain, pressed(m))
	}
	n.Class = notice.Alert
	if _, err := c.Notice(n, see(one, zhou, "en", items)); !errors.Is(err, text.ErrStale) {
		t.Errorf("all settled: %v", err)
	}
	items[0].Ticket = nil
	if _, err := c.Notice(n, see(one, zhou, "en", items[:1])); !errors.Is(err, text.ErrStale) {
		t.Errorf("cannot be read: %v", err)
	}
}

func TestFoldedTakesMenusForMany(t *testing.T) {
	c := mustLoad(t)
	stories := make([]*story, 40)
	for i := range stories {
		stories[i] = late(t, int64(i)+1, "invoice")
	}
	for _, row := range []struct {
		name             string
		many, most       int
		tight            bool
		rows, menus, out int
	}{
		{name: "ten", many: 10, rows: 10},
		{name: "eleven", many: 11, menus: 11},
		{name: "three in short", many: 3, tight: true, menus: 3},
		{name: "forty", many: 40, menus: 40},
		{name: "forty where ten fit", many: 40, most: 10, menus: 10, out: 30},
	} {
		t.Run(row.name, func(t *testing.T) {
			n, items := fold(notice.Escalation, stories[:row.many]...)
			v := see(stories[0], zhou, "en", items)
			v.Most, v.Tight = row.most, row.tight
			m := mustNotice(t, c, n, v)
			checkLimits(t, picture{name: row.name, m: m, view: v})
			rows, menus := 0, 0
			for _, part := range m.Parts {
				if part.Kind == text.Buttons {
					rows++
				}
				if part.Kind == text.Menu {
					menus++
				}
			}
			if rows != row.rows || menus != row.menus {
				t.Errorf("%d rows, %d menus", rows, menus)
			}
			last := m.Parts[len(m.Parts)-1].Text
			if row.out > 0 && last != "… and "+strconv.Itoa(row.out)+" more: /firstask list" || row.out == 0 && strings.Contains(last, "more") {
				t.Errorf("ends in %q", last)
			}
		})
	}
}

// Long words in wide letters leave room for fewer: none is lost uncounted.
func TestFoldedCountsWhatHasNoRoom(t *testing.T) {
	c := mustLoad(t)
	s := late(t, 1, strings.Repeat("\u53d1\u7968", 60))
	n, items := fold(notice.Escalation, slices.Repeat([]*story{s}, 60)...)
	m := mustNotice(t, c, n, see(s, zhou, "zh-Hans", items))
	menus := 0
	for _, part := range m.Parts {
		if part.Kind == text.Menu {
			menus++
		}
	}
	if last := m.Parts[len(m.Parts)-1].Text; menus < 20 || last != "… 另有 "+strconv.Itoa(60-menus)+" 项：/firstask 列表" {
		t.Errorf("%d menus, then %q", menus, last)
	}
}

// A limit that a promise moved still waits for the head's eye, with its buttons.
func TestFoldedKeepsWhatWasPromised(t *testing.T) {
	c := mustLoad(t)
	s := late(t, 1, "invoice")
	n, items := fold(notice.Escalation, s)
	s.at("10:38").do(ticket.Command{Verb: ticket.VerbPromise, Actor: zhou, Until: s.now.Add(3 * time.Hour)})
	n.Class = notice.Edit
	m := mustNotice(t, c, n, see(s, zhou, "en", items))
	if !strings.Contains(m.Plain, "Agreed: 13:38") {
		t.Errorf("says %q", m.Plain)
	}
	mustEqual(t, "buttons", pressed(m), helpWith(1))
}

// What is open comes before what is settled where not all has room.
func TestFoldedShowsWhatIsOpenFirst(t *testing.T) {
	c := mustLoad(t)
	stories := make([]*story, 6)
	for i := range stories {
		stories[i] = late(t, int64(i)+1, "invoice")
	}
	for _, s := range stories[:4] {
		s.at("10:40").do(ticket.Command{Verb: ticket.VerbAccept, Actor: zhou})
	}
	n, items := fold(notice.Escalation, stories...)
	n.Class = notice.Edit
	v := see(stories[0], zhou, "en", items)
	v.Most = 3
	m := mustNotice(t, c, n, v)
	var order []string
	for _, part := range m.Parts {
		if part.Ticket != 0 && part.Kind != text.Buttons {
			order = append(order, strconv.FormatInt(part.Ticket, 10))
		}
	}
	mustEqual(t, "shown", order, []string{"1", "5", "6"})
}

func TestFoldedHidesPrivateText(t *testing.T) {
	c := mustLoad(t)
	s := late(t, 1, "SECRETWORD", private)
	n, items := fold(notice.Escalation, s, s)
	for user, may := range map[string]bool{liwn: true, zhou: false} {
		m := mustNotice(t, c, n, see(s, user, "en", items))
		read := strings.Contains(m.Plain, "SECRETWORD")
		if shown := slices.ContainsFunc(m.Parts, func(p text.Part) bool { return strings.Contains(p.Text, "SECRETWORD") }); shown != may || read != may {
			t.Errorf("%s reads %q", user, m.Plain)
		}
	}
}

// severals draws what speaks of several tickets, out of all that was ever said,
// with anybody's words, at the first hour and at the last.
func severals(tb testing.TB, c *text.Catalog, words string, locales []string, look func(picture)) {
	tb.Helper()
	all := lives(tb, words)
	p := everyParam(all[0], words)
	p["departments"] = notice.Text(words)
	p["post"], p["ours"], p["file"] = notice.Text(words), notice.User(chen), notice.Text(words)
	as := []string{"holder", "backup", "former", "topics"}
	p["from"] = notice.Time(all[0].now)
	for _, kind := range ofSeveral() {
		sets := gathered(all)
		if kind == notice.Reloaded || kind == notice.ReloadRefused {
			sets = [][]text.ItemView{reloads(kind, words), nil}
		}
		if kind == notice.Gaps {
			sets = [][]text.ItemView{missing(words, 1), missing(words, 60)}
		}
		for i, items := range sets {
			p["as"], p["part"] = notice.Word(as[i%len(as)]), notice.Word([]string{"holder", "backup", "topics"}[i%3])
			for _, locale := range locales {
				for _, n := range []notice.Notice{
					{Kind: kind, To: notice.Recipient{User: zhou}, Params: p},
					{Kind: kind, To: notice.Recipient{User: chen}, Params: p, Class: notice.Edit},
					{Kind: kind, To: notice.Recipient{Channel: desk}, Params: p},
				} {
					v := see(all[0], n.To.User, locale, items)
					if n.To.User == zhou {
						v.Now = v.Now.Add(6 * time.Hour)
					}
					m, err := c.Notice(n, v)
					if err != nil && !errors.Is(err, text.ErrStale) {
						tb.Fatalf("%s: %v", kind, err)
					}
					if err == nil {
						look(picture{name: string(kind), locale: locale, m: m, view: v, to: n.To})
					}
				}
			}
		}
	}
}

// missing are topics without a post.
func missing(words string, n int) []text.ItemView {
	items := make([]text.ItemView, 0, n)
	for i := range n {
		p := notice.Params{"department": notice.Text("finance"), "topic": notice.Text(words), "count": notice.Number(i + 1), "tickets": notice.Text("#1 #4")}
		if i%2 == 1 {
			p["topic"] = ""
		}
		items = append(items, text.ItemView{Item: notice.Item{Kind: notice.Gaps, Params: p}})
	}
	return items
}

// gathered are the matters of all lives, sixty at a time, and three apart:
// those that were asked, those without a clock, those that ended.
func gathered(all []*story) [][]text.ItemView {
	var every, asked, still, ended []text.ItemView
	for _, s := range all {
		for _, n := range s.notices {
			i := matterOf(s, n)
			every = append(every, i)
			if n.Kind != notice.Asked {
				continue
			}
			if s.t.State.Ended() {
				ended = append(ended, i)
				continue
			}
			asked = append(asked, i)
			without := s.t
			without.Clocks, i.Ticket = nil, &without
			still = append(still, i)
		}
	}
	return append(slices.Collect(slices.Chunk(every, 60)), asked, still, ended)
}

func TestSeveralOfAnyLifeStayWithinTheLimitsAndInert(t *testing.T) {
	c := mustLoad(t)
	for _, words := range []string{"invoice", hostile(), strings.Repeat("&", 10_000), strings.Repeat("\u53d1", 10_000)} {
		drawn := map[string]bool{}
		severals(t, c, words, text.Locales()[:1], func(p picture) {
			checkLimits(t, p)
			checkInert(t, p)
			drawn[p.name] = true
		})
		if len(drawn) != len(ofSeveral()) {
			t.Errorf("drawn: %v", drawn)
		}
	}
}
