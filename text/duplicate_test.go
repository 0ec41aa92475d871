package text_test

import (
	"strings"
	"testing"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/text"
	"github.com/firstask/firstask/ticket"
)

// mergedLives are requests that repeat another one, go on with one, are by
// themselves again, or have taken one in.
func mergedLives(tb testing.TB, words string) []*story {
	tb.Helper()
	again := func() *story {
		s := begin(tb, words)
		s.t.Again = ticket.Again{Of: 40, Times: 2, Open: true}
		return s
	}
	merge := ticket.Command{Verb: ticket.VerbDuplicate, Actor: chen, Number: 40, Text: words}
	undo := ticket.Command{Verb: ticket.VerbDuplicate, Actor: chen, Word: "undo", Text: words}
	join := ticket.Command{Verb: ticket.VerbJoined, Actor: chen, Number: 7, Asker: ticket.Asker{Kind: ticket.AskerMember, User: zhao}}
	done := ticket.Command{Verb: ticket.VerbResolve, Actor: chen, Text: words}
	return []*story{
		again(), again().handOff(), again().do(merge), again().handOff().do(merge).at("10:20").do(undo),
		begin(tb, words).do(join), begin(tb, words).do(join).do(done),
	}
}

// What is said of a repeat stands on the card, and the button merges it.
func TestRepeatIsSaid(t *testing.T) {
	c := mustLoad(t)
	s := mergedLives(t, "x")[0]
	for locale, want := range map[string]string{"en": "Asked again: #40, time 2", "zh-Hans": "再次提出：上次 #40，这是第 2 次", "zh-Hant": "再次提出：上次 #40，這是第 2 次"} {
		to := notice.Recipient{User: chen}
		m := mustNotice(t, c, notice.Notice{Kind: notice.Asked, To: to, Class: notice.Edit}, s.view(chen, locale))
		if !strings.Contains(m.Plain, want) {
			t.Errorf("%s: %q lacks %q", locale, m.Plain, want)
		}
		if !strings.Contains(strings.Join(verbs(m), " "), "duplicate:40") {
			t.Errorf("%s: no button merges it: %v", locale, verbs(m))
		}
	}
}

func TestOther(t *testing.T) {
	c := mustLoad(t)
	for line, want := range map[string]struct {
		number int64
		said   string
	}{
		"of 40": {40, ""}, "40": {40, ""}, "#40 the same call": {40, "the same call"}, "as #40": {40, ""},
		"与 40": {40, ""}, "同40号 一样的问题": {40, "一样的问题"}, "of": {}, "the same": {}, "office 40": {},
	} {
		number, said, ok := c.Other(line)
		if number != want.number || ok != (want.number > 0) || ok && said != want.said {
			t.Errorf("%q: %d %q %v", line, number, said, ok)
		}
	}
	for line, want := range map[string]string{"duplicate 42 of 40": "of 40", "重复 42 与 40": "与 40", "併入 42 40": "40"} {
		if cmd := c.Parse(line); cmd.Verb != "duplicate" || cmd.Number != 42 || cmd.Rest != want {
			t.Errorf("%q: %+v", line, cmd)
		}
	}
	if c.Parse("重複 42 撤銷").Detail != text.DetailUndo {
		t.Error("nothing takes it back")
	}
}
