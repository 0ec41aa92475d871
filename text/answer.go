package text

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/ticket"
)

// Answer puts a reply into the reader's language. The keys and their params:
//
//	saved [limit], saved_desk [who, news, opens], saved_private, joined, already_ticket [who],
//	accepted [limit], handed_off [to, limit], returned [to], urged [to],
//	resolved [who], resolved_tell [who], replied, replied_news, replied_callback, confirmed, reopened [to], escalated [to],
//	lead_named [to, limit], frozen [to], shared, shared_lead [to], triaged [fields], endorsed [to], laid_before [to], force_formed [to, limit], taken_over [who, at],
//	promised, promise_asked [to, alone], wish_agreed, supervised, task_made [who] (all with at and, for
//	working days, days and from), wish_declined, asked_level [to, limit], asked_asker,
//	answered [to], waiting [what], resumed, complaint_sent, complaint_wished, marked [mark], acked,
//	about_set [who, to], ruled, ruled_finally, review_asked [to], correction_asked [to], correction_agreed, correction_declined,
//	planned, informed, informed_tell, understood, not_clear, reported, called_back, called_again, callback_wished [who], unclear_result,
//	waiting_direct [what], consent_asked, consented, redirected, redirect_tell [who], fielded [fields], revealed,
//	merged [number], unmerged, not_again, disputed [who], order_stays [to], dispatched [to, limit], dispatch_where,
//	withdrawn, asker_set [who], noted, not_found [number], foreign, near_verb [suggest], which [verb],
//	not_saved, choose_person [verb] (Options), confirm_receiver [who] (Options), unclear_when,
//	show (Events), export (Paper, Events, Labels), mine and list [more] (Tickets), why (Reasons), help [more] (Verbs), duty (Duties),
//	handover_list [without.N for each ticket N without a reason, times.N: how often it was handed on] (Tickets), nothing_open,
//	handover_sent, carried [number, count], duty_taken [who, count], swap_offered [to, at, back], swap_agreed,
//	swap_declined, swap_undone, duty_relieved [who, to], duty_released [who], duty_started [place, rule], duty_ended,
//	duty_here, duty_logged and duty_ticked [lacks], duty_record (Records), call_unclear,
//	guide [page, what] (Guide),
//	kb [what, answers: ids], suggested [answers, at], answer_solved, answer_opened,
//	whois [what, who, department, how, backup, for, until], posts (Posts), post_changed, post_file and post_kept [post, department], away_set [who, from, until, to],
//	away_list (Absences), back_set [who], moves_undone, empty, too_long, bot_receiver, outsider_receiver,
//	unknown_receiver and gone_receiver [who], asker_unclear,
//	need_host [what, option], unknown_option [option, options], option_bare [option], option_value [option, value, options],
//	offer [who], offer_over, wrong_team, need_reason, failed;
//	refused (Refused).
//
// Text in Typed is handed back below the answer. A key nobody wrote is answered
// as failed, so that nobody reads an internal name.
func (c *Catalog) Answer(a Answer, v View) Message {
	p := c.pen(v, a.Params, notice.Recipient{User: v.Reader.User})
	return p.message(func(p *pen) []Part {
		parts := p.answer(a)
		if a.Typed != "" {
			for _, piece := range p.pieces(p.typedBack(a.Typed), typedBytes) {
				parts = append(parts, para(piece))
			}
		}
		return parts
	})
}

// typedBack is what was typed as it was typed: people by their names.
func (p *pen) typedBack(s string) string {
	return mentioned().ReplaceAllStringFunc(s, func(m string) string {
		return "@" + p.plain().name(mentioned().FindStringSubmatch(m)[1])
	})
}

// mentioned is how Slack writes a person into what was typed.
func mentioned() *regexp.Regexp { return regexp.MustCompile(`<@([UW][A-Z0-9]+)(?:\|[^<>]*)?>`) }

