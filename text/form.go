package text

import (
	"maps"
	"slices"
	"strings"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/policy"
	"github.com/firstask/firstask/ticket"
)

// The ids of form fields: what Values and errors are keyed by.
const (
	FieldText       = "text"       // what it is about, reason, result or note
	FieldTo         = "to"         // a person
	FieldMembers    = "members"    // people with their duties, one a line
	FieldDepartment = "department" // a department's id
	FieldTopic      = "topic"      // a topic or a post's id
	FieldWhy        = "why"        // a quick reason
	FieldFrom       = "from"       // a time
	FieldUntil      = "until"      // a time
	FieldAsker      = "asker"      // customer, colleague or me
	FieldColleague  = "colleague"  // a person
	FieldCustomer   = "customer"   // a name
	FieldType       = "type"       // a kind of request, by its code
	FieldChannel    = "channel"    // the service channel it came by, by its code
	FieldHost       = "host"       // a person
	FieldUrgency    = "urgency"    // one of Urgencies
	FieldConsent    = "consent"    // Yes: the customer agreed
	FieldResult     = "result"     // what came of a call back: ok or recurred
	FieldWho        = "who"        // somebody outside, by name
	FieldDirect     = "direct"     // Yes: the asker deals with them themselves
	FieldExplained  = "explained"  // Yes: it cannot be done, and the text says why
	FieldBody       = "body"       // a body outside, by name
	FieldMatter     = "matter"     // a matter of the rule book, by its id
)

// The urgencies of a request.
const (
	UrgencyNormal = "normal"
	UrgencyUrgent = "urgent"
)

// Yes is what a field says that only can be said yes to.
const Yes = "yes"

// The details of verbs: of promise and callback, which have forms of their own,
// and of away.
const (
	DetailDecline  = "decline"
	DetailAgree    = "agree"
	DetailOK       = "ok"
	DetailRecurred = "recurred"
	// DetailUndo takes back what moved away from somebody; a button names the occasion.
	DetailUndo = "undo"
)

// The details of duty, beside DetailAgree and DetailDecline.
const (
	DutySwap     = "swap"
	DutyUndo     = "undo"
	DutyRelieve  = "relieve"
	DutyRelease  = "release"
	DutyStart    = "start"
	DutyEnd      = "end"
	DutyHandover = "handover"
	DutyTaken    = "taken"
	DutyHere     = "here"
	DutyLog      = "log"
	DutyResult   = "result"
	DutyRound    = "round"
	DutyCall     = "call"
)

// The details of other verbs: where the rules send it, that nobody knows whose
// it is, a body outside, to ask the asker, and that they deal with it themselves.
const (
	DetailRoute    = "route"
	DetailUnclear  = "unclear"
	DetailExternal = "external"
	DetailAsk      = "ask"
	DetailDirect   = "direct"
	// DetailAnswer stands before the id of the standard answer that is the result.
	DetailAnswer = "answer:"
)

// Urgencies are all urgencies; their words are those of "urgency." and the code.
func Urgencies() []string { return []string{UrgencyNormal, UrgencyUrgent} }

// What a person may write into a field, in characters.
const (
	mostText  = 3000
	mostLine  = 150
	mostTitle = 24
	mostHint  = 150
)

// FormData is what a form is filled with.
type FormData struct {
	Departments []Option
	Topics      []Option
	// Types, Channels and Urgencies are the vocabulary of intake, labelled in the reader's language.
	Types, Channels, Urgencies []Option
	// Hosts is true where some service channel wants a host.
	Hosts bool
	// Contact are the fields to ask for, of the asker and of the rule books.
	Contact []string
	// Parts are the parts of an answer to ask for, its text among them as the outcome.
	Parts []string
	// Initial and Problems are by field id: what was typed, and what is wrong with it.
	Initial  map[string]string
	Problems map[string]Answer
}

