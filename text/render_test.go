package text_test

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/text"
	"github.com/firstask/firstask/ticket"
)

func TestEverythingRenders(t *testing.T) {
	c := mustLoad(t)
	internal := regexp.MustCompile(`\b(answer|card|notice|refused|state|ending|event|span|time|list|became|did|line|person|asker|role|news|show|button|verb|usage|does|private|you|weekday|month)\.[a-z]`)
	gallery(t, c, "The name on our invoice is wrong, can you reissue it?", calm(whole), func(p picture) {
		checkLimits(t, p)
		if strings.Contains(p.m.Plain, "no value") || strings.Contains(p.m.Plain, "{{") {
			t.Errorf("%s (%s): a value is missing: %q", p.name, p.locale, p.m.Plain)
		}
		if internal.MatchString(p.m.Plain) {
			t.Errorf("%s (%s): an internal name is shown: %q", p.name, p.locale, p.m.Plain)
		}
		if p.view.Ticket != nil && !saysNumber(p) {
			t.Errorf("%s (%s): no number in %q", p.name, p.locale, p.m.Plain)
		}
	})
}

// saysNumber: what is about one ticket names it.
func saysNumber(p picture) bool {
	for _, about := range []string{"mine", "list", "duty", "away", "back_set", "moves_undone", "whois", "post", "help", "not_found", "foreign", "near_verb", "which", "not_saved", "not_changed", "failed", "choose_person", "unclear_when", "empty", "too_long", "receiver", "wrong_team", "need_reason", "asker_unclear", "nobody_wrote", "dispatch_where", "need_host", "option", "offer", "kb", "suggested", "answer_solved"} {
		if strings.Contains(p.name, "answer "+about) || strings.HasPrefix(p.name, "answer ") && strings.Contains(p.name, about) {
			return true
		}
	}
	if code, ok := strings.CutPrefix(p.name, "refused "); ok && slices.Contains(unnumbered(), ticket.Code(code)) {
		return true
	}
	return strings.Contains(p.m.Plain, "#1") || strings.Contains(p.m.Plain, "no. 1") || strings.Contains(p.m.Plain, "编号 1") || strings.Contains(p.m.Plain, "編號 1")
}

// unnumbered are the refusals that are about no ticket.
func unnumbered() []ticket.Code {
	return []ticket.Code{
		ticket.NoPost, ticket.NotPostHead, ticket.NeedHolder, ticket.SameBackup, ticket.NeedTopics, ticket.TopicTaken, ticket.NothingAsked,
	}
}

// hostile is ten thousand characters of everything that breaks messages.
func hostile() string {
	one := "<!channel> <@U0EVIL> <#C1|x> *bold* _it_ ~no~ `code` & </b> \u202egnp.exe \u05e9\u05dc\u05d5\u05dd \U0001F469\u200d\U0001F467\u200d\U0001F466 e\u0301\u0323 \u4f60\u597d\x00\x1b[31m\r\n\n\n\n{{.n}} \u2066|"
	return strings.Repeat(one, 10_000/utf8.RuneCountInString(one)+1)
}

func TestHostileTextStaysInert(t *testing.T) {
	c := mustLoad(t)
	look := func(p picture) {
		checkLimits(t, p)
		checkInert(t, p)
	}
	gallery(t, c, hostile(), calm(spread), look)
	if racing {
		return
	}
	for _, words := range []string{strings.Repeat("&", 10_000), strings.Repeat("\u53d1", 10_000), strings.Repeat("\U0001F469\u200d", 5_000), strings.Repeat("\u0301", 10_000), strings.Repeat("\n", 9_000) + "x"} {
		gallery(t, c, words, brief, look)
	}
}

func checkInert(t *testing.T, p picture) {
	t.Helper()
	bodies := []string{p.m.Plain}
	for _, part := range p.m.Parts {
		bodies = append(bodies, part.Text)
		bodies = append(bodies, part.Facts...)
	}
	for i, body := range bodies {
		for _, bad := range []string{"<!channel", "<@U0EVIL", "<#C1", "</b", "\u202e", "\x00", "\x1b", "\u2066"} {
			if strings.Contains(body, bad) {
				t.Fatalf("%s (%s): %q in part %d: %.200q", p.name, p.locale, bad, i, body)
			}
		}
		if i > 0 && p.view.Rich != nil && strings.Contains(strings.NewReplacer("&amp;", "", "&lt;", "", "&gt;", "").Replace(body), "&") {
			t.Fatalf("%s (%s): a broken entity in %.200q", p.name, p.locale, body)
		}
	}
	if strings.ContainsAny(p.m.Plain, "<>") {
		t.Fatalf("%s (%s): markup in plain text: %.200q", p.name, p.locale, p.m.Plain)
	}
}

