package text_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/text"
	"github.com/firstask/firstask/ticket"
)

// subject is what the request of the goldens is about, in each language.
func subject(locale string) string {
	return map[string]string{"en": "wrong name on invoice", "zh-Hans": "发票抬头有误", "zh-Hant": "發票抬頭有誤"}[locale]
}

// demoCourse is everything the demo says, with its buttons, one line each.
func demoCourse(t *testing.T, c *text.Catalog, locale string) string {
	t.Helper()
	var said strings.Builder
	keep := func(m text.Message) {
		said.WriteString(m.Plain + "\n")
		for _, part := range m.Parts {
			for _, b := range part.Buttons {
				said.WriteString(b.Label + "\n")
			}
		}
	}
	s := begin(t, subject(locale))
	tell := func(kinds ...notice.Kind) {
		for _, k := range kinds {
			n := s.last(k)
			keep(mustNotice(t, c, n, s.view(n.To.User, locale)))
		}
	}
	card := notice.Notice{Kind: notice.Card, To: notice.Recipient{Channel: desk}}
	tell(notice.Receipt, notice.Card, notice.Asked)
	s.handOff()
	tell(notice.Handoff)
	s.fire("10:19").at("10:20")
	keep(mustNotice(t, c, card, s.view("", locale)))
	s.fire("10:28")
	tell(notice.Reminder)
	s.fire("10:34")
	tell(notice.Escalation, notice.Limit, notice.Delay)
	s.at("10:40").do(ticket.Command{Verb: ticket.VerbAccept, Actor: liwn})
	tell(notice.Accepted, notice.Mine)
	keep(mustNotice(t, c, card, s.view("", locale)))
	s.do(ticket.Command{Verb: ticket.VerbResolve, Actor: liwn, Text: "Reissued, e-mailed 10:52"})
	tell(notice.Solved)
	s.do(ticket.Command{Verb: ticket.VerbConfirm, Actor: tang})
	keep(mustNotice(t, c, card, s.view("", locale)))
	keep(c.Answer(text.Answer{Key: "not_saved"}, text.View{Reader: text.Reader{Locale: locale}}))
	outside := begin(t, subject(locale), func(r *ticket.Request) { r.Asker = ticket.Asker{Kind: ticket.AskerCustomer, Name: "Maple"} })
	outside.do(ticket.Command{Verb: ticket.VerbResolve, Actor: chen, Text: "done"})
	n := notice.Notice{Kind: notice.TellCustomer, To: notice.Recipient{User: chen}}
	keep(mustNotice(t, c, n, outside.view(chen, locale)))
	return said.String()
}

func TestSentencesAreWordForWord(t *testing.T) {
	c := mustLoad(t)
	for _, locale := range text.Locales() {
		t.Run(locale, func(t *testing.T) {
			said := demoCourse(t, c, locale)
			for _, line := range mustLines(t, "experience."+locale+".txt") {
				name, sentence, _ := strings.Cut(line, "\t")
				if !strings.Contains(said, sentence) {
					t.Errorf("%s is not said: %q in\n%s", name, sentence, said)
				}
			}
		})
	}
}

func TestShortWordsAreWordForWord(t *testing.T) {
	c := mustLoad(t)
	for i, locale := range text.Locales() {
		t.Run(locale, func(t *testing.T) {
			said := demoCourse(t, c, locale)
			for _, line := range mustLines(t, "words.txt") {
				if word := strings.Split(line, "\t")[i]; !strings.Contains(said, word) {
					t.Errorf("%q is nowhere in\n%s", word, said)
				}
			}
		})
	}
}

func TestFirstSixtyCharactersSayWhatMatters(t *testing.T) {
	c := mustLoad(t)
	s := begin(t, "The name on our invoice is wrong, can you reissue it? It should be Maple Grove.")
	s.handOff()
	n := s.last(notice.Handoff)
	plain := []rune(mustNotice(t, c, n, s.view(liwn, "en")).Plain)
	look := string(plain[:min(60, len(plain))])
	for _, want := range []string{"#1", "Chen Mo", "The name", "10:34"} {
		if !strings.Contains(look, want) {
			t.Errorf("%q lacks %q", look, want)
		}
	}
}

func mustNotice(tb testing.TB, c *text.Catalog, n notice.Notice, v text.View) text.Message {
	tb.Helper()
	m, err := c.Notice(n, v)
	if err != nil {
		tb.Fatalf("%s: %v", n.Kind, err)
	}
	return m
}

func mustLines(tb testing.TB, name string) []string {
	tb.Helper()
	src, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		tb.Fatal(err)
	}
	return strings.Split(strings.TrimSpace(string(src)), "\n")
}
