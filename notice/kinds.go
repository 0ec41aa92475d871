package notice

// Kind names what a notice says.
type Kind string

// The public face: at most three lines in a ticket's life, in the asker's
// thread (or the asker's DM where there is none).
const (
	// Receipt says the number, who looks after it and when there is news.
	// Params: who (user), news (time). Out of hours also opens (time).
	Receipt Kind = "receipt"
	// Delay says sorry once, with a new time. Params: news (time).
	Delay Kind = "delay"
	// Solved asks to confirm or reopen. Params: result (text), by (user).
	Solved Kind = "solved"
	// SolvedAgain is Solved after a reopening, to the asker's DM: a fourth public line is never said.
	SolvedAgain Kind = "solved_again"
	// Survey asks whoever asked, once a period is over, how it went. Always a DM. It has no params.
	Survey Kind = "survey"
	// AskerNews answers an asker whose request moved in a way they should know
	// (a promise given or moved, withdrawn). Always a DM. Params: what (word), at (time), by (user).
	AskerNews Kind = "asker_news"
)

// The working face.
const (
	// Card is the one live working card. It has no params: all comes from the ticket.
	Card Kind = "card"
	// Asked tells the natural FR that a request is theirs. Params: limit (time), rule (text), clock (text).
	Asked Kind = "asked"
	// AskedTogether tells somebody who was asked together with the natural FR that they need do nothing. Params: who (user), by (user).
	AskedTogether Kind = "asked_together"
	// Handoff asks the receiver to take it; complete in itself. Params: from (user), reason (text), limit (time), clock (text).
	Handoff Kind = "handoff"
	// Mention is the handoff's @-mention under the working card. Params: from (user), to (user), limit (time).
	Mention Kind = "mention"
	// Reassigned tells the natural FR that somebody else handed it on. Params: by (user), to (user).
	Reassigned Kind = "reassigned"
	// TakenBack tells a receiver that it is no longer theirs. Params: by (user).
	TakenBack Kind = "taken_back"
	// Returned tells who had handed over that it is back. Params: by (user), reason (text), why (word), limit (time), clock (text).
	Returned Kind = "returned"
	// Accepted tells the natural FR who took it. Params: by (user), limit (time).
	Accepted Kind = "accepted"
	// Mine tells who accepted what runs now. Params: limit (time), clock (text).
	Mine Kind = "mine_now"
	// Reminder goes to the subject before the limit. Params: rule (text), limit (time), left (span), next (user or channel), clock (text).
	Reminder Kind = "reminder"
	// Limit tells the subject that the limit passed and who was asked. Params: rule, limit (time), head (user or channel).
	Limit Kind = "limit"
	// Escalation asks a superior to choose. Params: subject (user), since (time), limit (time), span (span), rule, next (user or channel), by (time), step (text), clock.
	Escalation Kind = "escalation"
	// Fallback is the escalation in the fallback channel, repeated daily. Same params.
	Fallback Kind = "fallback"
	// WholeLate tells the head that the whole ticket is over its time, blaming nobody. Params: rule, since (time), limit (time).
	WholeLate Kind = "whole_late"
	// Urge asks somebody for news. Params: by (user), limit (time).
	Urge Kind = "urge"
	// Promised tells those concerned that a time was agreed. Params: by (user), at (time), reason (text).
	Promised Kind = "promised"
	// TellCustomer is the natural FR's task after a result for somebody outside Slack. Params: result (text), by (user), limit (time), clock (text).
	TellCustomer Kind = "tell_customer"
	// Reopened tells who is responsible again. Params: by (user), reason (text), limit (time), clock (text).
	Reopened Kind = "reopened"
	// Closed tells the natural FR how it ended. Params: how (word), by (user).
	Closed Kind = "closed"
	// NotesAdded tells those concerned that the asker wrote more. Params: by (user), text (text).
	NotesAdded Kind = "notes_added"
	// Unreachable tells who handed over that a person cannot be reached. Params: who (user), why (word).
	Unreachable Kind = "unreachable"
	// DutyGap alarms a head: nobody is on duty inside staffed hours. Params: desk (text), at (time).
	DutyGap Kind = "duty_gap"
	// Invite tells a typist how to bring the card into a channel the bot cannot see. Params: channel (channel).
	Invite Kind = "invite"
	// Soft tells the subject that a soft limit passed. Params: rule, limit (time): the soft one; hard (time), clock.
	Soft Kind = "soft_limit"
	// Question asks the next level. Params: from (user), question (text), limit (time), clock (text).
	Question Kind = "question"
	// AnswerUp brings the answer to the level above. Params: by (user), question (text), answer (text).
	AnswerUp Kind = "answer_up"
	// Declined tells the level above that the next one gave the question back. Params: by (user), reason (text).
	Declined Kind = "declined"
	// FullNotice tells the asker in one go all that the matter takes. Params: by (user).
	FullNotice Kind = "full_notice"
	// AskAsker asks the asker for something in their DM. Params: by (user), question (text).
	AskAsker Kind = "ask_asker"
	// Resumed tells the person responsible that the wait is over. Params: by (user), answer (text), limit (time), clock.
	Resumed Kind = "resumed"
	// Supervised tells the handler that somebody watches over it until a time. Params: by (user), at (time), text (text).
	Supervised Kind = "supervised"
	// Marked tells who follows and who has it that somebody else marked it. Params: by (user), mark (word), text (text), limit (time), clock.
	Marked Kind = "marked"
	// Triaged tells who follows, who has and who was asked to take it that somebody else judged it. Params: by (user), text (text), limit (time), clock.
	Triaged Kind = "triaged"
	// Progress reminds the person responsible that the asker waits for news. Params: rule, since (time), clock; limit (time) where the asker was told to expect news by it.
	Progress Kind = "progress"
	// Alarm tells superiors and departments of an urgent matter, repeated until one acknowledges. Params: by (user), text (text), rule, clock.
	Alarm Kind = "alarm"
	// Acknowledged tells those alarmed, and who raised it, that somebody has seen it. Params: by (user).
	Acknowledged Kind = "acknowledged"
	// ExtensionAsked asks a head to agree to a later time. Params: by (user), at (time), was (time), reason (text), clock.
	ExtensionAsked Kind = "extension_asked"
	// ExtensionRefused tells who asked that the head did not agree. Params: by (user), reason (text).
	ExtensionRefused Kind = "extension_refused"
	// ForbiddenPhrase says that a phrase of the rule book's list was held back, or stands in the thread. Params: by (user), words (text), rule (text), held (text): yes, if they were not sent.
	ForbiddenPhrase Kind = "forbidden_phrase"
	// ComplaintProposed asks the natural FR's own head to complain (FA-18). Params: by (user), subject (user), rule, limit (time), reason (text), breach (text): its clock.
	ComplaintProposed Kind = "complaint_proposed"
	// Complaint brings it to the other side's heads. Params: by (user), subject (user), rule, limit (time), reason (text).
	Complaint Kind = "complaint"
	// CorrectionAsked asks a head to agree that somebody else was asked first. Params: by (user), from (user), to (user), reason (text).
	CorrectionAsked Kind = "correction_asked"
	// CorrectionRefused tells who proposed it that the head did not agree. Params: by (user), to (user), reason (text).
	CorrectionRefused Kind = "correction_refused"
	// Corrected tells who follows it from now on, who no longer does, and who proposed it. Params: by (user): the head; from (user), to (user); limit (time), clock (text) for who follows.
	Corrected Kind = "corrected"
	// CallbackDue asks to call the customer back. Params: limit (time), clock (text).
	CallbackDue Kind = "callback_due"
	// ConsentAsked asks the asker whether they will deal with a third party themselves. Params: by (user), text (text).
	ConsentAsked Kind = "consent_asked"
	// Consented tells who has it that the asker agreed. Params: by (user), text (text).
	Consented Kind = "consented"
	// Redirected tells the asker where their request belongs. Params: by (user), text (text), department or body (text).
	Redirected Kind = "redirected"
	// Merged tells whoever asked a request that goes on with another one so; once that one is solved, or belongs elsewhere, what came of it.
	// Params: number (text): of the other one; text (text): what came of it, to those whose request was merged into the notice's own.
	Merged Kind = "merged"
	// Disputed tells who gave an order that the unit holds it to be another's. Params: by (user), text (text).
	Disputed Kind = "disputed"
	// OrderStays tells who disputed an order that it stays with them. Params: by (user), text (text).
	OrderStays Kind = "order_stays"
	// Ruled tells whom a matter is about what was ruled. Params: by (user), text (text), rule (text), final (text): yes, if it is for good.
	Ruled Kind = "ruled"
	// ReviewAsked asks somebody to decide for good, and tells the other party, who ruled and who follows it. Params: by (user), who (user): decides; reason (text); for who decides limit (time), clock, rule.
	ReviewAsked Kind = "review_asked"
	// Task gives somebody a task with a date. Params: by (user), limit (time), clock.
	Task Kind = "task"

	// StandIn tells somebody that the place of another is theirs for now. Params: for (user), absence (word), as (word), until (time), limit (time), clock, rule.
	StandIn Kind = "stand_in"
	// Vacant says to the fallback channel that nobody is there for a ticket. Params: for (user), absence (word).
	Vacant Kind = "vacant"
	// Delegated tells somebody that they stand in for another. Params: for (user), by (user), from (time), until (time), reason (text).
	Delegated Kind = "delegated"
	// MovedList tells a head what moved away from somebody of theirs; told once for each occasion.
	// Params: for (user), absence (word), until (time), undo (time), sweep (text). Items: Params of each: to (user or channel), as (word), how (word).
	MovedList Kind = "moved_list"
	// WelcomeBack tells somebody who is back what they follow again and what stays with others.
	// Items: Params of each: to (user), as (word).
	WelcomeBack Kind = "welcome_back"

	// EndorseAsked asks a leader, or the fallback channel, to endorse a request before anybody works on it. Params: by (user): who follows it, limit (time), rule, clock.
	EndorseAsked Kind = "endorse_asked"
	// Endorsed tells who follows it and who has it that a leader has. Params: by (user), text, limit (time), clock.
	Endorsed Kind = "endorsed"
	// Force tells somebody of a task force: what is theirs in it, or, where they have no duty, who leads it. Params: by, to (user): the lead; text: the plan; duty (text); for the lead limit (time), clock, rule.
	Force Kind = "force"
	// LeadAsked asks a superior, or the fallback channel, to name who leads it. Params: limit (time), rule, clock.
	LeadAsked Kind = "lead_asked"
	// Frozen tells who has it and who follows it that it stays there until a lead is named. Params: to (user or channel).
	Frozen Kind = "frozen"
	// LeadNamed tells who leads it, who follows it and who had it before. Params: by (user), to (user), reason (text); for who leads it limit (time), clock.
	LeadNamed Kind = "lead_named"
	// Shared tells who stands for a department that it has a part in it, and whom a
	// matter concerns. Params: by (user), reason (text); of a matter also matter, rule
	// (text), limit (time) and clock (text) of the opinion that is wanted.
	Shared Kind = "shared"
	// Released tells the natural FR that somebody has taken the person over. Params: by (user), at (time).
	Released Kind = "released"
	// RosterGap tells a head a day ahead that too few are on duty. Params: desk (text), from, until (time), have, want (number), rule.
	RosterGap Kind = "roster_gap"
	// SwapOffered asks somebody to stand a shift. Params: who (user), desk (text), from, until (time), swap (number), rule.
	SwapOffered Kind = "swap_offered"
	// DutyNews is a word about duty. Params: what (word); who, other, next (user), desk (text), from, until (time), n (number), rule.
	DutyNews Kind = "duty_news"
	// HandoverDue asks somebody whose shift is over to hand over. Params: who (user), desk (text), from, until (time), n (number), rule.
	HandoverDue Kind = "handover_due"
	// HandoverList is what the relief takes over. Params: as HandoverDue, who hands over. Items: Params of each: reason (text).
	HandoverList Kind = "handover_list"

	// Folded is one message of several matters, each with its own row. Items: the notices.
	Folded Kind = "folded"
	// Digest is a person's list in the morning. Items: kind of row by ticket; Params: day (time).
	Digest Kind = "digest"
	// Observed is what would have happened today, to a head, while the organisation learns.
	// Items: Params of each: subject (user), rule (text), limit (time), to (user or channel).
	Observed Kind = "observed"
	// Gaps is the list of the month for a head: topics of theirs that no post answers for.
	// Items: Params of each: department (text), topic (text), count (number), tickets (text). Params: day (time): of the month it is about.
	Gaps Kind = "gaps"
	// Broken says to the fallback channel that a chain of superiors leads nowhere today.
	// Params: departments (text), who (text).
	Broken Kind = "chain_broken"
	// PostChanged tells somebody what a head said of a post that is, or was, theirs.
	// Params: by (user), post, department, topics (text), as (word).
	PostChanged Kind = "post_changed"
	// PostDiffers asks a head whether what they said of a post, or the configuration, is to hold; in a
	// channel it only says so. Params: post, department (text), part (word), at (time), by (user), ours, file (user or text).
	PostDiffers Kind = "post_differs"
	// Reloaded says to the fallback channel what changed with the configuration.
	// Items: Params of each: what (word), department, item (text), was and is (user, channel or text);
	// Params: was, is (text): the versions of the rules.
	Reloaded Kind = "reloaded"
	// ReloadRefused says to the fallback channel that a changed configuration has mistakes and does not hold.
	// Items: Params of each: place, text (text).
	ReloadRefused Kind = "reload_refused"
)
