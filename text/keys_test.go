package text_test

import (
	"encoding/json"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/firstask/firstask/policy"
	"github.com/firstask/firstask/text"
	"github.com/firstask/firstask/ticket"
)

func mustWords(tb testing.TB, locale string) map[string]string {
	tb.Helper()
	src, err := os.ReadFile("locales/" + locale + ".json")
	if err != nil {
		tb.Fatal(err)
	}
	var raw map[string]json.RawMessage
	if err := json.Unmarshal(src, &raw); err != nil {
		tb.Fatal(err)
	}
	words := map[string]string{}
	for k, v := range raw {
		words[k] = string(v)
	}
	return words
}

func TestEveryKeyInEveryLanguage(t *testing.T) {
	en := mustWords(t, "en")
	for _, locale := range text.Locales()[1:] {
		other := mustWords(t, locale)
		for key, words := range en {
			if _, ok := other[key]; !ok {
				t.Errorf("%s lacks %s", locale, key)
				continue
			}
			if diff := cmp.Diff(placeholders(words), placeholders(other[key]), cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("%s in %s has other placeholders (-en +%s):\n%s", key, locale, locale, diff)
			}
		}
		for key := range other {
			if _, ok := en[key]; !ok {
				t.Errorf("en lacks %s of %s", key, locale)
			}
		}
	}
}

// placeholders are the values a sentence uses; how the reader is addressed is
// a matter of the language.
func placeholders(words string) []string {
	found := regexp.MustCompile(`\{\{[^}]*\}\}`).FindAllString(words, -1)
	slices.Sort(found)
	return slices.DeleteFunc(slices.Compact(found), func(s string) bool { return s == "{{.you}}" })
}

func TestWordsCarryNoMarkup(t *testing.T) {
	for _, locale := range text.Locales() {
		for key, words := range mustWords(t, locale) {
			if strings.HasPrefix(key, "typed.") || strings.HasPrefix(key, "usage.") {
				continue
			}
			if strings.ContainsAny(words, "<>&*_~`") {
				t.Errorf("%s %s would be read as markup: %s", locale, key, words)
			}
		}
	}
}

func TestNoWordOfBlame(t *testing.T) {
	for _, locale := range text.Locales() {
		for key, words := range mustWords(t, locale) {
			for _, bad := range []string{"violat", "breach", "fault", "overdue", "penal", "违规", "違規", "逾期", "超时", "超時", "处罚", "處罰", "过失"} {
				if !strings.HasPrefix(key, "typed.") && strings.Contains(strings.ToLower(words), bad) {
					t.Errorf("%s %s says %q: %s", locale, key, bad, words)
				}
			}
		}
	}
}

// TestNoUnusedKey draws everything and wants every key to have been used:
// what is not used is dead, or not tested.
func TestNoUnusedKey(t *testing.T) {
	used := map[string]bool{}
	c, err := text.LoadWatched(func(key string) { used[key] = true })
	if err != nil {
		t.Fatal(err)
	}
	gallery(t, c, "invoice", spread, func(picture) {})
	for _, locale := range text.Locales() {
		demoCourse(t, c, locale)
		standingIn(t, c, locale)
		movedAway(t, c, locale)
		for _, f := range slices.Concat(forms(t, c, locale), matterForms(t, c, locale)) {
			_ = f
		}
	}
	standardAnswers(t, c)
	oddities(t, c)
	handled(t, c)
	severals(t, c, "invoice", text.Locales(), func(picture) {})
	duties(t, c, "en", func(string, text.Message) {})
	policies(t, c, "en")
	everyWay(t, c, "en", func(_, _ string) {})
	explanations(t, c, "en")
	keys := c.Keys()
	slices.Sort(keys)
	for _, key := range keys {
		if !used[key] {
			t.Errorf("%s is never used", key)
		}
	}
}

