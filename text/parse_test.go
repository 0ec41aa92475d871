package text_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/firstask/firstask/text"
)

func TestParse(t *testing.T) {
	c := mustLoad(t)
	rows := []struct {
		name, line string
		want       text.Command
	}{
		{"verb and number", "accept 42", text.Command{Verb: "accept", Number: 42}},
		{"hash", "accept #42", text.Command{Verb: "accept", Number: 42}},
		{"hash glued", "accept#42", text.Command{Verb: "accept", Number: 42}},
		{"capitals and spaces", "  ACCEPT   42  ", text.Command{Verb: "accept", Number: 42}},
		{"full width", "ＡＣＣＥＰＴ　＃４２", text.Command{Verb: "accept", Number: 42}},
		{"counting word", "accept 42号", text.Command{Verb: "accept", Number: 42}},
		{"counting word apart", "accept 42 号", text.Command{Verb: "accept", Number: 42}},
		{"Chinese with space", "受理 42", text.Command{Verb: "accept", Number: 42}},
		{"Chinese without space", "受理42", text.Command{Verb: "accept", Number: 42}},
		{"Chinese with counting word", "受理42号工单", text.Command{Verb: "accept", Number: 42}},
		{"Chinese full width", "受理＃４２。", text.Command{Verb: "accept", Number: 42}},
		{"traditional", "催辦 42", text.Command{Verb: "urge", Number: 42}},
		{"button of traditional", "轉交42 <@U1> 請處理", text.Command{Verb: "handoff", Number: 42, Rest: "<@U1> 請處理", Text: "請處理", Mentions: []string{"U1"}}},
		{"handoff with mention and reason", "handoff 42 <@U0LI|li> invoices are hers", text.Command{Verb: "handoff", Number: 42, Rest: "<@U0LI|li> invoices are hers", Text: "invoices are hers", Mentions: []string{"U0LI"}}},
		{"handoff to a name", "handoff 42 Li Wen please", text.Command{Verb: "handoff", Number: 42, Rest: "Li Wen please", Text: "Li Wen please"}},
		{"handoff given to", "移交42给<@U0LI> 理由", text.Command{Verb: "handoff", Number: 42, Rest: "给<@U0LI> 理由", Text: "理由", Mentions: []string{"U0LI"}}},
		{"handoff to mention", "handoff 42 to <@U0LI>", text.Command{Verb: "handoff", Number: 42, Rest: "to <@U0LI>", Mentions: []string{"U0LI"}}},
		{"colon", "退回 42：不属于我的职责", text.Command{Verb: "return", Number: 42, Rest: "不属于我的职责", Text: "不属于我的职责", Detail: "not_my_area"}},
		{"return with a quick reason", "return 42 details missing: which order?", text.Command{Verb: "return", Number: 42, Rest: "details missing: which order?", Text: "details missing: which order?", Detail: "details_missing"}},
		{"resolve keeps lines", "resolve 42 one\ntwo", text.Command{Verb: "resolve", Number: 42, Rest: "one\ntwo", Text: "one\ntwo"}},
		{"solved in Chinese", "已解决42 发票已重开", text.Command{Verb: "resolve", Number: 42, Rest: "发票已重开", Text: "发票已重开"}},
		{"promise", "约定 42 明天下午三点", text.Command{Verb: "promise", Number: 42, Rest: "明天下午三点", Text: "明天下午三点"}},
		{"asker customer", "asker 42 customer Maple Grove", text.Command{Verb: "asker", Number: 42, Rest: "customer Maple Grove", Text: "customer Maple Grove", Detail: "customer"}},
		{"asker alias", "for 42 <@U1>", text.Command{Verb: "asker", Number: 42, Rest: "<@U1>", Mentions: []string{"U1"}}},
		{"asker me", "提问人42 我", text.Command{Verb: "asker", Number: 42, Rest: "我", Text: "我", Detail: "me"}},
		{"ask with a mention", "ask 42 <@U1> which bank?", text.Command{Verb: "ask", Number: 42, Rest: "<@U1> which bank?", Text: "which bank?", Mentions: []string{"U1"}}},
		{"ask the customer", "求助42 客户 哪个订单？", text.Command{Verb: "ask", Number: 42, Rest: "客户 哪个订单？", Text: "客户 哪个订单？", Detail: "customer"}},
		{"answer in traditional", "回答 42 是的", text.Command{Verb: "answer", Number: 42, Rest: "是的", Text: "是的"}},
		{"third party", "等第三方42 银行：对账单", text.Command{Verb: "thirdparty", Number: 42, Rest: "银行：对账单", Text: "银行：对账单"}},
		{"resume", "继续 42", text.Command{Verb: "resume", Number: 42}},
		{"supervise", "督办 #42 周五下午5点前", text.Command{Verb: "supervise", Number: 42, Rest: "周五下午5点前", Text: "周五下午5点前"}},
		{"lead", "指定牵头 42 财务部 金额大", text.Command{Verb: "lead", Number: 42, Rest: "财务部 金额大", Text: "财务部 金额大"}},
		{"share in traditional", "會辦42 財務部", text.Command{Verb: "share", Number: 42, Rest: "財務部", Text: "財務部"}},
		{"a form by its title", "填单 42 部门协调工单", text.Command{Verb: "export", Number: 42, Rest: "部门协调工单", Text: "部门协调工单"}},
		{"takeover", "已接洽 42", text.Command{Verb: "takeover", Number: 42}},
		{"complain-up", "complain-up 42 no answer", text.Command{Verb: "complain-up", Number: 42, Rest: "no answer", Text: "no answer"}},
		{"complaint in traditional", "上級投訴42", text.Command{Verb: "complain-up", Number: 42}},
		{"urgent", "緊急42：有人受傷", text.Command{Verb: "urgent", Number: 42, Rest: "有人受傷", Text: "有人受傷"}},
		{"major", "major 42", text.Command{Verb: "major", Number: 42}},
		{"ack", "收到42", text.Command{Verb: "ack", Number: 42}},
		{"report", "书面报告 42 经过如下", text.Command{Verb: "report", Number: 42, Rest: "经过如下", Text: "经过如下"}},
		{"callback", "callback 42 not ok, again", text.Command{Verb: "callback", Number: 42, Rest: "not ok, again", Text: "not ok, again", Detail: "recurred"}},
		{"a head agrees", "promise 42 agree", text.Command{Verb: "promise", Number: 42, Rest: "agree", Text: "agree", Detail: "agree"}},
		{"a head declines", "约定42 不同意，太久", text.Command{Verb: "promise", Number: 42, Rest: "不同意，太久", Text: "不同意，太久", Detail: "decline"}},
		{"task", "task <@U1> by Friday 17:00: write it", text.Command{Verb: "task", Rest: "<@U1> by Friday 17:00: write it", Text: "by Friday 17:00: write it", Mentions: []string{"U1"}}},
		{"task by name", "交辦 李雯 明天下午三點前：寫總結", text.Command{Verb: "task", Rest: "李雯 明天下午三點前：寫總結", Text: "李雯 明天下午三點前：寫總結"}},
		{"withdraw, not a request", "withdraw 42 not a request", text.Command{Verb: "withdraw", Number: 42, Rest: "not a request", Text: "not a request", Detail: "not_request"}},
		{"why", "why 42?", text.Command{Verb: "why", Number: 42}},
		{"why in Chinese", "时限依据42", text.Command{Verb: "why", Number: 42}},
		{"bare verb, marked number, a word more", "confirm #42 thanks", text.Command{Near: "confirm", Say: "confirm", Number: 42, Rest: "confirm #42 thanks", Text: "confirm #42 thanks"}},
		{"new alone", "new", text.Command{Verb: "new"}},
		{"new in Chinese", "登记", text.Command{Verb: "new"}},
		{"mine", "我的", text.Command{Verb: "mine"}},
		{"list", "List", text.Command{Verb: "list"}},
		{"help", "help?", text.Command{Verb: "help"}},
		{"help about a verb", "help handoff", text.Command{Verb: "help", Rest: "handoff", Text: "handoff"}},
		{"help about a Chinese verb", "帮助 移交", text.Command{Verb: "help", Rest: "handoff", Text: "handoff"}},
		{"duty", "值班", text.Command{Verb: "duty"}},
		{"duty of a department", "duty finance", text.Command{Verb: "duty", Rest: "finance", Text: "finance"}},
		{"whois", "whois invoice", text.Command{Verb: "whois", Rest: "invoice", Text: "invoice"}},
		{"posts", "post", text.Command{Verb: "post"}},
		{"a post", "岗位 发票", text.Command{Verb: "post", Rest: "发票", Text: "发票"}},
		{"a post given to somebody", "post invoices holder <@U0LI>", text.Command{Verb: "post", Rest: "invoices holder <@U0LI>", Text: "invoices holder", Mentions: []string{"U0LI"}}},
		{"whois in Chinese, glued", "谁负责发票？", text.Command{Verb: "whois", Rest: "发票？", Text: "发票？"}},
		{"guide", "guide", text.Command{Verb: "guide"}},
		{"guide, one book", "guide SD", text.Command{Verb: "guide", Rest: "SD", Text: "SD"}},
		{"guide, of a ticket, in Chinese", "制度 42", text.Command{Verb: "guide", Number: 42}},
		{"guide, of something, in Chinese", "规章 电话", text.Command{Verb: "guide", Rest: "电话", Text: "电话"}},
		{"away until", "away until Thursday", text.Command{Verb: "away", Rest: "until Thursday", Text: "until Thursday"}},
		{"away in Chinese", "请假 到周五", text.Command{Verb: "away", Rest: "到周五", Text: "到周五"}},
		{"away a while", "away 2h", text.Command{Verb: "away", Rest: "2h", Text: "2h"}},
		{"misspelt", "accpet 42", text.Command{Near: "accept", Say: "accept", Number: 42, Rest: "accpet 42", Text: "accpet 42"}},
		{"misspelt, letter short", "handof #42 <@U1>", text.Command{Near: "handoff", Say: "handoff", Number: 42, Rest: "handof #42 <@U1>", Text: "handof #42", Mentions: []string{"U1"}}},
		{"misspelt, two letters", "eskalatte 42", text.Command{Near: "escalate", Say: "escalate", Number: 42, Rest: "eskalatte 42", Text: "eskalatte 42"}},
		{"wrong character", "受里 1", text.Command{Near: "accept", Say: "受理", Number: 1, Rest: "受里 1", Text: "受里 1"}},
		{"wrong character, no space", "移文1 <@U1>", text.Command{Near: "handoff", Say: "移交", Number: 1, Rest: "移文1 <@U1>", Text: "移文1", Mentions: []string{"U1"}}},
		{"characters the wrong way round", "交轉 12", text.Command{Near: "handoff", Say: "轉交", Number: 12, Rest: "交轉 12", Text: "交轉 12"}},
		{"verb alone", "Accept!", text.Command{Near: "accept", Say: "Accept", Rest: "Accept!", Text: "Accept!"}},
		{"Chinese verb alone", "确认。", text.Command{Near: "confirm", Say: "确认", Rest: "确认。", Text: "确认。"}},
		{"verb of a topic alone", "whois", text.Command{Near: "whois", Say: "whois", Rest: "whois", Text: "whois"}},
		{"help about a ticket", "help 42", text.Command{Verb: "help", Number: 42}},
		{"help about a ticket, in Chinese", "帮助 ＃４２", text.Command{Verb: "help", Number: 42}},
		{"help for all", "help all", text.Command{Verb: "help", Rest: "all", Text: "all"}},
		{"help for all, in Chinese", "帮助 全部", text.Command{Verb: "help", Rest: "all", Text: "all"}},
		{"misspelt, short", "shwo 42", text.Command{Near: "show", Say: "show", Number: 42, Rest: "shwo 42", Text: "shwo 42"}},
	}
	for _, r := range rows {
		t.Run(r.name, func(t *testing.T) {
			if diff := cmp.Diff(r.want, c.Parse(r.line), cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("Parse(%q) (-want +got):\n%s", r.line, diff)
			}
		})
	}
}

