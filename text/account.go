package text

import (
	"slices"
	"strings"

	"github.com/firstask/firstask/ticket"
)

// FieldPart begins the id of a form field that takes a part of an answer.
const FieldPart = "part."

// Account reads what an answer says by name: `handling=… solution="…" text`. The
// outcome, and what stands after a value in quotes, are the text of the answer. A
// line that begins with anything else is text, whole.
func (c *Catalog) Account(line string) (account map[string]string, text string) {
	l := newTyped(line)
	at := namedIn(l, c.verbs.parts)
	if len(at) == 0 || at[0].from > l.breaks(0) {
		return nil, line
	}
	account = map[string]string{}
	var said []string
	for i, f := range at {
		end := len(l.raw)
		if i+1 < len(at) {
			end = at[i+1].from
		}
		value, after := cutQuoted(string(l.raw[f.value:end]))
		if f.field == ticket.PartOutcome {
			said = append(said, value)
		} else {
			account[f.field] = value
		}
		said = append(said, after)
	}
	return account, strings.Join(slices.DeleteFunc(said, func(s string) bool { return s == "" }), " ")
}

// cutQuoted is a value and what stands after it; only quotation marks end one.
func cutQuoted(s string) (value, after string) {
	s = strings.TrimSpace(s)
	runes := []rune(s)
	if len(runes) == 0 || closing(runes[0]) == 0 {
		return unquoted(s), ""
	}
	end := slices.Index(runes[1:], closing(runes[0]))
	if end < 0 {
		return unquoted(s), ""
	}
	return strings.TrimSpace(string(runes[1 : end+1])), unquoted(string(runes[end+2:]))
}

// partNames are the words for the parts of an answer, by part.
func (c *Catalog) partNames() map[string][]string {
	names := map[string][]string{}
	for _, part := range append(ticket.Parts(), ticket.PartOutcome) {
		names[part] = append([]string{part}, c.list("typed.part_"+part)...)
	}
	return names
}

// formAccount asks for the parts that the rules want with an answer, and for its text.
func (p *pen) formAccount(verb string, f FormData, optional bool) []Field {
	said := p.field(Lines, verb, FieldText, optional)
	fields := make([]Field, 0, len(f.Parts)+1)
	for _, part := range f.Parts {
		label := cut(p.c.Word(FieldPart+part, p.locale), mostLine)
		if part == ticket.PartOutcome {
			said.Label = label
			continue
		}
		fields = append(fields, Field{ID: FieldPart + part, Kind: Lines, Label: label, Max: mostText})
	}
	return append(fields, said)
}

// account is what was said by name of how it was handled, each part in its own
// paragraph; those named, else all.
func (p *pen) account(most int, parts ...string) []string {
	if len(parts) == 0 {
		parts = ticket.Parts()
	}
	said := make([]string, 0, len(parts))
	for _, part := range parts {
		text := p.t.Account[part]
		if text == "" || !p.open() {
			continue
		}
		said = append(said, p.say("card.part", data{"part": p.c.Word(FieldPart+part, p.locale), "text": p.words(text, most)}))
	}
	return said
}

// results are the parts of an answer that whoever asked reads with it.
func results() []string { return []string{ticket.PartHandling, ticket.PartSolution} }

// evidence is what was found out, the newest pieces, each with its writer and time.
func (p *pen) evidence(pieces, most int) []string {
	all := p.t.Evidence
	if len(all) == 0 || !p.open() {
		return nil
	}
	var lines []string
	for _, e := range all[max(0, len(all)-pieces):] {
		lines = append(lines, p.say("card.evidence", data{"text": p.words(e.Text, most), "who": p.name(e.By), "at": p.at(e.At)}))
	}
	return []string{p.lines(lines...)}
}
