// Package policy holds what an organisation decided: its people and desks, and
// the windows, ladders and limits of the rule books it runs. It is data with
// pure questions on it; nothing here knows Slack, Redis, a clock or a word.
package policy

import (
	"time"

	"github.com/firstask/firstask/calendar"
)

// Policy is one immutable version of the rules: presets plus the
// configuration's overrides. Tickets keep the version they began under.
type Policy struct {
	// ID is the content hash that names this version.
	ID string `json:"id"`
	// Presets are the ids of the rule books it was made from.
	Presets []string `json:"presets"`
	// Books are those of them that the configuration names, with what they say
	// about themselves; Guidance is what all of them say to people.
	Books    []Book     `json:"books,omitempty"`
	Guidance []Guidance `json:"guidance,omitempty"`
	// Windows are in the order they are shown.
	Windows []Window `json:"windows"`
	// Vocabulary of intake.
	Channels []string `json:"channels"` // service channels, canonical codes
	Types    []string `json:"types"`    // request types, canonical codes
	// Fields are what the rule books have noted of a request.
	Fields []Field `json:"fields,omitempty"`
	// Hosted are the service channels by which a request comes with a host.
	Hosted []string `json:"hosted,omitempty"`
	// ReturnReasons are the quick reasons of Return, keys of text/.
	ReturnReasons []string `json:"return_reasons"`
	// Urge spaces the natural FR's and the asker's requests for news.
	Urge Urge `json:"urge"`
	// News is what the asker is told to expect.
	News News `json:"news"`
	// PromiseAlone is how far ahead the responsible person may promise without the head.
	PromiseAlone Limit `json:"promise_alone"`
	// ReopenWithin is how long after closing an asker may reopen.
	ReopenWithin Limit `json:"reopen_within"`
	// RepeatWithin is how long after the end of a request another one of the same
	// asker about the same repeats it; zero looks for none.
	RepeatWithin Limit `json:"repeat_within,omitzero"`
	// Retention is how long after its end a request stays open to a change; zero
	// for ever. Then it is archived and can only be read.
	Retention Limit `json:"retention,omitzero"`
	// Join is how long posts of one author join one ticket.
	Join time.Duration `json:"join"`
	// Gap keeps reminders apart from other messages and from the limit.
	Gap Gap `json:"gap"`
	// Grace is the working time between delivery and limit below which a
	// breach is booked to the system, not to the person.
	Grace time.Duration `json:"grace"`
	// Calendar is the name of the calendar of promises, news and reopening.
	Calendar string `json:"calendar"`
	// First says who is asked first, in order, and by which rule.
	First []FirstRule `json:"first,omitempty"`
	// Quiet is when people are not told of what can wait.
	Quiet Quiet `json:"quiet,omitzero"`
	// Noise is how much a person is told of what their list of the morning says too.
	Noise Noise `json:"noise,omitzero"`
	// Fold is how long escalations to one person join one message.
	Fold time.Duration `json:"fold,omitempty"`
	// Gather is how long what was found late waits for its like, so that one
	// summary is said and not a burst.
	Gather time.Duration `json:"gather,omitempty"`
	// ComplainUp are the steps that a complaint to the superiors reaches.
	ComplainUp []Step `json:"complain_up,omitempty"`
	// Needs are what must be there before a verb; of several rule books all hold.
	Needs []Need `json:"needs,omitempty"`
	// Forbidden are the phrases that nobody says to people who ask.
	Forbidden []Phrase `json:"forbidden,omitempty"`
	// PhraseCheck is what becomes of them; "" holds them back.
	PhraseCheck PhraseCheck `json:"phrase_check,omitempty"`
	// Routes say where requests go, the first that fits; nothing moves by them alone.
	Routes []Route `json:"routes,omitempty"`
	// Rulings say who decides what its receiver cannot, the first that fits.
	Rulings []Ruling `json:"rulings,omitempty"`
	// Outcomes say which results whom the matter is about hears too, the first that fits.
	Outcomes []Outcome `json:"outcomes,omitempty"`
	// Endorsements say which requests wait for a leader's word, the first that fits.
	Endorsements []Endorsement `json:"endorsements,omitempty"`
	// Matters are what a request may come to that concerns further roles.
	Matters []Matter `json:"matters,omitempty"`
	// Satisfaction are the questions about an answer, the first of which decides.
	Satisfaction []Question `json:"satisfaction,omitempty"`
	// FullNotice are the points that whoever asked is told in one go.
	FullNotice []Point `json:"full_notice,omitempty"`
	// Answers are the standard answers; AnswerFirst says whether somebody gets one
	// before a ticket opens.
	Answers     []Answer    `json:"answers,omitempty"`
	AnswerFirst AnswerFirst `json:"answer_first,omitzero"`
	// Redirect says whether a request may be sent out of the house.
	Redirect Redirect `json:"redirect,omitempty"`
	// DirectThirdParty says whether the asker may deal with a third party themselves.
	DirectThirdParty Direct `json:"direct_third_party,omitempty"`
	// Dispatch is who may give a unit an order that it cannot decline.
	Dispatch Mandate `json:"dispatch,omitzero"`
	// Manage is who coordinates those who are asked first, and is a superior of all
	// that is asked of them.
	Manage Mandate `json:"manage,omitzero"`
	// Watch are the roles that watch over the service: they read every request and
	// change none by it; of each rule book its own.
	Watch []Mandate `json:"watch,omitempty"`
	// Shifts are how duty is stood, where a roster does not say otherwise.
	Shifts Shifts `json:"shifts,omitzero"`
	// PingPong is how often a ticket is passed on before somebody must name who leads it.
	PingPong PingPong `json:"ping_pong,omitzero"`
	// SharedMode is how work is shared between departments; "" knows no sharing.
	SharedMode Shared `json:"shared_mode,omitempty"`
	// LeadBy is who may name the lead of shared work.
	LeadBy LeadBy `json:"lead_by,omitempty"`
	// Release is when the first-asked person stops following; "" is never.
	Release Release `json:"fr_release,omitempty"`
	// Replies say who brings the result of some requests, the first that fits;
	// of all others ReplyBy says it, "" being the first-asked person. ReplyRole is
	// the role of the designated one.
	Replies   []Reply `json:"replies,omitempty"`
	ReplyBy   ReplyBy `json:"reply_by,omitempty"`
	ReplyRole string  `json:"reply_role,omitempty"`
	// Stages are the stages that the work of these rule books passes.
	Stages []string `json:"stages,omitempty"`
	// CallbackBy is the role that calls customers back; "" is the first-asked
	// person. Whoever worked on a request never makes its callback.
	CallbackBy string `json:"callback_by,omitempty"`
	// Learning is a time of observing: limits pass without ladder and attribution.
	Learning Learning `json:"learning,omitzero"`
	// Absence is what is asked of an absence.
	Absence AbsenceRules `json:"absence,omitzero"`
	// Forms are the papers that may be filled in from a ticket.
	Forms []Form `json:"forms,omitempty"`
	// Jobs are the calendar jobs by name, as cron specs in the organisation's zone.
	Jobs map[string]string `json:"jobs,omitempty"`
}

