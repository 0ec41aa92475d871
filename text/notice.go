package text

import (
	"fmt"
	"maps"
	"slices"

	"github.com/firstask/firstask/notice"
)

// Notice puts a notice into the reader's language, drawn from the ticket as it
// is now. A notice of class Edit is a live message drawn again: it then says
// what became of its matter, without buttons that no longer hold. Any other is
// about to be said for the first time: if what it says was settled while it
// waited, the error is ErrStale and nothing may be sent. ErrNoTicket and
// ErrUnknownKind say that it can never be drawn.
func (c *Catalog) Notice(n notice.Notice, v View) (Message, error) {
	write, known := writers()[n.Kind]
	switch {
	case !known:
		return Message{}, fmt.Errorf("%w: %s", ErrUnknownKind, n.Kind)
	case many(n.Kind):
		return c.several(n, v, write)
	case v.Ticket == nil:
		return Message{}, fmt.Errorf("%w: %s", ErrNoTicket, n.Kind)
	}
	p := c.pen(v, n.Params, n.To)
	p.live = n.Class == notice.Edit
	if !p.live && p.stale(n.Kind) {
		return Message{}, ErrStale
	}
	return p.message(func(p *pen) []Part { return p.drawn(n.Kind, write) }), nil
}

func writers() map[notice.Kind]func(*pen) []Part {
	return map[notice.Kind]func(*pen) []Part{
		notice.Receipt: (*pen).receipt, notice.Delay: (*pen).delay, notice.Solved: (*pen).solved,
		notice.SolvedAgain: (*pen).solved, notice.Survey: (*pen).survey, notice.AskerNews: (*pen).askerNews,
		notice.Card: (*pen).card, notice.Asked: (*pen).asked, notice.Handoff: (*pen).handoff,
		notice.Mention: (*pen).mention, notice.Reassigned: (*pen).reassigned, notice.TakenBack: (*pen).takenBack,
		notice.Returned: (*pen).returned, notice.Accepted: (*pen).accepted, notice.Mine: (*pen).mineNow,
		notice.Reminder: (*pen).reminder, notice.Limit: (*pen).limit, notice.Escalation: (*pen).escalation,
		notice.Fallback: (*pen).fallback, notice.WholeLate: (*pen).wholeLate, notice.Urge: (*pen).urged,
		notice.Promised: (*pen).promised, notice.TellCustomer: (*pen).tellCustomer, notice.Reopened: (*pen).reopened,
		notice.Closed: (*pen).ended, notice.NotesAdded: (*pen).notesAdded, notice.Unreachable: (*pen).unreachable,
		notice.Soft: (*pen).softLimit, notice.Question: (*pen).question, notice.AnswerUp: (*pen).answerUp,
		notice.Declined: (*pen).declined, notice.AskAsker: (*pen).askAsker, notice.FullNotice: (*pen).fullNotice, notice.Resumed: (*pen).resumed,
		notice.Supervised: (*pen).supervised, notice.Marked: (*pen).markedAs, notice.Triaged: (*pen).triaged, notice.Progress: (*pen).progress, notice.Alarm: (*pen).alarm,
		notice.Acknowledged: (*pen).acknowledged, notice.ExtensionAsked: (*pen).extensionAsked,
		notice.ExtensionRefused: (*pen).extensionRefused, notice.ComplaintProposed: (*pen).complaintProposed,
		notice.AskedTogether: (*pen).askedTogether, notice.CorrectionAsked: (*pen).correctionAsked,
		notice.CorrectionRefused: (*pen).correctionRefused, notice.Corrected: (*pen).corrected,
		notice.ConsentAsked: (*pen).consentAsked, notice.Consented: (*pen).consented, notice.Redirected: (*pen).redirected,
		notice.Merged: (*pen).merged, notice.Disputed: (*pen).disputed, notice.OrderStays: (*pen).orderStays,
		notice.Ruled: (*pen).ruled, notice.ReviewAsked: (*pen).reviewAsked,
		notice.ForbiddenPhrase: (*pen).forbiddenPhrase, notice.Complaint: (*pen).complaint, notice.CallbackDue: (*pen).callbackDue, notice.Task: (*pen).task,
		notice.StandIn: (*pen).standIn, notice.Vacant: (*pen).vacant, notice.Delegated: (*pen).delegated,
		notice.MovedList: (*pen).movedList, notice.WelcomeBack: (*pen).welcomeBack,
		notice.EndorseAsked: (*pen).endorseAsked, notice.Endorsed: (*pen).endorsed,
		notice.Force:     (*pen).force,
		notice.LeadAsked: (*pen).leadAsked, notice.Frozen: (*pen).frozen, notice.LeadNamed: (*pen).leadNamed,
		notice.Shared: (*pen).sharedWith, notice.Released: (*pen).released,
		notice.DutyGap: (*pen).dutyGap, notice.Invite: (*pen).invite,
		notice.Folded: (*pen).folded, notice.Digest: (*pen).digest, notice.Observed: (*pen).observed, notice.Gaps: (*pen).gaps, notice.Broken: (*pen).broken,
		notice.PostChanged: (*pen).postChanged, notice.PostDiffers: (*pen).postDiffers,
		notice.RosterGap: (*pen).rosterGap, notice.SwapOffered: (*pen).swapOffered, notice.DutyNews: (*pen).dutyNews,
		notice.HandoverDue: (*pen).handoverDue, notice.HandoverList: (*pen).handedOver,
		notice.Reloaded: (*pen).reloaded, notice.ReloadRefused: (*pen).reloadRefused,
	}
}

// Kinds are all kinds of notice that have words, by name.
func Kinds() []notice.Kind { return slices.Sorted(maps.Keys(writers())) }
