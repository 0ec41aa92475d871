// Package calendar counts working time: weekly hours with breaks and overnight
// shifts, holidays, half days and make-up workdays, in any time zone.
//
// Instants are counted in absolute time. A span of hours becomes instants by the
// local clock of its own day: each edge is the first instant at which that clock
// shows the edge's time or a later one. So a span that crosses the hour skipped in
// spring is shorter, one that crosses the hour repeated in autumn is longer, and an
// edge inside the skipped hour lies at its end. A shift belongs to the day on which
// it begins; a holiday removes the shifts that begin on it and nothing else.
//
// All types are safe for concurrent use once built, and nothing here reads the
// machine's clock.
package calendar