// Form is the dialog of a verb: new, handoff, return, plan, resolve, promise, ask,
// triage, lead, share, taskforce, answer, about, rule, review, final, supervise, complain-up, callback, report, thirdparty, consent,
// redirect, field, dispute, reopen, withdraw, asker, note or away; or of a verb
// and a detail, as a button has them:
// "promise:decline", "correct:decline", "callback:recurred", "rate:poor". Another verb has a form without fields.
func (c *Catalog) Form(verb string, f FormData, v View) Form {
	p := c.pen(v, nil, notice.Recipient{User: v.Reader.User}).plain()
	form := Form{Verb: verb, Cancel: cut(p.say("button.cancel", nil), mostTitle)}
	fields, known := p.forms(f)[verb]
	switch base, _, _ := strings.Cut(verb, ":"); base {
	case "post":
		fields, known = p.formPost, true
	case "field": // the detail is which step of it
		fields, known = p.forms(f)[base], true
	}
	if !known {
		form.Title = cut(p.c.Word("verb."+verb, p.locale), mostTitle)
		return form
	}
	words := formWords(verb)
	title := p.say("form."+words+".title", nil)
	if p.t != nil {
		title = "#" + p.number() + " " + title
	}
	form.Title, form.Submit = cut(title, mostTitle), cut(p.say("form."+words+".submit", nil), mostTitle)
	form.Fields = p.filled(fields(), f)
	return form
}

// formWords is the name under which the words of a form stand.
func formWords(verb string) string {
	base, detail, _ := strings.Cut(verb, ":")
	if detail == DetailDecline {
		return DetailDecline
	}
	return base
}

func (p *pen) forms(f FormData) map[string]func() []Field {
	text := func(verb string, optional bool) func() []Field {
		return func() []Field { return []Field{p.field(Lines, verb, FieldText, optional)} }
	}
	return map[string]func() []Field{
		"new":     func() []Field { return p.formNew(f) },
		"handoff": func() []Field { return p.formHandoff(f) },
		"ask":     func() []Field { return p.formTo("ask", f, false) },
		"lead":    func() []Field { return p.formTo("lead", f, true) },
		"triage":  func() []Field { return p.formTriage(f) },
		"taskforce": func() []Field {
			return []Field{p.field(Person, "taskforce", FieldTo, false), p.field(Lines, "taskforce", FieldMembers, true), p.field(Lines, "taskforce", FieldText, false)}
		},
		"share":    func() []Field { return p.formShare(f) },
		"answer":   p.formAnswer,
		"urgent":   func() []Field { return p.formMark("urgent") },
		"major":    func() []Field { return p.formMark("major") },
		"return":   p.formReturn,
		"plan":     text("plan", false),
		"resolve":  func() []Field { return p.formResolve(f) },
		"promise":  p.formPromise,
		"reopen":   text("reopen", false),
		"withdraw": text("withdraw", true),
		"asker":    func() []Field { return []Field{p.field(Person, "asker", FieldColleague, false)} },
		"note":     text("note", false),
		"reply":    func() []Field { return p.formAccount("reply", f, p.t != nil && p.t.State == ticket.ResultReady) },

		"about": func() []Field {
			return []Field{p.field(Person, "about", FieldTo, false), p.field(Lines, "about", FieldText, true)}
		},
		"rule":   text("rule", false),
		"review": text("review", false),
		"final":  text("final", false),
		"supervise": func() []Field {
			return []Field{p.field(Instant, "supervise", FieldUntil, false), p.field(Lines, "supervise", FieldText, true)}
		},
		"complain-up":                   text("complain-up", true),
		"report":                        text("report", false),
		"thirdparty":                    p.formThirdParty,
		"consent":                       text("consent", false),
		"duty":                          text("duty", false),
		"redirect":                      func() []Field { return p.formRedirect(f) },
		"field":                         func() []Field { return p.formContact(f, true) },
		"dispute":                       text("dispute", false),
		"away":                          p.formAway,
		"understood:" + ticket.NotClear: text("understood", false),
		"callback":                      func() []Field { return p.formCallback(f) },
		"callback:" + DetailOK:          func() []Field { return p.formCallback(f) },
		"callback:" + DetailRecurred:    func() []Field { return p.formCallback(f) },
		"rate:" + ticket.Unsatisfied:    text("rate", false),
		"correct:" + DetailDecline:      text(DetailDecline, false),
		"promise:" + DetailDecline:      text(DetailDecline, false),
	}
}

