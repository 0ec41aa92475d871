package text

import (
	"slices"
	"strconv"
	"strings"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/policy"
	"github.com/firstask/firstask/ticket"
)

// card is the working card: the whole ticket at a glance, with the buttons of its state.
func (p *pen) card() []Part {
	parts := []Part{para(p.enc.Bold(p.head()))}
	parts = append(parts, para(p.lines(p.firstAndNow(), p.inPlaces(), p.askerLine(), p.ruledOn(), p.contact(), p.lacking(), p.judged(), p.goes(), p.overlays(), p.family(), p.away(), p.informed(), p.next(), p.ending())))
	parts = append(parts, paras(p.request(cardText))...)
	parts = append(parts, paras(p.evidence(5, gistText)...)...)
	parts = append(parts, paras(p.account(reasonText)...)...)
	parts = append(parts, paras(p.labelled(p.outcome("card.result"), p.t.Result.Text, reasonText))...)
	parts = append(parts, contexts(p.scripts(), p.answered(), p.chain(), p.link())...)
	return append(append(parts, row(p.now()...)), p.proposed()...)
}

// overlays are the open questions, the marks, and a later time that waits.
func (p *pen) overlays() string {
	if p.t.State.Ended() {
		return p.marks()
	}
	return p.lines(p.levels(), p.owes(), p.endorsement(), p.taskForce(), p.leading(), p.marks(), p.wish(), p.correction())
}

// family are the tickets that one was declared for, and those that were declared for it.
func (p *pen) family() string {
	var lines []string
	if p.t.Parent != 0 {
		lines = append(lines, p.say("card.parent", data{"number": strconv.FormatInt(p.t.Parent, 10)}))
	}
	if len(p.t.Declared) > 0 {
		numbers := make([]string, 0, len(p.t.Declared))
		for _, n := range p.t.Declared {
			numbers = append(numbers, "#"+strconv.FormatInt(n, 10))
		}
		lines = append(lines, p.say("card.declared", data{"what": p.listed(numbers)}))
	}
	return p.lines(append(lines, p.repeats())...)
}

// listed are words one after the other.
func (p *pen) listed(words []string) string { return strings.Join(words, p.say("list.sep", nil)) }

// lines are sentences one below the other.
func (p *pen) lines(lines ...string) string {
	return strings.Join(slices.DeleteFunc(lines, func(s string) bool { return s == "" }), "\n")
}

// head is number, state and limit; in plain words also what it is about.
func (p *pen) head() string {
	head := p.say("card.head", data{"state": p.state()})
	if lead := p.t.Lead(); lead != nil && !p.t.State.Ended() {
		head = p.say("card.head_limit", data{"state": p.state(), "when": p.dueNow(lead)})
	}
	if p.bare {
		head += " \u00b7 " + p.gist(p.t.Text, gistText)
	}
	return head
}

// state is where the ticket stands, in words that name who moves next.
func (p *pen) state() string {
	t := p.t
	switch s := t.State; {
	case s == ticket.HandedOff && t.Handoff != nil:
		return p.say("line.waiting", data{"who": p.name(t.Handoff.To)})
	case s.Taking():
		return p.say("line.new", data{"who": p.name(t.Follower())})
	case s == ticket.Accepted, s == ticket.Investigating, s == ticket.Executing:
		return p.say("line.working", data{"who": p.name(t.Factual())})
	case p.waits():
		return p.waiting()
	case s == ticket.UnderReview:
		return p.say("line.review", data{"who": p.name(t.Factual())})
	case s == ticket.AwaitEndorsement:
		return p.say("line.endorsement", data{"who": p.endorsedBy()})
	case s == ticket.CallbackDue:
		return p.say("line.callback", data{"who": p.name(t.Caller())})
	case s == ticket.ResultReady:
		return p.say("line.ready", data{"who": p.name(t.Teller())})
	case s == ticket.Answered:
		return p.say(p.outcome("line.solved"), data{"who": p.asker()})
	case s == ticket.Closed:
		return p.say("line.closed", nil)
	case s == ticket.Archived:
		return p.say("line.archived", nil)
	case s == ticket.Withdrawn && t.End.How == ticket.NotRequest:
		return p.say("line.not_request", nil)
	case s == ticket.Withdrawn:
		return p.say("line.withdrawn", nil)
	default:
		return p.c.Word("state."+string(s), p.locale)
	}
}