func TestTextIsNotACommand(t *testing.T) {
	c := mustLoad(t)
	for name, line := range map[string]string{
		"new thing": "new laptop please", "help with": "help me with the printer", "no number after": "return the projector to room 5",
		"a list of": "list of broken chairs", "mine is": "mine is broken", "time of day": "accept 5pm delivery",
		"decimals": "return 2.5 kg of screws", "comma": "return 2,5 kg", "ordinal": "show 42nd street", "for people": "for 42 people we need chairs",
		"for a week": "for 2 weeks", "zero": "accept 0", "goods back": "退货 42", "a server": "重启 3", "a wrong character, and a story": "查着 3 楼的灯都坏了", "huge": "accept 99999999999999999999",
		"counted things": "退回2台投影仪到库房", "numbered room": "退回2号会议室的投影仪", "a longer word": "确认书丢了 42", "solve machines": "解决42台电脑的问题",
		"registered mail": "登记表在哪里领", "my computer": "我的电脑坏了", "duty story": "duty free shop is closed", "why word": "why is the wifi slow",
		"a guide is wanted": "guide dogs are not allowed in the hall, are they?", "a rule on the wall": "制度上墙的牌子要重做", "whois story": "谁负责修打印机，坏了三天了，大家都在等。", "away team": "away team jerseys needed", "post office": "post these letters today please", "no such mark": "accept FA-42", "remove": "remove 3 old accounts",
		"shop": "shop 3 items", "other verb": "fix 2 bugs", "prefix": "accepting 42 people", "number first": "42 accept", "emoji": "🙏 42", "question": "help! the printer burns",
		"misspelt without number": "accpet the terms", "task": "task 3 is broken", "task list": "task list please", "task without a colon": "task force meets tomorrow 10:00 in room 5", "task without a time": "task Ben: count the screws", "task without text": "task Ben by Friday:",
		"a far name": "task is what we do until Friday: nothing", "Chinese task": "任务单打印不出来，明天要用：请帮忙", "received goods": "收到42台电脑，缺电源", "reported": "reported 3 broken lamps", "rename": "rename 3 files", "result": "result 3 is wrong", "urgently": "urgently 2 chairs needed", "replace": "replace 3 lamps", "value": "why 2>1",
	} {
		t.Run(name, func(t *testing.T) {
			got := c.Parse(line)
			if got.Verb != "" || got.Near != "" || got.Rest != line {
				t.Errorf("Parse(%q) = %+v, want text", line, got)
			}
		})
	}
}

