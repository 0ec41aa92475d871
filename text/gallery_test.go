package text_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/policy"
	"github.com/firstask/firstask/text"
	"github.com/firstask/firstask/ticket"
)

// picture is one message of the gallery and what it was drawn from.
type picture struct {
	name   string
	locale string
	m      text.Message
	view   text.View
	to     notice.Recipient
}

// extent is how much of the gallery is drawn.
type extent int

const (
	brief  extent = iota // what real lives bring up, in the first language
	spread               // that in every language, and every kind in every state in one of them
	whole                // all of it in every language
)

// calm is an extent, or the least of them under the race detector: this room
// has nothing that could race. scripts/test.sh draws the rest without it.
func calm(e extent) extent {
	if racing {
		return brief
	}
	return e
}

// gallery draws everything the room can say, from tickets that lived through
// real commands, with the given words as every text people write.
func gallery(tb testing.TB, c *text.Catalog, words string, e extent, look func(picture)) {
	tb.Helper()
	locales := text.Locales()
	if e == brief {
		locales = locales[:1]
	}
	for n, locale := range locales {
		g := &painter{tb: tb, c: c, locale: locale, words: words, look: look, step: 1}
		if e == spread {
			g.next, g.step = n, len(locales)
		}
		for i, s := range lives(tb, words) {
			g.notices(s)
			if e != brief && i%6 == 3 {
				g.matrix(s)
			}
			g.answers(s)
			g.refusals(s)
		}
		for _, s := range slices.Concat(watchedLives(tb, words), correctedLives(tb, words)) { // they differ in their notices
			g.notices(s)
		}
		for _, s := range matterLives(tb, words) {
			g.notices(s)
			g.shows(s)
			g.refusals(s)
		}
		for _, s := range slices.Concat(chainLives(tb, words), ruledLives(tb, words), endorsedLives(tb, words), forcedLives(tb, words), ratedLives(tb, words), guidedLives(tb, words), mergedLives(tb, words), notedLives(tb, words)) {
			g.notices(s)
			g.shows(s)
		}
		for _, s := range explainedLives(tb, words) {
			g.notices(s)
			g.shows(s)
			g.explaineds(s)
		}
		for _, s := range guidedLives(tb, words) {
			g.guides(s)
		}
		g.bare()
	}
}

// shows draws a ticket and why its limits are what they are.
func (g *painter) shows(s *story) {
	v := s.view(chen, g.locale)
	for _, key := range []string{"show", "why"} {
		a := text.Answer{Key: key, Events: s.events, Reasons: ticket.Why(&s.t, s.rules, s.now)}
		g.keep("answer "+key, g.c.Answer(a, v), v, notice.Recipient{User: chen})
	}
}

type painter struct {
	tb     testing.TB
	c      *text.Catalog
	locale string
	words  string
	look   func(picture)
	// Of a matrix the painter draws every step-th kind, from the next one on.
	next, step int
}

func (g *painter) keep(name string, m text.Message, v text.View, to notice.Recipient) {
	g.look(picture{name: name, locale: g.locale, m: m, view: v, to: to})
}

// notices draws every notice of a life as it stands at its end.
func (g *painter) notices(s *story) {
	for _, n := range s.notices {
		n.Class = notice.Edit
		g.draw(n, s)
	}
}

// ofNoTicket are the kinds that speak of several tickets, or of none.
func ofNoTicket() []notice.Kind {
	return []notice.Kind{
		notice.Folded, notice.Digest, notice.Observed, notice.Gaps, notice.Broken,
		notice.Reloaded, notice.ReloadRefused, notice.RosterGap, notice.SwapOffered, notice.DutyNews, notice.HandoverDue, notice.HandoverList,
		notice.PostChanged, notice.PostDiffers,
		notice.Delegated, notice.MovedList, notice.WelcomeBack,
	}
}

