package calendar

import "errors"

// Reasons why a specification, a span or a holiday list is refused.
var (
	// ErrFormat means that a text is not a date, a time, a span or a holiday line.
	ErrFormat = errors.New("not in the expected form")
	// ErrSpan means that a span is empty, reversed or leaves its 48 hours.
	ErrSpan = errors.New("span out of range")
	// ErrOrder means that the spans of one day are not in ascending order.
	ErrOrder = errors.New("spans out of order")
	// ErrOverlap means that two spans of one day or of two neighbouring days overlap.
	ErrOverlap = errors.New("spans overlap")
	// ErrNoHours means that a calendar would never be open.
	ErrNoHours = errors.New("no hours")
	// ErrNoZone means that a calendar was given no time zone.
	ErrNoZone = errors.New("no time zone")
	// ErrAlways means that a clock-time calendar was also given hours or holidays.
	ErrAlways = errors.New("clock time takes no hours and no holidays")
	// ErrTwice means that a holiday list names one date twice.
	ErrTwice = errors.New("date given twice")
	// ErrNotCovered means that a holiday list names a date outside the range it declares.
	ErrNotCovered = errors.New("date outside the covered range")
	// ErrUnknown means that there is no built-in holiday list of that name.
	ErrUnknown = errors.New("unknown holiday list")
)
