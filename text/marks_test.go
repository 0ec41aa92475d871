package text_test

import (
	"strings"
	"testing"

	"github.com/firstask/firstask/notice"
)

// What people pointed at is shown by name, never as an id, and never points again.
func TestPeoplesMarksAreShownAsNames(t *testing.T) {
	c := mustLoad(t)
	for wrote, shows := range map[string]string{
		"<@" + chen + "> can you help?":                     "can you help?",
		"see <https://example.com/x|the list> please":       "see the list please",
		"see <https://example.com/x>":                       "see https://example.com/x",
		"write to <mailto:ann@example.com|ann@example.com>": "write to ann@example.com",
		"<!channel> fire":                                   "@channel fire",
		"a < b and c > d":                                   "a",
		"<not a mark> stays":                                "not a mark",
	} {
		s := begin(t, wrote)
		v := s.view(chen, "en")
		m, err := c.Notice(notice.Notice{Kind: notice.Card, Ticket: 1, To: notice.Recipient{Channel: "C0DESK"}, Slot: "card", Class: notice.Edit}, v)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(m.Plain, shows) || strings.Contains(m.Plain, "<@") || strings.Contains(m.Plain, "<!") {
			t.Errorf("%q is shown as %q, want %q in it", wrote, m.Plain, shows)
		}
	}
}
