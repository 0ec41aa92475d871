package text_test

import (
	"slices"
	"testing"

	"github.com/firstask/firstask/text"
)

func TestPosting(t *testing.T) {
	c := mustLoad(t)
	for rest, want := range map[string]text.Posting{
		"":                                 {},
		"invoices":                         {Post: "invoices"},
		"发票？":                              {Post: "发票"},
		"invoices holder <@U0LI>":          {Post: "invoices", Part: "holder", Value: "<@U0LI>"},
		"Missing part Topics: screw, bolt": {Post: "Missing part", Part: "topics", Value: "screw, bolt"},
		"发票 负责人：<@U0LI>":                   {Post: "发票", Part: "holder", Value: "<@U0LI>"},
		"发票 備崗 <@U0LI>":                    {Post: "发票", Part: "backup", Value: "<@U0LI>"},
		"invoices configuration":           {Post: "invoices", Part: "file"},
		"holder":                           {Post: "holder"},
	} {
		if got := c.Posting(rest); got != want {
			t.Errorf("%q: %+v, want %+v", rest, got, want)
		}
	}
}

func TestTopics(t *testing.T) {
	c := mustLoad(t)
	got := c.Topics(" invoice,发票，missing   part；Invoice\n\n、")
	if want := []string{"invoice", "发票", "missing part"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}
