package handlers

import (
	"cmp"
	"context"
	"errors"
	"strconv"
	"strings"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/policy"
	"github.com/firstask/firstask/text"
	"github.com/firstask/firstask/ticket"
)

// words is a request's line, parsed: what to do, to which ticket, with what.
type words struct {
	Verb   string
	Number int64
	// Rest is all that was typed after verb and number. Detail is what it begins
	// with in a button's words, or what the button said; After what follows that.
	Rest   string
	Detail string
	After  string
	// Here is true in the ticket's own thread.
	Here bool
}

// reason is the rest where it says more than the detail does.
func (w words) reason() string {
	if w.Detail != "" && w.After == "" {
		return ""
	}
	return w.Rest
}

// verb is one thing a person can do; help is made from this list.
type verb struct {
	name   string
	number bool // works on a ticket
	inside bool // moves responsibility: not for guests and people of other workspaces
	run    func(context.Context, Request, words) (Reply, error)
}

func (d *Desk) allVerbs() []verb {
	return []verb{
		{"new", false, false, d.new},
		{"accept", true, true, d.accept},
		{"handoff", true, true, d.handoff},
		{"return", true, true, d.giveBack},
		{"ask", true, true, d.ask},
		{"answer", true, false, d.answer},
		{"urge", true, false, d.urge},
		{"promise", true, true, d.promise},
		{"plan", true, true, d.plan},
		{"inform", true, true, d.inform},
		{"understood", true, false, d.clear},
		{"resolve", true, true, d.resolve},
		{"reply", true, false, d.reply},
		{"confirm", true, false, d.confirm},
		{"reopen", true, false, d.reopen},
		{"escalate", true, true, d.escalate},
		{"supervise", true, true, d.supervise},
		{"complain-up", true, true, d.complainUp},
		{"correct", true, true, d.correct},
		{"triage", true, true, d.triage},
		{"endorse", true, true, d.endorse},
		{"lead", true, true, d.lead},
		{"share", true, true, d.share},
		{"taskforce", true, true, d.taskforce},
		{"takeover", true, true, d.takeover},
		{"thirdparty", true, true, d.thirdParty},
		{"consent", true, false, d.consent},
		{"redirect", true, true, d.redirect},
		{"field", true, false, d.field},
		{"dispute", true, true, d.dispute},
		{"declare", true, true, d.declare},
		{"duplicate", true, false, d.duplicate},
		{"resume", true, true, d.resume},
		{"urgent", true, false, d.urgent},
		{"major", true, true, d.major},
		{"ack", true, true, d.ack},
		{"report", true, true, d.written},
		{"callback", true, true, d.callback},
		{"about", true, true, d.about},
		{"rule", true, true, d.rule},
		{"review", true, false, d.review},
		{"final", true, true, d.final},
		{"rate", true, false, d.rate},
		{"withdraw", true, false, d.withdraw},
		{"asker", true, false, d.asker},
		{"note", true, false, d.note},
		{"show", true, false, d.show},
		{"why", true, false, d.why},
		{"reveal", true, false, d.reveal},
		{"export", true, true, d.export},
		{"task", false, true, d.task},
		{"mine", false, false, d.mine},
		{"list", false, false, d.list},
		{"duty", false, false, d.duty},
		{"away", false, true, d.away},
		{"back", false, true, d.back},
		{"whois", false, false, d.whois},
		{"guide", false, true, d.guide},
		{"kb", false, false, d.kb},
		{"post", false, true, d.holding},
		{"help", false, false, d.help},
	}
}

// Verbs are the names of all verbs, in the order help shows them; Number says
// that a verb needs a ticket.
func (d *Desk) Verbs() []text.VerbHelp {
	help := make([]text.VerbHelp, 0, len(d.verbs))
	for _, v := range d.verbs {
		help = append(help, text.VerbHelp{Verb: v.name, Number: v.number, Allowed: true})
	}
	return help
}

func (d *Desk) verb(name string) (verb, bool) {
	for _, v := range d.verbs {
		if v.name == name {
			return v, true
		}
	}
	return verb{}, false
}

// Do carries out one request. The error is a *ticket.Refusal for the person,
// wraps ErrUnsaved if nothing could be saved, or is a fault; the reply beside a
// refusal holds the ticket and what was typed. A repeated key gets the first
// reply and changes nothing.
func (d *Desk) Do(ctx context.Context, r Request) (Reply, error) {
	r.Key = keyOf(r)
	if first, seen, err := d.seen(ctx, r); seen || err != nil {
		return first, err
	}
	reply, err := d.route(ctx, r)
	var repeated *Repeated
	switch {
	case errors.As(err, &repeated):
		return d.again(ctx, repeated.Reply)
	case codeOf(err) != "": // perhaps of what the same request has just done elsewhere
		if first, seen, failed := d.seen(ctx, r); seen || failed != nil {
			return first, failed
		}
		return reply, err
	case errors.Is(err, ErrNotFound):
		return notFound(r, reply), nil
	default:
		return reply, err
	}
}

