package policy

import (
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// Route says where requests of a kind go.
type Route struct {
	// Rule is the rule of the rule book behind it; "" for the organisation's own.
	Rule string `json:"rule,omitempty"`
	When When   `json:"when,omitzero"`
	// Topics are words of which one stands in the text; none: the text does not matter.
	Topics []string `json:"topics,omitempty"`
	To     Place    `json:"to"`
	// With are further places that have a part in it: who stands for them is told
	// once it is handed to To.
	With []Place `json:"with,omitempty"`
}

// Place is where a request goes: a department, one of its posts, or a role.
type Place struct {
	Department string `json:"department,omitempty"`
	Post       string `json:"post,omitempty"`
	Role       string `json:"role,omitempty"`
}

// Redirect says what becomes of a request that belongs elsewhere.
type Redirect string

// The ways of redirecting; the zero one is RedirectNotice.
const (
	RedirectNotice Redirect = "notice"    // the asker is told where it belongs, and it ends
	RedirectAssist Redirect = "assist"    // it stays until the asker was brought there and told
	RedirectNever  Redirect = "forbidden" // it is solved or handed over, never sent away
)

// Redirects are all ways of redirecting.
func Redirects() []Redirect { return []Redirect{RedirectNotice, RedirectAssist, RedirectNever} }

// Direct says whether an asker may deal with a third party themselves.
type Direct string

// The ways with a third party; the zero one is DirectByConsent.
const (
	DirectByConsent Direct = "consent" // once their consent is recorded (FA-17)
	DirectNever     Direct = "never"   // the house deals with it for them
)

// Directs are all ways with a third party.
func Directs() []Direct { return []Direct{DirectByConsent, DirectNever} }

// Mandate says who may do something beside the heads, and by which rule.
type Mandate struct {
	Rule string   `json:"rule,omitempty"`
	By   []string `json:"by,omitempty"` // roles
}

// Search finds the topic a text is about, as a word in it: the longest word wins, of
// equal ones the first of the organisation. A word in letters is a whole word,
// whatever its case; one in Chinese characters may stand anywhere.
func (o *Org) Search(text string) (d *Department, p Post, topic string) {
	longest := 0
	for _, dept := range o.Departments {
		for _, post := range dept.Posts {
			for _, t := range post.Topics {
				if n := utf8.RuneCountInString(t); n > longest && Mentions(text, t) {
					d, p, topic, longest = dept, post, t, n
				}
			}
		}
	}
	return d, p, topic
}

// ForType finds the post that answers for a kind of request: for itself, or for
// the nearest kind above it; nil if there is none.
func (o *Org) ForType(kind string) (*Department, Post) {
	for kind != "" {
		for _, d := range o.Departments {
			for _, p := range d.Posts {
				if slices.Contains(p.Types, kind) {
					return d, p
				}
			}
		}
		kind = kind[:max(strings.LastIndexByte(kind, '.'), 0)]
	}
	return nil, Post{}
}

// Mentions reports whether a text has a keyword in it.
func Mentions(text, keyword string) bool {
	text, keyword = strings.ToLower(text), strings.ToLower(strings.TrimSpace(keyword))
	if keyword == "" {
		return false
	}
	for from := 0; ; {
		at := strings.Index(text[from:], keyword)
		if at < 0 {
			return false
		}
		at += from
		before, _ := utf8.DecodeLastRuneInString(text[:at])
		after, _ := utf8.DecodeRuneInString(text[at+len(keyword):])
		first, size := utf8.DecodeRuneInString(keyword)
		last, _ := utf8.DecodeLastRuneInString(keyword)
		if !continues(before, first) && !continues(last, after) {
			return true
		}
		from = at + size
	}
}

// continues reports whether two characters belong to one word in letters.
func continues(a, b rune) bool {
	letter := func(r rune) bool {
		return r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsDigit(r)) && !unicode.Is(unicode.Han, r)
	}
	return letter(a) && letter(b)
}

// Post finds a post and its department by the post's id; nil if there is none.
func (o *Org) Post(id string) (*Department, Post) {
	for _, d := range o.Departments {
		if i := slices.IndexFunc(d.Posts, func(p Post) bool { return p.ID == id }); i >= 0 {
			return d, d.Posts[i]
		}
	}
	return nil, Post{}
}

// Answers is who answers at a place now, and by which rule: as Counterpart says,
// or "role". A role is filled as the department from says. The user is empty if
// there is nobody.
func (o *Org) Answers(to Place, from string, at time.Time, gone map[string]bool) (user, rule string, d *Department) {
	if to.Role != "" {
		for _, u := range o.Fill(to.Role, from, gone) {
			return u, "role", o.Home(u)
		}
		return "", "role", nil
	}
	d = o.Department(to.Department)
	var p Post
	if to.Post != "" {
		d, p = o.Post(to.Post)
	}
	if d == nil {
		return "", "", nil
	}
	user, rule = o.Counterpart(d, p, at, gone)
	return user, rule, d
}
