package notice_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/firstask/firstask/notice"
)

func TestValue(t *testing.T) {
	at := time.Date(2026, 3, 10, 10, 34, 0, 5, time.FixedZone("", 8*3600))
	tests := []struct {
		name  string
		value notice.Value
		typ   byte
		raw   string
	}{
		{"user", notice.User("U1"), 'u', "U1"},
		{"channel", notice.Channel("C1"), 'c', "C1"},
		{"time in UTC", notice.Time(at), 't', "2026-03-10T02:34:00.000000005Z"},
		{"text", notice.Text("a: b"), 's', "a: b"},
		{"text that looks typed", notice.Text("u:U1"), 's', "u:U1"},
		{"empty text", notice.Text(""), 's', ""},
		{"word", notice.Word("state.CLOSED"), 'w', "state.CLOSED"},
		{"number", notice.Number(-3), 'n', "-3"},
		{"span", notice.Span(90 * time.Second), 'd', "1m30s"},
		{"none", "", 0, ""},
		{"untyped", "plain", 0, "plain"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if tt.value.Type() != tt.typ || tt.value.Raw() != tt.raw {
				t.Errorf("type %q raw %q", tt.value.Type(), tt.value.Raw())
			}
		})
	}
	if got, ok := notice.Time(at).Instant(); !ok || !got.Equal(at) {
		t.Errorf("%s, %v", got, ok)
	}
	for _, v := range []notice.Value{notice.Text("2026-03-10T02:34:00Z"), "t:soon", ""} {
		if got, ok := v.Instant(); ok {
			t.Errorf("%q is the instant %s", v, got)
		}
	}
}

func TestLane(t *testing.T) {
	tests := []struct {
		name string
		to   notice.Recipient
		want string
	}{
		{"a person", notice.Recipient{User: "U1"}, "U1"},
		{"a channel", notice.Recipient{Channel: "C1"}, "C1"},
		{"a thread, with somebody else", notice.Recipient{Channel: "C1", Thread: "1.1", Else: "U1"}, "C1"},
		{"nobody", notice.Recipient{Else: "U1"}, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := tt.to.Lane(); got != tt.want {
				t.Errorf("%q, want %q", got, tt.want)
			}
		})
	}
}

// What is saved is what is said; the stored names are kept for good.
func TestNoticeIsStored(t *testing.T) {
	n := notice.Notice{
		Key: "1/2/handoff", Kind: notice.Handoff, Ticket: 1, To: notice.Recipient{User: "U1"},
		Params: notice.Params{"from": notice.User("U2")}, Slot: "handoff/1", Class: notice.Alert,
	}
	data, err := json.Marshal(n)
	if err != nil {
		t.Fatal(err)
	}
	const want = `{"key":"1/2/handoff","kind":"handoff","ticket":1,"to":{"user":"U1"},` +
		`"params":{"from":"u:U2"},"slot":"handoff/1","class":1}`
	if diff := cmp.Diff(want, string(data)); diff != "" {
		t.Error(diff)
	}
	var again notice.Notice
	if err := json.Unmarshal(data, &again); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(n, again); diff != "" {
		t.Error(diff)
	}
}
