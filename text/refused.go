package text

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/ticket"
)

// Refused says why a command was not carried out: one sentence per code that
// says who can do it, or what to do instead.
func (c *Catalog) Refused(r *ticket.Refusal, v View) Message {
	p := c.pen(v, r.Params, notice.Recipient{User: v.Reader.User})
	return p.message(func(p *pen) []Part { return p.refused(r) })
}

func (p *pen) refused(r *ticket.Refusal) []Part {
	key := "refused." + string(r.Code)
	switch {
	case r.Code == ticket.AcceptFirst && p.params["verb"].Raw() == string(ticket.VerbAsk):
		key = "refused.accept_first_ask"
	case r.Code == ticket.AcceptFirst && p.params["verb"].Raw() == string(ticket.VerbTakeover):
		key = "refused.accept_first_takeover"
	case r.Code == ticket.NeedTriage && p.params["verb"].Raw() == string(ticket.VerbTriage):
		key = "refused.need_triage_what"
	case !p.c.has(key):
		key = "refused.other"
	}
	d := p.values("who", "at", "verb", "state", "what", "by", "rule", "topic", "until", "instead", "held", "other", "forms", "number")
	d["department"] = p.department(p.params["department"].Raw())
	d["lacks"], d["desk"] = p.lacks(), p.department(p.params["desk"].Raw())
	d["mark"], d["fields"], d["usage"] = p.wordOf("mark"), p.fields(strings.Fields(p.params["fields"].Raw())), p.usageOf(r.Code)
	if p.t != nil {
		d["has"], d["asker"], d["missing"] = p.name(p.t.Factual()), p.asker(), p.missingOpinions()
	}
	if id := p.params["matter"].Raw(); id != "" {
		d["what"] = p.matterName(id)
	}
	d["tickets"], d["undo"] = p.mergedNumbers()
	d["matters"] = p.namedMatters(strings.TrimPrefix(p.params["mark"].Raw(), "mark."))
	if act := "act." + p.params["verb"].Raw(); r.Code == ticket.NotYours && p.c.has(act) {
		d["verb"] = p.say(act, nil)
	}
	if r.Code == ticket.BadField {
		key = p.badField(d)
	}
	if p.params["what"].Type() == 'w' {
		d["what"] = p.wordOf("need", "what")
	}
	if d["by"] == "" {
		d["by"] = p.name("")
	}
	if d["who"] == "" {
		d["who"] = p.name("")
	}
	if d["at"] == "" || p.params["at"].Type() == 't' && p.instant("at").IsZero() {
		d["at"] = p.say("time.later", nil)
	}
	sentence := p.say(key, d)
	if p.t == nil {
		sentence = strings.TrimLeft(sentence, "#:\uff1a ")
		first, size := utf8.DecodeRuneInString(sentence)
		sentence = string(unicode.ToUpper(first)) + sentence[size:]
	}
	parts := []Part{para(sentence)}
	if p.t != nil {
		parts = append(parts, p.instead(r.Code)...)
	}
	return parts
}

// wordOf is a word under a prefix of the catalog: that of the fact of the same
// name, or of the one named; else as any other word.
func (p *pen) wordOf(prefix string, fact ...string) string {
	name := prefix
	if len(fact) > 0 {
		name = fact[0]
	}
	raw := p.params[name].Raw()
	if key := prefix + "." + strings.TrimPrefix(raw, prefix+"."); p.c.has(key) {
		return p.c.Word(key, p.locale)
	}
	return p.value(name)
}

// instead offers the button of what the sentence proposes.
func (p *pen) instead(code ticket.Code) []Part {
	buttons := map[ticket.Code][]Button{
		ticket.ReturnInstead:   {p.accept(), p.giveBack()},
		ticket.HandOverInstead: {p.handOff()},
		ticket.AlreadyYours:    p.working(),
		ticket.SelfHandoff:     {p.accept()},
		ticket.AcceptFirst:     {p.accept()},
		ticket.WaitsBelow:      {p.resume()},
		ticket.NoQuestion:      {p.button("add_details", "note", "form")},
		ticket.NotBreached:     {p.button("urge", "urge", "")},
		ticket.NoWish:          {p.promise()},
		ticket.LeadStays:       {p.ask()},
		ticket.DisputeInstead:  {p.accept(), p.button("dispute", "dispute", "form")},
		ticket.NotDispatched:   {p.giveBack()},
		ticket.NeverAway:       {p.handOff()},
		ticket.NeedFields:      {p.button("fields", "field", "form")},
		ticket.NeedContact:     {p.button("fields", "field", "form"), p.handOff()},
		ticket.NeedTriage:      {p.judge()},
		ticket.NeedParts:       {p.planning(), p.parted()},
		ticket.NeedHow:         {p.button("consent", "consent", "form")},
		ticket.NeedYes:         p.askingConsent(),
	}[code]
	if len(buttons) == 0 {
		return nil
	}
	return []Part{row(buttons...)}
}

// askingConsent are the ways to the asker's consent.
func (p *pen) askingConsent() []Button {
	record := p.button("consent", "consent", "form")
	if !p.t.Asker.InSlack() {
		return []Button{record}
	}
	return []Button{p.primary("consent_ask", "consent", DetailAsk), record}
}

// parted opens the form of a result, which asks for the parts that it lacks.
func (p *pen) parted() Button {
	if p.params["verb"].Raw() != string(ticket.VerbResolve) {
		return Button{}
	}
	return p.button("resolve", "resolve", "form")
}

// fields are the fields that some words name, or what is to be judged, as the
// reader calls them.
func (p *pen) fields(words []string) string {
	names := make([]string, len(words))
	for i, id := range words {
		names[i] = p.enc.Escape(p.fieldName(id))
	}
	return p.listed(names)
}

// usageOf is how the verb that helps out of a refusal is typed; "" for none.
func (p *pen) usageOf(code ticket.Code) string {
	verb := map[ticket.Code]string{
		ticket.NeedContact: "field", ticket.NeedFields: "field", ticket.NeedWhere: "redirect", ticket.NeedTriage: "triage",
		ticket.NeedOther: "duplicate", ticket.NothingNoted: "field",
	}[code]
	switch {
	case code == ticket.NeedParts:
		return p.byName(p.params["verb"].Raw(), strings.Fields(p.params["fields"].Raw()))
	case verb == "":
		return ""
	default:
		return p.usage(verb)
	}
}

// byName is how a verb is typed that says some parts of an answer by name.
func (p *pen) byName(verb string, parts []string) string {
	typed, _, _ := strings.Cut(p.say("usage."+verb, nil), " ")
	said := []string{typed}
	if p.t != nil {
		said = append(said, p.number())
	}
	for _, part := range parts {
		said = append(said, p.c.Word("need."+part, p.locale)+"=\u2026")
	}
	return p.enc.Escape(strings.Join(said, " "))
}

// usage is how a verb is typed: of a ticket with its own number.
func (p *pen) usage(verb string) string {
	usage := p.say("usage."+verb, nil)
	if p.t != nil {
		usage = strings.ReplaceAll(usage, "42", p.number())
	}
	return p.enc.Escape(usage)
}