func (p *pen) answer(a Answer) []Part {
	if a.Refused != nil {
		q := *p
		q.params = a.Refused.Params
		return q.refused(a.Refused)
	}
	if write, special := p.answers()[a.Key]; special {
		return write(a)
	}
	key := "answer." + a.Key
	if !p.c.has(key) {
		key = "answer.failed"
	}
	return append([]Part{para(p.say(key, p.answerValues()))}, p.answerButtons(a.Key)...)
}

// answerValues are the facts of a simple answer; those the ticket knows need not be given.
func (p *pen) answerValues() data {
	d := p.values("who", "news", "opens", "limit", "to", "at", "suggest", "number", "what", "verb", "alone", "option", "options", "value", "count", "back")
	d["fields"] = p.fields(strings.Fields(p.params["fields"].Raw()))
	d["undo"] = p.undoMerge(strconv.FormatInt(p.numberOf(), 10))
	d["mark"], d["when"], d["counted"] = p.wordOf("mark"), p.full(p.instant("at")), p.countedDays()
	if p.t == nil {
		return d
	}
	d["as"] = p.takenFor(p.t.Type, p.t.Urgency, p.t.Judged())
	d["asker"], d["has"], d["lacking"] = p.asker(), p.name(p.t.Factual()), p.lacking()
	for name, user := range map[string]string{"who": p.t.Follower(), "to": p.t.Factual()} {
		if p.params[name].Raw() == "" {
			d[name] = p.name(user)
		}
	}
	return d
}

func (p *pen) answerButtons(key string) []Part {
	switch {
	case p.t == nil:
		return nil
	case key == "already_ticket" || key == "joined":
		return []Part{row(p.button("show", "show", ""))}
	default:
		return nil
	}
}

// answers are those that are more than one sentence.
func (p *pen) answers() map[string]func(Answer) []Part {
	return map[string]func(Answer) []Part{
		"saved": p.saved, "saved_desk": p.savedDesk, "accepted": p.yours, "handed_off": p.handedOff,
		"asked_level": p.askedLevel, "asked_asker": p.askedAsker, "resolved": p.resolved, "resolved_tell": p.resolved, "not_found": p.notFound,
		"choose_person": p.choosePerson, "confirm_receiver": p.confirmReceiver,
		"show": p.show, "mine": p.list("mine"), "list": p.list("list"), "why": p.whyThis, "help": p.help,
		"duty": p.duty, "duty_started": p.dutyStarted, "duty_record": p.dutyRecord, "duty_logged": p.written, "duty_here": p.written, "duty_ticked": p.written,
		"handover_list": p.handoverList, "whois": p.whois, "guide": p.guide, "escalated": p.escalatedTo, "kb": p.kb, "suggested": p.suggested, "offer": p.offer,
		"posts": p.posts, "post_changed": p.postSaid("post_changed"), "post_file": p.postSaid("post_file"), "post_kept": p.postSaid("post_kept"),
		"export": p.paper, "revealed": p.revealed, "informed_tell": p.informedTell,
		"away_set": p.awaySet, "away_list": p.awayList,
	}
}

// simple is one sentence with a variant for a missing fact.
func (p *pen) simple(key, fact, without string) string {
	if p.params[fact] == "" {
		key = without
	}
	return p.say("answer."+key, p.answerValues())
}

func (p *pen) saved(Answer) []Part {
	said := para(p.simple("saved_limit", "limit", "saved"))
	how := contexts(p.scriptsHere())
	doing := row(p.primary("answered", "resolve", "form"), p.handOff(), p.button("accept", "accept", ""))
	if p.t != nil && p.lacking() != "" {
		said.Text = p.lines(said.Text, p.lacking())
		doing.Buttons = append(doing.Buttons, p.complete())
	}
	if p.t != nil && p.t.Asker.Kind != ticket.AskerUnknown && p.t.Asker.Kind != "" {
		return append(append([]Part{said}, how...), doing) // the form said it
	}
	return append(append([]Part{said}, how...), doing, para(p.say("answer.saved_who", nil)),
		row(p.button("asker_customer", "asker", "customer"), p.button("asker_colleague", "asker", "form"), p.button("asker_me", "asker", "me")))
}