// matrix draws every kind in every state, whether it fits or not, or the
// painter's share of them.
func (g *painter) matrix(s *story) {
	for _, state := range ticket.States() {
		q := *s
		q.t.State = state
		for _, k := range text.Kinds() {
			if slices.Contains(ofNoTicket(), k) {
				continue // of several tickets: drawn in notice_many_test.go and duty_test.go
			}
			if g.next++; g.next%g.step != 0 {
				continue
			}
			for _, to := range []notice.Recipient{{User: liwn}, {User: zhou}, {Channel: desk, Thread: ticket.CardSlot}} {
				g.draw(notice.Notice{Kind: k, Class: notice.Edit, To: to, Params: everyParam(&q, g.words)}, &q)
			}
		}
	}
}

// ofSeveral are the kinds that are drawn with the matters of whole lives.
func ofSeveral() []notice.Kind {
	return []notice.Kind{
		notice.Folded, notice.Digest, notice.Observed, notice.Gaps, notice.Broken, notice.Reloaded, notice.ReloadRefused,
		notice.Delegated, notice.MovedList, notice.WelcomeBack, notice.PostChanged, notice.PostDiffers,
	}
}

func (g *painter) draw(n notice.Notice, s *story) {
	v := s.view(n.To.User, g.locale)
	m, err := g.c.Notice(n, v)
	if err != nil {
		g.tb.Fatalf("%s in %s: %v", n.Kind, s.t.State, err)
	}
	g.keep(fmt.Sprintf("%s in %s", n.Kind, s.t.State), m, v, n.To)
}

// everyParam has all params any kind may have.
func everyParam(s *story, words string) notice.Params {
	p := notice.Params{
		"who": notice.User(chen), "by": notice.User(zhou), "from": notice.User(chen), "to": notice.User(liwn), "subject": notice.User(liwn),
		"head": notice.User(zhou), "next": notice.User(he), "channel": notice.Channel(cafe), "reason": notice.Text(words), "result": notice.Text(words),
		"text": notice.Text(words), "desk": notice.Text(words), "why": notice.Word("reason.not_my_area"), "what": notice.Word("news.promised"),
		"how": notice.Word("ending.confirmed"), "left": notice.Span(6 * time.Minute), "span": notice.Span(30 * time.Minute),
		"news": notice.Time(s.now.Add(time.Hour)), "limit": notice.Time(s.now), "since": notice.Time(s.now.Add(-time.Hour)), "at": notice.Time(s.now),
		"rule": notice.Text("FA-18.response"), "question": notice.Text(words), "answer": notice.Text(words),
		"was": notice.Time(s.now), "hard": notice.Time(s.now.Add(time.Hour)), "mark": notice.Word("mark.major"), "fields": notice.Text("phone unit"),
		"number": notice.Text("40"), "option": notice.Text(words), "options": notice.Text(words), "value": notice.Text(words), "post": notice.Text("C0HELP/1.1"),
		"for": notice.User(zhao), "absence": notice.Word("absence.away"), "as": notice.Word("stands.responsible"),
		"until": notice.Time(s.now.Add(48 * time.Hour)), "undo": notice.Time(s.now.Add(10 * time.Hour)), "sweep": notice.Text("s1"),
	}
	if lead := s.t.Lead(); lead != nil {
		p["clock"], p["rule"], p["limit"] = notice.Text(lead.ID()), notice.Text(lead.Rule), notice.Time(lead.Due)
	}
	return p
}