func checkLimits(t *testing.T, p picture) {
	t.Helper()
	if n := utf8.RuneCountInString(p.m.Plain); n == 0 || n > 3000 {
		t.Errorf("%s (%s): plain text of %d characters", p.name, p.locale, n)
	}
	if len(p.m.Parts) == 0 || len(p.m.Parts) > 45 {
		t.Errorf("%s (%s): %d parts", p.name, p.locale, len(p.m.Parts))
	}
	runes := 0
	for _, part := range p.m.Parts {
		n := utf8.RuneCountInString(part.Text + strings.Join(part.Facts, ""))
		runes += n
		if n > 3000 || (n == 0 && part.Kind != text.Buttons && part.Kind != text.Divider) {
			t.Errorf("%s (%s): a part of %d characters", p.name, p.locale, n)
		}
		checkButtons(t, p, part)
	}
	raw, err := json.Marshal(p.m.Parts)
	if err != nil {
		t.Fatal(err)
	}
	if len(p.m.Parts) > 0 && (runes > 9000 || !utf8.Valid(raw)) {
		t.Errorf("%s (%s): %d characters in all", p.name, p.locale, runes)
	}
}

func checkButtons(t *testing.T, p picture, part text.Part) {
	t.Helper()
	if part.Kind != text.Buttons {
		return
	}
	if len(part.Buttons) == 0 || len(part.Buttons) > 5 {
		t.Errorf("%s (%s): %d buttons in a row", p.name, p.locale, len(part.Buttons))
	}
	primary := 0
	ids := map[string]bool{}
	for _, b := range part.Buttons {
		id := b.Verb + ":" + b.Detail
		if n := utf8.RuneCountInString(b.Label); n == 0 || n > 75 || b.Verb == "" || ids[id] {
			t.Errorf("%s (%s): button %q of %d characters, id %s", p.name, p.locale, b.Label, n, id)
		}
		ids[id] = true
		if b.Primary {
			primary++
		}
	}
	if primary > 1 {
		t.Errorf("%s (%s): %d primary buttons", p.name, p.locale, primary)
	}
}

func TestPrivateTextIsForThoseConcerned(t *testing.T) {
	c := mustLoad(t)
	const secret = "SECRETWORD"
	gallery(t, c, secret, calm(spread), func(p picture) {
		if p.view.Ticket == nil || !p.view.Ticket.Post.Private || strings.HasPrefix(p.name, "answer") || strings.HasPrefix(p.name, "refused") {
			return
		}
		concerned := p.view.Ticket.Concerned(p.view.Reader.User) || p.to.Channel == cafe || p.view.Ticket.IsAbout(p.view.Reader.User) // they read the facts
		raw, err := json.Marshal(p.m)
		if err != nil {
			t.Fatal(err)
		}
		all := string(raw)
		if strings.Contains(all, secret) && !concerned && !strings.Contains(p.name, "duty_gap") && !strings.Contains(p.name, "unreachable") {
			t.Errorf("%s (%s) for %+v shows %q", p.name, p.locale, p.to, all)
		}
	})
}

func TestPrivateAnswersHideTheText(t *testing.T) {
	c := mustLoad(t)
	s := begin(t, "SECRETWORD", private)
	for _, key := range []string{"show", "mine", "list", "why"} {
		for user, may := range map[string]bool{chen: true, tang: true, zhou: false, "U0ANY": false} {
			v := s.view(user, "en")
			a := text.Answer{Key: key, Events: s.events, Tickets: nil}
			a.Tickets = append(a.Tickets, s.t)
			got := strings.Contains(c.Answer(a, v).Plain, "SECRETWORD")
			if got && !may || !got && may && key != "why" {
				t.Errorf("%s for %s shows the text: %v", key, user, got)
			}
		}
	}
}

func TestPublicFaceSaysNothingInternal(t *testing.T) {
	c := mustLoad(t)
	s := climbed(begin(t, "invoice"))
	for _, n := range s.notices {
		if !slices.Contains(text.PublicKinds(), n.Kind) {
			continue
		}
		n.Class = notice.Edit
		m := mustNotice(t, c, n, s.view("", "en"))
		for _, inner := range []string{"Li Wen", "Zhou Hang", "He Jing", "FA-", "10:34", "invoices are yours"} {
			if strings.Contains(m.Plain, inner) {
				t.Errorf("%s says %q: %s", n.Kind, inner, m.Plain)
			}
		}
	}
}
