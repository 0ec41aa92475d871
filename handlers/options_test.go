package handlers_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/firstask/firstask/handlers"
	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/policy"
	"github.com/firstask/firstask/ticket"
)

// What stands before the text fills in what the form asks for, wherever a
// request can be typed and in any of the languages.
func TestOptions(t *testing.T) {
	for name, tt := range map[string]struct {
		line, via, kind, urgency, natural, rule, text string
		asker                                         ticket.Asker
	}{
		"a visit":               {"new --channel visit --host <@U0LI> two chairs", "visit", "", "", li, "FA-08.2", "two chairs", ticket.Asker{Kind: ticket.AskerUnknown}},
		"by its name":           {"new --channel 来访 --host Li two chairs", "visit", "", "", li, "FA-08.2", "two chairs", ticket.Asker{Kind: ticket.AskerUnknown}},
		"without the verb":      {"--渠道 会议 --接待人 <@U0LI> 两把椅子", "meeting", "", "", li, "FA-08.2", "两把椅子", ticket.Asker{Kind: ticket.AskerUnknown}},
		"as a phone writes":     {"新增 —管道=會議 —接待人：<@U0LI|li> 兩把椅子", "meeting", "", "", li, "FA-08.2", "兩把椅子", ticket.Asker{Kind: ticket.AskerUnknown}},
		"kind and urgency":      {"new --type complaint --urgency urgent a noise", "", "complaint", "urgent", ben, "FA-08", "a noise", ticket.Asker{Kind: ticket.AskerUnknown}},
		"of a customer":         {`new --channel phone --customer "Maple Grove" a noise`, "phone", "", "", ben, "FA-08", "a noise", ticket.Asker{Kind: ticket.AskerCustomer, Name: "Maple Grove"}},
		"for a colleague":       {"new --for <@U0SUN> the lamp", "", "", "", ben, "FA-08", "the lamp", ticket.Asker{Kind: ticket.AskerMember, User: sun}},
		"a host of any request": {"new --host <@U0LI> two chairs", "", "", "", li, "FA-08.2", "two chairs", ticket.Asker{Kind: ticket.AskerUnknown}},
		"somebody is addressed": {"new --urgency normal <@U0LI> the invoice", "", "", "normal", li, "FA-08.3", "<@U0LI> the invoice", ticket.Asker{Kind: ticket.AskerUnknown}},
		"dashes in the text":    {"the lamp --host is broken", "", "", "", ben, "FA-08", "the lamp --host is broken", ticket.Asker{Kind: ticket.AskerUnknown}},
		"a word that is none":   {"-- the lamp", "", "", "", ben, "FA-08", "-- the lamp", ticket.Asker{Kind: ticket.AskerUnknown}},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			reply := w.must(slash(ben, tt.line))
			if reply.Ticket != 1 {
				t.Fatalf("%+v", reply)
			}
			got := w.ticket(1)
			equal(t, "via", got.Via, tt.via)
			equal(t, "type", got.Type, tt.kind)
			equal(t, "urgency", got.Urgency, tt.urgency)
			equal(t, "natural", got.Natural.User, tt.natural)
			equal(t, "rule", got.Natural.Rule, tt.rule)
			equal(t, "text", got.Text, tt.text)
			equal(t, "asker", got.Asker, tt.asker)
			equal(t, "captured by", got.CapturedBy, ben)
		})
	}
	for name, r := range map[string]handlers.Request{
		"dm":      post(handlers.Direct, ben, "D0BEN", "1.1", "new --channel visit --host <@U0LI> two chairs"),
		"mention": post(handlers.Mention, ben, team, "1.1", "--channel visit --host <@U0LI> two chairs"),
		"form":    form(ben, "new", 0, map[string]string{"text": "two chairs", "channel": "visit", "host": li}),
	} {
		w := newWorld(t)
		w.must(r)
		equal(t, name, w.ticket(1).Natural.User, li)
		equal(t, name, w.ticket(1).Text, "two chairs")
	}
}

