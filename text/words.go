package text

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// The most of people's own text that is shown, in characters.
const (
	cardText   = 600
	directText = 1500
	reasonText = 300
	showBytes  = 5000
	typedBytes = 7000
	gistText   = 40
	firstLook  = 60 // of Plain, that must say number, who, what and by when
	paraMost   = 2900
)

// words shows people's own text: cleaned, cut, then made inert by the encoder.
// What it comes to fits a paragraph even where every character is escaped.
func (p *pen) words(s string, most int) string {
	s = cut(clean(p.unmark(start(s, most))), most)
	out := p.enc.Escape(isolate(s))
	for utf8.RuneCountInString(out) > min(most*2, paraMost) {
		s = cut(s, utf8.RuneCountInString(s)*2/3)
		out = p.enc.Escape(isolate(s))
	}
	return out
}

// gist is what a request is about, in a few words within a sentence: its own
// last mark is left out.
func (p *pen) gist(s string, most int) string {
	return p.brief(s, most, stops+"!\uff01?\uff1f\u2026")
}

// stops are the marks that a line by itself does without.
const stops = ".\u3002;\uff1b,\uff0c "

// brief is what a request is about on one line, without the marks at its end.
func (p *pen) brief(s string, most int, marks string) string {
	if !p.open() {
		return p.say("private.gist", nil)
	}
	line := strings.Join(strings.Fields(clean(p.unmark(start(s, most)))), " ")
	line = strings.TrimRight(line, marks)
	if utf8.RuneCountInString(line) > most {
		line = atWord(cut(line, most))
	}
	return p.words(line, most)
}

// atWord moves a cut back to the end of a word, if one ends shortly before.
func atWord(s string) string {
	body := strings.TrimSuffix(s, "\u2026")
	if i := strings.LastIndexByte(body, ' '); i > 0 && len(body)-i <= 10 {
		return body[:i] + "\u2026"
	}
	return s
}

// start is more of a text than will be shown, so that a long one is not
// cleaned whole for a few words of it.
func start(s string, most int) string {
	s = strings.TrimSpace(s)
	return s[:min(len(s), most*16+64)]
}

// clean takes out what would change more than its own place: control
// characters, and marks that turn the direction of all that follows.
func clean(s string) string {
	s = strings.ToValidUTF8(s, "\ufffd")
	s = strings.ReplaceAll(s, "\r\n", "\n")
	s = strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t':
			return r
		case r == '\r', r == 0x2028, r == 0x2029:
			return '\n'
		case unicode.IsControl(r), r >= 0x202A && r <= 0x202E, r >= 0x2066 && r <= 0x2069:
			return -1
		}
		return r
	}, s)
	for strings.Contains(s, "\n\n\n") {
		s = strings.ReplaceAll(s, "\n\n\n", "\n\n")
	}
	return strings.TrimSpace(s)
}

// isolate keeps right-to-left text from turning the sentence around it.
func isolate(s string) string {
	if strings.ContainsFunc(s, func(r rune) bool {
		return r >= 0x0590 && unicode.In(r, unicode.Hebrew, unicode.Arabic, unicode.Syriac, unicode.Thaana)
	}) {
		return "\u2068" + s + "\u2069"
	}
	return s
}

// cut keeps at most so many characters and marks that there was more. What
// belongs together (an emoji of several parts, a letter and its accents) stays so.
func cut(s string, most int) string {
	runes := []rune(s)
	if len(runes) <= most {
		return s
	}
	at := max(most-1, 0)
	for at > 0 && (joins(runes[at]) || runes[at-1] == '\u200d') {
		at--
	}
	return strings.TrimRightFunc(string(runes[:at]), unicode.IsSpace) + "\u2026"
}

func joins(r rune) bool {
	return r == '\u200d' || unicode.In(r, unicode.Mn, unicode.Me, unicode.Variation_Selector) || (r >= 0x1F3FB && r <= 0x1F3FF)
}

// pieces splits a long text into paragraphs that fit, as much of it as the
// given bytes hold once it is made inert.
func (p *pen) pieces(s string, most int) []string {
	rest := []rune(clean(start(s, most)))
	var out []string
	for len(rest) > 0 && most > 0 {
		n := min(len(rest), 1200)
		piece := p.enc.Escape(isolate(string(rest[:n])))
		for n > 1 && (utf8.RuneCountInString(piece) > paraMost || len(piece) > most) {
			n = n * 2 / 3
			piece = p.enc.Escape(isolate(string(rest[:n])))
		}
		if most -= len(piece); most < 0 {
			break
		}
		out, rest = append(out, piece), rest[n:]
	}
	if len(rest) > 0 && len(out) > 0 {
		out[len(out)-1] += "\u2026"
	}
	return slices.DeleteFunc(out, func(s string) bool { return strings.TrimSpace(s) == "" })
}
