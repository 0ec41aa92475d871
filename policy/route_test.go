package policy_test

import (
	"testing"

	"github.com/firstask/firstask/policy"
)

// A keyword in letters is a whole word, whatever its case; one in Chinese
// characters may stand anywhere.
func TestMentions(t *testing.T) {
	for _, tt := range []struct {
		text, keyword string
		want          bool
	}{
		{"My INVOICE is wrong", "invoice", true},
		{"the (invoice)", "Invoice", true},
		{"invoiceless", "invoice", false},
		{"reinvoice, then invoice", "invoice", true},
		{"missing part", "missing part", true},
		{"missing  part", "missing part", false},
		{"我的发票抬头错了", "发票", true},
		{"发票invoice错了", "invoice", true},
		{"部分", "部", true},
		{"anything", " ", false},
		{"", "invoice", false},
	} {
		if policy.Mentions(tt.text, tt.keyword) != tt.want {
			t.Errorf("%q has %q: %t", tt.text, tt.keyword, !tt.want)
		}
	}
}

// The longest topic wins, of equal ones the first; nothing fits, nothing is found.
func TestSearch(t *testing.T) {
	org := &policy.Org{Departments: []*policy.Department{
		{ID: "finance", Posts: []policy.Post{{ID: "invoices", Topics: []string{"invoice", "发票"}}}},
		{ID: "delivery", Posts: []policy.Post{{ID: "parts", Topics: []string{"part", "missing part", "票据"}}}},
	}}
	for text, want := range map[string]string{
		"the part of the invoice": "invoices", "the invoice of the missing part": "parts", "发票和票据": "invoices", "nothing": "",
	} {
		if _, p, _ := org.Search(text); p.ID != want {
			t.Errorf("%q is of %q, want %q", text, p.ID, want)
		}
	}
}
