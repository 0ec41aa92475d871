package text_test

import (
	"testing"

	"github.com/firstask/firstask/text"
)

func TestAssignment(t *testing.T) {
	c := mustLoad(t)
	office := mustRules(t).Org.Calendar("office")
	now := mustTime(t, "2026-03-03 10:00") // a Tuesday
	for s, want := range map[string]struct{ user, name, until, what string }{
		"<@U1> by Friday 17:00: Write it: all": {"U1", "", "2026-03-06 17:00", "Write it: all"},
		"<@U1|li> 2 working days: x":           {"U1", "", "2026-03-05 10:00", "x"},
		"<@U1>周五前：写总结":                         {"U1", "", "2026-03-06 18:00", "写总结"},
		"Li Wen until tomorrow 9:00: x\ny":     {"", "Li Wen", "2026-03-04 09:00", "x\ny"},
		"to Ben by 15:30: x":                   {"", "Ben", "2026-03-03 15:30", "x"},
		"李雯 周五下午5点前：写总结":                       {"", "李雯", "2026-03-06 17:00", "写总结"},
		"by Friday: nobody is named":           {},
		"Ben by Friday":                        {},
		"Ben: count":                           {},
		"":                                     {},
		"<@U1> soon: x":                        {},
		"the people of the desk by Friday: x":  {},
	} {
		got, ok := c.Assignment(s, now, mustZone(t), office)
		if want.until == "" {
			if ok {
				t.Errorf("%q is read as %+v", s, got)
			}
			continue
		}
		if !ok || got.User != want.user || got.Name != want.name || !got.Until.At.Equal(mustTime(t, want.until)) || got.What != want.what {
			t.Errorf("%q is read as %+v, %v; want %+v", s, got, ok, want)
		}
	}
}

func TestConsent(t *testing.T) {
	c := mustLoad(t)
	for s, want := range map[string]bool{
		"customer agreed": true, "parts; Customer agreed by phone": true, "with consent": true, "客户同意": true, "等配件，经客户同意": true, "客戶同意。": true,
		"": false, "customer disagreed": false, "without consent": false, "the customer agreedly waits": false, "客户不同意": false, "客户要求": false,
	} {
		if c.Consent(s) != want {
			t.Errorf("Consent(%q) = %v", s, !want)
		}
	}
}

func FuzzAssignment(f *testing.F) {
	for _, s := range []string{"<@U1> by Friday 17:00: x", "李雯 明天：写", ":::", "<@", "a b c d: e"} {
		f.Add(s)
	}
	c := mustLoad(f)
	f.Fuzz(func(t *testing.T, s string) {
		got, ok := c.Assignment(s, mustTime(t, "2026-03-03 10:00"), mustZone(t), nil)
		if ok && (got.What == "" || got.Until.At.IsZero()) || !ok && got != (text.Assignment{}) {
			t.Errorf("Assignment(%q) = %+v, %v", s, got, ok)
		}
		c.Consent(s)
	})
}
