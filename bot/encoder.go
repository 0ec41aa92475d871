package bot

import (
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/firstask/firstask/text"
)

// Encoder turns facts into Slack's mrkdwn: mentions notify, instants show in
// the viewer's own zone, people's text is inert.
type Encoder struct {
	// Names shows a person or channel by id; nil shows the id.
	Names func(id string) string
}

// Bare is the encoder for what is shown without markup: notifications, screen
// readers, titles and labels.
type Bare struct {
	// Names shows a person or channel by id; nil shows the id.
	Names func(id string) string
}

var (
	_ text.Encoder = Encoder{}
	_ text.Encoder = Bare{}
)

// zeroWidth lets Slack see a word boundary where a script writes none.
const zeroWidth = "\u200b"

// Escape makes people's text inert: no mention, no link, no markup, and nothing
// that turns the direction of the words around it.
func (Encoder) Escape(s string) string { return entities(unmarked(clean(s))) }

// Bold makes encoded text stand out; text that Slack could not show bold stays as it is.
func (Encoder) Bold(s string) string {
	if strings.TrimSpace(s) == "" || strings.ContainsAny(s, "*\n") {
		return s
	}
	return zeroWidth + "*" + strings.TrimSpace(s) + "*" + zeroWidth
}

// Mention notifies a person; what is no Slack id is shown as a name.
func (e Encoder) Mention(user string) string {
	if !slackID(user) {
		return e.Name(user)
	}
	return "<@" + user + ">"
}

// Name shows a person without notifying them.
func (e Encoder) Name(user string) string { return e.Escape(named(e.Names, user)) }

// Channel links a channel; Slack hides its name from those who may not know it.
func (e Encoder) Channel(id string) string {
	if !slackID(id) {
		return e.Name(id)
	}
	return "<#" + id + ">"
}

// Time shows an instant in each viewer's zone; a fallback of hours and minutes
// alone means today and is shown as such.
func (Encoder) Time(t time.Time, fallback string) string {
	if t.IsZero() {
		return entities(fallback)
	}
	form := "{date_short_pretty} {time}"
	if clock(fallback) {
		form = "{time}"
	}
	words := strings.NewReplacer("<", "", ">", "", "|", "/", "^", "", "&", "+").Replace(fallback)
	return "<!date^" + strconv.FormatInt(t.Unix(), 10) + "^" + form + "|" + words + ">"
}

// Link shows a web address with an encoded label; any other address is left out.
func (Encoder) Link(url, label string) string {
	if !strings.HasPrefix(url, "https://") && !strings.HasPrefix(url, "http://") {
		return label
	}
	url = strings.NewReplacer("<", "%3C", ">", "%3E", "|", "%7C", " ", "%20", "\n", "", "&", "&amp;").Replace(url)
	return "<" + url + "|" + strings.ReplaceAll(label, "\n", " ") + ">"
}

// Escape takes away what could start a mention or turn the words around it.
func (b Bare) Escape(s string) string { return b.plain().Escape(clean(s)) }

// Bold leaves the text as it is.
func (b Bare) Bold(s string) string { return s }

// Mention shows the name.
func (b Bare) Mention(user string) string { return b.plain().Mention(user) }

// Name shows the name.
func (b Bare) Name(user string) string { return b.plain().Name(user) }

// Channel shows the name with the sign of a channel.
func (b Bare) Channel(id string) string {
	name := b.plain().Channel(id)
	if strings.HasPrefix(name, "#") {
		return name
	}
	return "#" + name
}

// Time shows the fallback.
func (b Bare) Time(_ time.Time, fallback string) string { return fallback }

// Link shows the label.
func (b Bare) Link(_, label string) string { return label }

func (b Bare) plain() text.Encoder { return text.Plain(b.Names) }

func named(names func(string) string, id string) string {
	if names == nil {
		return id
	}
	return names(id)
}

// slackID reports whether an id may stand in a mention as it is.
func slackID(id string) bool {
	return len(id) > 1 && strings.Trim(id, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789") == "" && id[0] >= 'A'
}

func clock(s string) bool { return len(s) <= len("10:34") && strings.Trim(s, "0123456789:") == "" }

func entities(s string) string {
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace(s)
}

// clean drops control characters and marks that change the writing direction.
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t':
			return r
		case unicode.IsControl(r), r >= 0x202a && r <= 0x202e, r >= 0x2066 && r <= 0x2069, r == 0xfffd:
			return -1
		default:
			return r
		}
	}, s)
}

// unmarked swaps the signs that Slack reads as markup for look-alikes, but only
// where they could be read so: snake_case and web addresses stay as typed.
func unmarked(s string) string {
	if !strings.ContainsAny(s, "*_~`") {
		return s
	}
	in := []rune(s)
	out := make([]rune, len(in))
	address := false
	for i, r := range in {
		if unicode.IsSpace(r) || i == 0 {
			address = startsAddress(in[i:])
		}
		out[i] = r
		if like := lookAlike(r); like != r && (r == '`' || !address && !insideWord(in, i)) {
			out[i] = like
		}
	}
	return string(out)
}

// startsAddress reports whether the word that begins here, or after one space, holds a web address.
func startsAddress(in []rune) bool {
	if len(in) > 0 && unicode.IsSpace(in[0]) {
		in = in[1:]
	}
	for i, r := range in {
		if unicode.IsSpace(r) {
			return false
		}
		if r == ':' && i+2 < len(in) && in[i+1] == '/' && in[i+2] == '/' {
			return true
		}
	}
	return false
}

func insideWord(in []rune, i int) bool {
	return i > 0 && i+1 < len(in) && wordRune(in[i-1]) && wordRune(in[i+1])
}

func wordRune(r rune) bool {
	return r < unicode.MaxLatin1 && (unicode.IsLetter(r) || unicode.IsDigit(r))
}

func lookAlike(r rune) rune {
	switch r {
	case '*':
		return '\u2217'
	case '_':
		return '\u02cd'
	case '~':
		return '\u223c'
	case '`':
		return '\u02cb'
	default:
		return r
	}
}