func (g *painter) answers(s *story) {
	desks := []text.Option{{Label: g.words, Value: chen}, {Label: "Finance", Value: ""}}
	params := everyParam(s, g.words)
	params["suggest"], params["number"], params["what"], params["department"] = notice.Text("accept 42"), notice.Text("42"), notice.Text(g.words), notice.Text("finance")
	params["verb"], params["alone"] = notice.Text("accept"), notice.Time(s.now)
	params["how"], params["more"] = notice.Word("found.post"), notice.Number(7)
	params["version"], params["today"] = notice.Text("a1"), notice.Text("b2")
	many := make([]ticket.Ticket, 24)
	for i := range many {
		many[i] = s.t
	}
	for _, key := range answerKeys() {
		for i, p := range []notice.Params{params, {}, {"from": notice.Time(s.now), "days": notice.Number(7), "at": notice.Time(s.now.AddDate(0, 0, 9)), "who": notice.User(chen), "news": params["news"], "opens": params["news"], "what": notice.Text("x")}} {
			a := text.Answer{Key: key, Params: p, Events: s.events, Paper: everyLine(i, g.words)}
			if i == 1 && slices.Contains([]string{"not_saved", "too_long", "near_verb"}, key) {
				a.Typed = g.words
			}
			if i == 0 {
				a.Duties = []text.Duty{{Department: "finance", User: chen, Open: true}, {Department: "nowhere", From: s.now}}
				a.Posts = postRows(s.now, g.words)
				a.Options, a.Tickets, a.Reasons = desks, many, ticket.Why(&s.t, s.rules, s.now)
				a.Labels, a.Absences = labels(g.words), absences(s.now)
				a.Guide = text.Guide{Policy: s.rules.Policy, Books: s.rules.Policy.Books}
				if len(a.Reasons) > 0 {
					a.Reasons[0].Clock.Over = []string{"T-9"}
				}
			}
			user := []string{chen, liwn, tang}[i]
			v := s.view(user, g.locale)
			g.keep("answer "+key, g.c.Answer(a, v), v, notice.Recipient{User: user})
		}
	}
}

// everyLine is a form with all lines there are, one without, and one of no rule book.
func everyLine(i int, words string) policy.Form {
	f := policy.Form{ID: []string{"order", words, ""}[i], Rule: "NX-5.1"}
	if i == 0 {
		f.Lines = append(policy.Lines(), "contact.phone", "contact.unit")
	}
	return f
}

// postRows are a post that a head changed, one that nobody holds, and more than fit.
func postRows(at time.Time, words string) []text.PostRow {
	edits := []text.PostEdit{{Part: "holder", By: zhou, At: at, File: []string{chen}, Person: true}, {Part: "topics", By: zhou, At: at, File: []string{words, "x"}}}
	rows := make([]text.PostRow, 1, 25)
	rows[0] = text.PostRow{Department: "finance", Post: policy.Post{ID: words, Holder: liwn, Backups: []string{zhou, chen}, Topics: []string{words, "invoice"}}, Edits: edits, May: true}
	for range 24 {
		rows = append(rows, text.PostRow{Department: "nowhere", Post: policy.Post{ID: "parts"}})
	}
	return rows
}

// absences are one that lies over now, one to come and one without an end.
func absences(now time.Time) []policy.Absence {
	return []policy.Absence{
		{User: liwn, Delegate: zhao, From: now.Add(-time.Hour), To: now.Add(48 * time.Hour)},
		{User: chen, From: now.Add(time.Hour), To: now.Add(48 * time.Hour)},
		{User: zhou, Delegate: he, From: now.Add(-time.Hour)},
	}
}

func answerKeys() []string {
	return strings.Fields(`saved saved_desk saved_private joined already_ticket accepted handed_off returned urged promised planned informed informed_tell understood not_clear
		resolved resolved_tell replied replied_news replied_callback confirmed reopened escalated withdrawn asker_set noted not_found foreign near_verb which not_saved not_changed
		choose_person confirm_receiver unclear_when show mine list why help duty whois guide kb suggested answer_solved answer_opened posts post_changed post_file post_kept empty too_long bot_receiver outsider_receiver
		promise_asked wish_agreed wish_declined supervised task_made export asked_level asked_asker answered waiting resumed
		waiting_direct consent_asked consented redirected redirect_tell fielded revealed disputed order_stays declared merged unmerged not_again dispatched dispatch_where
		complaint_sent complaint_wished marked acked reported called_back called_again callback_wished unclear_result rated unclear_rating
		lead_named frozen shared shared_lead triaged endorsed laid_before force_formed taken_over away_set away_list back_set moves_undone
		unknown_receiver gone_receiver wrong_team
		about_set ruled ruled_finally review_asked correction_asked correction_agreed correction_declined need_host unknown_option option_bare option_value offer offer_over need_reason failed asker_unclear nobody_wrote_this`)
}

