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

// reloads are changes of every sort and shape, or mistakes.
func reloads(kind notice.Kind, words string) []text.ItemView {
	var all []text.ItemView
	add := func(p notice.Params) {
		all = append(all, text.ItemView{Item: notice.Item{Kind: kind, Params: p}})
	}
	if kind == notice.ReloadRefused {
		add(notice.Params{"text": notice.Text(words)})
		add(notice.Params{"text": notice.Text(words), "place": notice.Text("ours.yaml:3:4")})
		return slices.Repeat(all, 20)
	}
	for _, w := range policy.Whats() {
		v := map[policy.Shape]notice.Value{policy.AsText: notice.Text(words), policy.AsPerson: notice.User(zhou), policy.AsChannel: notice.Channel(admn)}[w.Shape()]
		what := notice.Word("change." + string(w))
		add(notice.Params{"what": what, "department": notice.Text(words), "item": notice.Text(words), "was": v, "is": v})
		add(notice.Params{"what": what, "is": v})
		add(notice.Params{"what": what, "item": notice.Text(words), "was": v})
		add(notice.Params{"what": what})
	}
	return all
}

func TestReloaded(t *testing.T) {
	c := mustLoad(t)
	item := func(what string, p notice.Params) text.ItemView {
		p["what"] = notice.Word("change." + what)
		return text.ItemView{Item: notice.Item{Kind: notice.Reloaded, Params: p}}
	}
	finance := notice.Text("Finance")
	s := begin(t, "invoice")
	v := text.View{Rules: mustRules(t), Now: mustTime(t, "2026-03-03 03:00"), Bare: s.view(chen, "en").Bare, Items: []text.ItemView{
		item("head", notice.Params{"department": finance, "was": notice.User(zhou), "is": notice.User(liwn)}),
		item("member", notice.Params{"department": finance, "is": notice.User(zhou)}),
		item("department", notice.Params{"department": notice.Text("Legal"), "was": notice.Text("Legal")}),
		item("ladder", notice.Params{"item": notice.Text("X-1"), "was": notice.Text("head > fallback"), "is": notice.Text("chief")}),
		item("rotation", notice.Params{"item": notice.Text("desk")}),
	}}
	n := notice.Notice{Kind: notice.Reloaded, To: notice.Recipient{Channel: admn}, Params: notice.Params{"was": notice.Text("a1"), "is": notice.Text("b2")}}
	for locale, want := range map[string][]string{
		"en": {
			"The configuration was read anew: 5 changes", "head (Finance): Li Wen, before Zhou Hang", "member (Finance): Zhou Hang is new", "department: Legal no longer",
			"who is asked if it passes (X-1): chief, before their own head → the channel #admin", "turns (desk): changed", "Rules: version b2, before a1. Open requests keep the rules they began under; people and heads are today's for all.",
		},
		"zh-Hans": {
			"已重新读取配置：5 处改动", "负责人（Finance）：李雯（此前为周航）", "成员（Finance）：新增周航", "部门：不再有 Legal",
			"时限过后依次请示（X-1）：chief（此前为", "轮班顺序（desk）：有改动", "规则版本：b2（此前为 a1）。未结请求沿用登记时的规则；人员与负责人一律以今天为准。",
		},
		"zh-Hant": {
			"已重新讀取設定檔：5 處變更", "負責人（Finance）：李雯（先前為周航）", "成員（Finance）：新增周航", "部門：不再有 Legal",
			"時限過後依序請示（X-1）：chief（先前為", "輪班順序（desk）：有變更", "規則版本：b2（先前為 a1）。未結案件沿用登記時的規則；人員與負責人一律以今天為準。",
		},
	} {
		v.Reader.Locale, v.Bare = locale, s.view(chen, locale).Bare
		lines := strings.Split(mustNotice(t, c, n, v).Plain, "\n")
		for i, l := range lines {
			if i >= len(want) || !strings.HasPrefix(l, want[i]) {
				t.Errorf("%s, line %d: %q, want %q", locale, i, l, want[min(i, len(want)-1)])
			}
		}
	}
	n.Params["was"] = n.Params["is"]
	v.Reader.Locale, v.Items = "en", nil
	mustEqual(t, "nothing", strings.Split(mustNotice(t, c, n, v).Plain, "\n"), []string{
		"The configuration was read anew: 0 changes", "Rules: version b2, as before. Open requests keep the rules they began under; people and heads are today's for all.",
	})
}

func TestReloadRefused(t *testing.T) {
	c := mustLoad(t)
	v := text.View{Rules: mustRules(t), Now: mustTime(t, "2026-03-03 03:00"), Items: reloads(notice.ReloadRefused, "no head")[:2]}
	n := notice.Notice{Kind: notice.ReloadRefused, To: notice.Recipient{Channel: admn}}
	mustEqual(t, "said", strings.Split(mustNotice(t, c, n, v).Plain, "\n"), []string{
		"The configuration was changed and does not hold: 2 mistakes. The one before stays", "no head", "ours.yaml:3:4: no head",
		"firstask check shows each with its line. It is read again by itself as soon as the file is saved.",
	})
}

// Why names the rules that a ticket is judged by: those of its opening.
func TestWhyNamesTheVersion(t *testing.T) {
	c := mustLoad(t)
	s := begin(t, "invoice")
	for want, p := range map[string]notice.Params{
		"Rules: version a1, as when it was opened 10:00.":                                 {"version": notice.Text("a1")},
		"Rules: version a1, as when it was opened 10:00; new requests follow version b2.": {"version": notice.Text("a1"), "today": notice.Text("b2")},
	} {
		for _, key := range []string{"why", "show"} {
			v := s.view(chen, "en")
			v.Now = s.now.Add(time.Minute)
			if got := c.Answer(text.Answer{Key: key, Params: p}, v).Plain; !strings.Contains(got, want) {
				t.Errorf("%s: %q lacks %q", key, got, want)
			}
		}
	}
}
