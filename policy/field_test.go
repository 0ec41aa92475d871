package policy_test

import (
	"testing"

	"github.com/firstask/firstask/policy"
)

// What is typed into a field is kept in one form, or refused.
func TestFieldReads(t *testing.T) {
	for _, tt := range []struct {
		kind  policy.FieldKind
		typed string
		want  string // "" for what is none
	}{
		{policy.FieldText, " K-17 ", "K-17"},
		{"", "K-17", "K-17"},
		{policy.FieldNumber, "12", "12"},
		{policy.FieldNumber, "-3.5", "-3.5"},
		{policy.FieldNumber, "1 200,500", "1200500"},
		{policy.FieldNumber, "\uff11\uff12", "12"},
		{policy.FieldNumber, "1e9", ""},
		{policy.FieldNumber, "NaN", ""},
		{policy.FieldNumber, "0x1F", ""},
		{policy.FieldNumber, "1234567890123456", ""},
		{policy.FieldDate, "2026-03-05", "2026-03-05"},
		{policy.FieldDate, "2026.3.5", "2026-03-05"},
		{policy.FieldDate, "2026\u5e743\u67085\u65e5", "2026-03-05"},
		{policy.FieldDate, "\uff12\uff10\uff12\uff16\uff0f\uff13\uff0f\uff15", "2026-03-05"},
		{policy.FieldDate, "2026-02-29", ""},
		{policy.FieldDate, "3/5/2026", ""},
		{policy.FieldDate, "tomorrow", ""},
		{policy.FieldChoice, "SEA", "sea"},
		{policy.FieldChoice, "by sea", "sea"},
		{policy.FieldChoice, "by train", ""},
	} {
		f := &policy.Field{ID: "f", Kind: tt.kind, Choices: []policy.Choice{{ID: "air"}, {ID: "sea", Name: policy.Name{"en": "By sea"}}}}
		if got, ok := f.Read(tt.typed); ok != (tt.want != "") || ok && got != tt.want {
			t.Errorf("%s %q is read as %q, %v; want %q", tt.kind, tt.typed, got, ok, tt.want)
		}
	}
	if got, ok := (*policy.Policy)(nil).Field("f").Read(" x "); got != "x" || !ok {
		t.Errorf("a field that nobody knows reads %q, %v", got, ok)
	}
}