func codes() []ticket.Code {
	return []ticket.Code{
		ticket.NotYours, ticket.AlreadyAccepted, ticket.AlreadyYours, ticket.AlreadyEnded, ticket.IsArchived, ticket.AlreadyAsked, ticket.NothingToReturn,
		ticket.MovedOn, ticket.NeedReason, ticket.NeedText, ticket.NeedReceiver, ticket.SelfHandoff, ticket.UnknownPerson, ticket.Outsider,
		ticket.PersonGone, ticket.NoCounterpart, ticket.TooSoon, ticket.UrgedEnough, ticket.NobodyToUrge, ticket.TooFar, ticket.PastDeadline,
		ticket.InThePast, ticket.NotSolved, ticket.NotClosed, ticket.ReopenTooLate, ticket.NotATask, ticket.ReturnInstead, ticket.HandOverInstead, ticket.BotReceiver,
		ticket.NoSuperior, ticket.AcceptFirst, ticket.NeedConsent, ticket.NeverLater, ticket.AskedHead, ticket.NoWish, ticket.NeedFirst,
		ticket.NeedQuestion, ticket.InTheChain, ticket.AskLevel, ticket.WaitsBelow, ticket.NoQuestion, ticket.NotWaiting, ticket.NotBreached,
		ticket.Complained, ticket.AlreadyMarked, ticket.NothingToSee, ticket.NoCallback, ticket.CallbackWaits, ticket.NoSurvey, ticket.NoWindow, ticket.NoLimit, ticket.NeedMatter, ticket.NeedOpinions,
		ticket.NotForThem, ticket.EndsFirst, ticket.NeedDelegate, ticket.DelegateCircle, ticket.NotAway, ticket.UndoOver, ticket.NoPlace, ticket.NobodyStands,
		ticket.NeedContact, ticket.NeedParts, ticket.NotInformed, ticket.NeedTriage, ticket.NeedFields, ticket.BadField, ticket.NeedHow, ticket.NeedYes, ticket.NeverDirect, ticket.AlreadyAgreed, ticket.NeedWhere,
		ticket.NotShown, ticket.NothingNoted, ticket.NeedOther, ticket.NotMerged, ticket.OtherEnded, ticket.NotForAll, ticket.HoldsOthers, ticket.NeverAway, ticket.DisputeInstead, ticket.NotDispatched, ticket.NotDisputed,
		ticket.NoForm, ticket.NoPost, ticket.NotPostHead, ticket.NeedHolder, ticket.SameBackup, ticket.NeedTopics, ticket.TopicTaken, ticket.NothingAsked, "no_such_code",
		ticket.FirstAlready, ticket.AskerFirst, ticket.AskedToCorrect, ticket.NoCorrection,
		ticket.StaysPut, ticket.NoLead, ticket.NoLeadWanted, ticket.LeadStays, ticket.AskInstead, ticket.AlreadyShared,
		ticket.AboutYou, ticket.AboutThem, ticket.AboutAlready, ticket.AskedItself, ticket.NoRuling, ticket.RuledAlready, ticket.RuledFinally,
		ticket.EndorseFirst, ticket.NoEndorsement, ticket.NeedForce, ticket.FinalOnly, ticket.ReviewFirst, ticket.NotRuled, ticket.PartiesOnly, ticket.ReviewInstead, ticket.UnderReviewNow,
		ticket.Forbidden, ticket.NotTakenOver, ticket.NotHandedOver, ticket.AlreadyReleased, ticket.NoRelease,
	}
}

