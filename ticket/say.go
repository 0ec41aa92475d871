package ticket

import (
	"slices"
	"strconv"
	"time"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/policy"
)

// say queues a notice. A DM marks the person as told, which holds back the
// automatic reminders of the next minutes; in their quiet hours it waits, and
// what their list of the morning says too is spared them if they are told much.
func (x *turn) say(n notice.Notice) {
	if x.keptFrom(n) {
		return
	}
	x.Said++
	n.Ticket = x.Number
	n.Key = strconv.FormatInt(x.Number, 10) + "/" + strconv.Itoa(x.Said) + "/" + string(n.Kind)
	n.Quota = x.quota(n)
	if n.To.User != "" && n.Class != notice.Edit {
		x.told(n.To.User)
		if at := x.waking(n); at.After(n.After) {
			n.After = at
		}
	}
	x.notices = append(x.notices, n)
}

func (x *turn) told(user string) {
	if x.Told == nil {
		x.Told = map[string]time.Time{}
	}
	x.Told[user] = x.now
}

// tell is say to a person's DM.
func (x *turn) tell(user string, k notice.Kind, p notice.Params) {
	if user == "" || user == x.by && k != notice.TellCustomer {
		return
	}
	x.say(notice.Notice{Kind: k, To: notice.Recipient{User: user}, Params: p})
}

// live makes a message to one person a live one: it is drawn again while its
// matter lasts, and loses its buttons with it. Of one kind the newest counts.
func (x *turn) live(n *notice.Notice) {
	if n.To.User == "" || n.Slot != "" || x.keptFrom(*n) {
		return
	}
	x.Faces = slices.DeleteFunc(x.Faces, func(f Face) bool { return f.Kind == n.Kind && f.To == n.To })
	n.Slot = string(n.Kind) + "/" + n.Params["clock"].Raw() + "/" + strconv.Itoa(x.Said)
	x.keepFace(Face{Slot: n.Slot, Kind: n.Kind, To: n.To, Params: n.Params})
}

// prompt is tell for what asks somebody to move, with buttons.
func (x *turn) prompt(user string, k notice.Kind, p notice.Params) {
	if user == "" || user == x.by {
		return
	}
	n := notice.Notice{Kind: k, To: notice.Recipient{User: user}, Params: p}
	x.live(&n)
	x.say(n)
}

// show posts a live message and remembers it, so that it is drawn again later.
func (x *turn) show(f Face) {
	n := notice.Notice{Kind: f.Kind, To: f.To, Params: f.Params, Slot: f.Slot, Class: notice.Answer}
	if x.keptFrom(n) {
		return
	}
	x.keepFace(f)
	x.say(n)
}

// redraw edits every live message that this turn did not just post, then
// forgets those whose matter is over: they were drawn a last time. That a
// message arrived, or was held back, is on none of them.
func (x *turn) redraw() {
	seen := func(e Event) bool {
		return e.Kind != string(VerbDelivered) && e.Kind != string(VerbUnreachable) && e.Kind != string(VerbReveal) && e.Kind != "reveal_refused" && e.Facts[heldFact] == ""
	}
	if !slices.ContainsFunc(x.events, seen) {
		return
	}
	posted := x.notices // nothing said below is in it
	for i := range x.Faces {
		if f := &x.Faces[i]; !inSlot(posted, f.Slot) {
			n := notice.Notice{Kind: f.Kind, To: f.To, Params: f.Params, Slot: f.Slot, Class: notice.Edit}
			if f.Kind == notice.Escalation {
				n.Fold = x.rules.Policy.Fold // it may still wait to be said, with others
			}
			x.say(n)
		}
	}
	x.Faces = slices.DeleteFunc(x.Faces, x.faded)
	x.forgetDaily()
}

func inSlot(notices []notice.Notice, slot string) bool {
	for i := range notices {
		if notices[i].Slot == slot {
			return true
		}
	}
	return false
}

// dailyFaces is how many of a clock's daily posts in the fallback channel are
// still drawn again: those of a working week.
const dailyFaces = 5

// forgetDaily leaves the older daily posts as they are, so that a ticket which
// nobody takes does not grow by one every day.
func (x *turn) forgetDaily() {
	newer := map[string]int{}
	for i, f := range slices.Backward(x.Faces) {
		if f.Kind != notice.Fallback {
			continue
		}
		clock := f.Params["clock"].Raw()
		if newer[clock]++; newer[clock] > dailyFaces {
			x.Faces = slices.Delete(x.Faces, i, i+1)
		}
	}
}

// faded reports whether a live message has nothing left to follow.
func (x *turn) faded(f Face) bool {
	if f.Slot == CardSlot || f.Kind == notice.Solved || f.Kind == notice.SolvedAgain || f.Kind == notice.Survey || f.Kind == notice.Ruled || f.Kind == notice.Merged {
		return false
	}
	if x.State.Ended() {
		return true
	}
	clock := f.Params["clock"].Raw()
	return x.betrays(f) || clock != "" && x.Clock(clock) == nil
}

// askerFace is where the asker is told: the thread of the post, else their DM;
// false for somebody outside Slack or not known yet.
func (x *turn) askerFace() (notice.Recipient, bool) {
	if x.Post.TS != "" && !x.Post.Hidden {
		root := x.Post.TS
		if x.Post.Thread != "" {
			root = x.Post.Thread
		}
		return notice.Recipient{Channel: x.Post.Channel, Thread: root, Else: x.Asker.User}, true
	}
	if x.Asker.InSlack() {
		return notice.Recipient{User: x.Asker.User}, true
	}
	return notice.Recipient{}, false
}

// news is the time the asker is told to expect news by.
func (x *turn) news() time.Time {
	p := x.rules.Policy
	from := x.now
	if x.Natural.From.After(from) {
		from = x.Natural.From
	}
	cal := x.rules.Org.Calendar(p.Calendar)
	if cal == nil || p.News.Within == 0 {
		return time.Time{}
	}
	at := cal.Add(from, p.News.Within)
	if p.News.Round > 0 {
		_, off := at.In(x.rules.Org.Zone).Zone()
		shift := time.Duration(off) * time.Second
		if down := at.Add(shift).Truncate(p.News.Round).Add(-shift); down.After(from) {
			at = down
		}
	}
	x.Public.News = at.UTC()
	return x.Public.News
}

// withClock adds what a person needs to know of their clock: its limit and id.
func (x *turn) withClock(r policy.Role, p notice.Params) notice.Params {
	c := x.ClockOn(r)
	if c == nil {
		c = x.ClockOf(x.Holder(r))
	}
	if c != nil {
		p["limit"], p["clock"] = notice.Time(c.Due), notice.Text(c.ID())
		p["rule"] = notice.Text(c.Rule)
	}
	return p
}