func forms(tb testing.TB, c *text.Catalog, locale string) []text.Form {
	tb.Helper()
	s := taken(tb, "invoice")
	data := text.FormData{
		Departments: []text.Option{{Label: strings.Repeat("\u8d22", 200), Value: "finance"}}, Topics: []text.Option{{Label: "invoice", Value: "invoice"}},
		Types: []text.Option{{Label: "Complaint", Value: "complaint"}}, Channels: []text.Option{{Label: "Hotline", Value: "hotline"}},
		Contact: []string{"name", "phone"}, Hosts: true,
		Initial:  map[string]string{"text": "typed before"},
		Problems: map[string]text.Answer{"text": {Key: "need_text"}, "until": {Key: "unclear_when"}, "to": {Key: "unknown_receiver"}, "why": {Key: "need_reason"}},
	}
	for _, u := range text.Urgencies() {
		data.Urgencies = append(data.Urgencies, text.Option{Label: c.Word("urgency."+u, locale), Value: u})
	}
	all := make([]text.Form, 0, 10)
	for _, verb := range []string{"new", "handoff", "return", "plan", "understood:not_clear", "resolve", "promise", "reopen", "withdraw", "asker", "note", "away", "reply", "show", "ask", "answer", "supervise", "complain-up", "callback", "callback:recurred", "rate:poor", "promise:decline", "correct:decline", "report", "thirdparty", "consent", "redirect", "field", "dispute", "lead", "about", "rule", "review", "final", "share", "triage", "taskforce", "post:finance/invoices", "duty"} {
		all = append(all, c.Form(verb, data, s.view(chen, locale)))
	}
	s.do(ticket.Command{Verb: ticket.VerbConsent, Actor: liwn, Text: "by phone"})
	all = append(all, c.Form("thirdparty", data, s.view(liwn, locale)))
	return all
}

func TestFormsFit(t *testing.T) {
	c := mustLoad(t)
	for _, locale := range text.Locales() {
		for _, f := range slices.Concat(forms(t, c, locale), matterForms(t, c, locale)) {
			for _, s := range []string{f.Title, f.Submit, f.Cancel} {
				if n := utf8.RuneCountInString(s); n > 24 {
					t.Errorf("%s (%s): %q has %d characters", f.Verb, locale, s, n)
				}
			}
			if f.Verb != "show" && (len(f.Fields) == 0 || len(f.Fields) > 8 || f.Submit == "") {
				t.Errorf("%s (%s): %d fields, submit %q", f.Verb, locale, len(f.Fields), f.Submit)
			}
			checkFields(t, f, locale)
		}
	}
}

func checkFields(t *testing.T, f text.Form, locale string) {
	t.Helper()
	ids := map[string]bool{}
	for _, field := range f.Fields {
		if field.Label == "" || utf8.RuneCountInString(field.Label) > 150 || utf8.RuneCountInString(field.Hint) > 150 || ids[field.ID] || field.Max > 3000 {
			t.Errorf("%s (%s): field %+v", f.Verb, locale, field)
		}
		ids[field.ID] = true
		for _, o := range field.Options {
			if n := utf8.RuneCountInString(o.Label); n == 0 || n > 75 {
				t.Errorf("%s (%s): option %q", f.Verb, locale, o.Label)
			}
		}
		if field.ID == "text" && (field.Initial != "typed before" || field.Problem == "") {
			t.Errorf("%s (%s): what was typed is lost: %+v", f.Verb, locale, field)
		}
	}
}

func TestMatch(t *testing.T) {
	for slack, want := range map[string]string{
		"zh-CN": "zh-Hans", "zh-TW": "zh-Hant", "zh-HK": "zh-Hant", "zh_TW": "zh-Hant", "zh-Hant-TW": "zh-Hant", "zh-Hans-HK": "zh-Hans", "zh": "zh-Hans",
		"zh-SG": "zh-Hans", "zh-MO": "zh-Hant", "en-US": "en", "en-GB": "en", "de-DE": "en", "": "en", "ZH-tw": "zh-Hant",
	} {
		if got := text.Match(slack); got != want {
			t.Errorf("Match(%q) = %s, want %s", slack, got, want)
		}
	}
}

func TestReturnReasonsHaveWords(t *testing.T) {
	c := mustLoad(t)
	for _, r := range firstAsked().ReturnReasons {
		if w := c.Word("reason."+r, "zh-Hans"); strings.Contains(w, "_") || !strings.ContainsFunc(w, func(r rune) bool { return r > 0x4e00 }) {
			t.Errorf("reason %s is said as %q", r, w)
		}
	}
	if policy.Natural == "" || c.Word("unknown_code", "en") != "unknown code" {
		t.Error("an unknown word is not shown as it stands")
	}
}
