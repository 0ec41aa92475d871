package handlers

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/policy"
	"github.com/firstask/firstask/text"
	"github.com/firstask/firstask/ticket"
)

// optioned opens a ticket of a line that begins with options, and perhaps with
// fields after them: they fill in what the form asks for. What cannot be read is answered with what is possible, and
// what was typed is handed back.
func (d *Desk) optioned(ctx context.Context, r Request, w words) (Reply, error) {
	rules, err := d.current(ctx)
	if err != nil {
		return Reply{}, err
	}
	typed, o := r.Line, d.Words.Options(w.Rest)
	var fields map[string]string
	fields, r.Line = d.Words.LeadingFields(o.Rest, fieldNames(rules.Policy))
	var reply Reply
	if r.Values, reply, err = d.optionValues(ctx, o, rules, d.locale(r.Actor, rules)); err == nil && reply.Key == "" {
		for id, v := range fields {
			r.Values[text.FieldContact+id] = v
		}
		reply, err = d.openForm(ctx, r)
	}
	if reply.Ticket == 0 && (reply.Key != "" || err != nil) {
		reply.Typed = typed
	}
	return reply, err
}

// optionValues are the fields that options fill in: codes for words of the
// vocabulary, ids for people.
func (d *Desk) optionValues(ctx context.Context, o text.Options, rules policy.Rules, locale string) (map[string]string, Reply, error) {
	var but []string
	if !rules.Policy.Hosts() {
		but = append(but, text.FieldHost)
	}
	p := notice.Params{"option": notice.Text(cmp.Or(o.Unknown, o.Bare)), "options": notice.Text(d.Words.OptionNames(locale, but...))}
	switch {
	case o.Values[text.FieldHost] != "" && !rules.Policy.Hosts():
		p["option"] = notice.Text(d.Words.OptionName(text.FieldHost, locale))
		return nil, answer("unknown_option", p), nil
	case o.Unknown != "":
		return nil, answer("unknown_option", p), nil
	case o.Bare != "":
		return nil, answer("option_bare", p), nil
	}
	values := map[string]string{}
	for field, typed := range o.Values {
		values[field] = typed
		if choices := d.choices(field, rules.Policy, locale); len(choices) > 0 {
			code, ok := d.coded(field, typed, rules.Policy)
			if !ok {
				return nil, answer("option_value", notice.Params{
					"option": notice.Text(d.Words.OptionName(field, locale)), "value": notice.Text(typed), "options": notice.Text(strings.Join(choices, ", ")),
				}), nil
			}
			values[field] = code
		}
		if field == text.FieldHost || field == text.FieldColleague {
			id, err := d.byNameOrID(ctx, typed, rules)
			if err != nil {
				return nil, Reply{}, err
			}
			values[field] = id
		}
	}
	return values, Reply{}, nil
}

// vocabularyOf are the words of a field, as a language calls them; nil for a
// field without any.
func (d *Desk) vocabularyOf(field string, p *policy.Policy, locale string) []text.Option {
	data := text.FormData{Initial: map[string]string{}}
	d.vocabulary(&data, p, locale)
	return map[string][]text.Option{
		text.FieldChannel: data.Channels, text.FieldType: data.Types, text.FieldUrgency: data.Urgencies,
	}[field]
}

// choices are what may be typed for a field of the vocabulary, as a language
// calls it; none for other fields.
func (d *Desk) choices(field string, p *policy.Policy, locale string) []string {
	options := d.vocabularyOf(field, p, locale)
	words := make([]string, 0, len(options))
	for _, o := range options {
		word := o.Label
		if strings.ContainsRune(word, ' ') {
			word = o.Value // which is typed without quotes
		}
		words = append(words, word)
	}
	return words
}

// coded is the code of a word of the vocabulary, typed as the code itself or as
// any language calls it.
func (d *Desk) coded(field, typed string, p *policy.Policy) (string, bool) {
	for _, locale := range text.Locales() {
		for _, o := range d.vocabularyOf(field, p, locale) {
			if strings.EqualFold(o.Value, typed) || strings.EqualFold(o.Label, typed) {
				return o.Value, true
			}
		}
	}
	return "", false
}

// byNameOrID is the person that an option names.
func (d *Desk) byNameOrID(ctx context.Context, typed string, rules policy.Rules) (string, error) {
	if _, known := d.People.Person(typed); known {
		return typed, nil
	}
	to, _, err := d.named(ctx, typed, rules)
	if codeOf(err) == ticket.Outsider {
		err = nil // a guest may have asked; who hosts is looked at apart
	}
	if codeOf(err) == "" && err != nil { // several of that name: a list would have no ticket to choose for
		err = refuse(ticket.UnknownPerson, notice.Params{"who": notice.Text(typed)})
	}
	return to.User, err
}

// host looks at who leads the meeting or receives the visitor, which may be said
// of any request. The reply asks for them where the service channel wants a host
// and nobody is named; several who were asked together need none, where the rule
// book knows who goes first.
func (d *Desk) host(ctx context.Context, r Request, req *ticket.Request, rules policy.Rules) (Reply, error) {
	_, desk := rules.Org.Desk(r.Post.Channel)
	via := cmp.Or(req.Via, desk.As)
	said := req.Typed || req.Via != "" // nobody can say it in a post, and no post is lost
	together := len(req.Addressed) > 1 && slices.Contains(rules.Policy.FirstWays(), policy.BySeniority)
	if req.Host = r.Values[text.FieldHost]; req.Host == "" {
		if !said || together || !rules.Policy.NeedsHost(via) {
			return Reply{}, nil
		}
		locale := d.locale(r.Actor, rules)
		a := answer("need_host", notice.Params{
			"what":   notice.Text(cmp.Or(d.Labels().Channels[via].In(locale), via)),
			"option": notice.Text(d.Words.OptionName(text.FieldHost, locale)),
		})
		if r.Source == Form {
			return problem(text.FieldHost, a), nil
		}
		a.Typed = r.Line
		return a, nil
	}
	_, err := d.person(ctx, req.Host, rules)
	if err == nil && !rules.Org.Knows(req.Host) {
		err = refuse(ticket.UnknownPerson, notice.Params{"who": notice.User(req.Host)})
	}
	return d.inForm(r, text.FieldHost, Reply{}, err)
}
