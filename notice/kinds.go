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
)