// Quiet are the hours in which telling waits for the next working start: from
// From to To at night, in the breaks of the calendar's days, and on its days
// off; all on the clock of the person to be told. The zero Quiet holds nothing back.
type Quiet struct {
	From     calendar.Minute `json:"from,omitempty"`
	To       calendar.Minute `json:"to,omitempty"`
	Calendar string          `json:"calendar,omitempty"`
}

// Noise is how many messages a person may have had in an hour and in a day
// before what can wait is left to their list of the morning. Zero: no limit.
type Noise struct {
	Hour int `json:"hour,omitempty"`
	Day  int `json:"day,omitempty"`
}

// Need is what must be there before a verb, for tickets that When names. What is
// needed for the verb new refuses nobody: until it is there a request is not registered.
type Need struct {
	Rule string   `json:"rule"`
	Verb string   `json:"verb"`
	When When     `json:"when,omitzero"`
	Have []string `json:"have"` // "promise", "asker", "type", "reason", "purpose", "opinions", a part of the answer as "plan", or "contact." and a field: one of the asker or of Fields
}

// Learning is the time of observing; zero for none.
type Learning struct {
	From time.Time `json:"from,omitzero"`
	To   time.Time `json:"to,omitzero"`
}

// On reports whether the organisation still observes at t.
func (l Learning) On(t time.Time) bool { return !t.Before(l.From) && t.Before(l.To) }

// Urge spaces requests for news: the first so long after the clock's start,
// then not more often than Every, at most PerDay a level and day.
type Urge struct {
	First      time.Duration `json:"first"`
	Every      time.Duration `json:"every"`
	PerDay     int           `json:"per_day"`
	AskerEvery time.Duration `json:"asker_every"`
}

// News is the time an asker is told to expect news by: Within from now in
// working time, rounded down to a multiple of Round.
type News struct {
	Within time.Duration `json:"within"`
	Round  time.Duration `json:"round"`
}

// Gap keeps automatic reminders apart: at least Between after another message
// about the ticket to the same person, and Before before the limit.
type Gap struct {
	Between time.Duration `json:"between"`
	Before  time.Duration `json:"before"`
}

// Outage is a time in which no program served the workspace.
type Outage struct{ From, To time.Time }

// Rules is all a decision may look at: the policy version of the ticket,
// today's organisation, and who can't be reached today.
type Rules struct {
	Policy *Policy
	Org    *Org
	// Gone are people who are deactivated in Slack or unknown to it.
	Gone map[string]bool
	// Away are people who said, or for whom it was said, that they are not there
	// today; see WithAway. Out are they and those who are gone.
	Away map[string]Absence
	out  map[string]bool
	// Outages are when nobody was there to take an answer, oldest first.
	Outages []Outage
	// ZoneOf is a person's time zone; nil, or a nil answer, is the organisation's.
	ZoneOf func(user string) *time.Location
}
