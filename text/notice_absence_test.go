package text_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/policy"
	"github.com/firstask/firstask/text"
)

// standingIn is the word that a place is somebody's for now, about a ticket
// that they have; with less of it, and as their own that comes back.
func standingIn(tb testing.TB, c *text.Catalog, locale string) []string {
	tb.Helper()
	s := taken(tb, "invoice")
	p := notice.Params{
		"for": notice.User(chen), "absence": notice.Word("absence.left"), "as": notice.Word("stands.giver"), "until": notice.Time(s.now.Add(24 * time.Hour)),
		"limit": notice.Time(s.now.Add(time.Hour)),
	}
	said := make([]string, 0, 4)
	for _, without := range []string{"", "limit", "absence", "limit absence"} {
		q := notice.Params{}
		for name, v := range p {
			if !strings.Contains(without, name) {
				q[name] = v
			}
		}
		n := notice.Notice{Kind: notice.StandIn, To: notice.Recipient{User: liwn}, Params: q}
		first, _, _ := strings.Cut(mustNotice(tb, c, n, s.view(liwn, locale)).Plain, "\n")
		said = append(said, first)
	}
	for _, as := range []string{"shared", "teller", "caller", "member"} {
		q := notice.Params{"for": notice.User(chen), "absence": notice.Word("absence.left"), "as": notice.Word("stands." + as)}
		mustNotice(tb, c, notice.Notice{Kind: notice.StandIn, To: notice.Recipient{User: liwn}, Params: q}, s.view(liwn, locale))
	}
	return said
}

// movedAway is the list of a head, and of somebody who is back.
func movedAway(tb testing.TB, c *text.Catalog, locale string) (head, back string) {
	tb.Helper()
	s := taken(tb, "invoice")
	away := *s
	away.rules = away.rules.WithAway([]policy.Absence{{User: liwn, From: s.now}}, s.now)
	c.Form("handoff", text.FormData{}, away.view(chen, locale))
	item := func(to, as, how string) text.ItemView {
		return text.ItemView{Ticket: &s.t, Item: notice.Item{Ticket: 1, Params: notice.Params{
			"to": notice.User(to), "as": notice.Word("role." + as), "how": notice.Word("found." + how),
		}}}
	}
	items := []text.ItemView{item(zhao, "natural", "head"), item(liwn, "level", "follower"), item(zhou, "receiver", "giver"), item(he, "responsible", "fallback")}
	p := notice.Params{
		"for": notice.User(zhao), "absence": notice.Word("absence.dropped"), "sweep": notice.Text("s7"), "undo": notice.Time(s.now.Add(2 * time.Hour)),
	}
	for _, as := range []string{"shared", "teller", "caller", "superior", "member"} {
		mustNotice(tb, c, notice.Notice{Kind: notice.MovedList, To: notice.Recipient{User: zhou}, Params: p}, see(s, zhou, locale, []text.ItemView{item(he, as, "head")}))
	}
	moved := mustNotice(tb, c, notice.Notice{Kind: notice.MovedList, To: notice.Recipient{User: zhou}, Params: p}, see(s, zhou, locale, items))
	again := mustNotice(tb, c, notice.Notice{Kind: notice.WelcomeBack, To: notice.Recipient{User: zhao}}, see(s, zhao, locale, items))
	return moved.Plain, again.Plain
}

func TestStandingIn(t *testing.T) {
	c := mustLoad(t)
	for locale, want := range map[string][]string{
		"en": {
			"#1 is with you, Chen Mo has left the workspace until Wed 10:10: invoice, by 11:10. It is back with you.",
			"#1 is with you, Chen Mo has left the workspace until Wed 10:10: invoice. It is back with you.",
			"#1 is yours again: invoice, by 11:10. Chen Mo had it meanwhile.", "#1 is yours again: invoice. Chen Mo had it meanwhile.",
		},
		"zh-Hans": {
			"#1 转到你这里，陈默已离开工作区至周三 10:10：invoice，时限11:10。转出的事项已退回。", "#1 转到你这里，陈默已离开工作区至周三 10:10：invoice。转出的事项已退回。",
			"#1 已回到你这里：invoice，时限11:10。其间由陈默代管。", "#1 已回到你这里：invoice。其间由陈默代管。",
		},
	} {
		if got := standingIn(t, c, locale); !slices.Equal(got, want) {
			t.Errorf("%s:\n%s\nwant\n%s", locale, strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
	}
}

func TestMovedList(t *testing.T) {
	c := mustLoad(t)
	for locale, want := range map[string][2]string{
		"en": {
			`Zhao Min has no place in the organisation any more. These matters went to others:
#1 invoice: Zhao Min, first asked (head of the department; nobody else is named)
#1 invoice: Li Wen, asked on a further level (follows the matter)
#1 invoice: Zhou Hang, asked to take it (gave it)
#1 invoice: He Jing, responsible (nobody stands in)
Not wanted? Until 12:10 it can be undone, for all that nobody has acted on.`,
			`Welcome back. Where things stand:
You follow these again
#1 invoice: first asked
These stay with those who took them on
#1 invoice: Li Wen, asked on a further level (follows the matter)
#1 invoice: Zhou Hang, asked to take it (gave it)
#1 invoice: He Jing, responsible (nobody stands in)`,
		},
	} {
		head, back := movedAway(t, c, locale)
		if head != want[0] {
			t.Errorf("%s:\n%s\nwant\n%s", locale, head, want[0])
		}
		if back != want[1] {
			t.Errorf("%s:\n%s\nwant\n%s", locale, back, want[1])
		}
	}
}
