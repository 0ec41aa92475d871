package ticket

import "github.com/firstask/firstask/notice"

// Refusal is why a command is not carried out, for the person who gave it:
// text/ has a sentence for every code that says who can, or what to do instead.
//
//nolint:errname // it is an outcome with words for a person, and is named as one
type Refusal struct {
	Code   Code
	Params notice.Params
}

// Error implements error for operators and logs.
func (r *Refusal) Error() string { return "ticket: refused: " + string(r.Code) }

// Code names a reason for refusing.
type Code string

// The reasons, each with its params.
const (
	NotYours        Code = "not_yours"        // who (user): who can; verb (word)
	AlreadyAccepted Code = "already_accepted" // who (user), at (time)
	AlreadyYours    Code = "already_yours"
	AlreadyEnded    Code = "already_ended" // state (word), at (time)
	IsArchived      Code = "archived"      // at (time)
	AlreadyAsked    Code = "already_asked" // who (user): the handoff waits for that person already
	NothingToReturn Code = "nothing_to_return"
	MovedOn         Code = "moved_on" // who (user): it is with somebody else now
	NeedReason      Code = "need_reason"
	NeedText        Code = "need_text"
	NeedReceiver    Code = "need_receiver"
	SelfHandoff     Code = "self_handoff"
	UnknownPerson   Code = "unknown_person" // who (user)
	Outsider        Code = "outsider"       // who (user)
	PersonGone      Code = "person_gone"    // who (user)
	NoCounterpart   Code = "no_counterpart" // what (text)
	TooSoon         Code = "too_soon"       // at (time): when it is possible
	UrgedEnough     Code = "urged_enough"   // at (time)
	NobodyToUrge    Code = "nobody_to_urge"
	TooFar          Code = "too_far"     // at (time): as far as one may promise alone; who (user): who can
	PastDeadline    Code = "past_due"    // at (time), who (user)
	InThePast       Code = "in_the_past" // at (time)
	NotSolved       Code = "not_solved"
	NotClosed       Code = "not_closed"
	ReopenTooLate   Code = "reopen_too_late" // at (time)
	NotATask        Code = "nothing_to_tell"
	ReturnInstead   Code = "return_instead"    // who (user): who offered it
	HandOverInstead Code = "hand_over_instead" // accepted already: return is for offers
	BotReceiver     Code = "bot_receiver"      // who (user)
	AcceptFirst     Code = "accept_first"      // a promise is for whoever accepted
	NoSuperior      Code = "no_superior"
	NeedConsent     Code = "need_consent"     // a later time needs the customer's yes
	NeverLater      Code = "never_later"      // rule (text): no promise moves this limit
	AskedHead       Code = "asked_head"       // who (user), at (time): a wish waits for them already
	NoWish          Code = "no_wish"          // nobody asked for a later time
	FirstAlready    Code = "first_already"    // who (user): they are the natural FR
	AskerFirst      Code = "asker_first"      // who (user): who asked is not asked first
	AskedToCorrect  Code = "asked_to_correct" // who (user): a correction waits for them already
	NoCorrection    Code = "no_correction"    // nobody proposed one
	NeedFirst       Code = "need_first"       // what (word), verb (word), rule (text): what must be there before
	NeedQuestion    Code = "need_question"
	InTheChain      Code = "in_the_chain" // who (user): they are a level of this chain already
	AskLevel        Code = "ask_level"    // who (user): the level to turn to
	WaitsBelow      Code = "waits_below"  // who (user): answer first, or take the question back
	NoQuestion      Code = "no_question"  // nothing was asked of this person
	NotWaiting      Code = "not_waiting"
	NotBreached     Code = "not_breached"   // no limit of the other side has passed
	Complained      Code = "complained"     // it was brought before them already
	AlreadyMarked   Code = "already_marked" // by (user), at (time), mark (word)
	NothingToSee    Code = "nothing_to_see" // no alarm waits for a word
	NoCallback      Code = "no_callback"
	NoSurvey        Code = "no_survey"
	NoPost          Code = "no_post"       // what (text): nothing is called so
	NotPostHead     Code = "not_post_head" // department (text): only who heads it, or above
	NeedHolder      Code = "need_holder"   // a post without anybody
	SameBackup      Code = "same_backup"   // who (user): cannot stand in for themselves
	NeedTopics      Code = "need_topics"
	TopicTaken      Code = "topic_taken"     // topic (text), what (text), who (user): another post has it
	NothingAsked    Code = "nothing_asked"   // what (text): no question about it is open
	NotForThem      Code = "not_for_them"    // who (user): they, or a head of theirs
	EndsFirst       Code = "ends_first"      // at (time): the end lies before the beginning
	NeedDelegate    Code = "need_delegate"   // the rule book wants somebody to stand in
	DelegateCircle  Code = "delegate_circle" // who (user): they would stand in for each other
	NotAway         Code = "not_away"        // who (user)
	UndoOver        Code = "undo_over"       // it can't be taken back any more
	NoPlace         Code = "no_place"        // who (user): not in the organisation
	NobodyStands    Code = "nobody_stands"   // who (user), until (time): away, and nobody stands in
	NeedContact     Code = "need_contact"    // fields (text): those missing, verb (word), rule (text)
	NeedTriage      Code = "need_triage"     // fields (text): what is to be judged, verb (word), rule (text)
	NeedParts       Code = "need_parts"      // fields (text): the parts of the answer, verb (word), rule (text)
	NotInformed     Code = "not_informed"    // nothing was told that waits for their word
	NeedFields      Code = "need_fields"     // nothing to note
	BadField        Code = "bad_field"       // field (text), kind (text): what it takes
	NeedHow         Code = "need_how"        // who agreed, and how
	NeedYes         Code = "need_yes"        // who (user): the asker has not agreed yet
	NeverDirect     Code = "never_direct"    // the rule book wants the house to deal with third parties
	AlreadyAgreed   Code = "already_agreed"  // who (user), at (time)
	NeedWhere       Code = "need_where"      // the department or the body it belongs to
	NeverAway       Code = "never_away"      // the rule book sends nobody away
	DisputeInstead  Code = "dispute_instead" // who (user): who gave the order
	NotDispatched   Code = "not_dispatched"
	NotDisputed     Code = "not_disputed"
	StaysPut        Code = "stays_put" // who (user or channel): frozen until they name a lead
	NoLead          Code = "no_lead"   // who (user or channel): shared, and they are to name a lead first
	NoLeadWanted    Code = "no_lead_wanted"
	LeadStays       Code = "lead_stays"       // who (user): named this person to lead, who cannot return it
	AskInstead      Code = "ask_instead"      // work is not shared here: one asks the next level
	AlreadyShared   Code = "already_shared"   // what (text) or matter (text): they have a part already
	EndorseFirst    Code = "endorse_first"    // who (user or channel): a leader, who is to endorse it; rule (text)
	NoEndorsement   Code = "no_endorsement"   // nothing waits for a leader's word
	NeedForce       Code = "need_force"       // a task force without a lead or a plan
	NotTakenOver    Code = "not_taken_over"   // who (user): is to confirm first that the person was taken over
	NotHandedOver   Code = "not_handed_over"  // nobody was asked to take the person over yet
	AlreadyReleased Code = "already_released" // who (user), at (time)
	NoRelease       Code = "no_release"       // who (user): follows it to the end
	Forbidden       Code = "forbidden"        // what (text): the words; rule (text); phrase, instead, held (text)
	AboutYou        Code = "about_you"        // the matter is about this person, who decides nothing of it
	AboutThem       Code = "about_them"       // who (user): the same, of another
	AboutAlready    Code = "about_already"    // who (user)
	AskedItself     Code = "asked_itself"     // who (user): asked it; it is about somebody else
	NoRuling        Code = "no_ruling"        // the rule book has nobody rule on it: results are given by resolve
	RuledAlready    Code = "ruled_already"    // who (user), at (time)
	RuledFinally    Code = "ruled_finally"    // who (user), at (time): for good
	FinalOnly       Code = "final_only"       // who (user or channel): may rule on it, and only for good; rule (text)
	ReviewFirst     Code = "review_first"     // who (user or channel): rules; for good only after that, under review
	NotRuled        Code = "not_ruled"        // who (user or channel): is to rule first
	PartiesOnly     Code = "parties_only"     // a review is for the two whom it concerns
	ReviewInstead   Code = "review_instead"   // a ruling is not reopened, but reviewed
	UnderReviewNow  Code = "under_review"     // who (user): decides for good; at (time): since then
	NoWindow        Code = "no_window"        // verb (word): the rule book has no window for it
	NeedOpinions    Code = "need_opinions"    // verb (word), rule (text): those brought in speak first
	NeedMatter      Code = "need_matter"      // mark (word): the rule book says for which matters
	NoForm          Code = "no_form"          // what (text), forms (text): those there are; "" for none
	NotShown        Code = "not_shown"        // who (user): has it, and may see how the asker is reached
	NothingNoted    Code = "nothing_noted"    // nothing is noted of how the asker is reached
	NeedOther       Code = "need_other"       // which other ticket it is the same as
	NotMerged       Code = "not_merged"       // it is merged into none, and repeats none
	OtherEnded      Code = "other_ended"      // number (text): the other one is solved, or ended
	NotForAll       Code = "not_for_all"      // number (text): whoever asked would not hear what becomes of that one
	HoldsOthers     Code = "holds_others"     // tickets (text): merged into this one, whose askers wait for it
	NoLimit         Code = "no_limit"         // verb (word): no limit runs that it could move or bring before somebody
)

