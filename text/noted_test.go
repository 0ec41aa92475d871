package text_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/policy"
	"github.com/firstask/firstask/text"
	"github.com/firstask/firstask/ticket"
)

// bookFields are the fields of a rule book, one of each kind.
func bookFields() []policy.Field {
	return []policy.Field{
		{ID: "qty", Kind: policy.FieldNumber, Name: policy.Name{"en": "quantity", "zh-Hans": "数量", "zh-Hant": "數量"}},
		{ID: "due", Kind: policy.FieldDate, Name: policy.Name{"en": "due on"}, When: policy.When{Askers: []string{"member"}}},
		{ID: "size", Kind: policy.FieldChoice, Name: policy.Name{"en": "size"}, Choices: []policy.Choice{{ID: "s", Name: policy.Name{"en": "Small", "zh-Hans": "小"}}, {ID: "l"}}},
		{ID: "culprit", Kind: policy.FieldText, Name: policy.Name{"en": "person concerned"}, Personal: true},
	}
}

// wanting is a request under a rule book that wants fields of it.
func wanting(tb testing.TB, words string) *story {
	tb.Helper()
	rules := mustRules(tb)
	p := *rules.Policy
	p.Fields = bookFields()
	p.Needs = []policy.Need{{Rule: "X-1", Verb: "new", Have: []string{"contact.qty", "contact.size", "contact.phone"}}}
	rules.Policy = &p
	return beginUnder(tb, rules, words)
}

// notedLives are a request that lacks fields, and one with anything in them.
func notedLives(tb testing.TB, words string) []*story {
	tb.Helper()
	fields := map[string]string{"qty": "10", "size": "s", "culprit": words, "unit": words, "gone": words}
	full := wanting(tb, words).do(ticket.Command{Verb: ticket.VerbField, Actor: chen, Fields: fields})
	full.t.Contact["gone"] = words // of a rule book that knew it
	return []*story{wanting(tb, words), full}
}

// fieldsAsked draws the dialog of fields and what is wrong with them.
func fieldsAsked(t *testing.T, c *text.Catalog) {
	t.Helper()
	s := wanting(t, "x")
	v := s.view(chen, "en")
	c.Form("field:2", text.FormData{Contact: []string{"qty", "due", "size", "culprit"}}, v)
	for _, r := range []struct{ field, kind string }{{"phone", "text"}, {"qty", "number"}, {"due", "date"}, {"size", "choice"}, {"size", ""}} {
		p := notice.Params{"field": notice.Text(r.field), "kind": notice.Text(r.kind)}
		c.Refused(&ticket.Refusal{Code: ticket.BadField, Params: p}, v)
	}
	said := ticket.Event{Kind: "noted", Facts: map[string]string{"noted": "1/3"}}
	if m := c.Answer(text.Answer{Key: "show", Events: []ticket.Event{said}}, v); !strings.Contains(m.Plain+partsOf(m), "1 of 3 facts") {
		t.Errorf("the history says %s", partsOf(m))
	}
}

// What is wanted and is not there stands on the card; what is there by the names
// of the rule book; what tells of a person is shown by reveal alone.
func TestCardSaysWhatIsMissing(t *testing.T) {
	c := mustLoad(t)
	drawn := func(s *story, user, locale string) string {
		to, n := notice.Recipient{Channel: desk}, notice.Notice{Kind: notice.Card}
		if user != "" {
			to = notice.Recipient{User: user}
		}
		n.To = to
		m := mustNotice(t, c, n, s.view(user, locale))
		return m.Plain + partsOf(m)
	}
	lives := notedLives(t, "Ben Carter")
	whole := c.Answer(text.Answer{Key: "revealed"}, lives[1].view(chen, "en"))
	for _, tt := range []struct {
		name, got, want string
	}{
		{"shown on record", partsOf(whole), "person concerned Ben Carter"},
		{"missing", drawn(lives[0], "", "en"), "Still to note: quantity, size, phone (X-1)"},
		{"missing, in Chinese", drawn(lives[0], "", "zh-Hant"), "\u5f85\u767b\u8a18\uff1a\u6578\u91cf"},
		{"noted", drawn(lives[1], chen, "en"), "quantity 10, size Small, person concerned \u2022\u2022\u2022"},
		{"for all to see", drawn(lives[1], "", "en"), "person concerned \u2022\u2022\u2022, gone \u2022\u2022\u2022"},
		{"what is left", drawn(lives[1], "", "en"), "Still to note: phone (X-1)"},
	} {
		if !strings.Contains(tt.got, tt.want) {
			t.Errorf("%s: no %q in\n%s", tt.name, tt.want, tt.got)
		}
	}
}

// Each field is asked for in the way of its kind; those that are wanted say by
// which rule.
func TestFormAsksByKind(t *testing.T) {
	c := mustLoad(t)
	s := wanting(t, "invoice")
	data := text.FormData{Contact: []string{"qty", "due", "size", "culprit", "phone"}, Initial: map[string]string{"contact.qty": "10"}}
	f := c.Form("field", data, s.view(chen, "en"))
	kinds := make([]text.FieldKind, len(f.Fields))
	wanted := []string{}
	for i, one := range f.Fields {
		if kinds[i] = one.Kind; one.Hint != "" {
			wanted = append(wanted, one.Label+": "+one.Hint)
		}
	}
	if !slices.Equal(kinds, []text.FieldKind{text.Line, text.Day, text.Choice, text.Line, text.Line}) {
		t.Errorf("kinds %v", kinds)
	}
	if !slices.Equal(wanted, []string{"quantity: X-1 asks for it", "size: X-1 asks for it", "phone: X-1 asks for it"}) {
		t.Errorf("wanted %q", wanted)
	}
	if f.Fields[0].Initial != "10" || f.Fields[2].Options[0] != (text.Option{Label: "Small", Value: "s"}) || f.Fields[3].Max != policy.MostField {
		t.Errorf("fields %+v", f.Fields)
	}
}

// The names of a rule book's fields are read beside our own, in all languages.
func TestFieldsAreReadByName(t *testing.T) {
	c := mustLoad(t)
	names := text.FieldNames{"contract_no": {"contract_no", "\u5408\u540c\u53f7"}, "no": {"no"}}
	for _, tt := range []struct {
		line string
		want string
	}{
		{`contract_no=K-17 phone=139 no=3`, "contract_no=K-17 no=3 phone=139"},
		{"\u5408\u540c\u53f7\uff1aK-17\uff0c\u7535\u8bdd=139", "contract_no=K-17 phone=139"},
		{`the no=3`, ""},
	} {
		got, ok := c.Fields(tt.line, names)
		if said := sortedFields(got); said != tt.want || ok != (tt.want != "") {
			t.Errorf("%s is read as %q", tt.line, said)
		}
	}
	fields, rest := c.LeadingFields(`contract_no=K-17 address="Long Road 1" The table, no=3`, names)
	if sortedFields(fields) != "address=Long Road 1 contract_no=K-17" || rest != "The table, no=3" {
		t.Errorf("%v, then %q", fields, rest)
	}
	if fields, rest = c.LeadingFields("no way", names); len(fields) > 0 || rest != "no way" {
		t.Errorf("%v, then %q", fields, rest)
	}
}

func sortedFields(fields map[string]string) string {
	all := make([]string, 0, len(fields))
	for id, v := range fields {
		all = append(all, id+"="+v)
	}
	slices.Sort(all)
	return strings.Join(all, " ")
}
