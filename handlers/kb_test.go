package handlers_test

import (
	"testing"
	"time"

	"github.com/firstask/firstask/handlers"
	"github.com/firstask/firstask/policy"
	"github.com/firstask/firstask/ticket"
)

// answering is a world with a standard answer, given before a ticket.
func answering(tb testing.TB) *world {
	tb.Helper()
	w := newWorld(tb)
	p := *w.book.rules.Policy
	p.AnswerFirst = policy.AnswerFirst{Rule: "T-1", Wait: 10 * time.Minute}
	p.Answers = []policy.Answer{{
		ID: "reissue", Words: []string{"invoice", "发票"}, Link: "https://example.test/form",
		Title: policy.Name{"en": "Reissue an invoice"}, Text: policy.Name{"en": "Open Orders.", "zh-Hans": "打开订单。"},
		Facts: []policy.Fact{{Label: policy.Name{"en": "For"}, Text: policy.Name{"en": "all"}}},
	}}
	w.book.rules.Policy = &p
	return w
}

// PL-3.3b: what is typed is saved with its answer, and a press takes the place
// of it; the ticket has the text as it was typed.
func TestAnswerBeforeATicket(t *testing.T) {
	w := answering(t)
	ask := slash(tang, "The invoice is wrong")
	ask.Post.Channel, ask.Key = help, "slash/1"
	reply := w.must(ask)
	equal(t, "answer", reply.Key, "suggested")
	equal(t, "which", reply.Params["answers"].Raw(), "reissue")
	equal(t, "commits", w.shelf.commits, 1)
	equal(t, "asked twice", w.must(ask).Key, "suggested")
	equal(t, "saved once", w.shelf.commits, 1)
	for _, line := range []string{"show 1", "why 1", "note 1 x"} {
		equal(t, "nobody else knows of it: "+line, w.must(slash(chen, line)).Key, "not_found")
	}
	opened := w.must(click(tang, "reopen", 1, ""))
	equal(t, "opened", opened.Key, "saved_desk")
	equal(t, "takes the place of the answer", opened.Replace, true)
	equal(t, "text", w.ticket(1).Text, "The invoice is wrong")
	equal(t, "state", w.ticket(1).State, ticket.Captured)

	second := slash(tang, "another invoice")
	second.Post.Channel = help
	n := w.must(second).Ticket
	solved := w.must(click(tang, "confirm", n, ""))
	equal(t, "solved", solved.Key, "answer_solved")
	equal(t, "takes the place of the answer", solved.Replace, true)
	equal(t, "how", w.ticket(n).End.How, ticket.ByAnswer)
}

func TestKB(t *testing.T) {
	w := answering(t)
	for line, want := range map[string]string{"kb the wrong invoice?": "reissue", "kb reissue": "reissue", "标准答案 发票": "reissue", "kb printer": ""} {
		reply := w.must(slash(ben, line))
		equal(t, line, reply.Key, "kb")
		equal(t, line, reply.Params["answers"].Raw(), want)
	}
}

// A standard answer is given in the language of whoever asked; words that only
// look like one are a result like any other.
func TestResolveByStandardAnswer(t *testing.T) {
	w := answering(t)
	w.must(post(handlers.Message, tang, help, "1.1", "the invoice"))
	w.must(click(chen, "resolve", 1, "answer:reissue"))
	equal(t, "which", w.ticket(1).Result.Answer, "reissue")
	equal(t, "text", w.ticket(1).Result.Text, "Open Orders.\nFor: all\nhttps://example.test/form")
	w.must(post(handlers.Message, tang, help, "9.1", "one more thing"))
	n := int64(2)
	w.must(slash(chen, "resolve 2 answer:nothing"))
	equal(t, "none", w.ticket(n).Result.Answer, "")
	equal(t, "words", w.ticket(n).Result.Text, "answer:nothing")
}
