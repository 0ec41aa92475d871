package text

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/firstask/firstask/policy"
	"github.com/firstask/firstask/ticket"
)

// paper is a form of a rule book, filled in: one line each, in words and whole
// dates, so that it says the same when it is copied or printed.
func (p *pen) paper(a Answer) []Part {
	if p.t == nil {
		return p.notFound(a)
	}
	title := p.words(cmp.Or(a.Labels.Forms[a.Paper.ID].In(p.locale), a.Paper.ID), mostLine)
	parts := []Part{para(p.enc.Bold(p.say("paper.title", data{"title": title})))}
	var lines []string
	for _, l := range a.Paper.Lines {
		label := p.enc.Bold(p.lineLabel(a, l))
		said := p.lineOf(l, a)
		if !slices.Contains([]policy.Line{policy.LineContent, policy.LineResult, policy.LinePassed, policy.LineTalk, policy.LineEvidence, policy.LineAccount, policy.LineEcho}, l) {
			lines = append(lines, p.say("paper.line", data{"label": label, "text": strings.Join(said, p.say("list.sep", nil))}))
			continue
		}
		parts = append(append(parts, para(p.lines(lines...)), para(p.say("paper.line", data{"label": label, "text": ""}))), paras(said...)...)
		lines = nil
	}
	parts = append(parts, para(p.lines(lines...)))
	by := data{"who": p.name(p.v.Reader.User), "at": p.stamp(p.v.Now), "rule": p.enc.Escape(a.Paper.Rule)}
	return append(parts, small(p.say("paper.by", by)))
}

// lineLabel is what a line is called: by the rule book, else by us.
func (p *pen) lineLabel(a Answer, l policy.Line) string {
	if own := a.Labels.Lines[a.Paper.ID+"/"+string(l)].In(p.locale); own != "" {
		return p.words(own, mostLine)
	}
	if strings.HasPrefix(string(l), FieldContact) {
		return p.enc.Escape(p.fieldName(string(l)))
	}
	return p.say("paper."+string(l), nil)
}

// lineOf is what a line says: one value, or one for each paragraph; a dash where
// nothing is known.
func (p *pen) lineOf(l policy.Line, a Answer) []string {
	said := slices.DeleteFunc(p.linesOf(l, a), func(s string) bool { return strings.TrimSpace(s) == "" })
	if len(said) == 0 {
		return []string{p.say("paper.none", nil)}
	}
	return said
}

//nolint:cyclop // a table
func (p *pen) linesOf(l policy.Line, a Answer) []string {
	t := p.t
	switch l {
	case policy.LineNumber:
		return []string{p.number()}
	case policy.LineCreated:
		return []string{p.stamp(t.CreatedAt)}
	case policy.LineChannel:
		return []string{p.words(cmp.Or(a.Labels.Channels[t.Via].In(p.locale), t.Via), mostLine)}
	case policy.LineType:
		return []string{p.words(cmp.Or(a.Labels.Types[t.Type].In(p.locale), t.Type), mostLine)}
	case policy.LineAsker:
		return []string{p.asker()}
	case policy.LineContent:
		return p.whole(t.Text)
	case policy.LineNatural:
		return []string{p.firstAsked()}
	case policy.LineDepartment:
		return []string{p.department(t.Department)}
	case policy.LineReceiver:
		return p.someone(t.Holder(policy.Receiver))
	case policy.LineResponsible:
		return p.someone(t.Responsible)
	case policy.LineShared:
		all := make([]string, 0, len(t.Shared))
		for _, s := range t.Shared {
			all = append(all, p.say("card.shared_by", data{"dept": p.department(s.Department), "who": p.name(s.User)}))
		}
		return all
	case policy.LinePassed:
		return p.passings(a.Events, "handoff", "return", "accept", "lead", "share", "takeover", "redirect", "relieve", "restore", "correct")
	case policy.LineTalk:
		return p.passings(a.Events, "note", "reply", "ask", "answer", "inform", "understood", "promise", "plan")
	case policy.LineEvidence:
		return p.evidence(showEvidence, directText)
	case policy.LineAccount:
		return p.account(directText)
	case policy.LineEcho:
		return append(p.passings(a.Events, "confirm", "reopen", "callback"), p.rated())
	case policy.LineResult:
		return p.whole(t.Result.Text)
	case policy.LineEnded:
		if t.End.At.IsZero() {
			return nil
		}
		return []string{p.stamp(t.End.At) + " " + p.how()}
	default:
		id := strings.TrimPrefix(string(l), FieldContact)
		return []string{p.words(p.fieldValue(id, t.Contact[id]), showBytes)}
	}
}

// onPaper fills in the form there is, for those who may have it.
func (p *pen) onPaper() []Button {
	pol := p.v.Rules.Policy
	if pol == nil || len(pol.Forms) != 1 || !p.t.Reads(p.v.Reader.User) || !ticket.Permits(p.t, ticket.VerbExport, p.v.Reader.User, p.v.Rules) {
		return nil // of several one is named
	}
	return []Button{p.button("export", "export", pol.Forms[0].ID)}
}

// someone is a person; nothing for nobody.
func (p *pen) someone(user string) []string {
	if user == "" {
		return nil
	}
	return []string{p.name(user)}
}

// whole is a text of somebody, all of it.
func (p *pen) whole(s string) []string {
	if !p.open() {
		return []string{p.closed()}
	}
	return p.pieces(s, showBytes)
}

// showEvidence is how many pieces of evidence stand on a paper.
const showEvidence = 20

// passings are what happened of some kinds, when, and the words that came with it.
func (p *pen) passings(events []ticket.Event, kinds ...string) []string {
	var all []string
	for _, e := range events {
		if !slices.Contains(kinds, e.Kind) {
			continue
		}
		line := p.say("show.event", data{"at": p.stamp(e.At), "what": p.eventWords(e)})
		if e.Text != "" && p.open() {
			line += " " + p.say("show.text", data{"text": p.words(strings.Join(strings.Fields(clean(e.Text)), " "), reasonText)})
		}
		all = append(all, line)
	}
	return all
}

// stamp is an instant on paper: date and time of the organisation, which mean
// the same on any day.
func (p *pen) stamp(t time.Time) string {
	zone := p.zone()
	if p.v.Rules.Org != nil && p.v.Rules.Org.Zone != nil {
		zone = p.v.Rules.Org.Zone
	}
	return t.In(zone).Format("2006-01-02 15:04")
}
