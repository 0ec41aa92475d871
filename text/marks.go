package text

import "strings"

// mostMark bounds a mark of Slack in people's text: a link may be long.
const mostMark = 2100

// unmark shows what people pointed at as they saw it when they wrote it: a
// mention by name, a link by its words. What comes out is text like any other
// and still has to be made inert.
func (p *pen) unmark(s string) string {
	if !strings.Contains(s, "<") {
		return s
	}
	var out strings.Builder
	for {
		before, rest, found := strings.Cut(s, "<")
		out.WriteString(before)
		if !found {
			return out.String()
		}
		inside, after, closed := strings.Cut(rest, ">")
		shown, ok := p.marked(inside)
		if !closed || !ok || len(inside) > mostMark {
			out.WriteByte('<')
			s = rest
			continue
		}
		out.WriteString(shown)
		s = after
	}
}

// marked is what the inside of <…> shows; false if it is no mark.
func (p *pen) marked(inside string) (string, bool) {
	target, label, _ := strings.Cut(inside, "|")
	switch {
	case strings.HasPrefix(target, "@") && len(target) > 1:
		return "@" + p.called(target[1:], label), true
	case strings.HasPrefix(target, "#") && len(target) > 1:
		return "#" + strings.TrimPrefix(p.called(target[1:], label), "#"), true
	case strings.HasPrefix(target, "!") && len(target) > 1:
		word, _, _ := strings.Cut(target[1:], "^")
		return "@" + strings.TrimPrefix(orWord(label, word), "@"), true
	case strings.HasPrefix(target, "http://"), strings.HasPrefix(target, "https://"):
		return orWord(label, target), true
	case strings.HasPrefix(target, "mailto:"), strings.HasPrefix(target, "tel:"):
		_, address, _ := strings.Cut(target, ":")
		return orWord(label, address), true
	default:
		return "", false
	}
}

// called is the name of a person or channel, without markup; the label Slack
// sent, or the id, where it is not known.
func (p *pen) called(id, label string) string {
	if p.v.Bare != nil {
		if name := p.v.Bare.Name(id); name != "" && name != id {
			return name
		}
	}
	return orWord(label, id)
}

func orWord(s, otherwise string) string {
	if s != "" {
		return s
	}
	return otherwise
}
