package sandbox

import (
	"encoding/json"
	"fmt"
	"slices"
	"time"
)

// The kinds of journal entries.
const (
	KindAPI         = "api"          // the app called a method
	KindEvent       = "event"        // the workspace delivered an event, once per attempt
	KindSlash       = "slash"        // a person's slash command
	KindInteractive = "interactive"  // a click, shortcut or form
	KindResponseURL = "response_url" // the app posted to a response_url
	KindSocket      = "socket"       // a websocket opened, ended or was told to go
)

// Entry is one line of the journal. Params never hold tokens.
type Entry struct {
	At     time.Time
	Kind   string
	Method string
	Params map[string]any
	Result json.RawMessage
	Status int
	Error  string
	// Attempt counts deliveries of the same event from 0.
	Attempt int
}

// Journal returns every API request the app made and every delivery to the app, in order of completion.
func (s *Slack) Journal() []Entry {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.journal)
}

// note writes an entry; the caller holds s.mu.
func (s *Slack) note(e Entry) {
	e.At = s.opt.Now()
	s.journal = append(s.journal, e)
	if s.opt.Log != nil {
		fmt.Fprintf(s.opt.Log, "%s %s %s status=%d error=%q attempt=%d\n",
			e.At.UTC().Format(time.RFC3339), e.Kind, e.Method, e.Status, e.Error, e.Attempt)
	}
	s.changed()
}
