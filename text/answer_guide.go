package text

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/firstask/firstask/policy"
	"github.com/firstask/firstask/ticket"
)

// Guide are rule books to read, as a version of the rules has them.
type Guide struct {
	Policy *policy.Policy
	Books  []policy.Book
}

// guidePage is how much of a rule book one message holds, in bytes; a paragraph
// of it is shorter still.
const (
	guidePage = 6000
	guidePara = 1800
)

// guide shows rule books: one whole, page by page; several in a few lines each;
// or the lines of them that have a word in them.
func (p *pen) guide(a Answer) []Part {
	switch books := a.Guide.Books; {
	case len(books) == 0 || a.Guide.Policy == nil || p.v.Rules.Org == nil:
		return paras(p.say("answer.guide_none", nil))
	case p.params["what"].Raw() != "":
		return p.guideFound(a)
	case len(books) == 1:
		return p.guideBook(a)
	default:
		return p.guideList(a)
	}
}

// reading writes about rule books, without markup: what it says is escaped as a whole.
func (p *pen) reading(a Answer) *policyPen {
	return &policyPen{pen: p.plain(), words: p.c.labels(), policy: a.Guide.Policy, org: p.v.Rules.Org}
}

// ofBook is what a rule book says, whole.
func (p *pen) ofBook(s string) string { return p.enc.Escape(clean(s)) }

// guideList are several rule books, each with what it is for.
func (p *pen) guideList(a Answer) []Part {
	q := p.reading(a)
	parts := []Part{para(p.say("answer.guide", data{"count": strconv.Itoa(len(a.Guide.Books))}))}
	for i := range a.Guide.Books {
		b := &a.Guide.Books[i]
		purpose := q.guides(b, policy.ForPurpose)
		lines := slices.Concat(purpose[:min(len(purpose), 1)], q.about(b))
		said := p.lines(p.enc.Bold(p.ofBook(q.book(b.ID))), p.ofBook(p.lines(lines...)))
		parts = append(parts, Part{Kind: Menu, Text: said, Buttons: []Button{p.button("read_book", "guide", b.ID)}})
	}
	return append(parts, small(p.say("answer.guide_more", nil)))
}

// guideBook is all that a rule book says, one page of it.
func (p *pen) guideBook(a Answer) []Part {
	q, b := p.reading(a), &a.Guide.Books[0]
	pages := p.pages(slices.Concat(q.told(b)[:min(1, len(q.told(b)))], q.flow(b), q.told(b)[min(1, len(q.told(b))):], q.unsaid(b)))
	n, err := strconv.Atoi(p.params["page"].Raw())
	if err != nil || n < 1 || n > len(pages) {
		n = 1
	}
	parts := []Part{para(p.enc.Bold(p.ofBook(q.book(b.ID))))}
	if len(pages) > 0 {
		parts = append(parts, pages[n-1]...)
	}
	if n < len(pages) {
		parts = append(parts, row(p.button("read_on", "guide", b.ID+"/"+strconv.Itoa(n+1))))
	}
	return parts
}

// pages are sections in paragraphs, as many to a page as a message holds.
func (p *pen) pages(sections []section) [][]Part {
	var pages [][]Part
	var page []Part
	size := 0
	add := func(text string) {
		if size += len(text); size > guidePage && len(page) > 0 {
			pages, page, size = append(pages, page), nil, len(text)
		}
		page = append(page, para(text))
	}
	for _, s := range sections {
		text := p.enc.Bold(p.ofBook(s.head))
		for _, line := range s.lines {
			line = p.ofBook(line)
			if len(text)+len(line) > guidePara {
				add(text)
				text = line
				continue
			}
			text += "\n" + line
		}
		add(text)
	}
	if len(page) > 0 {
		pages = append(pages, page)
	}
	return pages
}

// guideFound are the lines of rule books that have a word in them, by book.
func (p *pen) guideFound(a Answer) []Part {
	q, what := p.reading(a), strings.ToLower(p.params["what"].Raw())
	var found []section
	for i := range a.Guide.Books {
		b := &a.Guide.Books[i]
		var lines []string
		for _, s := range slices.Concat(q.told(b), q.flow(b), q.unsaid(b)) {
			for _, line := range s.lines {
				if strings.Contains(strings.ToLower(line), what) && !slices.Contains(lines, line) {
					lines = append(lines, line)
				}
			}
		}
		if len(lines) > 0 {
			found = append(found, section{q.book(b.ID), lines})
		}
	}
	if len(found) == 0 {
		return paras(p.say("answer.guide_nothing", data{"what": p.value("what")}))
	}
	return p.pages(found)[0]
}

// mostScripts is how many lines of guidance stand with a request.
const mostScripts = 2

// scripts are what the rule books say on how to go about such a request, and
// where they stand; nothing once there is a result.
func (p *pen) scripts() string {
	if p.v.Rules.Policy == nil || p.t.State.Ended() || p.t.Result.Text != "" {
		return ""
	}
	var lines, links []string
	for _, g := range ticket.Guidance(p.t, policy.ForScript, p.v.Rules) {
		if len(lines) < mostScripts {
			lines = append(lines, p.advice(g))
		}
	}
	for _, b := range ticket.Books(p.t, p.v.Rules) {
		if b.Link != "" && !p.bare {
			title := cmp.Or(p.c.labels().Presets[b.ID].In(p.locale), b.ID)
			links = append(links, p.enc.Link(b.Link, p.words(title, mostLabel)))
		}
	}
	if len(links) > 0 {
		lines = append(lines, p.say("card.rules", data{"what": p.listed(links)}))
	}
	return p.lines(lines...)
}

// scriptsHere are the scripts of an answer; without a ticket none.
func (p *pen) scriptsHere() string {
	if p.t == nil {
		return ""
	}
	return p.scripts()
}

// advice is one line of guidance with its rule.
func (p *pen) advice(g policy.Guidance) string {
	return p.say("card.advice", data{"text": p.words(g.Text.In(p.locale), reasonText), "rule": p.enc.Escape(g.Rule)})
}

// escalatedTo says that somebody was asked to help, with what the rule books say
// to who calls for help.
func (p *pen) escalatedTo(Answer) []Part {
	parts := []Part{para(p.say("answer.escalated", p.answerValues()))}
	if p.t == nil || p.v.Rules.Policy == nil {
		return parts
	}
	for _, g := range ticket.Guidance(p.t, policy.ForEscalate, p.v.Rules) {
		parts = append(parts, small(p.advice(g)))
	}
	return parts
}

// violations is where violations of the rules are reported; "" where nobody is named.
func (p *pen) violations() string {
	if p.v.Rules.Org == nil || p.v.Rules.Org.Violations.IsZero() {
		return ""
	}
	q := &policyPen{pen: p.plain(), org: p.v.Rules.Org}
	return p.say("answer.help_report", data{"what": p.enc.Escape(q.contact())})
}
