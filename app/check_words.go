package app

import (
	"cmp"
	"fmt"

	"github.com/firstask/firstask/ticket"
)

// deed is what somebody wanted to do: "they could not …".
func deed(v ticket.Verb) string {
	return cmp.Or(map[ticket.Verb]string{
		ticket.VerbNew:        "open a request",
		ticket.VerbAccept:     "accept",
		ticket.VerbHandoff:    "hand it over",
		ticket.VerbReturn:     "give it back",
		ticket.VerbAsk:        "ask the next level",
		ticket.VerbAnswer:     "answer the level above",
		ticket.VerbUrge:       "ask for an update",
		ticket.VerbPromise:    "agree a time",
		ticket.VerbResolve:    "mark it solved",
		ticket.VerbReply:      "say that the customer was told",
		ticket.VerbConfirm:    "confirm",
		ticket.VerbReopen:     "reopen it",
		ticket.VerbEscalate:   "ask the next head for help",
		ticket.VerbWithdraw:   "withdraw it",
		ticket.VerbAsker:      "say who asked",
		ticket.VerbNote:       "add a note",
		ticket.VerbThirdParty: "wait for a third party",
		ticket.VerbResume:     "resume",
		ticket.VerbSupervise:  "watch over it",
		ticket.VerbComplainUp: "bring it up",
		ticket.VerbCorrect:    "correct who was asked first",
		ticket.VerbAbout:      "say whom it is about",
		ticket.VerbRule:       "rule on it",
		ticket.VerbReview:     "ask for a review",
		ticket.VerbFinal:      "rule for good",
		ticket.VerbEndorse:    "endorse it",
		ticket.VerbTaskforce:  "set up a task force",
		ticket.VerbLead:       "name who leads it",
		ticket.VerbShare:      "bring departments in",
		ticket.VerbTakeover:   "confirm the takeover",
		ticket.VerbUrgent:     "mark it urgent",
		ticket.VerbMajor:      "mark it major",
		ticket.VerbAck:        "say that they have seen it",
		ticket.VerbReport:     "hand in the written report",
		ticket.VerbCallback:   "say that they called back",
	}[v], string(v))
}

// happening is what an event was to whom it names.
func happening(event string) string {
	return cmp.Or(map[string]string{
		"captured":                    "is asked first",
		"asked":                       "is asked first",
		"duty_gap":                    "is told that nobody was on duty",
		"reminder":                    "is reminded",
		"soft_limit":                  "is told of the soft limit",
		"breach":                      "is told that the limit passed",
		"ladder":                      "is asked to help",
		"whole_late":                  "is told that it takes long",
		"frozen":                      "is asked for a lead",
		"leaderless":                  "is asked for a lead",
		string(ticket.VerbRule):       "is told the ruling",
		string(ticket.VerbReview):     "is asked to rule for good",
		string(ticket.VerbFinal):      "is told the final ruling",
		"await":                       "is asked to endorse it",
		string(ticket.VerbEndorse):    "is told that it is endorsed",
		string(ticket.VerbTaskforce):  "is to lead a task force",
		"member":                      "is asked to a task force",
		string(ticket.VerbLead):       "is named to lead it",
		string(ticket.VerbShare):      "is brought in",
		string(ticket.VerbTakeover):   "is told of the takeover",
		"alarm":                       "is told of the urgent matter",
		"callback_wished":             "is asked to call back",
		"wish":                        "is asked for a later time",
		"wish_refused":                "is told that there is no later time",
		"correction_refused":          "is told that the first asked stays",
		string(ticket.VerbCorrect):    "is told that they are the first asked",
		string(ticket.VerbEscalate):   "is asked to help",
		string(ticket.VerbHandoff):    "is asked to take it",
		string(ticket.VerbReturn):     "gets it back",
		string(ticket.VerbAsk):        "is asked by the level above",
		string(ticket.VerbAnswer):     "gets the answer",
		string(ticket.VerbUrge):       "is asked for an update",
		string(ticket.VerbSupervise):  "is told that it is watched over",
		string(ticket.VerbComplainUp): "is told of the complaint",
		string(ticket.VerbPromise):    "is told of the agreed time",
		string(ticket.VerbResolve):    "is told that it is solved",
		string(ticket.VerbReopen):     "is told that it is open again",
		string(ticket.VerbCallback):   "is told of the call",
		string(ticket.VerbAck):        "is told that it was seen",
		string(ticket.VerbReply):      "is told that the customer knows",
	}[event], "is told: "+event)
}

// capacity is in which part somebody held a ticket.
func capacity(as ticket.HoldAs) string {
	return cmp.Or(map[ticket.HoldAs]string{
		ticket.AsNatural: "first asked", ticket.AsReceiver: "asked to take it", ticket.AsResponsible: "responsible",
	}[as], string(as))
}

// ended is what ended somebody's part, a verb or the clock of a rule: "until …".
func ended(end string) string {
	return cmp.Or(map[string]string{
		string(ticket.VerbAccept):   "it was accepted",
		string(ticket.VerbHandoff):  "it was handed over",
		string(ticket.VerbReturn):   "it was given back",
		string(ticket.VerbResolve):  "it was solved",
		string(ticket.VerbConfirm):  "it was confirmed",
		string(ticket.VerbWithdraw): "it was withdrawn",
		string(ticket.VerbReopen):   "it was reopened",
	}[end], end)
}

func counted(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