// field is a field of a form with its words.
func (p *pen) field(k FieldKind, verb, id string, optional bool) Field {
	key := "form." + verb + "." + id
	f := Field{ID: id, Kind: k, Label: cut(p.say(key, nil), mostLine), Optional: optional}
	if p.c.has(key + "_hint") {
		f.Hint = cut(p.say(key+"_hint", nil), mostHint)
	}
	switch k {
	case Lines:
		f.Max = mostText
	case Line:
		f.Max = mostLine
	case Person, People, Choice, Choices, Radio, Day, Instant, Note:
	}
	return f
}

func (p *pen) formNew(f FormData) []Field {
	asker := p.field(Radio, "new", FieldAsker, true)
	for _, who := range []string{"customer", "colleague", "me"} {
		asker.Options = append(asker.Options, Option{Label: p.say("form.new.asker_"+who, nil), Value: who})
	}
	fields := []Field{
		p.field(Lines, "new", FieldText, false), asker,
		p.field(Line, "new", FieldCustomer, true), p.field(Person, "new", FieldColleague, true),
	}
	fields = append(fields, p.choice("new", FieldType, f.Types)...)
	fields = append(fields, p.choice("new", FieldChannel, f.Channels)...)
	if f.Hosts {
		fields = append(fields, p.field(Person, "new", FieldHost, true))
	}
	urgency := p.choice("new", FieldUrgency, f.Urgencies)
	for i := range urgency {
		urgency[i].Kind = Radio
	}
	return append(fields, urgency...)
}

func (p *pen) formHandoff(f FormData) []Field {
	var fields []Field
	if p.t != nil {
		fields = append(fields, Field{ID: "explain", Kind: Note, Label: p.rich().say("form.handoff.note", data{"who": p.rich().name(p.t.Factual())})})
	}
	if who := p.rich().notThere(); who != "" {
		fields = append(fields, Field{ID: "away", Kind: Note, Label: who})
	}
	fields = append(fields, p.field(Person, "handoff", FieldTo, true))
	fields = append(fields, p.choice("handoff", FieldDepartment, f.Departments)...)
	fields = append(fields, p.choice("handoff", FieldTopic, f.Topics)...)
	fields = append(fields, p.formContact(f, false)...)
	return append(fields, p.field(Lines, "handoff", FieldText, true))
}

// notThere says before somebody is chosen who is away, until when, and who is
// asked in their place.
func (p *pen) notThere() string {
	rules := p.v.Rules
	if rules.Org == nil {
		return ""
	}
	var lines []string
	for _, user := range slices.Sorted(maps.Keys(rules.Away)) {
		if len(lines) == linesEach || !rules.Org.Knows(user) {
			continue
		}
		d := data{"who": p.name(user)}
		if a := rules.Away[user]; !a.To.IsZero() {
			d["until"] = p.at(a.To)
		}
		if stand, _ := rules.StandIn(user, policy.Place{}, p.v.Reader.User); stand != "" {
			d["to"] = p.name(stand)
		}
		lines = append(lines, p.say("form.handoff.away", d))
	}
	return p.lines(lines...)
}

// choice is a menu; none where there is nothing to choose.
func (p *pen) choice(verb, id string, options []Option) []Field {
	if len(options) == 0 {
		return nil
	}
	f := p.field(Choice, verb, id, true)
	for _, o := range options[:min(len(options), 100)] {
		f.Options = append(f.Options, Option{Label: cut(clean(o.Label), mostLabel), Value: o.Value})
	}
	return []Field{f}
}

// filled puts in what was typed before and what is wrong with it.
func (p *pen) filled(fields []Field, f FormData) []Field {
	for i := range fields {
		id := fields[i].ID
		fields[i].Initial = f.Initial[id]
		if a, wrong := f.Problems[id]; wrong {
			fields[i].Problem = p.c.Problem(a, p.v)
		}
	}
	return fields
}

// Problem is what is wrong with a form field, in plain words.
func (c *Catalog) Problem(a Answer, v View) string {
	a.Typed = ""
	return c.Answer(a, v).Plain
}
