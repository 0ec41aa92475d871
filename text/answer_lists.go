package text

import (
	"slices"
	"strconv"
	"strings"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/ticket"
)

// on is the same pen writing about another ticket.
func (p *pen) on(t *ticket.Ticket) *pen {
	q := *p
	q.t = t
	return &q
}

// show is the whole ticket: its card, its text and its history.
func (p *pen) show(a Answer) []Part {
	if p.t == nil {
		return p.notFound(a)
	}
	parts := []Part{para(p.enc.Bold(p.head()))}
	parts = append(parts, para(p.lines(p.firstAndNow(), p.askerLine(), p.ruledOn(), p.contact(), p.lacking(), p.goes(), p.overlays(), p.family(), p.away(), p.informed(), p.next(), p.ending())))
	parts = append(parts, p.fullText()...)
	parts = append(parts, paras(p.evidence(linesEach, reasonText)...)...)
	parts = append(parts, paras(p.account(directText)...)...)
	parts = append(parts, paras(p.labelled(p.outcome("card.result"), p.t.Result.Text, directText))...)
	parts = append(parts, contexts(p.whyFirst(), p.standing(), p.answered(), p.chain(), p.rated(), p.version(), p.link())...)
	parts = append(parts, p.history(a.Events)...)
	return append(parts, row(append(p.mineOf(p.v.Reader.User), p.onPaper()...)...))
}

func (p *pen) fullText() []Part {
	if !p.open() {
		return []Part{para(p.closed())}
	}
	var parts []Part
	for _, piece := range p.pieces(p.t.Text, showBytes) {
		parts = append(parts, para(piece))
	}
	return parts
}

// mineOf are the buttons of a reader by their part in the ticket.
func (p *pen) mineOf(user string) []Button {
	q := *p
	q.to = notice.Recipient{User: user}
	if p.t.State.Ended() {
		return nil
	}
	if p.t.State == ticket.Answered && user == p.t.Asker.User {
		return buttonsOf(p.asks())
	}
	if p.t.State == ticket.ResultReady && user == p.t.Teller() {
		return []Button{p.told(), p.why()}
	}
	if p.t.State == ticket.CallbackDue && user == p.t.Caller() {
		return p.calling()
	}
	if p.t.State == ticket.WaitCustomer && user == p.t.Asker.User {
		return []Button{p.primary("answer", "answer", "form")}
	}
	return q.mine()
}

// history prints the newest events, oldest first, as many as fit.
func (p *pen) history(events []ticket.Event) []Part {
	events = slices.DeleteFunc(slices.Clone(events), func(e ticket.Event) bool {
		return e.Kind == "phrase" && e.By != p.v.Reader.User // between them and who hears of it by the rule book
	})
	if len(events) == 0 {
		return nil
	}
	const most, each = 24, 8
	parts := []Part{{Kind: Divider}, para(p.enc.Bold(p.say("show.history", nil)))}
	skipped := max(0, len(events)-most)
	if skipped > 0 {
		parts = append(parts, small(p.say("card.more", data{"n": strconv.Itoa(skipped)})))
	}
	var lines []string
	for i, e := range events[skipped:] {
		lines = append(lines, p.event(e))
		if len(lines) == each || i == len(events)-skipped-1 {
			parts, lines = append(parts, small(p.lines(lines...))), nil
		}
	}
	return parts
}

// event is one line of a history.
func (p *pen) event(e ticket.Event) string {
	line := p.say("show.event", data{"at": p.at(e.At), "what": p.eventWords(e)})
	if e.Text != "" && e.Kind != "captured" && p.open() {
		line += " " + p.say("show.text", data{"text": p.words(strings.Join(strings.Fields(clean(e.Text)), " "), gistText*2)})
	}
	return line
}

// eventWords are what happened and who did it.
func (p *pen) eventWords(e ticket.Event) string {
	key := "event." + e.Kind
	if !p.c.has(key) {
		key = "event.other"
	}
	d := data{"by": p.actor(e.By), "to": p.lane(e.To), "rule": p.enc.Escape(e.Rule), "what": p.words(e.Kind, gistText), "from": p.lane(e.Facts["from"]), "ticket": e.Facts["ticket"], "undo": e.Facts["undo"]}
	if e.Facts["answer"] == ticket.Explained {
		d["explained"] = "yes"
	}
	if e.Kind == string(ticket.VerbTriage) {
		d["as"], d["was"] = p.judgement(e)
	}
	d["have"], d["of"], _ = strings.Cut(e.Facts["noted"], "/")
	return p.say(key, d)
}