// firstAndNow is who was asked first and who must move now.
func (p *pen) firstAndNow() string {
	t := p.t
	first := p.firstAsked()
	switch {
	case t.State.Ended():
		return p.say("card.first", data{"who": first})
	case t.Handoff != nil:
		return p.say("card.now_waiting", data{"who": first, "now": p.name(t.Handoff.To)})
	case t.Factual() != t.Follower():
		return p.say("card.now", data{"who": first, "now": p.name(t.Factual())})
	default:
		return p.say("card.first", data{"who": first})
	}
}

// firstAsked is who was asked first, for good, and who follows it in their place.
func (p *pen) firstAsked() string {
	if n := p.t.Natural; n.Stands != "" {
		return p.say("card.stands", data{"who": p.name(n.User), "now": p.name(n.Stands)})
	}
	return p.name(p.t.Natural.User)
}

func (p *pen) askerLine() string {
	post := p.t.Post
	if post.Channel == "" || post.DM || post.Private || p.t.About != "" {
		return p.say("card.asker", data{"who": p.asker()})
	}
	return p.say("card.asker_in", data{"who": p.asker(), "where": p.enc.Channel(post.Channel)})
}

// next is what happens if nobody moves: the reminders to come and the first
// superior that would be asked; or when a solved ticket closes by itself.
func (p *pen) next() string {
	if items := p.planned(p.t); len(items) > 0 {
		return p.say("card.next", data{"what": p.listed(items)})
	}
	return p.closes()
}

// nextOf is next for one clock, as if it were the only one.
func (p *pen) nextOf(c *ticket.Clock) string {
	if c == nil {
		return ""
	}
	alone := *p.t
	alone.Clocks, alone.Handoff = []ticket.Clock{*c}, nil
	items := p.planned(&alone)
	if len(items) == 0 {
		return ""
	}
	return p.say("card.next", data{"what": p.listed(items)})
}

// planned are the reminders to come and the first superior after them.
func (p *pen) planned(t *ticket.Ticket) []string {
	if p.v.Rules.Policy == nil || p.v.Rules.Org == nil {
		return nil
	}
	return p.upcoming(ticket.Plan(t, p.v.Rules, p.v.Now))
}

// upcoming are the reminders of a plan, and the first superior after them.
func (p *pen) upcoming(plan []ticket.Upcoming) []string {
	var items []string
	for _, u := range plan {
		key, before := map[notice.Kind]string{notice.Asked: "next.asked", notice.Reminder: "next.reminder"}[u.Kind]
		if !before {
			key = "next.escalation"
		}
		items = append(items, p.say(key, data{"at": p.at(u.At), "who": p.place(u.To)}))
		if !before {
			break
		}
	}
	return items
}

func (p *pen) closes() string {
	for i := range p.t.Clocks {
		if c := &p.t.Clocks[i]; c.Then == policy.Close && p.t.State == ticket.Answered && c.Due.After(p.v.Now) {
			return p.say("card.closes", data{"at": p.at(c.Due)})
		}
	}
	return ""
}

// ending is how it ended, or the time that was agreed.
func (p *pen) ending() string {
	t := p.t
	if lead := t.Lead(); lead != nil && lead.Promised && !t.State.Ended() {
		return p.say("card.promised", data{"at": p.at(lead.Due)})
	}
	if !t.State.Ended() || t.End.At.IsZero() {
		return ""
	}
	d := data{"at": p.at(t.End.At), "how": p.how()}
	if t.End.By == "" {
		return p.say("card.ended", d)
	}
	d["who"] = p.name(t.End.By)
	return p.say("card.ended_by", d)
}

// chain is who held it from when to when, the newest eight links.
func (p *pen) chain() string {
	holds := p.t.Chain
	holds = holds[max(0, len(holds)-8):]
	var items []string
	for _, h := range holds {
		d := data{"who": p.name(h.User), "role": p.c.Word("role."+string(h.As), p.locale), "from": p.at(h.From)}
		if h.End == "" {
			items = append(items, p.say("chain.open", d))
			continue
		}
		d["to"] = p.at(h.To)
		items = append(items, p.say("chain.past", d))
	}
	if len(items) == 0 {
		return ""
	}
	return p.say("card.chain", data{"what": strings.Join(items, p.say("list.sep", nil))})
}

// link leads to the message it came from, for those who may read it; plain
// words have no links.
func (p *pen) link() string {
	if p.t.Post.Link == "" || !p.open() || p.party() || p.bare {
		return ""
	}
	return p.enc.Link(p.t.Post.Link, p.say("card.link", nil))
}
