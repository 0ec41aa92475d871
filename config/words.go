package config

// The closed lists of words that a file may use. Functions, because the house
// has no package variables.

func locales() []string { return []string{"en", "zh-Hans", "zh-Hant"} }

// states are the ticket states a window may run in; a test compares them with
// those of ticket/, which this room must not import.
func states() []string {
	return []string{
		"CAPTURED", "REGISTERED", "TRIAGED", "HANDED_OFF", "ACCEPTED", "INVESTIGATING", "EXECUTING",
		"RESULT_READY", "ANSWERED", "CALLBACK_DUE", "CLOSED", "ARCHIVED", "AWAIT_ENDORSEMENT",
		"WAIT_NEXT_LEVEL", "WAIT_CUSTOMER", "WAIT_THIRD_PARTY", "RULING_PENDING", "UNDER_REVIEW", "FINAL",
		"REDIRECTED", "WITHDRAWN", "DUPLICATE",
	}
}

// life are the states that a ticket passes through in order, waits and ends
// beside it left out: from and to of a window count along it.
func life() []string { return states()[:11] }

// working is the state of a life in which somebody may have to be waited for,
// waiting are the states in which they are.
const working = "EXECUTING"

func waiting() []string { return []string{"WAIT_NEXT_LEVEL", "WAIT_CUSTOMER", "WAIT_THIRD_PARTY"} }

// verbs are what people do to a ticket, as a window or a need may name it; a
// test compares them with ticket/.
func verbs() []string {
	return []string{
		"new", "accept", "handoff", "return", "urge", "promise", "resolve", "reply", "confirm", "reopen", "escalate",
		"withdraw", "asker", "note", "plan", "inform", "understood", "ask", "answer", "thirdparty", "resume", "supervise", "complain-up", "correct", "urgent",
		"major", "ack", "report", "callback", "rate", "consent", "redirect", "field", "dispute", "declare", "triage", "lead", "share", "takeover", "endorse", "taskforce",
		"duplicate",
		"about", "rule", "review", "final", "reveal", "export",
	}
}

// What a ticket can be told apart by, beside the vocabulary of the rule books;
// a test compares them with those of ticket/ and text/.
func marks() []string {
	return []string{"urgent", "major", "supervised", "task", "dispatched", "disputed", "frozen", "leaderless", "review", "taskforce"}
}
func askers() []string    { return []string{"customer", "member", "unknown"} }
func urgencies() []string { return []string{"normal", "urgent"} }

// What a need calls a handoff that asks whose a request is, and one to whoever
// stands in for somebody; ticket/ knows them by the same words.
const (
	unclear = "unclear"
	absent  = "absent"
)

// needed are what a verb may ask for; of the fields a test compares them with ticket/.
func needed() []string {
	return []string{
		"promise", "asker", "type", "urgency", "departments", "reason", "purpose", "opinions",
		"plan", "handling", "solution", "outcome", "cause", "improvement", "contact.name", "contact.unit", "contact.phone", "contact.email", "contact.address",
		"contact.content", "contact.time", "contact.receiver",
	}
}

const (
	everyMessage = "every-message" // each root post of a stranger becomes a ticket
	onRequest    = "on-request"    // only mentions, commands, shortcuts and the emoji do
	offering     = "offer"         // a post that opens with a colleague's mention is offered to them
)

func intakes() []string { return []string{everyMessage, onRequest, offering} }

// commonZones are offered when a time zone is unknown.
func commonZones() []string {
	return []string{
		"Asia/Shanghai", "Asia/Hong_Kong", "Asia/Taipei", "Asia/Macau", "Asia/Singapore", "Asia/Tokyo", "Asia/Seoul",
		"Asia/Kolkata", "Asia/Dubai", "Australia/Sydney", "Europe/Berlin", "Europe/London", "Europe/Paris",
		"America/New_York", "America/Chicago", "America/Los_Angeles", "America/Sao_Paulo", "UTC",
	}
}

func texts[T ~string](words []T) []string {
	all := make([]string, 0, len(words))
	for _, w := range words {
		all = append(all, string(w))
	}
	return all
}

// matterMarks are the marks that a matter of a rule book may bear: those that
// people set with a word of their own.
func matterMarks() []string { return []string{"urgent", "major"} }