func TestParseThread(t *testing.T) {
	c := mustLoad(t)
	for name, r := range map[string]struct{ line, verb, rest string }{
		"verb alone":           {"accept", "accept", ""},
		"Chinese verb alone":   {"受理", "accept", ""},
		"verb with reason":     {"return not my area", "return", "not my area"},
		"Chinese with reason":  {"退回 不属于我", "return", "不属于我"},
		"handoff":              {"handoff <@U1> hers", "handoff", "<@U1> hers"},
		"handoff glued":        {"移交<@U1>", "handoff", "<@U1>"},
		"number may stand":     {"urge 42", "urge", ""},
		"note":                 {"the order is A-17", "", "the order is A-17"},
		"longer Chinese word":  {"确认书在附件里", "", "确认书在附件里"},
		"bare verb with words": {"show me the invoice", "", "show me the invoice"},
		"for now":              {"for now I wait", "", "for now I wait"},
		"asker":                {"asker customer", "asker", "customer"},
	} {
		t.Run(name, func(t *testing.T) {
			got := c.ParseThread(r.line)
			if got.Verb != r.verb || got.Rest != r.rest {
				t.Errorf("ParseThread(%q) = %+v", r.line, got)
			}
		})
	}
}

func TestEveryVerbIsTyped(t *testing.T) {
	c := mustLoad(t)
	for _, v := range c.Verbs() {
		for _, locale := range text.Locales() {
			usage := strings.ReplaceAll(c.Say(locale, "usage."+v.Verb, nil), "TEXT", "")
			usage, _, _ = strings.Cut(usage, " |")
			if v.Verb == "new" {
				usage = "new"
			}
			if got := c.Parse(usage); got.Verb != v.Verb {
				t.Errorf("%s: the usage %q is read as %+v", v.Verb, usage, got)
			}
		}
	}
}

