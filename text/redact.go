package text

import (
	"strings"

	"github.com/firstask/firstask/ticket"
)

// open reports whether the reader may see what was asked: what was asked in a
// private channel is read by those concerned, who rules on it, and in that
// channel alone; what is about somebody in no channel but the one it was asked in.
func (p *pen) open() bool {
	t := p.t
	switch user := p.v.Reader.User; {
	case t == nil || !t.Post.Private && t.About == "":
		return true
	case user == "":
		return p.to.Channel != "" && p.to.Channel == t.Post.Channel
	case !t.Post.Private || t.Concerned(user) || t.IsAbout(user):
		return true
	default:
		may, _ := ticket.Rules(t, user, p.v.Rules)
		return may
	}
}

// party reports whether the reader is whom the matter is about: they read the
// facts and the ruling, and not who asked.
func (p *pen) party() bool { return p.t != nil && p.t.IsAbout(p.v.Reader.User) }

// closed is the line in place of a text the reader may not see.
func (p *pen) closed() string {
	if p.t.About != "" {
		return p.say("private.party", data{"who": p.name(p.t.Follower())})
	}
	return p.say("private.line", data{"who": p.name(p.t.Follower())})
}

// request is the text of the ticket for this reader.
func (p *pen) request(most int) string {
	if !p.open() {
		return p.closed()
	}
	return p.words(p.t.Text, most)
}

// labelled is a labelled text of somebody (reason, result); "" where there is
// none or the reader may not see it.
func (p *pen) labelled(key, s string, most int) string {
	if s == "" || !p.open() {
		return ""
	}
	return p.say(key, data{"text": p.words(s, most)})
}

// hidden stands for what a reader may not see of a person's data.
const hidden = "\u2022\u2022\u2022"

// masked is a field of the asker as it is shown: what leads to the person is cut
// down to what tells one from another. Whole it is shown by reveal.
func masked(field, value string) string {
	runes := []rune(value)
	switch field {
	case "phone":
		if len(runes) < 8 {
			return hidden
		}
		return string(runes[:3]) + hidden + string(runes[len(runes)-2:])
	case "email":
		name, domain, ok := strings.Cut(value, "@")
		if !ok || name == "" {
			return hidden
		}
		return string([]rune(name)[:1]) + hidden + "@" + domain
	case "address":
		return hidden
	default:
		return value
	}
}
