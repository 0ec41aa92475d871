package text

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Where a value begins and ends within a rendered sentence: characters for
// private use, which never come out of this file.
const (
	valueStart = '\ue000'
	valueEnd   = '\ue001'
)

// bounded marks the ends of values, so that spaced can find them.
func bounded(values data) data {
	marked := make(data, len(values))
	for name, v := range values {
		if v != "" {
			v = string(valueStart) + v + string(valueEnd)
		}
		marked[name] = v
	}
	return marked
}

// spaced puts the spaces around the values of a Chinese sentence right: none
// between Chinese and Chinese, one between Chinese and a word in letters.
// Within a value nothing changes: it may be what somebody wrote.
func spaced(s string) string {
	var out strings.Builder
	for {
		at := strings.IndexFunc(s, isBound)
		if at < 0 {
			break
		}
		end := at + utf8.RuneLen(valueStart)
		for end < len(s) && isBound(runeAt(s, end)) {
			end += utf8.RuneLen(valueStart)
		}
		starts := runeAt(s, at) == valueStart
		out.WriteString(s[:at])
		s = s[end:]
		before, gap, after := out.String(), "", s
		if starts && strings.HasSuffix(before, " ") {
			gap, before = " ", strings.TrimSuffix(before, " ")
		} else if !starts && strings.HasPrefix(after, " ") {
			gap, after = " ", strings.TrimPrefix(after, " ")
		}
		out.Reset()
		out.WriteString(before)
		out.WriteString(joint(before, gap, shown(after)))
		s = after
	}
	return out.String() + s
}

func isBound(r rune) bool { return r == valueStart || r == valueEnd }

func runeAt(s string, i int) rune {
	r, _ := utf8.DecodeRuneInString(s[i:])
	return r
}

// joint is what stands between two pieces of a sentence.
func joint(before, gap, after string) string {
	l, _ := utf8.DecodeLastRuneInString(before)
	r, _ := utf8.DecodeRuneInString(after)
	han := unicode.Han
	switch {
	case unicode.Is(han, l) && unicode.Is(han, r):
		return ""
	case unicode.Is(han, l) && lettersAt(after), unicode.Is(han, r) && (unicode.Is(unicode.Latin, l) || endsInLink(before)):
		return " "
	default:
		return gap
	}
}

// lettersAt reports whether a piece begins with a word in letters, or the
// channel or person of a platform.
func lettersAt(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.Is(unicode.Latin, r) || strings.ContainsRune("<#@", r)
}

// endsInLink reports whether a piece ends with the channel or person of a platform.
func endsInLink(s string) bool {
	at := strings.LastIndexByte(s, '<')
	return at >= 0 && strings.HasSuffix(s, ">") && (strings.HasPrefix(s[at:], "<#") || strings.HasPrefix(s[at:], "<@"))
}

// shown is what is seen of an encoded value: of a platform's instant its words.
func shown(s string) string {
	s = strings.TrimLeftFunc(s, isBound)
	if inside, found := strings.CutPrefix(s, "<!date^"); found {
		if _, words, ok := strings.Cut(inside, "|"); ok {
			return words
		}
	}
	return s
}
