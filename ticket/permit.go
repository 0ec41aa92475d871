package ticket

import (
	"slices"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/policy"
)

// Relation is what somebody is to a ticket. A person may be several.
type Relation string

// The relations.
const (
	IsAsker       Relation = "asker"       // has the problem
	IsCapturer    Relation = "capturer"    // wrote it down
	IsNatural     Relation = "natural"     // was asked first and follows it, or does so in their place; once released, whoever has it
	IsReceiver    Relation = "receiver"    // is asked to take it
	IsResponsible Relation = "responsible" // has it: accepted, else was asked first
	IsGiver       Relation = "giver"       // handed it over and waits for the answer
	IsLevel       Relation = "level"       // owes the level above an answer
	IsUpper       Relation = "upper"       // waits for the answer of a level
	WasAsked      Relation = "asked"       // was asked to take it before
	IsSharing     Relation = "sharing"     // stands for a department that has a part in it
	IsTeller      Relation = "teller"      // brings the result to an asker outside Slack
	IsCaller      Relation = "caller"      // calls the customer back, as the rule book has it
	IsSuperior    Relation = "superior"    // heads those who hold it or owe an answer, or was asked to help
	IsAlarmed     Relation = "alarmed"     // an alarm rings for them
	IsDispatcher  Relation = "dispatcher"  // gave it to a unit as an order
	IsConcerned   Relation = "concerned"   // whom the matter is about
	IsJudge       Relation = "judge"       // fills a role that rules on it, decides it for good or endorses it, or was asked to
	IsMember      Relation = "member"      // belongs to the organisation
	IsAnybody     Relation = "anybody"
)

// Permission says who may carry out a verb on a ticket at all; in which states,
// and what else it takes, the verb itself says.
type Permission struct {
	Verb Verb
	May  []Relation
	// Judges is true where the verb decides about somebody: never the person it is about.
	Judges bool
}

// Permissions are the one table of who may do what with a ticket, in the order
// of a ticket's life. The reports of the program itself are not in it.
func Permissions() []Permission {
	verbs := []Verb{
		VerbAccept, VerbHandoff, VerbReturn, VerbAsk, VerbAnswer, VerbUrge, VerbPromise, VerbPlan, VerbInform, VerbUnderstood, VerbResolve, VerbReply, VerbConfirm,
		VerbReopen, VerbEscalate, VerbSupervise, VerbComplainUp, VerbCorrect, VerbThirdParty, VerbConsent, VerbResume, VerbRedirect,
		VerbDispute, VerbDeclare, VerbDuplicate, VerbUrgent, VerbMajor, VerbAck, VerbReport, VerbCallback, VerbRate, VerbTriage, VerbEndorse, VerbLead, VerbShare, VerbTaskforce, VerbTakeover,
		VerbAbout, VerbRule, VerbReview, VerbFinal, VerbWithdraw,
		VerbAsker, VerbField, VerbReveal, VerbNote, VerbExport,
	}
	all := make([]Permission, len(verbs))
	for i, v := range verbs {
		all[i] = Permission{Verb: v, May: may(v), Judges: judges(v)}
	}
	return all
}

// may are the relations that may carry out a verb.
//
//nolint:cyclop,funlen // a table
func may(v Verb) []Relation {
	switch v { //nolint:exhaustive // the others are reports of the program
	case VerbAccept:
		return []Relation{IsReceiver, IsLevel, IsNatural, IsResponsible, WasAsked, IsSuperior, IsMember}
	case VerbResolve:
		return []Relation{IsReceiver, IsNatural, IsResponsible, WasAsked, IsSuperior, IsMember}
	case VerbHandoff:
		return []Relation{IsResponsible, IsSuperior, IsDispatcher}
	case VerbThirdParty, VerbRedirect:
		return []Relation{IsResponsible, IsSuperior}
	case VerbConsent, VerbDuplicate:
		return []Relation{IsAsker, IsNatural, IsResponsible, IsSuperior}
	case VerbDispute:
		return []Relation{IsReceiver, IsResponsible, IsSuperior, IsDispatcher}
	case VerbField:
		return []Relation{IsAsker, IsCapturer, IsNatural, IsResponsible, WasAsked, IsSuperior}
	case VerbReturn:
		return []Relation{IsReceiver, IsLevel, IsJudge}
	case VerbEndorse:
		return []Relation{IsNatural, IsResponsible, IsJudge}
	case VerbAsk:
		return []Relation{IsResponsible, IsLevel}
	case VerbAnswer:
		return []Relation{IsLevel, IsSharing, IsAsker, IsResponsible, IsNatural}
	case VerbUrge:
		return []Relation{IsNatural, IsResponsible, IsGiver, IsUpper, IsSuperior, IsAsker}
	case VerbPromise:
		return []Relation{IsResponsible, IsNatural, IsLevel, IsSuperior}
	case VerbEscalate:
		return []Relation{IsResponsible, IsNatural, IsReceiver, IsSuperior}
	case VerbReply:
		return []Relation{IsNatural, IsResponsible, IsTeller, IsSuperior}
	case VerbResume:
		return []Relation{IsNatural, IsResponsible, IsUpper, IsSuperior}
	case VerbConfirm:
		return []Relation{IsAsker}
	case VerbReopen, VerbWithdraw, VerbAsker:
		return []Relation{IsAsker, IsCapturer, IsNatural}
	case VerbSupervise, VerbComplainUp:
		return []Relation{IsNatural, IsUpper, IsSuperior}
	case VerbCallback:
		return []Relation{IsCaller, IsSuperior}
	case VerbRate:
		return []Relation{IsAsker, IsCapturer, IsNatural, IsCaller}
	case VerbCorrect, VerbLead:
		return []Relation{IsNatural, IsSuperior, IsMember}
	case VerbTriage, VerbShare, VerbDeclare, VerbPlan, VerbInform, VerbTaskforce:
		return []Relation{IsNatural, IsResponsible, IsSuperior}
	case VerbUnderstood:
		return []Relation{IsAsker, IsCapturer, IsNatural, IsResponsible}
	case VerbTakeover:
		return []Relation{IsResponsible}
	case VerbUrgent, VerbMajor:
		return []Relation{IsAsker, IsCapturer, IsResponsible, IsMember}
	case VerbAck:
		return []Relation{IsAlarmed, IsConcerned}
	case VerbAbout:
		return []Relation{IsCapturer, IsNatural, IsResponsible, IsSuperior}
	case VerbRule, VerbFinal:
		return []Relation{IsJudge}
	case VerbReview:
		return []Relation{IsAsker, IsConcerned, IsCapturer, IsNatural}
	case VerbReport:
		return []Relation{IsNatural, IsResponsible, IsCapturer, WasAsked, IsSuperior}
	case VerbNote:
		return []Relation{IsAnybody}
	case VerbReveal:
		return []Relation{IsAsker, IsCapturer, IsNatural, IsResponsible, WasAsked, IsSharing, IsSuperior}
	case VerbExport:
		return []Relation{IsCapturer, IsNatural, IsResponsible, WasAsked, IsSharing, IsSuperior}
	default:
		return nil
	}
}

