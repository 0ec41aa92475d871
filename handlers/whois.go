package handlers

import (
	"context"
	"strings"
	"unicode"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/policy"
	"github.com/firstask/firstask/text"
)

// help lists the verbs, made from the verbs themselves.
func (d *Desk) help(context.Context, Request, words) (Reply, error) { return d.helped(), nil }

func (d *Desk) helped() Reply {
	reply := answer("help", nil)
	reply.Verbs = d.Verbs()
	return reply
}

// duty says who is on duty now or next: in every department with a roster, or
// in the one named. A department without a roster is answered by whoever takes
// its requests.
func (d *Desk) duty(ctx context.Context, r Request, w words) (Reply, error) {
	rules, err := d.current(ctx)
	if err != nil {
		return Reply{}, err
	}
	departments := rules.Org.Departments
	if only := rules.Org.Named(asName(w.Rest)); only != nil && only.Duty == "" {
		return d.whois(ctx, r, w)
	} else if only != nil {
		departments = []*policy.Department{only}
	}
	reply := answer("duty", nil)
	for _, dept := range departments {
		if dept.Duty == "" {
			continue
		}
		on, ok := rules.Org.OnDuty(dept.Duty, r.At)
		row := text.Duty{Department: dept.ID, User: on.User, From: on.From, Open: on.Open}
		if !ok || rules.Gone[on.User] { // a hole in the roster is shown, not hidden
			row.User, row.Open = "", true
		}
		reply.Duties = append(reply.Duties, row)
	}
	return reply, nil
}

// whois says who answers for a topic or department now, and why.
func (d *Desk) whois(ctx context.Context, r Request, w words) (Reply, error) {
	rules, err := d.current(ctx)
	if err != nil {
		return Reply{}, err
	}
	what := asName(w.Rest)
	p := notice.Params{"what": notice.Text(what)}
	to, err := d.counterpart(what, rules, r)
	if err != nil { // nobody answers for it: that is an answer too
		return answer("whois", p), nil //nolint:nilerr // said in words
	}
	p["who"], p["how"], p["department"] = notice.User(to.User), notice.Word("found."+to.Rule), notice.Text(to.Department)
	return answer("whois", p), nil
}

// asName takes the question mark and the like off a name.
func asName(s string) string { return strings.TrimFunc(strings.TrimSpace(s), isMark) }

func isMark(r rune) bool { return unicode.IsSpace(r) || (unicode.IsPunct(r) && r != '#' && r != '&') }
