package ticket

import (
	"slices"
	"time"

	"github.com/firstask/firstask/notice"
)

// closed is an end at this instant, when a survey asks about it, and until when
// what ended stays open to a change. Without a retention it always does.
func (x *turn) closed(how Ending, by string) End {
	e := End{How: how, By: by, At: x.now, SurveyAt: x.surveyFrom()}
	if keep := x.rules.Policy.Retention; !keep.IsZero() {
		e.ArchiveAt = x.add(x.rules.Policy.Calendar, x.now, keep)
	}
	return e
}

// archiving is when the ticket is to be archived; zero for never, and once it is.
func (t *Ticket) archiving() time.Time {
	if t.State == Archived {
		return time.Time{}
	}
	return t.End.ArchiveAt
}

// archive files an ended request away once its time has come: from then on it
// can only be read.
func (x *turn) archive() {
	if at := x.archiving(); x.State.Ended() && !at.IsZero() && !at.After(x.now) {
		x.move(Archived, Event{Kind: "archived", Facts: map[string]string{"how": string(x.End.How)}})
	}
}

// archived refuses whatever would change an archived request. Those who may read
// it still do, and what the program reports of its own messages is noted.
func (x *turn) archived(c Command) error {
	reads := c.Verb == VerbReveal || c.Verb == VerbExport
	if x.State != Archived || reads || slices.Contains(reports(), c.Verb) {
		return nil
	}
	return refuse(IsArchived, notice.Params{"at": notice.Time(x.End.ArchiveAt)})
}