// judges reports whether a verb decides about somebody: never the person it is about.
func judges(v Verb) bool {
	return slices.Contains([]Verb{VerbPromise, VerbConfirm, VerbSupervise, VerbComplainUp, VerbCorrect, VerbAck, VerbEndorse, VerbRule, VerbFinal, VerbRate}, v)
}

// Relations are what somebody is to a ticket, in the order above.
func Relations(t *Ticket, user string, rules policy.Rules) []Relation {
	x := &turn{Ticket: *t, rules: rules}
	var all []Relation
	for _, r := range relations() {
		if x.is(user, r) {
			all = append(all, r)
		}
	}
	return all
}

func relations() []Relation {
	return []Relation{
		IsAsker, IsCapturer, IsNatural, IsReceiver, IsResponsible, IsGiver, IsLevel, IsUpper, WasAsked, IsSharing,
		IsTeller, IsCaller, IsSuperior, IsAlarmed, IsDispatcher, IsConcerned, IsJudge, IsMember, IsAnybody,
	}
}

//nolint:cyclop // a table
func (x *turn) is(user string, r Relation) bool {
	switch r {
	case IsAsker:
		return user == x.Asker.User && user != ""
	case IsCapturer:
		return user == x.CapturedBy
	case IsNatural:
		return user == x.Follower()
	case IsReceiver:
		return x.isReceiver(user)
	case IsResponsible:
		return user == x.Factual()
	case IsGiver:
		return x.Handoff != nil && x.Handoff.From == user
	case IsLevel:
		return x.LevelOf(user) != nil
	case IsUpper:
		return x.levelBelow(user) != nil
	case WasAsked:
		return slices.Contains(x.Asked, user)
	case IsSharing:
		return x.sharing(user) || len(x.owing(user)) > 0
	case IsTeller:
		return x.tells(user)
	case IsCaller:
		return x.State == CallbackDue && (user == x.Caller() || user != x.Factual() && slices.Contains(x.callers(), user))
	case IsSuperior:
		return x.superior(user) || x.headsLevel(user) || user == x.headOf(x.Follower()) || x.Correction != nil && user == x.Correction.Head
	case IsAlarmed:
		return x.alarmedUser(user)
	case IsDispatcher:
		return user != "" && user == x.dispatcher()
	case IsConcerned:
		return x.IsAbout(user)
	case IsJudge:
		return x.mightRule(user) || x.mayEndorse(user)
	case IsMember:
		return x.rules.Org.Knows(user)
	case IsAnybody:
		return true
	default:
		return false
	}
}

// mightRule reports whether somebody rules on the ticket, or decides it for good.
func (x *turn) mightRule(user string) bool {
	r := x.ruled()
	if r == nil {
		return false
	}
	held := x.Mark(Reviewed) != nil && user == x.Responsible
	return held || slices.Contains(x.judges(r), user) || slices.Contains(x.reviewers(r), user)
}

// alarmedUser reports whether an alarm that waits for a word rings for somebody.
func (x *turn) alarmedUser(user string) bool {
	for i := range x.Marks {
		if m := &x.Marks[i]; m.Seen == "" && x.alarms(user, m) {
			return true
		}
	}
	return false
}

// Permits reports whether somebody is anything to a ticket that may carry out a
// verb on it. Of verbs that are not in the table it says no.
func Permits(t *Ticket, v Verb, user string, rules policy.Rules) bool {
	x := &turn{Ticket: *t, rules: rules}
	return x.permits(v, user)
}

func (x *turn) permits(v Verb, user string) bool {
	return slices.ContainsFunc(may(v), func(r Relation) bool { return x.is(user, r) })
}

// reports are the verbs by which the program says what happened; they ask nobody.
func reports() []Verb {
	return []Verb{VerbDelivered, VerbUnreachable, VerbEdited, VerbMoved, VerbJoined}
}

// permitted refuses what somebody may not do, whatever the verb itself would
// say. The program reports what happened and asks nobody.
func (x *turn) permitted(c Command) error {
	if slices.Contains(reports(), c.Verb) || x.permits(c.Verb, c.Actor) {
		return nil
	}
	return refuse(NotYours, notice.Params{"who": notice.User(x.turnOf()), "verb": notice.Word(string(c.Verb))})
}
