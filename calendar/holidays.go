package calendar

import (
	"maps"
	"slices"
	"time"
)

// Holidays is a named set of special days: days off, make-up workdays and half days. The
// zero value names no day. Holidays are never changed after they were built.
type Holidays struct {
	name        string
	marks       map[Date]mark
	until       Date
	provisional bool
}

// mark is what one line says of a day.
type mark struct {
	kind  Kind
	label Label
	hours []Span
	as    time.Weekday // whose hours a make-up day has, or asNearest
}

const asNearest time.Weekday = -1

// Name returns the name given to ParseHolidays or Builtin.
func (h Holidays) Name() string { return h.name }

// Off reports whether d is a day off.
func (h Holidays) Off(d Date) bool { return h.marks[d].kind == KindOff }

// Work reports whether d is a make-up workday.
func (h Holidays) Work(d Date) bool { return h.marks[d].kind == KindMakeUp }

// Half returns the hours of d if it is a half day.
func (h Holidays) Half(d Date) ([]Span, bool) {
	m := h.marks[d]
	return slices.Clone(m.hours), m.kind == KindHalf
}

// Label returns the name of d, or "" when the set does not name it.
func (h Holidays) Label(d Date) Label { return h.marks[d].label }

// Days returns the special days in ascending order.
func (h Holidays) Days() []Day {
	days := make([]Day, 0, len(h.marks))
	for _, date := range slices.SortedFunc(maps.Keys(h.marks), Date.Compare) {
		m := h.marks[date]
		days = append(days, Day{Date: date, Kind: m.kind, Label: m.label, Hours: slices.Clone(m.hours)})
	}
	return days
}

// CoveredUntil returns the last date the set speaks of: the end of its "covers" line, else
// its last day. It is zero for an empty set and for a provisional one, which is not yet
// to be trusted.
func (h Holidays) CoveredUntil() Date { return h.until }

// Provisional reports whether the set was written before its year was announced: it holds
// the days known by law and may lack days off and make-up workdays.
func (h Holidays) Provisional() bool { return h.provisional }

// Merge returns a set of the days of h and of others. Where two name the same day, the
// later one in the argument list wins. It is provisional if any part is, and covers the
// time until the last date any part covers. The name is that of h.
func (h Holidays) Merge(others ...Holidays) Holidays {
	merged := h
	merged.marks = maps.Clone(h.marks)
	if merged.marks == nil {
		merged.marks = map[Date]mark{}
	}
	for _, other := range others {
		maps.Copy(merged.marks, other.marks)
		merged.provisional = merged.provisional || other.provisional
		if other.until.Compare(merged.until) > 0 {
			merged.until = other.until
		}
	}
	return merged
}