// What cannot be read is answered with what is possible, and what was typed is
// handed back; nothing is saved.
func TestOptionsAreAskedBack(t *testing.T) {
	for line, want := range map[string]struct{ key, says string }{
		"new --chanel visit two chairs":             {"unknown_option", "--channel"},
		"new --channel visit --channel visit chair": {"unknown_option", "--channel"},
		"new --channel tunnel two chairs":           {"option_value", "visit"},
		"new --urgency high two chairs":             {"option_value", "Urgent"},
		"new --type noise two chairs":               {"option_value", "Complaint"},
		"new --channel --host <@U0LI> two chairs":   {"option_bare", "--channel"},
		"new --host":                         {"option_bare", "--host"},
		"new --channel visit two chairs":     {"need_host", "Visit in person"},
		"new --channel visit --host <@U0LI>": {"empty", ""},
	} {
		w := newWorld(t)
		reply := w.must(slash(ben, line))
		equal(t, line, reply.Key, want.key)
		equal(t, line+": typed", reply.Typed, line)
		equal(t, line+": commits", w.shelf.commits, 0)
		if got := w.says(ben, reply); !strings.Contains(got, want.says) {
			t.Errorf("%s: %q lacks %q", line, got, want.says)
		}
	}
	for line, want := range map[string]ticket.Code{
		"new --channel visit --host <@U0LEFT> chairs":  ticket.PersonGone,
		"new --channel visit --host <@U0ROBOT> chairs": ticket.BotReceiver,
		"new --channel visit --host <@U0TANG> chairs":  ticket.Outsider,
		"new --channel visit --host <@U0NEWLY> chairs": ticket.UnknownPerson,
		"new --channel visit --host nobody chairs":     ticket.UnknownPerson,
	} {
		w := newWorld(t)
		equal(t, line, w.code(slash(ben, line)), want)
		equal(t, line+": commits", w.shelf.commits, 0)
	}
}

// Where no rule book makes the host first asked, none is asked for, and one that
// is typed is not passed over in silence.
func TestABookWithoutHosts(t *testing.T) {
	w := newWorld(t)
	p := *w.book.rules.Policy
	p.First = []policy.FirstRule{{By: policy.ByDuty, Rule: "X-1"}}
	w.book.rules.Policy = &p
	equal(t, "by a visit", w.must(slash(ben, "new --channel visit two chairs")).Ticket, 1)
	reply := w.must(slash(ben, "new --host <@U0LI> two chairs"))
	equal(t, "with a host", reply.Key, "unknown_option")
	if got := reply.Params["options"].Raw(); strings.Contains(got, "--host") || !strings.Contains(got, "--channel") {
		t.Errorf("possible are %q", got)
	}
	if data, _, _, err := w.desk.Form(t.Context(), ben, "new", 0); err != nil || data.Hosts {
		t.Errorf("the form asks for a host: %v", err)
	}
}

// In the form the field under which something is missing says so.
func TestFormWantsAHost(t *testing.T) {
	w := newWorld(t)
	values := map[string]string{"text": "two chairs", "channel": "visit"}
	reply := w.must(form(ben, "new", 0, values))
	if reply.Problems["host"].Key != "need_host" {
		t.Errorf("problems %+v", reply.Problems)
	}
	values["host"] = tang
	if reply = w.must(form(ben, "new", 0, values)); reply.Problems["host"].Refused == nil {
		t.Errorf("problems %+v", reply.Problems)
	}
	equal(t, "commits", w.shelf.commits, 0)
	data, _, _, err := w.desk.Form(t.Context(), ben, "new", 0)
	if err != nil || !data.Hosts {
		t.Errorf("the form has no host: %+v, %v", data, err)
	}
}

// NX-3.2: where the rule book goes by seniority, several who are visited
// together need no host; who they are is read in any language.
func TestSeveralAreAsked(t *testing.T) {
	for line, want := range map[string]string{
		"<@U0CHEN> and <@U0LI> the invoice":                  li,
		"<@U0CHEN>、<@U0LI> 发票抬头":                             li,
		"<@U0CHEN>和<@U0LI> 发票抬头":                             li,
		"<@U0CHEN> 與 <@U0LI>，發票抬頭":                           li,
		"new --channel visit <@U0CHEN>, <@U0LI> the invoice": li,
		"<@U0CHEN> the invoice, <@U0LI> has it":              chen,
		"<@U0CHEN> <@U0TANG> the invoice":                    chen,
	} {
		w := newWorld(t)
		p := *w.book.rules.Policy
		p.First = append([]policy.FirstRule{{By: policy.BySeniority, Rule: "X-2"}}, slices.Clone(p.First)...)
		w.book.rules.Policy = &p
		w.book.rules.Org.People = []policy.Person{{ID: chen, Rank: 3}, {ID: li, Rank: 5}}
		w.must(slash(ben, line))
		equal(t, line, w.ticket(1).Natural.User, want)
		told := 0
		for _, n := range w.shelf.notices {
			if n.Kind == notice.AskedTogether {
				told++
			}
		}
		equal(t, line+": told", told, map[bool]int{true: 1}[want == li])
	}
}
