package bot_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/firstask/firstask/bot"
	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/policy"
	"github.com/firstask/firstask/text"
	"github.com/firstask/firstask/ticket"
)

// TestEveryNoticeOfTheCatalogFitsSlack draws each kind with hostile text in
// every language and state.
func TestEveryNoticeOfTheCatalogFitsSlack(t *testing.T) {
	words, err := text.Load()
	if err != nil {
		t.Fatal(err)
	}
	drawn := map[notice.Kind]bool{}
	for _, s := range hostile() {
		for _, k := range text.Kinds() {
			for _, state := range []ticket.State{ticket.Captured, ticket.HandedOff, ticket.Accepted, ticket.Answered} {
				for _, locale := range text.Locales() {
					n, v := hostileNotice(k, s, state, locale)
					m, err := words.Notice(n, v)
					if errors.Is(err, text.ErrStale) {
						continue
					}
					if err != nil {
						t.Fatalf("%s in %s: %v", k, state, err)
					}
					drawn[k] = true
					raw := checkBlocks(t, bot.Blocks(m, bot.BlockContext{Ticket: 42, Rev: 1}), 50)
					for _, md := range markdownIn(raw) {
						if strings.Contains(md, "<!channel") || strings.Contains(md, "<https://evil") {
							t.Fatalf("%s: people's text came through: %.300s", k, md)
						}
					}
				}
			}
		}
	}
	if len(drawn) < 20 {
		t.Errorf("only %d kinds were drawn: %v", len(drawn), drawn)
	}
}

func hostileNotice(k notice.Kind, s string, state ticket.State, locale string) (notice.Notice, text.View) {
	at := time.Date(2026, 3, 3, 10, 0, 0, 0, time.UTC)
	tk := &ticket.Ticket{
		Number: 42, State: state, CreatedAt: at, Text: s, CapturedBy: "U0ANN", Department: "support",
		Post:    ticket.Post{Channel: "C0HELP", TS: "1.2", Link: "https://acme.slack.com/archives/C0HELP/p12", Every: true},
		Asker:   ticket.Asker{Kind: ticket.AskerCustomer, Name: s},
		Natural: ticket.NaturalFR{User: "U0ANN", Rule: "FA-08.1", From: at},
		Result:  ticket.Result{Text: s, By: "U0BEN", At: at},
	}
	if state == ticket.HandedOff {
		tk.Handoff = &ticket.Handoff{N: 1, From: "U0ANN", To: "U0BEN", Reason: s, At: at}
	}
	if state == ticket.Accepted {
		tk.Responsible = "U0BEN"
	}
	for i := range 40 {
		tk.Chain = append(tk.Chain, ticket.Hold{User: "U0ANN", As: ticket.AsReceiver, From: at.Add(time.Duration(i) * time.Minute), To: at.Add(time.Hour), End: "handoff"})
	}
	p := notice.Params{
		"departments": notice.Text(s), "day": notice.Time(at), "question": notice.Text(s), "answer": notice.Text(s), "was": notice.Time(at), "hard": notice.Time(at),
		"reason": notice.Text(s), "result": notice.Text(s), "text": notice.Text(s), "step": notice.Text(s), "rule": notice.Text("FA-15"),
		"by": notice.User("U0BEN"), "from": notice.User("U0ANN"), "to": notice.User("U0BEN"), "who": notice.User("U0BEN"),
		"subject": notice.User("U0BEN"), "next": notice.User("U0ANN"), "head": notice.User("U0ANN"), "channel": notice.Channel("C0HELP"),
		"limit": notice.Time(at.Add(time.Hour)), "at": notice.Time(at), "since": notice.Time(at), "news": notice.Time(at), "opens": notice.Time(at),
		"left": notice.Span(6 * time.Minute), "span": notice.Span(time.Hour), "what": notice.Word("promise"), "why": notice.Word("gone"),
		"how": notice.Word("confirmed"), "desk": notice.Text(s),
	}
	to := notice.Recipient{User: "U0ANN"}
	if k == notice.Card || k == notice.Fallback || k == notice.Mention || k == notice.Receipt {
		to = notice.Recipient{Channel: "C0HELP"}
	}
	v := text.View{
		Ticket: tk, Now: at.Add(10 * time.Minute), Reader: text.Reader{User: to.User, Locale: locale, Zone: time.UTC},
		Rules: policy.Rules{Policy: &policy.Policy{}, Org: &policy.Org{Zone: time.UTC, Locale: "en"}},
		Rich:  bot.Encoder{}, Bare: bot.Bare{},
	}
	for range 60 {
		v.Items = append(v.Items, text.ItemView{Item: notice.Item{Kind: notice.Promised, Ticket: 42, Params: p}, Ticket: tk, Rules: v.Rules})
	}
	return notice.Notice{Key: "42/1", Kind: k, Ticket: 42, To: to, Params: p}, v
}
