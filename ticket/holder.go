package ticket

import (
	"slices"
	"time"

	"github.com/firstask/firstask/policy"
)

// Level is a question to somebody on the next level, who owes the answer to
// the level above and to nobody else (FA-09.3, FA-20).
type Level struct {
	N        int       `json:"n"` // 2 is the first below the responsible person
	User     string    `json:"user"`
	From     string    `json:"from"` // who asked: the level above
	Question string    `json:"question"`
	At       time.Time `json:"at"`
	Taken    time.Time `json:"taken,omitzero"` // when they said yes
	Ended    time.Time `json:"ended,omitzero"`
	// End is how: answer, return, or the verb that made the question void.
	End    string `json:"end,omitempty"`
	Answer string `json:"answer,omitempty"`
	// Post is the post that was asked; "" for a person.
	Post string `json:"post,omitempty"`
}

// Open reports whether the level still owes its answer.
func (l *Level) Open() bool { return l.End == "" }

// Below is the deepest open level; nil if nobody below is asked.
func (t *Ticket) Below() *Level {
	for i := len(t.Levels) - 1; i >= 0; i-- {
		if t.Levels[i].Open() {
			return &t.Levels[i]
		}
	}
	return nil
}

// LevelOf is the open level of a person; nil if they have none.
func (t *Ticket) LevelOf(user string) *Level {
	for i := range t.Levels {
		if l := &t.Levels[i]; l.Open() && l.User == user {
			return l
		}
	}
	return nil
}

// Factual is the factual FR: who accepted, else the natural FR (FA-09.2: until
// an accepted handover the natural FR is also the factual one).
func (t *Ticket) Factual() string {
	if t.Responsible != "" {
		return t.Responsible
	}
	return t.Follower()
}

// Holder is who fills a role now; "" if nobody does. Of the roles below it is
// the deepest open level; a superior needs the step: see holder.
func (t *Ticket) Holder(r policy.Role) string {
	switch r {
	case policy.Natural:
		return t.Follower()
	case policy.Teller:
		return t.Teller()
	case policy.Caller:
		if t.State == CallbackDue {
			return t.Caller()
		}
	case policy.Receiver:
		if t.Handoff != nil {
			return t.Handoff.To
		}
	case policy.Responsible:
		return t.Responsible
	case policy.Handler:
		if t.Handoff != nil {
			return t.Handoff.To
		}
		return t.Responsible
	case policy.Factual:
		return t.Factual()
	case policy.NextAsked, policy.NextLevel, policy.NextTaken:
		if l := t.Below(); l != nil {
			return l.User
		}
	case policy.Consulted, policy.Superior, policy.Nobody:
	}
	return ""
}

// Concerned reports whether somebody has a part in the ticket: captured it,
// asked it, was asked first or together with who was, was ever asked to take
// it, or holds it; never whom it is about. Only they read the text of
// a ticket from a private channel.
func (t *Ticket) Concerned(user string) bool {
	if user == "" || t.IsAbout(user) {
		return false
	}
	if user == t.CapturedBy || user == t.Asker.User || user == t.Natural.User || user == t.Natural.Stands || user == t.Responsible || user == t.CallsBack {
		return true
	}
	return slices.Contains(t.Asked, user) || slices.Contains(t.Together, user) || t.sharing(user)
}

// Parts are those who have a part in it while it is open, each once, by Slack
// id: they have it on their lists, and what is done to all tickets of a person
// finds it by them. Whose place was filled by another has it too.
func (t *Ticket) Parts() []string {
	users := append(t.Listed(), t.Asker.User, t.Result.Teller, t.CallsBack, t.Namer(), t.Endorser())
	for i := range t.Reliefs {
		users = append(users, t.Reliefs[i].From)
	}
	slices.Sort(users)
	return slices.DeleteFunc(slices.Compact(users), func(u string) bool { return u == "" })
}

// acceptedAt is when the responsible person took it.
func (t *Ticket) acceptedAt() time.Time {
	for _, h := range t.Chain {
		if h.As == AsResponsible && h.User == t.Responsible && h.End == "" {
			return h.From
		}
	}
	return time.Time{}
}
