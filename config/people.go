package config

import (
	"net/mail"
	"regexp"
	"slices"
	"strings"
	"time"
)

// Reference is a person or a group of people that only the directory knows.
type Reference struct {
	// Ref is an e-mail address, or a user group's id.
	Ref string
	// Group reports a user group, which stands for any number of people.
	Group bool
	// File, Line, Col and Path are where it was written first.
	File      string
	Line, Col int
	Path      string
}

const (
	personHint  = `a member id ("Copy member ID" in the person's Slack profile, U… or W…) or an e-mail address`
	channelHint = `a channel id (at the end of "View channel details" in Slack, C…)`
)

func isPerson(s string) bool  { return regexp.MustCompile(`^[UW][A-Z0-9]{2,}$`).MatchString(s) }
func isChannel(s string) bool { return regexp.MustCompile(`^[CG][A-Z0-9]{2,}$`).MatchString(s) }
func isGroup(s string) bool   { return regexp.MustCompile(`^S[A-Z0-9]{2,}$`).MatchString(s) }

func isEmail(s string) bool {
	a, err := mail.ParseAddress(s)
	_, domain, _ := strings.Cut(s, "@")
	return err == nil && a.Address == s && strings.Contains(strings.Trim(domain, "."), ".")
}

// person reads a Slack id or an e-mail address.
func (l *loader) person(v value) (str, bool) { return l.someone(v, false) }

// someone reads a person or, where groups may stand, a user group.
func (l *loader) someone(v value, groups bool) (str, bool) {
	s, ok := l.text(v)
	if !ok {
		return s, false
	}
	switch {
	case isPerson(s.string):
	case isEmail(s.string), isGroup(s.string) && groups:
		l.refer(s)
	case isGroup(s.string):
		l.fail(s.spot, "name one person; groups may stand in members and roles only", "%q is a user group", s.string)
		return s, false
	default:
		l.fail(s.spot, guessPerson(s.string), "%q is not a person", s.string)
		return s, false
	}
	return s, true
}

func guessPerson(s string) string {
	up := strings.ToUpper(strings.Trim(s, "<@>"))
	if isPerson(up) && strings.ContainsAny(up, "0123456789") {
		return "did you mean " + up + "? " + personHint
	}
	return personHint
}

func (l *loader) refer(s str) {
	for _, r := range l.refs {
		if r.Ref == s.string {
			return
		}
	}
	l.refs = append(l.refs, Reference{Ref: s.string, Group: !isEmail(s.string), File: s.file, Line: s.line, Col: s.col, Path: s.path})
}

// channel reads a channel's id.
func (l *loader) channel(v value) (str, bool) {
	s, ok := l.text(v)
	if ok && !isChannel(s.string) {
		hint := channelHint
		if strings.HasPrefix(s.string, "D") && isChannel("C"+s.string[1:]) {
			hint = "direct messages cannot serve; " + channelHint
		}
		l.fail(s.spot, hint, "%q is not a channel", s.string)
		return s, false
	}
	return s, ok
}

func (l *loader) emoji(v value) (str, bool) {
	s, ok := l.text(v)
	s.string = strings.Trim(s.string, ":")
	if ok && !regexp.MustCompile(`^[a-z0-9_+'-]+$`).MatchString(s.string) {
		l.fail(s.spot, "its name in Slack, for instance ticket", "%q is not the name of an emoji", s.string)
		return s, false
	}
	return s, ok
}

func (l *loader) locale(v value) (str, bool) {
	s, ok := l.text(v)
	if !ok {
		return s, false
	}
	if slices.Contains(locales(), s.string) {
		return s, true
	}
	hint := hintOf(s.string, locales())
	switch strings.ToLower(strings.ReplaceAll(s.string, "_", "-")) {
	case "zh", "zh-cn", "zh-sg", "cn", "chinese":
		hint = `"zh-Hans" for simplified Chinese`
	case "zh-tw", "zh-hk", "zh-mo", "tw", "hk":
		hint = `"zh-Hant" for traditional Chinese`
	case "en-us", "en-gb", "english":
		hint = `"en"`
	}
	l.fail(s.spot, hint, "%q is not a language of this program", s.string)
	return s, false
}

func (l *loader) zone(s str) *time.Location {
	if s.string == "" {
		return time.UTC // already reported as missing
	}
	zone, err := time.LoadLocation(s.string)
	if err != nil || s.string == "Local" || !strings.Contains(s.string+"/", "/") {
		hint := `a name like "Asia/Shanghai" or "Europe/Berlin"`
		if best := didYouMean(s.string, commonZones()); best != "" {
			hint = "did you mean \"" + best + "\"? " + hint
		}
		l.fail(s.spot, hint, "%q is not a time zone", s.string)
		return time.UTC
	}
	return zone
}