func (g *painter) refusals(s *story) {
	for _, code := range codes() {
		for _, p := range []notice.Params{{}, {"who": notice.User(zhou), "at": notice.Time(s.now.Add(30 * time.Hour)), "verb": notice.Word("accept"), "state": notice.Word("state.CLOSED"), "what": notice.Text(g.words), "by": notice.User(zhao), "mark": notice.Word("mark.urgent"), "rule": notice.Text("FA-15"), "forms": notice.Text("order"), "number": notice.Text("40"), "tickets": notice.Text("7 9")}} {
			v := s.view(liwn, g.locale)
			g.keep("refused "+string(code), g.c.Refused(&ticket.Refusal{Code: code, Params: p}, v), v, notice.Recipient{User: liwn})
		}
	}
}

// bare draws what needs no ticket.
func (g *painter) bare() {
	v := text.View{Rules: mustRules(g.tb), Now: mustTime(g.tb, "2026-03-03 10:00"), Reader: text.Reader{User: chen, Locale: g.locale}}
	for key := range strings.FieldsSeq("not_saved failed not_found mine list help duty whois guide posts empty too_long wrong_team unclear_when foreign show near_verb choose_person why") {
		g.keep("bare "+key, g.c.Answer(text.Answer{Key: key, Typed: g.words}, v), v, notice.Recipient{})
	}
}

// lives are tickets that went through every verb and clock.
func lives(tb testing.TB, words string) []*story {
	tb.Helper()
	outside := func(r *ticket.Request) {
		r.Post, r.By, r.Typed = ticket.Post{Channel: cafe}, chen, true
		r.Asker = ticket.Asker{Kind: ticket.AskerCustomer, Name: words}
	}
	unknown := func(r *ticket.Request) {
		r.Asker, r.By, r.Addressed = ticket.Asker{Kind: ticket.AskerUnknown}, zhao, []string{liwn}
	}
	night := func(r *ticket.Request) { r.At = r.At.Add(12 * time.Hour) }
	return []*story{
		begin(tb, words), begin(tb, words, night), begin(tb, words, unknown), climbed(begin(tb, words)), climbed(begin(tb, words, private)),
		returned(begin(tb, words)), promised(begin(tb, words)), solved(begin(tb, words)), told(begin(tb, words, outside)),
		begin(tb, words).do(ticket.Command{Verb: ticket.VerbWithdraw, Actor: chen, Word: string(ticket.NotRequest), Text: words}),
		begin(tb, words).do(ticket.Command{Verb: ticket.VerbWithdraw, Actor: tang, Text: words}),
		lost(begin(tb, words)), silent(begin(tb, words)), weeks(begin(tb, words)),
		stoodIn(beginUnder(tb, watched(tb), words)), vacated(begin(tb, words)),
	}
}

// stoodIn has had everybody's place filled by another: who follows it, who has
// it, and a level; then who follows it is back.
func stoodIn(s *story) *story {
	s.handOff().relieve("s0", liwn, zhao).at("10:10").do(ticket.Command{Verb: ticket.VerbAccept, Actor: zhao})
	s.do(ticket.Command{Verb: ticket.VerbAsk, Actor: zhao, To: ticket.Target{User: zhou, Rule: "person"}, Text: s.t.Text})
	return s.relieve("s1", zhou, he).relieve("s2", chen, "").relieve("s3", zhao, liwn)
}

// vacated has nobody left.
func vacated(s *story) *story {
	s.rules.Gone = map[string]bool{zhao: true, he: true, zhou: true, liwn: true}
	return s.relieve("s1", chen, "")
}

