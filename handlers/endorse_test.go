package handlers_test

import (
	"testing"

	"github.com/firstask/firstask/handlers"
	"github.com/firstask/firstask/policy"
	"github.com/firstask/firstask/ticket"
)

// A leader's word, typed in two languages and pressed; a no; and laid before
// them again.
func TestEndorse(t *testing.T) {
	for name, tt := range map[string]struct {
		rs    []handlers.Request
		key   string
		state ticket.State
	}{
		"typed":      {[]handlers.Request{slash(zhou, "endorse 1")}, "endorsed", ticket.Triaged},
		"in Chinese": {[]handlers.Request{slash(zhou, "批阅 1 请尽快")}, "endorsed", ticket.Triaged},
		"pressed":    {[]handlers.Request{click(zhou, "endorse", 1, "")}, "endorsed", ticket.Triaged},
		"sent back":  {[]handlers.Request{form(zhou, "return", 1, map[string]string{"text": "by whom?"})}, "returned", ticket.Triaged},
		"laid before them again": {[]handlers.Request{
			slash(zhou, "return 1 by whom?"), click(chen, "endorse", 1, ""),
		}, "laid_before", ticket.AwaitEndorsement},
	} {
		t.Run(name, func(t *testing.T) {
			w := under(t, func(p *policy.Policy) {
				p.Endorsements = []policy.Endorsement{{Rule: "X-2", When: policy.When{Via: []string{"online"}}, By: []string{"personnel"}}}
			})
			var key string
			for _, r := range tt.rs {
				key = w.must(r).Key
			}
			equal(t, "answer", key, tt.key)
			equal(t, "state", w.ticket(1).State, tt.state)
		})
	}
}