// The reasons that have to do with duty.
const (
	NotTheirHead   Code = "not_their_head"  // who (user): the head who can
	NoShift        Code = "no_shift"        // at (time): no shift begins on that day; other (user): of theirs, "" for one's own
	SwapSelf       Code = "swap_self"       // a shift is offered to somebody else
	ShiftBegan     Code = "shift_began"     // at (time), who (user): the head who can still relieve; rule (text)
	StandsAlready  Code = "stands_already"  // who (user), at (time): that shift is theirs
	NoOffer        Code = "no_offer"        // no swap waits
	NotOnDuty      Code = "not_on_duty"     // who (user)
	OnDutyAlready  Code = "on_duty_already" // at (time): until then
	ByTheClock     Code = "by_the_clock"    // duty begins and ends by the clock here
	ShiftLasts     Code = "shift_lasts"     // at (time): until then; who (user): the head who can relieve
	RelieveInstead Code = "relieve_instead" // who (user), at (time): their shift is not over
	NoRelief       Code = "no_relief"       // who (user): the relief; by (user): the head; rule (text)
	NoHandover     Code = "no_handover"     // nothing is to be handed over
	NotCarried     Code = "not_carried"     // what (text): not open, or not theirs
	CarryReason    Code = "carry_reason"    // what (text): the tickets without a reason; rule (text)
	RecordLacks    Code = "record_lacks"    // lacks (text): what the record of a shift still needs; rule (text)
	NoRecord       Code = "no_record"       // shifts are not written down here
	NoRound        Code = "no_round"        // what (text): no such round
	TakeOverFirst  Code = "take_over_first" // who (user): what they left waits for a yes; rule (text)
	AwayThen       Code = "away_then"       // who (user), until (time): not there for that duty
)

func refuse(c Code, p notice.Params) error { return &Refusal{Code: c, Params: p} }