// relieve lets somebody be away, with who stands in.
func (s *story) relieve(sweep, user, delegate string) *story {
	now := make([]policy.Absence, 0, 4)
	now = append(now, policy.Absence{User: user, Delegate: delegate, From: s.now})
	for _, a := range s.rules.Away {
		now = append(now, a)
	}
	s.rules = s.rules.WithAway(now, s.now)
	s.take(ticket.Relieve(&s.t, ticket.Leave{User: user, Sweep: sweep, Why: "away", Until: s.now.Add(48 * time.Hour)}, s.rules, s.now))
	return s
}

// climbed goes unanswered up to the fallback channel; the head asks for news first.
func climbed(s *story) *story {
	s.handOff().fire("10:19").fire("10:28")
	s.fire("10:34").at("10:36").do(ticket.Command{Verb: ticket.VerbUrge, Actor: zhou, Text: s.t.Text})
	s.do(ticket.Command{Verb: ticket.VerbNote, Actor: tang, Text: s.t.Text}).do(ticket.Command{Verb: ticket.VerbEdited, Text: s.t.Text})
	s.fire("11:40")
	return s.fire("14:30").fire("16:30")
}

func returned(s *story) *story {
	return s.handOff().at("10:10").do(ticket.Command{Verb: ticket.VerbReturn, Actor: liwn, Text: s.t.Text, Word: "not_my_area"})
}

func promised(s *story) *story {
	s.handOff().at("10:10").do(ticket.Command{Verb: ticket.VerbAccept, Actor: liwn})
	s.do(ticket.Command{Verb: ticket.VerbPromise, Actor: liwn, Until: s.now.Add(26 * time.Hour), Text: s.t.Text})
	return s.do(ticket.Command{Verb: ticket.VerbHandoff, Actor: zhou, Text: s.t.Text, To: ticket.Target{User: zhao, Rule: "head", Department: "support"}})
}

func solved(s *story) *story {
	s.handOff().at("10:10").do(ticket.Command{Verb: ticket.VerbAccept, Actor: liwn})
	s.do(ticket.Command{Verb: ticket.VerbResolve, Actor: liwn, Text: s.t.Text})
	s.do(ticket.Command{Verb: ticket.VerbReopen, Actor: tang, Text: s.t.Text})
	s.do(ticket.Command{Verb: ticket.VerbResolve, Actor: liwn, Text: s.t.Text})
	return s.do(ticket.Command{Verb: ticket.VerbConfirm, Actor: tang})
}

func told(s *story) *story {
	s.do(ticket.Command{Verb: ticket.VerbAsker, Actor: chen, Asker: s.t.Asker})
	s.do(ticket.Command{Verb: ticket.VerbResolve, Actor: chen, Text: s.t.Text})
	return s.do(ticket.Command{Verb: ticket.VerbReply, Actor: chen})
}

func lost(s *story) *story {
	s.at("10:04").do(ticket.Command{Verb: ticket.VerbHandoff, Actor: chen, Text: s.t.Text, To: ticket.Target{User: liwn, Rule: "person"}})
	s.do(ticket.Command{Verb: ticket.VerbUnreachable, User: liwn, Kind: notice.Handoff, Text: s.t.Text})
	return s.do(ticket.Command{Verb: ticket.VerbMoved, Where: notice.Recipient{User: chen}})
}

// silent is answered and closes by itself.
func silent(s *story) *story {
	s.handOff().at("10:10").do(ticket.Command{Verb: ticket.VerbResolve, Actor: liwn, Text: s.t.Text})
	s.now = mustTime(s.tb, "2026-03-09 10:00")
	s.take(ticket.Fire(&s.t, s.rules, s.now))
	return s
}

// weeks is left alone for more than a year.
func weeks(s *story) *story {
	s.do(ticket.Command{Verb: ticket.VerbAccept, Actor: chen})
	s.now = mustTime(s.tb, "2027-04-09 10:00")
	s.take(ticket.Fire(&s.t, s.rules, s.now))
	return s
}

// private makes a request one of a channel that not everybody can read.
func private(r *ticket.Request) { r.Post.Private, r.Post.Channel = true, cafe }