// seen finds the first reply of a request that was carried out before.
func (d *Desk) seen(ctx context.Context, r Request) (Reply, bool, error) {
	if r.Key == "" {
		return Reply{}, false, nil
	}
	raw, seen, err := d.Tickets.Seen(ctx, r.Key)
	if err != nil {
		return Reply{}, false, d.unsaved("seen", err)
	}
	if !seen {
		return Reply{}, false, nil
	}
	first, err := d.again(ctx, raw)
	return first, true, err
}

// keyOf is one key for all that Slack tells of one post: as a message, as a
// mention, and each of them again.
func keyOf(r Request) string {
	switch r.Source {
	case Message, Mention, Direct:
		if r.Post.TS != "" {
			return "post:" + r.Post.Channel + ":" + r.Post.TS
		}
	case Slash, Form, Click, Shortcut, Reaction:
	}
	return r.Key
}

// notFound says that there is no such ticket for this person. A form stays
// open with it.
func notFound(r Request, was Reply) Reply {
	a := answer("not_found", nil)
	a.Typed = was.Typed
	if was.Ticket > 0 {
		a.Params = notice.Params{"number": notice.Text(strconv.FormatInt(was.Ticket, 10))}
	}
	if r.Source == Form {
		return problem("", a)
	}
	return a
}

func (d *Desk) route(ctx context.Context, r Request) (Reply, error) {
	switch r.Source {
	case Slash, Direct, Mention:
		return d.typed(ctx, r)
	case Message:
		return d.posted(ctx, r)
	case Reaction, Shortcut:
		return d.pointed(ctx, r)
	case Click, Form:
		return d.pressed(ctx, r)
	default:
		return Reply{}, nil
	}
}

func (d *Desk) pressed(ctx context.Context, r Request) (Reply, error) {
	name, detail, _ := strings.Cut(r.Verb, ":") // a form's verb may carry a detail, as a button does
	v, ok := d.verb(name)
	if !ok {
		return answer("failed", nil), nil
	}
	said := r.Values[text.FieldText]
	return d.run(ctx, v, r, words{Verb: name, Number: r.Ticket, Rest: said, After: said, Detail: cmp.Or(r.Detail, detail)})
}

// run carries out a verb. Whatever comes of it, what was typed into a slash
// command stands nowhere else: it is handed back with every refusal.
func (d *Desk) run(ctx context.Context, v verb, r Request, w words) (Reply, error) {
	reply, err := d.allowed(ctx, v, r, w)
	var refusal *ticket.Refusal
	if r.Source == Slash && (errors.As(err, &refusal) || errors.Is(err, ErrNotFound)) {
		reply.Typed = w.Rest
	}
	return reply, err
}

// allowed keeps guests and people of other workspaces from taking part in what
// they may only ask for.
func (d *Desk) allowed(ctx context.Context, v verb, r Request, w words) (Reply, error) {
	if !v.inside || !d.outside(ctx, r.Actor) {
		return v.run(ctx, r, w)
	}
	a := answer("foreign", nil)
	a.Ticket = w.Number
	if r.Source == Form {
		return problem("", a), nil
	}
	a.Typed = w.Rest
	return a, nil
}

// outside reports whether somebody is a guest whom the organisation does not
// name, or of another workspace. While the rules cannot be read, a guest is.
func (d *Desk) outside(ctx context.Context, user string) bool {
	p, known := d.People.Person(user)
	if !known || !p.Outside || !p.Guest {
		return known && p.Outside
	}
	rules, err := d.current(ctx)
	return err != nil || p.outsider(rules.Org)
}

func (p Person) outsider(org *policy.Org) bool { return p.Outside && (!p.Guest || !org.Knows(p.ID)) }

// guest reports whether somebody works here as a guest, as people of a
// contractor do: they read only what they have a part in.
func (d *Desk) guest(user string) bool {
	p, known := d.People.Person(user)
	return known && p.Guest
}

// threadTicket is the ticket whose thread a post stands in; 0 for none.
func (d *Desk) threadTicket(ctx context.Context, r Request) (int64, error) {
	if r.Post.Thread == "" {
		return 0, nil
	}
	n, ok, err := d.Finder.ByPost(ctx, r.Post.Channel, r.Post.Thread)
	if err != nil || !ok {
		return 0, d.orNil("by post", err)
	}
	return d.goesOnAs(ctx, n)
}

func (d *Desk) orNil(op string, err error) error {
	if err == nil {
		return nil
	}
	return d.unsaved(op, err)
}

func answer(key string, p notice.Params) Reply {
	return Reply{Answer: text.Answer{Key: key, Params: p}}
}

func refuse(c ticket.Code, p notice.Params) error { return &ticket.Refusal{Code: c, Params: p} }