func (p *pen) savedDesk(Answer) []Part {
	key := "saved_desk"
	switch {
	case p.instant("news").IsZero():
		key = "saved_desk_plain"
	case !p.instant("opens").IsZero():
		key = "saved_desk_later"
	}
	if p.t == nil {
		return []Part{para(p.say("answer."+key, p.answerValues())), row(p.button("add_details", "note", "form"))}
	}
	said := p.lines(p.say("answer."+key, p.answerValues()), p.lacking())
	return []Part{para(said), row(p.button("add_details", "note", "form"), p.complete())}
}

func (p *pen) yours(Answer) []Part {
	return []Part{para(p.simple("accepted", "limit", "accepted_plain"))}
}

func (p *pen) handedOff(Answer) []Part {
	said := para(p.simple("handed_off", "limit", "handed_off_plain"))
	return append(append([]Part{said}, p.inPlaceOf()...), contexts(p.next())...)
}

func (p *pen) askedLevel(Answer) []Part {
	key := "answer.asked_level"
	if p.params["limit"] != "" {
		key = "answer.asked_level_limit"
	}
	return append([]Part{para(p.say(key, p.answerValues()))}, p.inPlaceOf()...)
}

// askedAsker says who is asked: somebody outside Slack has to be asked by people.
func (p *pen) askedAsker(Answer) []Part {
	if p.t != nil && !p.t.Asker.InSlack() {
		return []Part{para(p.say("answer.asked_outside", p.answerValues())), row(p.resume())}
	}
	return []Part{para(p.say("answer.asked_asker", p.answerValues()))}
}

func (p *pen) resolved(a Answer) []Part {
	d := p.answerValues()
	if p.t != nil {
		d["who"] = p.asker()
	}
	if p.t != nil && a.Key == "resolved_tell" {
		d["who"] = p.name(p.t.Teller())
	}
	return []Part{para(p.say(p.outcome("answer."+a.Key), d))}
}

func (p *pen) notFound(Answer) []Part {
	number := p.value("number")
	if number == "" {
		return []Part{para(p.say("answer.not_found", data{"number": p.say("answer.that_number", nil)}))}
	}
	return []Part{para(p.say("answer.not_found", data{"number": "#" + number}))}
}

// choosePerson lists people to choose from. A button does the verb of the
// params (handoff without one) with the person as its detail, and carries what
// else was said: the number, a space and the text.
func (p *pen) choosePerson(a Answer) []Part {
	verb := p.params["verb"].Raw()
	if verb == "" {
		verb = "handoff"
	}
	value := strings.TrimSpace(p.number() + " " + start(p.params["reason"].Raw(), mostCarried))
	buttons := make([]Button, 0, mostRows)
	for _, o := range a.Options[:min(len(a.Options), mostRows)] {
		buttons = append(buttons, Button{Label: cut(clean(o.Label), mostLabel), Verb: verb, Detail: o.Value, Value: value})
	}
	return []Part{para(p.say("answer.choose_person", nil)), row(buttons...)}
}

// offer asks somebody whether what a post says to them is a request. The
// buttons carry the post; there is no ticket yet.
func (p *pen) offer(Answer) []Part {
	button := func(label, detail string) Button {
		return Button{Label: p.say("button."+label, nil), Verb: "new", Detail: detail, Value: "0 " + p.params["post"].Raw()}
	}
	open := button("open_it", "open")
	open.Primary = true
	return []Part{para(p.say("answer.offer", p.values("who"))), row(open, button("not_request", "no"))}
}

// mostCarried is how much of a text a button carries, in characters: Slack takes 2,000.
const mostCarried = 1900

// confirmReceiver asks once more before handing over to the one person of Options or params.
func (p *pen) confirmReceiver(a Answer) []Part {
	user := p.user("who")
	if user == "" && len(a.Options) > 0 {
		user = a.Options[0].Value
	}
	yes := p.primary("yes_hand_over", "handoff", user)
	return []Part{para(p.say("answer.confirm_receiver", data{"who": p.name(user)})), row(yes, p.handOff())}
}
