package handlers

import (
	"context"
	"maps"
	"slices"
	"strings"
	"unicode"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/staff"
	"github.com/firstask/firstask/text"
	"github.com/firstask/firstask/ticket"
)

// help lists the verbs, made from the verbs themselves: what is needed most, the
// one that was named, with "all" every one the person may use; of a ticket, or
// in its thread, what they can do with it now; of duty and absence, what they can
// say of it now.
func (d *Desk) help(ctx context.Context, r Request, w words) (Reply, error) {
	switch {
	case w.Number != 0:
		return d.helpWith(ctx, r, w)
	case w.Rest == "":
		return d.helped(ctx, r), nil
	}
	reply := answer("help", notice.Params{})
	reply.Verbs = d.allowedVerbs(ctx, r, func(v verb) bool { return w.Rest == text.All || v.name == w.Rest })
	if len(reply.Verbs) == 0 {
		return d.helped(ctx, r), nil
	}
	said, err := d.permitted(ctx, r, w.Rest)
	reply.Verbs = append(reply.Verbs, said...)
	return reply, err
}

// permitted are the words about duty or absence that somebody may say now, as
// the table of permissions has it.
func (d *Desk) permitted(ctx context.Context, r Request, verb string) ([]text.VerbHelp, error) {
	if verb != "duty" && verb != "away" || d.outside(ctx, r.Actor) {
		return nil, nil
	}
	saved, err := d.Staff.LoadStaff(ctx)
	if err != nil {
		return nil, d.unsaved("load staff", err)
	}
	rules, err := d.plainRules(ctx, "")
	if err != nil {
		return nil, err
	}
	var help []text.VerbHelp
	for _, v := range staff.Permitted(&saved.Book, r.Actor, rules, d.Now()) {
		if name := strings.ReplaceAll(string(v), " ", "_"); strings.HasPrefix(name, verb+"_") {
			help = append(help, text.VerbHelp{Verb: name, Allowed: true})
		}
	}
	return help, nil
}

// helpWith lists what somebody can do with a ticket now: what the table of
// permissions says of them, and the state it is in.
func (d *Desk) helpWith(ctx context.Context, r Request, w words) (Reply, error) {
	saved, rules, err := d.look(ctx, r, w)
	if err != nil {
		return Reply{Ticket: w.Number}, err
	}
	t := &saved.Ticket
	reply := answer("help", notice.Params{})
	reply.Ticket, reply.View = w.Number, t
	reply.Verbs = d.allowedVerbs(ctx, r, func(v verb) bool {
		reads := v.number && (v.name == "show" || v.name == "why") // whoever may ask this may read it
		return reads || v.number && ticket.Permits(t, ticket.Verb(v.name), r.Actor, rules) && d.tried(t, r.Actor, v.name, rules) == nil
	})
	return reply, nil
}

// helped is help with what is needed most.
func (d *Desk) helped(ctx context.Context, r Request) Reply {
	reply := answer("help", notice.Params{})
	reply.Verbs = d.allowedVerbs(ctx, r, func(v verb) bool { return slices.Contains(everyday(), v.name) })
	if more := len(d.allowedVerbs(ctx, r, func(verb) bool { return true })) - len(reply.Verbs); more > 0 {
		reply.Params["more"] = notice.Number(more)
	}
	return reply
}

// everyday are the verbs that most people need.
func everyday() []string {
	return []string{"new", "accept", "handoff", "return", "urge", "promise", "resolve", "confirm", "reopen", "note", "show", "why", "mine", "help"}
}

// allowedVerbs are the verbs to list that a person may use.
func (d *Desk) allowedVerbs(ctx context.Context, r Request, list func(verb) bool) []text.VerbHelp {
	var help []text.VerbHelp
	for _, v := range d.verbs {
		if list(v) && (!v.inside || !d.outside(ctx, r.Actor)) {
			help = append(help, text.VerbHelp{Verb: v.name, Number: v.number, Allowed: true})
		}
	}
	return help
}

// whois says who answers for a topic or department now, why, and who stands in
// for them. Of a few words the longest topic in them is meant.
func (d *Desk) whois(ctx context.Context, r Request, w words) (Reply, error) {
	rules, err := d.current(ctx)
	if err != nil {
		return Reply{}, err
	}
	what := asName(w.Rest)
	p := notice.Params{"what": notice.Text(what)}
	to, err := d.counterpart(what, rules, r)
	topic := what
	if err != nil {
		_, _, topic = rules.Org.Search(what)
		to, err = d.counterpart(topic, rules, r)
	}
	if err != nil { // nobody answers for it: that is an answer too
		return answer("whois", p), nil //nolint:nilerr // said in words
	}
	p["who"], p["how"], p["department"] = notice.User(to.User), notice.Word("found."+to.Rule), notice.Text(to.Department)
	if _, post, ok := rules.Org.Topic(topic); ok {
		there := slices.DeleteFunc(slices.Clone(post.Backups), func(u string) bool { return u == to.User || rules.Out()[u] })
		if len(there) > 0 {
			p["backup"] = notice.People(there...)
		}
	}
	if a, away := rules.Away[to.For]; away && rules.Org.Knows(r.Actor) {
		maps.Copy(p, awayParams(a))
	}
	return answer("whois", p), nil
}

// asName takes the question mark and the like off a name.
func asName(s string) string { return strings.TrimFunc(strings.TrimSpace(s), isMark) }

func isMark(r rune) bool { return unicode.IsSpace(r) || (unicode.IsPunct(r) && r != '#' && r != '&') }
