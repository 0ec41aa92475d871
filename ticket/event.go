package ticket

import "time"

// Event is one fact of a ticket's history. Events are appended in the commit
// that makes them true and are never changed; the store chains their hashes.
type Event struct {
	Seq  int       `json:"seq"`
	At   time.Time `json:"at"`
	Kind string    `json:"kind"` // a verb, "captured", "reminder", "breach", "ladder", "delivered", …
	By   string    `json:"by,omitempty"`
	To   string    `json:"to,omitempty"`
	Rule string    `json:"rule,omitempty"`
	// From and State are the states before and after, when it changed.
	From  State  `json:"from,omitempty"`
	State State  `json:"state,omitempty"`
	Text  string `json:"text,omitempty"`
	// Facts are what else the kind needs: clock, start, due, lateness.
	Facts map[string]string `json:"facts,omitempty"`
}
