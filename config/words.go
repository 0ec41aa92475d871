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

const (
	everyMessage = "every-message" // each root post of a stranger becomes a ticket
	onRequest    = "on-request"    // only mentions, commands, shortcuts and the emoji do
)

func intakes() []string { return []string{everyMessage, onRequest} }

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
