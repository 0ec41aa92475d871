package handlers

import (
	"cmp"
	"context"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/firstask/firstask/policy"
	"github.com/firstask/firstask/text"
	"github.com/firstask/firstask/ticket"
)

// redirect tells the asker where a request belongs: "redirect 42 finance TEXT",
// or "redirect 42 --external BODY: TEXT".
func (d *Desk) redirect(ctx context.Context, r Request, w words) (Reply, error) {
	rules, err := d.current(ctx)
	if err != nil {
		return Reply{}, err
	}
	c := ticket.Command{Verb: ticket.VerbRedirect}
	switch {
	case r.Source == Form, len(r.Values) > 0:
		c.Text = strings.TrimSpace(r.Values[text.FieldText])
		c.To.Department, c.Body = r.Values[text.FieldDepartment], strings.TrimSpace(r.Values[text.FieldBody])
	case w.Detail == text.DetailExternal:
		c.Body, c.Text = bodyOf(w.After)
	default:
		c.To.Department, c.Text = departmentOf(w.Rest, rules)
	}
	if b, n := rules.Org.Body(c.Text); c.To.Department == "" && c.Body == "" && n > 0 {
		c.Body, c.Text = c.Text[:n], strings.TrimLeftFunc(c.Text[n:], between)
		c.Body = bodyName(b, rules)
	} else if b, n := rules.Org.Body(c.Body); n > 0 && n == len(c.Body) {
		c.Body = bodyName(b, rules)
	}
	reply, err := d.applySaying(ctx, r, w, c, func(t *ticket.Ticket) Reply {
		if t.State.Ended() {
			return answer("redirected", nil)
		}
		return answer("redirect_tell", userParam(t.Follower()))
	})
	return d.inForm(r, text.FieldText, reply, err)
}

// bodyName is what a body is called in every record.
func bodyName(b policy.Body, rules policy.Rules) string {
	return cmp.Or(b.Name.In(rules.Org.Locale), b.ID)
}

// departmentOf is the department that a line begins with, by its name or by what
// one of its posts answers for.
func departmentOf(s string, rules policy.Rules) (id, rest string) {
	name, rest := leadingDesk(s, rules.Org)
	if name == "" {
		return "", s
	}
	dept, _, ok := rules.Org.Topic(name)
	if !ok {
		dept = rules.Org.Named(name)
	}
	if dept == nil {
		return "", s
	}
	return dept.ID, rest
}

// bodyOf is whom a line names: in quotes or before a colon, or its first word
// where that is a name in Chinese characters. A name of several words without a
// mark is not guessed at.
func bodyOf(s string) (body, rest string) {
	for open, closed := range map[string]string{`"`: `"`, "\u201c": "\u201d", "\u300c": "\u300d"} {
		if quoted, found := strings.CutPrefix(s, open); found {
			if body, rest, found = strings.Cut(quoted, closed); found {
				return strings.TrimSpace(body), strings.TrimLeftFunc(rest, between)
			}
		}
	}
	if at := strings.IndexAny(s, ":\uff1a"); at >= 0 {
		return strings.TrimSpace(s[:at]), strings.TrimLeftFunc(s[at:], between)
	}
	if first, _ := utf8.DecodeRuneInString(s); unicode.Is(unicode.Han, first) {
		return firstWords(s, 1)
	}
	return "", s
}
