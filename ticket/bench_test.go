package ticket_test

import (
	"encoding/json"
	"testing"

	"github.com/firstask/firstask/ticket"
)

// BenchmarkApply is what a command costs between two reads of the store: the
// document is decoded, the command decided, the outcome encoded.
func BenchmarkApply(b *testing.B) {
	for name, c := range map[string]ticket.Command{
		"accept": {Verb: ticket.VerbAccept, Actor: chen}, "handoff": handTo(chen, li),
	} {
		b.Run(name, func(b *testing.B) {
			w := asked(b).at("10:04")
			c.At = w.now
			stored := mustEncode(b, w.t)
			b.ReportAllocs()
			for b.Loop() {
				t := mustDecode(b, stored)
				d, err := ticket.Apply(&t, c, w.rules, w.now)
				if err != nil {
					b.Fatal(err)
				}
				mustEncode(b, d)
			}
			b.ReportMetric(float64(len(stored)), "B/ticket")
		})
	}
}

// BenchmarkFire is the same for a clock: a reminder, and a limit that climbs.
func BenchmarkFire(b *testing.B) {
	for name, at := range map[string]string{"reminder": "10:19", "limit": "10:34"} {
		b.Run(name, func(b *testing.B) {
			w := asked(b).at("10:04").handoff(chen, li)
			w.at(at)
			stored := mustEncode(b, w.t)
			b.ReportAllocs()
			for b.Loop() {
				t := mustDecode(b, stored)
				d := ticket.Fire(&t, w.rules, w.now)
				if len(d.Events) == 0 {
					b.Fatal("nothing was due")
				}
				mustEncode(b, d)
			}
		})
	}
}

func mustEncode(b *testing.B, v any) []byte {
	b.Helper()
	raw, err := json.Marshal(v)
	if err != nil {
		b.Fatal(err)
	}
	return raw
}

func mustDecode(b *testing.B, raw []byte) ticket.Ticket {
	b.Helper()
	var t ticket.Ticket
	if err := json.Unmarshal(raw, &t); err != nil {
		b.Fatal(err)
	}
	return t
}
