package policy_test

import (
	"testing"

	"github.com/firstask/firstask/policy"
)

func TestPhraseIn(t *testing.T) {
	phrase := policy.Phrase{
		Words:  []string{"不知道", "我不知道", "不归我管", "不歸我管", "not my job"},
		Except: []string{"知不知道", "如果您不知道"},
	}
	for name, c := range map[string]struct{ text, want string }{
		"as it is":                       {"这个不归我管。", "不归我管"},
		"in the traditional script":      {"這個不歸我管", "不歸我管"},
		"the longer one is named":        {"我不知道啊", "我不知道"},
		"with spaces between characters": {"我 不  知 道", "我不知道"},
		"over the end of a line":         {"不\n知道", ""},
		"in capitals":                    {"That is NOT my job, sorry", "not my job"},
		"as a part of other words":       {"That is not my jobsite", ""},
		"what is meant otherwise":        {"您知不知道地址？如果您不知道，请问前台。", ""},
		"what is meant otherwise, and then so": {
			"您知不知道地址？我不知道。", "我不知道",
		},
		"a quotation in chinese marks":     {"客户说“我不知道”，已请他再查。", ""},
		"a quotation in traditional marks": {"客戶說「這個不歸我管」，已轉達。", ""},
		"a quotation in straight marks":    {`They said "not my job" to me.`, ""},
		"a quoted line":                    {"> 不归我管\n已经转交。", ""},
		"a quoted line as slack writes it": {"&gt; 不归我管\n已经转交。", ""},
		"after a quoted line":              {"> 您好\n不归我管", "不归我管"},
		"a mark that is not closed":        {`He said "not my job`, "not my job"},
		"nothing of it":                    {"已经修好了。", ""},
		"no text":                          {"", ""},
	} {
		t.Run(name, func(t *testing.T) {
			if got := phrase.In(c.text); got != c.want {
				t.Errorf("In(%q) = %q, want %q", c.text, got, c.want)
			}
		})
	}
}