// lane shows an event's counterpart, a person or a channel.
func (p *pen) lane(id string) string {
	if strings.HasPrefix(id, "C") || strings.HasPrefix(id, "G") {
		return p.enc.Channel(id)
	}
	return p.name(id)
}

// list is a list of tickets, one line each.
func (p *pen) list(key string) func(Answer) []Part {
	return func(a Answer) []Part {
		shown := a.Absences[:min(len(a.Absences), linesEach)]
		away := make([]Part, 0, len(shown))
		for _, one := range shown {
			away = append(away, small(p.absence(one)))
		}
		if len(a.Tickets) == 0 {
			return append([]Part{para(p.say("answer.none_"+key, nil))}, away...)
		}
		parts := []Part{para(p.enc.Bold(p.say("answer."+key, data{"count": strconv.Itoa(len(a.Tickets))})))}
		for i := range a.Tickets[:min(len(a.Tickets), mostRows)] {
			parts = append(parts, para(p.on(&a.Tickets[i]).row()))
		}
		more := max(0, len(a.Tickets)-mostRows)
		if n, err := strconv.Atoi(p.params["more"].Raw()); err == nil {
			more += n
		}
		if more > 0 {
			parts = append(parts, small(p.say("answer.more", data{"count": strconv.Itoa(more)})))
		}
		return append(parts, away...)
	}
}

func (p *pen) row() string {
	d := data{"state": p.state(), "what": p.gist(p.t.Text, gistText)}
	if lead := p.t.Lead(); lead != nil && !p.t.State.Ended() {
		d["when"] = p.dueNow(lead)
		return p.say("answer.row_limit", d)
	}
	return p.say("answer.row", d)
}

// help lists the verbs that may be used, each with its usage and one line; more
// says that there are others.
func (p *pen) help(a Answer) []Part {
	verbs := a.Verbs
	if len(verbs) == 0 {
		verbs = p.c.Verbs()
	}
	head := p.say("answer.help_all", nil)
	switch {
	case p.t != nil:
		head = p.say("answer.help_one", nil)
	case p.params["more"] != "":
		head = p.say("answer.help", nil)
	}
	parts := []Part{para(head)}
	var lines []string
	for _, v := range verbs {
		if v.Allowed && p.c.has("usage."+v.Verb) {
			d := data{"usage": p.usage(v.Verb), "does": p.say("does."+v.Verb, nil)}
			lines = append(lines, p.say("answer.help_row", d))
		}
	}
	for from := 0; from < len(lines); from += 8 {
		parts = append(parts, para(p.lines(lines[from:min(from+8, len(lines))]...)))
	}
	if p.params["more"] != "" {
		parts = append(parts, small(p.say("answer.help_more", nil)))
	}
	if p.t == nil {
		parts = append(parts, contexts(p.violations())...)
	}
	return parts
}

// department is a department's name in the reader's language; its id where it has none.
func (p *pen) department(id string) string {
	if p.v.Rules.Org != nil {
		if d := p.v.Rules.Org.Department(id); d != nil && d.Name.In(p.locale) != "" {
			id = d.Name.In(p.locale)
		}
	}
	return p.words(id, mostLabel)
}

// whois answers who is there for a topic or department, and why they are.
func (p *pen) whois(Answer) []Part {
	d := data{"topic": p.value("what"), "who": p.value("who"), "how": p.value("how")}
	switch {
	case p.user("who") == "":
		return paras(p.say("answer.whois_none", d))
	case p.params["department"].Raw() == "" || d["how"] == "":
		return append(paras(p.say("answer.whois", d)), p.inPlaceOf()...)
	default:
		d["dept"] = p.department(p.params["department"].Raw())
		how := p.say("answer.whois_how", d)
		if p.value("backup") != "" {
			how = p.lines(how, p.say("answer.whois_backup", data{"backup": p.value("backup")}))
		}
		return append(paras(how), p.inPlaceOf()...)
	}
}
