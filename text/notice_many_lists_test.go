package text_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/text"
	"github.com/firstask/firstask/ticket"
)

func TestDigest(t *testing.T) {
	c := mustLoad(t)
	fresh := begin(t, "new laptop", func(r *ticket.Request) { r.Number = 4 })
	taken := begin(t, "badge", func(r *ticket.Request) { r.Number = 2 }).handOff().at("10:10").do(ticket.Command{Verb: ticket.VerbAccept, Actor: liwn})
	done := begin(t, "done", func(r *ticket.Request) { r.Number = 3 }).do(ticket.Command{Verb: ticket.VerbWithdraw, Actor: tang})
	overdue := late(t, 1, "wrong name on invoice")
	mine := begin(t, "printer", func(r *ticket.Request) { r.Number = 5 }).do(ticket.Command{Verb: ticket.VerbAccept, Actor: chen})
	items := make([]text.ItemView, 0, 5)
	for _, s := range []*story{fresh, taken, done, overdue, mine} {
		items = append(items, matterOf(s, notice.Notice{Kind: notice.Asked, Ticket: s.t.Number}))
	}
	now := overdue.at("10:50")
	fresh.t.Clocks[0].Due = now.now.Add(-time.Minute)
	n := notice.Notice{Kind: notice.Digest, To: notice.Recipient{User: chen}, Params: notice.Params{"day": notice.Time(now.now)}}
	for locale, want := range map[string][]string{
		"en": {
			"Your list for Tue 3 Mar: 2 wait for you, 2 past the time, 2 you follow", "Waits for you",
			"#4 new laptop · New, Chen Mo follows · 10:49 has passed", "#5 printer · Chen Mo is on it · by Wed 10:00", "You follow",
			"#1 wrong name on invoice · Waiting for Li Wen to accept · 10:34 has passed", "#2 badge · Li Wen is on it · by Wed 10:10",
		},
		"zh-Hans": {"3月3日（周二）待办：2 件等你处理，2 件已过时限，2 件由你跟进", "等你处理", "#4 new laptop｜", "#5 printer｜陈默", "由你跟进", "#1 wrong name", "#2 badge"},
		"zh-Hant": {"3月3日（週二）待辦：2 件等你處理，2 件已過時限，2 件由你跟進", "等你處理", "#4 new laptop｜", "#5 printer｜陳默", "由你跟進", "#1 wrong name", "#2 badge"},
	} {
		m := mustNotice(t, c, n, see(now, chen, locale, items))
		lines := strings.Split(m.Plain, "\n")
		for i, l := range lines {
			if i >= len(want) || !strings.HasPrefix(l, want[i]) {
				t.Errorf("%s, line %d: %q, want %q", locale, i, l, want[min(i, len(want)-1)])
			}
		}
		if len(lines) != len(want) {
			t.Errorf("%s: %q", locale, m.Plain)
		}
	}
	if _, err := c.Notice(n, see(now, chen, "en", items[2:3])); !errors.Is(err, text.ErrStale) {
		t.Errorf("nothing open: %v", err)
	}
}

func TestLongListsSayHowMuchMoreThereIs(t *testing.T) {
	c := mustLoad(t)
	s := late(t, 1, "invoice")
	for _, kind := range []notice.Kind{notice.Digest, notice.Observed} {
		for _, most := range []int{0, 7} {
			v := see(s, chen, "en", slices.Repeat([]text.ItemView{matterOf(s, s.last(notice.Escalation))}, 80))
			v.Most = most
			m := mustNotice(t, c, notice.Notice{Kind: kind, To: notice.Recipient{User: chen}}, v)
			checkLimits(t, picture{name: string(kind), m: m, view: v})
			lines := 0
			for _, part := range m.Parts {
				lines += strings.Count(part.Text, "#1")
			}
			want := map[int]string{0: "… and 30 more: /firstask list", 7: "… and 73 more: /firstask list"}[most]
			if last := m.Parts[len(m.Parts)-1].Text; last != want || lines != 80-map[int]int{0: 30, 7: 73}[most] {
				t.Errorf("%s of most %d has %d lines and ends in %q", kind, most, lines, last)
			}
		}
	}
}

func TestObserved(t *testing.T) {
	c := mustLoad(t)
	s := late(t, 3, "invoice")
	row := notice.Params{"limit": notice.Time(s.now), "rule": notice.Text("FA-18.response"), "to": notice.User(zhou), "subject": notice.User(liwn)}
	whole := notice.Params{"limit": notice.Time(s.now), "rule": notice.Text("FA-02.whole"), "to": notice.Channel(admn)}
	alone := notice.Params{"limit": notice.Time(s.now), "rule": notice.Text("FA-02.whole")}
	items := []text.ItemView{
		{Item: notice.Item{Ticket: 3, Params: row}, Ticket: &s.t, Rules: s.rules}, {Item: notice.Item{Ticket: 4, Params: whole}}, {Item: notice.Item{Ticket: 5, Params: alone}},
	}
	n := notice.Notice{Kind: notice.Observed, To: notice.Recipient{User: zhou}}
	for locale, want := range map[string][]string{
		"en": {
			"3 limits passed today; firstask only observes, nobody was asked", "#3: 10:34 passed for Li Wen (FA-18.response); Zhou Hang would have been asked.",
			"#4: 10:34 passed (FA-02.whole); #admin would have been asked.", "#5: 10:34 passed (FA-02.whole).",
		},
		"zh-Hans": {"今天有 3 个时限已过；目前只观察，没有打扰任何人", "#3：李雯的时限 10:34 已过（FA-18.response）；本应请周航协助。", "#4：时限 10:34 已过（FA-02.whole）；本应请 #admin 协助。", "#5：时限 10:34 已过（FA-02.whole）。"},
		"zh-Hant": {"今天有 3 個時限已過；目前只觀察，沒有打擾任何人", "#3：李雯的時限 10:34 已過（FA-18.response）；本應請周航協助。", "#4：時限 10:34 已過（FA-02.whole）；本應請 #admin 協助。", "#5：時限 10:34 已過（FA-02.whole）。"},
	} {
		mustEqual(t, locale, strings.Split(mustNotice(t, c, n, see(s, zhou, locale, items)).Plain, "\n"), want)
	}
}

func TestBrokenChain(t *testing.T) {
	c := mustLoad(t)
	v := text.View{Rules: mustRules(t), Now: mustTime(t, "2026-03-03 03:00")}
	for _, row := range []struct{ locale, who, want string }{
		{"en", "Zhou Hang", "No superior can be asked today for Finance, Legal (cannot be reached: Zhou Hang). What passes its limit there comes to this channel until somebody is named."},
		{"en", "", "No superior can be asked today for Finance, Legal. What passes its limit there comes to this channel until somebody is named."},
		{"zh-Hans", "周航", "Finance, Legal 今天没有可请示的上级（联系不上：周航）。在有人接任之前，那里过了时限的请求会发到本频道。"},
		{"zh-Hant", "周航", "Finance, Legal 今天沒有可請示的主管（聯絡不上：周航）。在有人接手之前，那裡過了時限的案件會送到本頻道。"},
	} {
		n := notice.Notice{Kind: notice.Broken, To: notice.Recipient{Channel: admn}, Params: notice.Params{"departments": notice.Text("Finance, Legal"), "who": notice.Text(row.who)}}
		v.Reader.Locale = row.locale
		if got := mustNotice(t, c, n, v).Plain; got != row.want {
			t.Errorf("%s: %q", row.locale, got)
		}
	}
}
