package text_test

import (
	"testing"

	"github.com/firstask/firstask/notice"
)

// BenchmarkNotice draws what is drawn most: the working card, in both
// encodings, and the handoff that has to be complete in itself.
func BenchmarkNotice(b *testing.B) {
	c := mustLoad(b)
	s := begin(b, "The name on our invoice is wrong, can you reissue it?").handOff()
	for name, k := range map[string]notice.Kind{"card": notice.Card, "handoff": notice.Handoff} {
		for _, locale := range []string{"en", "zh-Hans"} {
			b.Run(name+" "+locale, func(b *testing.B) {
				n := s.last(k)
				v := s.view(n.To.User, locale)
				b.ReportAllocs()
				for b.Loop() {
					if _, err := c.Notice(n, v); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}
