package policy

import (
	"slices"
	"time"

	"github.com/firstask/firstask/calendar"
)

// Roster says who is on duty when: layers of shifts, of which the last one that
// has hours at an instant counts, and what was changed of them.
type Roster struct {
	// Calendar has the hours in which somebody must be on duty. The rotation
	// below is the first layer and has them as its own.
	Calendar string
	// Every is the length of a turn in days: 1 daily, 7 weekly.
	Every int
	// Starts is the first day of the first person's turn; At the minute of the
	// day at which turns change, local time (DST moves nothing). At 0 turns
	// change with the shift of a day, also where it ends after midnight.
	Starts calendar.Date
	At     calendar.Minute
	People []string
	// Layers lie over the rotation, the last one on top.
	Layers []Layer
	// Overrides name the people of single days; of several the last one counts.
	Overrides []Override
	// Cover are those who step in, in order, when nobody of a shift is there.
	Cover []string
	// Staff is how many stand a shift together.
	Staff Staff
	// Place is where its shifts are stood; "" for anywhere.
	Place string
	// How its shifts are stood.
	Standing
	// Swaps and Incumbent are what people said in Slack.
	Swaps     []Swap
	Incumbent Incumbent
}

// Layer is a rotation with hours of its own.
type Layer struct {
	ID       string
	Calendar string
	Every    int
	Starts   calendar.Date
	At       calendar.Minute
	People   []string
}

// Override names who stands the shifts that begin on some days.
type Override struct {
	From, To calendar.Date // both included
	Layer    string        // "" for all
	People   []string
}

// Staff is how many people stand a shift together; zero counts as one.
type Staff struct {
	Normal  int `json:"normal,omitempty"`
	Holiday int `json:"holiday,omitempty"`
	// Calendar is the one whose days off are holidays.
	Calendar string `json:"calendar,omitempty"`
}

// Standing is how shifts are stood.
type Standing struct {
	// CheckIn: a shift ends when the relief has said that theirs began.
	CheckIn bool `json:"check_in,omitempty"`
	// Handover: whoever goes hands over what is open, item by item.
	Handover bool `json:"handover,omitempty"`
	// Within is how long after a shift the handover may wait for the relief's
	// yes; zero for no limit.
	Within time.Duration `json:"within,omitempty"`
	// Record: whoever stands a shift writes down what happened and what came of it.
	Record bool `json:"record,omitempty"`
	// Rounds are what is looked at in a shift that is written down.
	Rounds []Round `json:"rounds,omitempty"`
}

// Followed reports whether there is more to a shift than the clock.
func (s *Standing) Followed() bool { return s.CheckIn || s.Handover || s.Record }

// Round is something that is looked at in a shift: once, point by point, or at
// the times of a day.
type Round struct {
	ID     string            `json:"id"`
	Name   Name              `json:"name"`
	Points []Spot            `json:"points,omitempty"`
	At     []calendar.Minute `json:"at,omitempty"`
}

// Spot is one thing that is looked at on a round.
type Spot struct {
	ID   string `json:"id"`
	Name Name   `json:"name"`
}

// Round is a round by its id; nil for none.
func (s *Standing) Round(id string) *Round {
	for i := range s.Rounds {
		if s.Rounds[i].ID == id {
			return &s.Rounds[i]
		}
	}
	return nil
}

// Point is what a point of a round is called; its id where it has no name.
func (r *Round) Point(id string) Name {
	for _, p := range r.Points {
		if p.ID == id && len(p.Name) > 0 {
			return p.Name
		}
	}
	return Name{"en": id}
}

// Shifts are what a rule book says of duty. Rules names the rule behind each
// matter of it, one of ShiftMatters.
type Shifts struct {
	Standing
	Staff Staff             `json:"staff,omitzero"`
	Rules map[string]string `json:"rules,omitempty"`
}

// The matters of duty that a rule may stand behind.
const (
	MatterSwap     = "swap"
	MatterRelief   = "relief"
	MatterHandover = "handover"
	MatterLeft     = "left" // what the shift before left over
	MatterStaff    = "staff"
	MatterHoliday  = "holiday"
	MatterRecord   = "record"
	MatterPlace    = "place"
	MatterRound    = "round" // what is looked at once in a shift
	MatterTimed    = "timed" // what is looked at at its times
	MatterCall     = "call"
)

// ShiftMatters are all of them.
func ShiftMatters() []string {
	return []string{MatterSwap, MatterRelief, MatterHandover, MatterLeft, MatterStaff, MatterHoliday, MatterRecord, MatterPlace, MatterRound, MatterTimed, MatterCall}
}

// Swap puts one person into another's place for one shift.
type Swap struct {
	Layer    string
	Day      calendar.Date
	From, To string
	// Since is when it begins to count within the shift; zero: all of it.
	Since time.Time
	// Relief: a head did it, since From could not go on.
	Relief bool
}

// Incumbent is somebody whose shift is over and whose relief has not come: they
// stay on duty from Since until before Until.
type Incumbent struct {
	User         string
	Since, Until time.Time
}

// Shift is one stretch of duty. It belongs to the day on which it begins.
type Shift struct {
	Roster   string
	Layer    string // "" for the roster's own rotation
	Day      calendar.Date
	From, To time.Time
}

// layers are all layers, the one on top first.
func (r *Roster) layers() []*Layer {
	all := make([]*Layer, 0, len(r.Layers)+1)
	for i := len(r.Layers) - 1; i >= 0; i-- {
		all = append(all, &r.Layers[i])
	}
	if len(r.People) > 0 {
		all = append(all, r.rotation())
	}
	return all
}

// rotation is the roster's own rotation as a layer.
func (r *Roster) rotation() *Layer {
	return &Layer{Calendar: r.Calendar, Every: r.Every, Starts: r.Starts, At: r.At, People: r.People}
}

// Turn is whose turn of the rotation it is at t, regardless of hours; "" before
// the rotation starts or with nobody in it.
func (r *Roster) Turn(t time.Time, zone *time.Location) string {
	day := calendar.DateOf(t, zone)
	if t.Before(day.At(r.At, zone)) {
		day = day.AddDays(-1)
	}
	if turn := r.rotation().turns(day, 1); len(turn) > 0 {
		return turn[0]
	}
	return ""
}

// turns are the people whose turn it is on a day and those who come after them,
// so many different ones if there are.
func (l *Layer) turns(day calendar.Date, people int) []string {
	since := l.Starts.DaysUntil(day)
	if len(l.People) == 0 || l.Every <= 0 || since < 0 {
		return nil
	}
	first := since / l.Every % len(l.People)
	var turns []string
	for i := range l.People {
		if u := l.People[(first+i)%len(l.People)]; len(turns) < max(people, 1) && !slices.Contains(turns, u) {
			turns = append(turns, u)
		}
	}
	return turns
}

// named are the people that an override names for a shift of a layer; nil for none.
func (r *Roster) named(layer string, day calendar.Date) []string {
	var people []string
	for _, o := range r.Overrides {
		if (o.Layer == "" || o.Layer == layer) && o.From.Compare(day) <= 0 && day.Compare(o.To) <= 0 {
			people = o.People
		}
	}
	return people
}

// Names are all people who may be on duty here by the configuration.
func (r *Roster) Names() []string {
	all := append([]string{}, r.People...)
	for _, l := range r.Layers {
		all = append(all, l.People...)
	}
	for _, o := range r.Overrides {
		all = append(all, o.People...)
	}
	return append(all, r.Cover...)
}
