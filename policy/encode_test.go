package policy_test

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/firstask/firstask/policy"
)

func sample() *policy.Policy {
	return &policy.Policy{
		Presets: []string{"p"}, Channels: []string{"online"}, Calendar: "office",
		Windows: []policy.Window{{Rule: "X-1", On: policy.Natural, While: []string{"CAPTURED"}, Limit: policy.Limit{Days: 1}, Remind: []policy.Reminder{{Percent: 50}}}},
	}
}

func mustHash(tb testing.TB, p *policy.Policy) string {
	tb.Helper()
	id, err := p.Hash()
	if err != nil {
		tb.Fatal(err)
	}
	return id
}

func TestHashNamesTheContentOnly(t *testing.T) {
	p := sample()
	id := mustHash(t, p)
	p.ID = id
	if again := mustHash(t, p); again != id || len(id) != 32 {
		t.Errorf("hash %q, then %q with the id set", id, again)
	}
	p.Windows[0].Limit.Days = 2
	if mustHash(t, p) == id {
		t.Error("another limit has the same hash")
	}
}

func TestEncodeAndDecode(t *testing.T) {
	p := sample()
	p.ID = mustHash(t, p)
	data, err := p.Encode()
	if err != nil {
		t.Fatal(err)
	}
	back, err := policy.Decode(data)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(p, back); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func TestDecodeRefusesWhatIsNoPolicy(t *testing.T) {
	for _, data := range []string{"", "null", "{}", `{"id":"x"}`, `{"windows":[{}]}`, "[]"} {
		if _, err := policy.Decode([]byte(data)); !errors.Is(err, policy.ErrPolicyData) {
			t.Errorf("%q: %v", data, err)
		}
	}
	if p, err := policy.Decode([]byte(`{"id":"x","windows":[{"rule":"X-1"}],"later":1}`)); err != nil || p.ID != "x" {
		t.Errorf("a field of a later program: %v, %v", p, err)
	}
}

func TestLimitIsWrittenAsInAConfiguration(t *testing.T) {
	for want, l := range map[string]policy.Limit{
		"":         {},
		"2wd":      {Days: 2},
		"1h":       {Time: time.Hour},
		"1h30m":    {Time: 90 * time.Minute},
		"30m":      {Time: 30 * time.Minute},
		"1h30m30s": {Time: 90*time.Minute + 30*time.Second},
		"10s":      {Time: 10 * time.Second},
		"1wd 4h":   {Days: 1, Time: 4 * time.Hour},
	} {
		if got := l.String(); got != want {
			t.Errorf("%+v is %q, want %q", l, got, want)
		}
	}
}
