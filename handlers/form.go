package handlers

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/firstask/firstask/policy"
	"github.com/firstask/firstask/text"
	"github.com/firstask/firstask/ticket"
)

// Form gives what a dialog of a verb needs: the desks and topics to choose
// from, the vocabulary of intake, and the ticket it is about; number 0 for
// none. Options are labelled in the actor's language. The error is a
// *ticket.Refusal where the actor may not do what the dialog is for.
func (d *Desk) Form(ctx context.Context, actor, verb string, number int64) (text.FormData, *ticket.Ticket, policy.Rules, error) {
	t, rules, err := d.Look(ctx, number)
	if err != nil {
		return text.FormData{}, nil, rules, err
	}
	data := text.FormData{Initial: map[string]string{}}
	if t != nil && !d.mayRead(t, actor, rules) {
		return data, nil, rules, ErrNotFound
	}
	if err := d.barred(t, actor, verb, rules); err != nil {
		return data, t, rules, err
	}
	switch base, _, _ := strings.Cut(verb, ":"); base {
	case "post":
		return data, nil, rules, d.fillPost(&data, verb, actor, rules)
	case string(ticket.VerbField):
		if t != nil {
			contactForm(&data, t, actor, verb, rules)
		}
		return data, t, rules, nil
	}
	locale := d.locale(actor, rules)
	switch verb {
	case string(ticket.VerbNew):
		d.vocabulary(&data, rules.Policy, locale)
		data.Hosts = len(rules.Policy.Hosted) > 0 && rules.Policy.Hosts()
	case string(ticket.VerbHandoff), string(ticket.VerbAsk), string(ticket.VerbRedirect), string(ticket.VerbLead):
		data.Departments, data.Topics = desks(rules.Org, locale)
		if t != nil && verb == string(ticket.VerbHandoff) {
			contactForm(&data, t, actor, verb, rules)
		}
	case string(ticket.VerbTriage):
		d.fillTriage(&data, t, rules, locale)
	case string(ticket.VerbShare):
		if t != nil {
			data.Departments = labels(ticket.Unshared(t, rules), locale)
		}
	case string(ticket.VerbResolve), string(ticket.VerbReply):
		lackingForm(&data, t, verb, rules)
	case formOf(ticket.VerbCallback, text.DetailOK), formOf(ticket.VerbCallback, text.DetailRecurred):
		lackingForm(&data, t, string(ticket.VerbCallback), rules)
		_, data.Initial[text.FieldResult], _ = strings.Cut(verb, ":")
	case string(ticket.VerbPromise):
		if t == nil {
			break
		}
		if lead := t.Lead(); lead != nil {
			data.Initial[text.FieldUntil] = strconv.FormatInt(lead.Due.Unix(), 10)
		}
	}
	return data, t, rules, nil
}

// barred is why somebody may not do what a dialog is for, found by trying it:
// nobody is to fill in a form in vain. What the form is still to say is no reason.
func (d *Desk) barred(t *ticket.Ticket, actor, verb string, rules policy.Rules) error {
	tried := []ticket.Verb{
		ticket.VerbPlan, ticket.VerbResolve, ticket.VerbReopen, ticket.VerbPromise, ticket.VerbHandoff, ticket.VerbReturn, ticket.VerbAsk, ticket.VerbAnswer,
		ticket.VerbRedirect, ticket.VerbConsent, ticket.VerbField, ticket.VerbDispute, ticket.VerbLead, ticket.VerbTriage, ticket.VerbShare, ticket.VerbTaskforce,
		ticket.VerbAbout, ticket.VerbRule, ticket.VerbReview, ticket.VerbFinal,
	}
	if t == nil || !slices.Contains(tried, ticket.Verb(verb)) {
		return nil
	}
	return d.tried(t, actor, verb, rules)
}

// tried is why somebody cannot do something with a ticket now, apart from what
// they would still have to say with it.
func (d *Desk) tried(t *ticket.Ticket, actor, verb string, rules policy.Rules) error {
	now := d.Now()
	c := ticket.Command{Verb: ticket.Verb(verb), Actor: actor, At: now, Text: "-", Until: now.Add(time.Minute), Consent: true, Fields: map[string]string{"phone": "-"}, Type: "-"}
	dec, err := ticket.Apply(t, c, rules, now)
	if dec.Held {
		return dec.Said
	}
	if c.Verb == ticket.VerbAsk {
		err = toAsk(err)
	}
	if code := codeOf(err); code != "" && !slices.Contains(unsaid(), code) {
		return err
	}
	c.To = ticket.Target{User: "-", Department: "-"}
	if _, err = ticket.Apply(t, c, rules, now); codeOf(err) == ticket.NeedTriage {
		return err // no form but its own asks for a judgement
	}
	return nil
}

// unsaid are the refusals for want of what a person says with a verb.
func unsaid() []ticket.Code {
	return []ticket.Code{
		ticket.NeedText, ticket.NeedReason, ticket.NeedReceiver, ticket.NeedQuestion, ticket.NeedConsent, ticket.NeedFirst,
		ticket.InThePast, ticket.TooFar, ticket.SelfHandoff, ticket.PersonGone, ticket.AlreadyAsked, ticket.InTheChain, ticket.AskLevel,
		ticket.NeedContact, ticket.NeedParts, ticket.NeedFields, ticket.NeedHow, ticket.NeedYes, ticket.NeedWhere, ticket.NeedMatter,
	}
}

// locale is a person's language, the organisation's where it is not known.
func (d *Desk) locale(user string, rules policy.Rules) string {
	p, _ := d.People.Person(user)
	return text.Match(cmp.Or(p.Locale, rules.Org.Locale))
}

// vocabulary are the kinds of request, the service channels and the urgencies,
// as the rule books and text/ call them.
func (d *Desk) vocabulary(data *text.FormData, p *policy.Policy, locale string) {
	labels := d.Labels()
	data.Types = labelled(p.Types, labels.Types, locale)
	data.Channels = labelled(p.Channels, labels.Channels, locale)
	for _, u := range text.Urgencies() {
		data.Urgencies = append(data.Urgencies, text.Option{Label: d.Words.Word("urgency."+u, locale), Value: u})
	}
	data.Initial[text.FieldUrgency] = text.UrgencyNormal
}

func labelled(codes []string, labels map[string]policy.Name, locale string) []text.Option {
	options := make([]text.Option, 0, len(codes))
	for _, code := range codes {
		options = append(options, text.Option{Label: cmp.Or(labels[code].In(locale), code), Value: code})
	}
	return options
}

// desks are the departments a request can be handed to and the posts, each
// called by its topics; the value is what handoff understands.
func desks(org *policy.Org, locale string) (departments, topics []text.Option) {
	for _, dept := range org.Departments {
		for _, post := range dept.Posts {
			topics = append(topics, text.Option{Label: cmp.Or(strings.Join(post.Topics, " · "), post.ID), Value: post.ID})
		}
	}
	return labels(org.Departments, locale), topics
}

// labels are departments to choose from.
func labels(departments []*policy.Department, locale string) []text.Option {
	all := make([]text.Option, 0, len(departments))
	for _, d := range departments {
		all = append(all, text.Option{Label: cmp.Or(d.Name.In(locale), d.ID), Value: d.ID})
	}
	return all
}
