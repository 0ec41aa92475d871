package ticket

import (
	"slices"
	"strconv"

	"github.com/firstask/firstask/notice"
)

// about says whom the matter is about. They decide nothing of it from then on:
// what they hold goes to others, as when somebody leaves.
func (x *turn) about(c Command) error {
	who := notice.Params{"who": notice.User(c.To.User)}
	switch {
	case x.State.Ended() || x.solved():
		return x.ended()
	case x.Ruling != nil: // it is under review
		return refuse(RuledAlready, notice.Params{"who": notice.User(x.Ruling.By), "at": notice.Time(x.Ruling.At)})
	case c.Actor != x.Factual() && c.Actor != x.Follower() && c.Actor != x.CapturedBy && !x.superior(c.Actor):
		return refuse(NotYours, notice.Params{"who": notice.User(x.Factual()), "verb": notice.Word(string(VerbAbout))})
	case c.To.User == "":
		return refuse(NeedReceiver, nil)
	case c.To.User == x.Asker.User:
		return refuse(AskedItself, who)
	case c.To.User == x.About:
		return refuse(AboutAlready, who)
	}
	x.About = c.To.User
	x.event(Event{Kind: string(VerbAbout), To: x.About, Text: c.Text})
	x.relieve(Leave{User: x.About, Sweep: "about/" + strconv.Itoa(x.Seq), Why: "party"})
	if p := x.Correction; p != nil && slices.Contains(x.parties(), p.Head) {
		x.Correction = nil
	}
	if x.Wish != nil && x.Wish.To == x.About {
		x.Wish = nil
	}
	return nil
}

// parties are the two whom a matter concerns most, and who decide nothing of
// it: who asked and whom it is about. Either may be "".
func (t *Ticket) parties() []string { return []string{t.Asker.User, t.About} }

// IsAbout reports whether a matter is about somebody.
func (t *Ticket) IsAbout(user string) bool { return user != "" && user == t.About }

// barred refuses whom the matter is about all that moves it: they answer what
// they are asked, explain, and may ask for a review.
func (x *turn) barred(c Command) error {
	if !x.IsAbout(c.Actor) {
		return nil
	}
	level := x.LevelOf(c.Actor) != nil
	switch c.Verb { //nolint:exhaustive // all others move it
	case VerbNote, VerbReview:
		return nil
	case VerbAck:
		if x.ToldAbout() != nil {
			return nil
		}
	case VerbAccept, VerbAnswer, VerbReturn, VerbAsk, VerbPromise:
		if level {
			return nil
		}
	}
	return refuse(AboutYou, nil)
}

// keptFrom reports whether a notice is not for whom the matter is about: they
// hear what they are asked and what came of it, and nothing of what lies between.
func (x *turn) keptFrom(n notice.Notice) bool {
	if n.To.Channel != "" || !x.IsAbout(n.To.User) || n.Class == notice.Edit {
		return false
	}
	return x.LevelOf(x.About) == nil && !slices.Contains([]notice.Kind{notice.Ruled, notice.ReviewAsked, notice.TakenBack}, n.Kind)
}

// betrays reports whether a live message would go on telling whom the matter is
// about what is not theirs to know.
func (x *turn) betrays(f Face) bool {
	if f.To.Channel != "" || !x.IsAbout(f.To.User) || f.Slot == CardSlot {
		return false
	}
	return !slices.Contains([]notice.Kind{notice.Ruled, notice.ReviewAsked, notice.Question}, f.Kind)
}
