package text_test

import "testing"

func TestDetail(t *testing.T) {
	c := mustLoad(t)
	for name, r := range map[string]struct{ verb, rest, detail, after string }{
		"customer and name":   {"asker", "customer Maple Grove", "customer", "Maple Grove"},
		"in Chinese, glued":   {"asker", "客户唐宁", "customer", "唐宁"},
		"in Chinese, colon":   {"asker", "客户：唐宁", "customer", "唐宁"},
		"full width, capital": {"asker", "ＣＵＳＴＯＭＥＲ Maple", "customer", "Maple"},
		"me alone":            {"asker", "me", "me", ""},
		"no detail":           {"asker", "Li Wen", "", "Li Wen"},
		"the longest word":    {"return", "details missing: which order?\nthe second", "details_missing", "which order?\nthe second"},
		"word of another":     {"return", "customer", "", "customer"},
		"beginning of a word": {"asker", "meanwhile", "", "meanwhile"},
		"nothing":             {"asker", "", "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			if detail, after := c.Detail(r.verb, r.rest); detail != r.detail || after != r.after {
				t.Errorf("Detail(%q, %q) = %q, %q", r.verb, r.rest, detail, after)
			}
		})
	}
}

func TestGiven(t *testing.T) {
	c := mustLoad(t)
	for name, r := range map[string]struct{ rest, user, after string }{
		"mention":              {"<@U0LI|li> hers", "U0LI", "hers"},
		"to a mention":         {"to <@U0LI>, hers", "U0LI", "hers"},
		"given in Chinese":     {"给<@U0LI> 理由", "U0LI", "理由"},
		"given, lines kept":    {"给 <@U0LI>：一\n二", "U0LI", "一\n二"},
		"to a name":            {"to Li Wen please", "", "Li Wen please"},
		"to a desk in Chinese": {"给财务部 发票", "", "财务部 发票"},
		"a name":               {"Tobias please", "", "Tobias please"},
		"a mention in passing": {"finance, ask <@U0LI>", "", "finance, ask <@U0LI>"},
		"nothing":              {"", "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			if user, after := c.Given(r.rest); user != r.user || after != r.after {
				t.Errorf("Given(%q) = %q, %q", r.rest, user, after)
			}
		})
	}
}
