package sandbox

import (
	"regexp"
	"strings"
)

// markup turns what a person types into Slack's text: & < > are escaped, @name and #channel become references and
// bare URLs links. Ready references such as <@U0A>, <#C0A> and <!here> stay. named adds the names, as slash
// commands with should_escape do.
func (s *Slack) markup(text string, named bool) string {
	token := regexp.MustCompile(`<[@#!][^<>\s]+>|<https?://[^<>\s]+>|https?://[^<>\s]+[^<>\s.,;:!?)]|[\w.+-]+@[\w-]+\.[\w.-]*\w|[@#][^\s@#<>&,;:!?，。；：！？、()（）]+|[&<>]`)
	return token.ReplaceAllStringFunc(text, func(t string) string { return s.markToken(t, named) })
}

func (s *Slack) markToken(t string, named bool) string {
	switch {
	case t == "&":
		return "&amp;"
	case t == "<":
		return "&lt;"
	case t == ">":
		return "&gt;"
	case strings.HasPrefix(t, "<@"), strings.HasPrefix(t, "<#"):
		id, _, _ := strings.Cut(t[2:len(t)-1], "|")
		return s.reference(t[1:2], id, named)
	case strings.HasPrefix(t, "http"):
		return "<" + strings.ReplaceAll(t, "&", "&amp;") + ">"
	case t[0] == '@':
		return s.mentionByName(t, named)
	case t[0] == '#':
		return s.channelByName(t, named)
	case strings.Contains(t, "@") && t[0] != '<':
		return "<mailto:" + t + "|" + t + ">"
	default:
		return t
	}
}

// reference writes <@U…> or <#C…|name>; people carry their name only in slash commands.
func (s *Slack) reference(sign, id string, named bool) string {
	if sign == "#" {
		if r := s.rooms.byID[id]; r != nil {
			return "<#" + id + "|" + r.Name + ">"
		}
		return "<#" + id + ">"
	}
	if u := s.people.users[id]; u != nil && named {
		return "<@" + id + "|" + u.Name + ">"
	}
	return "<@" + id + ">"
}

// mentionByName finds the longest user or group name that t begins with, so that "@zhao's" still mentions zhao.
func (s *Slack) mentionByName(t string, named bool) string {
	name, best, ref := t[1:], "", ""
	consider := func(candidate, reference string) {
		if candidate != "" && strings.HasPrefix(name, candidate) && len(candidate) > len(best) && endsWord(name[len(candidate):]) {
			best, ref = candidate, reference
		}
	}
	for _, id := range s.people.order {
		u := s.people.users[id]
		consider(u.Name, s.reference("@", id, named))
	}
	for _, word := range []string{"here", "channel", "everyone"} {
		consider(word, "<!"+word+">")
	}
	for _, g := range s.people.groups {
		consider(g.Handle, "<!subteam^"+g.ID+"|@"+g.Handle+">")
	}
	if best == "" {
		return t
	}
	return ref + name[len(best):]
}

func (s *Slack) channelByName(t string, named bool) string {
	for _, id := range s.rooms.order {
		if r := s.rooms.byID[id]; r.Name != "" && r.Name == t[1:] {
			return s.reference("#", id, named)
		}
	}
	return t
}

// endsWord reports whether a name may end here: what follows is no ASCII letter or digit.
func endsWord(rest string) bool {
	if rest == "" {
		return true
	}
	c := rest[0]
	return c != '_' && c != '-' && (c < '0' || c > '9') && (c < 'a' || c > 'z') && (c < 'A' || c > 'Z')
}

// richText is the block Slack attaches to what people write.
func richText(ts, text string) []map[string]any {
	ref := regexp.MustCompile(`<@([A-Z0-9]+)>`)
	var parts []map[string]any
	plain := func(t string) {
		if t != "" {
			parts = append(parts, map[string]any{"type": "text", "text": unescape(t)})
		}
	}
	at := 0
	for _, hit := range ref.FindAllStringSubmatchIndex(text, -1) {
		plain(text[at:hit[0]])
		parts = append(parts, map[string]any{"type": "user", "user_id": text[hit[2]:hit[3]]})
		at = hit[1]
	}
	plain(text[at:])
	return []map[string]any{{
		"type": "rich_text", "block_id": "rt" + strings.ReplaceAll(ts, ".", ""),
		"elements": []map[string]any{{"type": "rich_text_section", "elements": parts}},
	}}
}

func unescape(t string) string {
	return strings.NewReplacer("&lt;", "<", "&gt;", ">", "&amp;", "&").Replace(t)
}
