package ticket

import (
	"slices"
	"strings"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/policy"
)

// contactPrefix stands before a field in what a rule book needs.
const contactPrefix = "contact."

// Unclear is what a need calls a handoff that asks whose a request is; it is
// also how the receiver of one was found.
const Unclear = "unclear"

// Absent is what a need calls a handoff to whoever stands in for somebody who
// is away or cannot be reached.
const Absent = "absent"

// opinions is what a need calls the opinions of all who were brought in for one.
const opinions = "opinions"

// needs refuses a verb for want of what the rule books ask for before it. That
// the verb may not be carried out at all is the graver word.
func (x *turn) needs(c Command) error {
	err := x.wanting(c)
	if err == nil {
		return nil
	}
	if graver := begin(&x.Ticket, x.rules, x.now, c.At, c.Actor).carryOut(c); graver != nil {
		return graver
	}
	return err
}

// wanting refuses a verb for want of one thing after another; all fields that
// are missing are named together, and all that is to be judged.
func (x *turn) wanting(c Command) error {
	for i := range x.rules.Policy.Needs {
		n := &x.rules.Policy.Needs[i]
		if !asks(n, c) || !x.holds(&n.When) {
			continue
		}
		for _, what := range n.Have {
			if what == opinions && x.lacksOpinions() {
				return refuse(NeedOpinions, notice.Params{"verb": notice.Word(n.Verb), "rule": notice.Text(n.Rule)})
			}
			together := strings.HasPrefix(what, contactPrefix) || slices.Contains(judgements(), what) || isPart(what)
			if !together && what != opinions && !x.has(what, c) {
				return refuse(NeedFirst, notice.Params{
					"what": notice.Word("need." + what), "verb": notice.Word(n.Verb), "rule": notice.Text(n.Rule),
				})
			}
		}
	}
	return x.lacking(c)
}

// lacking refuses a verb for want of a judgement, of parts of the answer, else of fields.
func (x *turn) lacking(c Command) error {
	if _, lacks, rule := x.judgement(c); len(lacks) > 0 {
		return needTriage(c, rule, lacks)
	}
	if parts, rule := x.lacksParts(c); len(parts) > 0 {
		return refuse(NeedParts, notice.Params{
			"fields": notice.Text(strings.Join(parts, " ")), "verb": notice.Word(string(c.Verb)), "rule": notice.Text(rule),
		})
	}
	missing, rule := x.missing(c)
	if len(missing) == 0 {
		return nil
	}
	return refuse(NeedContact, notice.Params{
		"fields": notice.Text(strings.Join(missing, " ")), "verb": notice.Word(string(c.Verb)), "rule": notice.Text(rule),
	})
}

// asks reports whether a need is about a command.
func asks(n *policy.Need, c Command) bool {
	switch {
	case c.Verb == VerbCallback && c.Word == CallbackWish:
		return false // nobody has called yet
	case c.Verb != VerbHandoff:
		return n.Verb == string(c.Verb)
	}
	switch n.Verb {
	case Unclear:
		return c.To.Rule == Unclear
	case Absent:
		return c.To.For != ""
	default:
		return n.Verb == string(c.Verb)
	}
}

// missing are the fields that a command still needs, and the first rule that asks for one.
func (x *turn) missing(c Command) (fields []string, rule string) {
	for i := range x.rules.Policy.Needs {
		n := &x.rules.Policy.Needs[i]
		if !asks(n, c) || !x.holds(&n.When) {
			continue
		}
		for _, what := range n.Have {
			field, ok := strings.CutPrefix(what, contactPrefix)
			if !ok || slices.Contains(fields, field) || x.noted(field, c) {
				continue
			}
			fields = append(fields, field)
			if rule == "" {
				rule = n.Rule
			}
		}
	}
	return fields, rule
}

// Missing are the fields that must be noted before a verb, in the order the
// rules name them.
func Missing(t *Ticket, c Command, rules policy.Rules) []string {
	fields, _ := begin(t, rules, t.CreatedAt, t.CreatedAt, c.Actor).missing(c)
	return fields
}

// noted reports whether a field is known: written down, or known from the
// ticket itself.
func (x *turn) noted(field string, c Command) bool {
	if v, given := c.Fields[field]; given {
		return v != ""
	}
	return x.Contact[field] != "" || x.Known(field)
}

// Known reports whether the ticket itself says what a field asks for: who in
// Slack or by which name asked, what, when and of whom.
func (t *Ticket) Known(field string) bool {
	switch field {
	case "name":
		return t.Asker.Name != "" || t.Asker.InSlack()
	case "content":
		return t.Text != ""
	case "time", "receiver":
		return true
	default:
		return false
	}
}

// has reports whether the ticket, or the command itself, has what a rule asks for.
func (x *turn) has(what string, c Command) bool {
	switch what {
	case "promise":
		return x.Promise.Until.After(x.at) || x.Given.After(x.at)
	case "asker":
		return x.Asker.Kind != AskerUnknown
	case "type":
		return x.Type != "" || c.Verb == VerbTriage && c.Type != ""
	case "urgency":
		return x.Urgency != "" || c.Verb == VerbTriage && c.Urgency != ""
	case "departments":
		return len(x.Judged()) > 0 || x.Route != nil || c.To.Department != "" || len(c.With) > 0
	case "purpose":
		return c.Text != ""
	case "reason":
		return c.Text != "" || c.Word != ""
	default:
		return false
	}
}