func TestGreeting(t *testing.T) {
	c := mustLoad(t)
	for s, want := range map[string]bool{
		"hi": true, "Hello!": true, "hello hello": true, "你好": true, "在吗？": true, "您好，在吗": true, "你好 👋": true, "ＨＥＬＬＯ": true,
		"hi <@U1>": true, "Good morning, anyone there?": true, "早上好": true, "早": true, "大家好！": true, ":wave:": true,
		"": false, "hi, the printer is broken": false, "你好，发票抬头写错了": false, "history": false, "早退怎么请假": false, "请问发票怎么开": false, "?": false,
		"hide the banner": false,
	} {
		if got := c.Greeting(s); got != want {
			t.Errorf("Greeting(%q) = %v", s, got)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"accept 42", "移交42给<@U1> 理由", "new laptop", "", "<@", "help 帮助", "away 2h", "for 42 me", "\xff\xfe 4", "受理　４２号。"} {
		f.Add(s)
	}
	c := mustLoad(f)
	f.Fuzz(func(t *testing.T, s string) {
		for _, got := range []text.Command{c.Parse(s), c.ParseThread(s)} {
			line := strings.TrimSpace(strings.ToValidUTF8(s, "\ufffd"))
			if got.Verb == "" && got.Rest != line {
				t.Errorf("text %q became %q", line, got.Rest)
			}
			if got.Verb != "" && got.Verb != "help" && !strings.HasSuffix(line, got.Rest) {
				t.Errorf("the rest of %q became %q", line, got.Rest)
			}
			if got.Verb != "" && got.Near != "" {
				t.Errorf("%q is both %q and near %q", s, got.Verb, got.Near)
			}
		}
		c.Greeting(s)
	})
}

// BenchmarkParse reads the longest line a person can send: it must stay far
// below what anybody would wait for.
func BenchmarkParse(b *testing.B) {
	c := mustLoad(b)
	for name, line := range map[string]string{"request": strings.Repeat("hi, the printer is broken 42 ", 1400), "one word": strings.Repeat("accept", 7000) + " 42", "command": "移交 42 <@U1> " + strings.Repeat("理由", 3000)} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				c.Parse(line)
				c.Greeting(line)
				c.Greeting(strings.Repeat("hi ", 10_000))
			}
		})
	}
}
