package ticket

import (
	"slices"
)

// State is where a ticket stands. All states of the model are known; a preset
// uses some, the others are passed through.
type State string

// The states, in the order of a life; then side states; then ends.
const (
	Captured      State = "CAPTURED"
	Registered    State = "REGISTERED"
	Triaged       State = "TRIAGED"
	HandedOff     State = "HANDED_OFF"
	Accepted      State = "ACCEPTED"
	Investigating State = "INVESTIGATING"
	Executing     State = "EXECUTING"
	ResultReady   State = "RESULT_READY"
	Answered      State = "ANSWERED"
	CallbackDue   State = "CALLBACK_DUE"
	Closed        State = "CLOSED"
	Archived      State = "ARCHIVED"

	AwaitEndorsement State = "AWAIT_ENDORSEMENT"
	WaitNextLevel    State = "WAIT_NEXT_LEVEL"
	WaitCustomer     State = "WAIT_CUSTOMER"
	WaitThirdParty   State = "WAIT_THIRD_PARTY"
	RulingPending    State = "RULING_PENDING"
	UnderReview      State = "UNDER_REVIEW"
	Final            State = "FINAL"

	Redirected State = "REDIRECTED"
	Withdrawn  State = "WITHDRAWN"
	Duplicate  State = "DUPLICATE"
)

// States are all states, in the order above.
func States() []State {
	return []State{
		Captured, Registered, Triaged, HandedOff, Accepted, Investigating, Executing, ResultReady, Answered,
		CallbackDue, Closed, Archived, AwaitEndorsement, WaitNextLevel, WaitCustomer, WaitThirdParty,
		RulingPending, UnderReview, Final, Redirected, Withdrawn, Duplicate,
	}
}

// Ended reports whether nobody owes anything on it any more.
func (s State) Ended() bool {
	return slices.Contains([]State{Closed, Archived, Redirected, Withdrawn, Duplicate}, s)
}

// Taking reports whether the state waits for somebody to take the request
// over: nobody has accepted it yet.
func (s State) Taking() bool {
	return slices.Contains([]State{Captured, Registered, Triaged, HandedOff}, s)
}

// Fresh reports whether nobody has done anything about the request yet, but
// perhaps completed what it says.
func (s State) Fresh() bool { return s == Captured || s == Registered }
