package ticket

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/policy"
)

// Noted is how much of what the rule books want said of such a request was there
// when it was captured and is there now; Of is how much they want.
type Noted struct {
	First int `json:"first"`
	Now   int `json:"now"`
	Of    int `json:"of"`
}

// Fields are what may be noted of whoever asked, in the order they are shown.
func Fields() []string {
	return []string{"name", "unit", "phone", "email", "address", "content", "time", "receiver"}
}

// FieldsOf are all that may be noted of a request: of whoever asked, then what
// the rule books add; p may be nil.
func FieldsOf(p *policy.Policy) []string {
	all := Fields()
	if p == nil {
		return all
	}
	for i := range p.Fields {
		all = append(all, p.Fields[i].ID)
	}
	return all
}

// ReadFields are fields as they are kept, and a refusal for each that cannot be:
// a number or date that is none, a choice that is not there, a text too long.
func ReadFields(typed map[string]string, p *policy.Policy) (fields map[string]string, wrong map[string]*Refusal) {
	for _, id := range FieldsOf(p) {
		v, given := typed[id]
		if !given {
			continue
		}
		f := p.Field(id)
		read, ok := f.Read(v)
		switch {
		case !ok && wrong == nil:
			wrong = map[string]*Refusal{id: badField(id, f)}
		case !ok:
			wrong[id] = badField(id, f)
		case fields == nil:
			fields = map[string]string{id: read}
		default:
			fields[id] = read
		}
	}
	return fields, wrong
}

func badField(id string, f *policy.Field) *Refusal {
	kind := policy.FieldText
	if f != nil {
		kind = cmp.Or(f.Kind, kind)
	}
	return &Refusal{Code: BadField, Params: notice.Params{"field": notice.Text(id), "kind": notice.Text(string(kind))}}
}

// Lacking is what the rule books want said of such a request before it counts as
// registered and nobody has said, as needs call it, and the first rule that asks
// for it; none once it has ended.
func Lacking(t *Ticket, rules policy.Rules) (lacks []string, rule string) {
	if t.State.Ended() || rules.Policy == nil {
		return nil, ""
	}
	_, lacks, rule = (&turn{Ticket: *t, rules: rules}).wanted()
	return lacks, rule
}

// FieldsToAsk are the fields that a dialog asks for: what a request is registered
// with, what a handoff still needs, and what is offered for such a request. What
// the ticket itself says is not asked for again.
func FieldsToAsk(t *Ticket, actor string, rules policy.Rules) []string {
	x := &turn{Ticket: *t, rules: rules}
	var all []string
	add := func(id string) {
		if !slices.Contains(all, id) && !x.Known(id) {
			all = append(all, id)
		}
	}
	wanted, _, _ := x.wanted()
	for _, what := range wanted {
		if id, ok := strings.CutPrefix(what, contactPrefix); ok {
			add(id)
		}
	}
	for _, id := range Missing(t, Command{Verb: VerbHandoff, Actor: actor}, rules) {
		add(id)
	}
	for i := range rules.Policy.Fields {
		if f := &rules.Policy.Fields[i]; !f.When.IsZero() && x.holds(&f.When) {
			add(f.ID)
		}
	}
	return all
}

// wanted is what the rule books want said of such a request, what of it is not
// there, and the first rule that asks for that.
func (x *turn) wanted() (all, lacks []string, rule string) {
	for i := range x.rules.Policy.Needs {
		n := &x.rules.Policy.Needs[i]
		if n.Verb != string(VerbNew) || !x.holds(&n.When) {
			continue
		}
		for _, what := range n.Have {
			if slices.Contains(all, what) {
				continue
			}
			all = append(all, what)
			if x.there(what) {
				continue
			}
			if lacks = append(lacks, what); rule == "" {
				rule = n.Rule
			}
		}
	}
	return all, lacks, rule
}

// there reports whether something that a need names is there.
func (x *turn) there(what string) bool {
	if id, ok := strings.CutPrefix(what, contactPrefix); ok {
		return x.noted(id, Command{})
	}
	return x.has(what, Command{})
}

// count works out how much of what is wanted is there.
func (x *turn) count() {
	all, lacks, _ := x.wanted()
	x.Noted.Now, x.Noted.Of = len(all)-len(lacks), len(all)
}

// register counts again what is there after a deed, and registers a request of
// which all is there that the rule books want.
func (x *turn) register() {
	before := x.Noted
	x.count()
	e := Event{Kind: "noted", Facts: map[string]string{"noted": x.Noted.String()}}
	switch {
	case x.State == Captured && x.Noted.Whole():
		x.move(Registered, e)
	case x.Noted != before:
		x.event(e)
	}
}

// Whole reports whether the rule books want something and all of it is there.
func (n Noted) Whole() bool { return n.Of > 0 && n.Now == n.Of }

// String is what is there of what is wanted, as "2/3".
func (n Noted) String() string { return strconv.Itoa(n.Now) + "/" + strconv.Itoa(n.Of) }

// field notes what is to be known of a request and of whoever asked.
func (x *turn) field(c Command) error {
	part := x.Concerned(c.Actor) || x.superior(c.Actor)
	switch {
	case x.State.Ended():
		return x.ended()
	case !part:
		return refuse(NotYours, notice.Params{"who": notice.User(x.Factual()), "verb": notice.Word(string(VerbField))})
	case len(c.Fields) == 0:
		return refuse(NeedFields, nil)
	}
	x.noteFields(c)
	return nil
}

// fill notes what came with another verb.
func (x *turn) fill(c Command) {
	if len(c.Fields) > 0 {
		x.noteFields(c)
	}
}

func (x *turn) noteFields(c Command) {
	if x.Contact == nil {
		x.Contact = map[string]string{}
	}
	e := x.event(Event{Kind: string(VerbField)})
	for _, f := range FieldsOf(x.rules.Policy) {
		v, given := c.Fields[f]
		switch {
		case !given:
			continue
		case v == "":
			delete(x.Contact, f)
		default:
			x.Contact[f] = v
		}
		e.fact(contactPrefix+f, v)
	}
}

// Reads reports whether somebody may read how the asker is reached: those who
// have a part in the ticket, and the superiors who were asked to help.
func (t *Ticket) Reads(user string) bool {
	return t.Concerned(user) || user != "" && (slices.Contains(t.Helpers, user) || t.LevelOf(user) != nil)
}
