package app_test

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing/synctest"
	"time"

	"github.com/firstask/firstask/sandbox"
	"github.com/firstask/firstask/ticket"
)

// patience is how long after an instant of the story its messages may come:
// pacing spaces them, nothing else may.
const patience = 45 * time.Second

// expect WHO KIND [#N] ["fragment"…]: the message came, at this instant of the
// story, and nothing about it is left for quiet to find. A list is of no ticket.
func (w *world) expect(a []string) {
	w.t.Helper()
	want := a[1]
	if len(a) > 2 && strings.HasPrefix(a[2], "#") {
		want += " " + a[2]
	} else {
		a = append([]string{a[0], a[1], ""}, a[2:]...)
	}
	for waited := time.Duration(0); ; waited += 200 * time.Millisecond {
		synctest.Wait()
		for _, m := range w.unexpected() {
			if m.who == a[0] && sameKind(m.kind, want) {
				w.read[m.Channel+"/"+m.TS] = true
				w.matches(m, a[3:])
				return
			}
		}
		if waited > patience {
			break
		}
		time.Sleep(200 * time.Millisecond)
	}
	w.errorf("%s did not get %s", a[0], want)
	for _, m := range w.unexpected() {
		w.t.Logf("  waiting: %s %s at %s: %s", m.who, m.kind, m.At.In(w.zone).Format("15:04:05"), oneLine(m.Text))
	}
}

// sameKind compares kinds; "escalation #*" is of any ticket.
func sameKind(kind, want string) bool {
	what, every := strings.CutSuffix(want, " #*")
	return kind == want || (every && strings.HasPrefix(kind, what+" #"))
}

func (w *world) matches(m heard, fragments []string) {
	w.t.Helper()
	if m.At.Before(w.from.Add(-time.Second)) || m.At.After(w.from.Add(time.Minute)) {
		w.errorf("%s %s came at %s", m.who, m.kind, m.At.In(w.zone).Format("Mon 15:04:05"))
	}
	all := m.Text + "\n" + shown(m.Message)
	for _, f := range fragments {
		if !strings.Contains(all, w.spoken(f)) {
			w.errorf("%s %s lacks %q: %s", m.who, m.kind, text(f), all)
		}
	}
}

// shows WHO KIND [#N] "fragment"…: that message as it stands now.
func (w *world) shows(a []string) {
	w.t.Helper()
	time.Sleep(3 * time.Second)
	synctest.Wait()
	for _, c := range w.slack.Channels() {
		for _, m := range w.slack.Messages(c.ID) {
			if w.whose(c) != a[0] || !sameKind(kindOf(m), a[1]+" "+a[2]) {
				continue
			}
			for _, f := range a[3:] {
				if !strings.Contains(m.Text+shown(m), text(f)) {
					w.errorf("%s %s lacks %q: %s\n%s", a[1], a[2], text(f), m.Text, m.Blocks)
				}
			}
			return
		}
	}
	w.errorf("%s has no %s", a[0], a[1])
}

// answer @name "fragment"…: what the person saw last, and only they.
func (w *world) answer(a []string) {
	w.t.Helper()
	seen := w.slack.Ephemerals(w.id(a[0]))
	if len(seen) == 0 {
		w.errorf("%s saw no answer: %+v", a[0], w.acks[a[0]])
		return
	}
	last := seen[len(seen)-1]
	all := last.Text + "\n" + shown(last)
	for _, f := range a[1:] {
		if !strings.Contains(all, text(f)) {
			w.errorf("%s's answer lacks %q: %s", a[0], text(f), all)
		}
	}
}

// problem @name field ["fragment"]: the dialog stayed open with a word under the field.
func (w *world) problem(a []string) {
	w.t.Helper()
	got, ok := w.acks[a[0]].Errors[a[1]]
	if !ok {
		w.errorf("no problem under %s: %+v", a[1], w.acks[a[0]])
	}
	for _, f := range a[2:] {
		if !strings.Contains(got, text(f)) {
			w.errorf("the problem under %s lacks %q: %s", a[1], text(f), got)
		}
	}
}

func (w *world) look(word string) *ticket.Ticket {
	w.t.Helper()
	n, err := strconv.ParseInt(strings.TrimPrefix(word, "#"), 10, 64)
	if err != nil || len(w.runs) == 0 {
		w.fatal("no ticket %s", word)
	}
	t, _, err := w.runs[0].app.Look(w.t.Context(), n)
	if err != nil {
		w.fatal("ticket %s: %v", word, err)
	}
	return t
}

// state #N STATE [natural=@a] [factual=@b] [receiver=@c] [asker=@d] [by=@e] [rule=FA-08.1] [end=confirmed] [due=10:34] [via=hotline] [type=complaint] [urgency=urgent] [name=Maple] [text="…"].
func (w *world) state(a []string) {
	w.t.Helper()
	t := w.look(a[0])
	got := map[string]string{
		"natural": t.Natural.User, "factual": t.Factual(), "asker": t.Asker.User, "by": t.CapturedBy, "rule": t.Natural.Rule,
		"end": string(t.End.How), "kind": string(t.Asker.Kind), "due": "", "receiver": "", "text": t.Text, "department": t.Department,
		"via": t.Via, "type": t.Type, "urgency": t.Urgency, "name": t.Asker.Name,
		"public": fmt.Sprint(t.Public.Received, t.Public.Delayed, t.Public.Solved),
	}
	if t.Handoff != nil {
		got["receiver"] = t.Handoff.To
	}
	if c := t.Lead(); c != nil {
		got["due"] = c.Due.In(w.zone).Format("15:04")
	}
	if string(t.State) != a[1] {
		w.errorf("%s is %s, want %s", a[0], t.State, a[1])
	}
	for _, pair := range a[2:] {
		key, want, _ := strings.Cut(text(pair), "=")
		if strings.HasPrefix(want, "@") {
			want = w.id(want)
		}
		if have, known := got[key]; !known || have != want {
			w.errorf("%s: %s is %q, want %q", a[0], key, have, want)
		}
	}
}

// card #N "fragment"…: the live card as it stands now.
func (w *world) card(a []string) {
	w.t.Helper()
	time.Sleep(3 * time.Second)
	synctest.Wait()
	channel, ts := w.place(a[0])
	for _, m := range w.slack.Messages(channel) {
		if m.TS != ts {
			continue
		}
		for _, f := range a[1:] {
			if !strings.Contains(m.Text+shown(m), text(f)) {
				w.errorf("the card of %s lacks %q: %s\n%s", a[0], text(f), m.Text, m.Blocks)
			}
		}
	}
}

// breach #N none | RULE @who|system [HH:MM]: the only breaches on record.
func (w *world) breach(a []string) {
	w.t.Helper()
	t := w.look(a[0])
	if a[1] == "none" {
		if len(t.Breaches) > 0 {
			w.errorf("%s has breaches %+v", a[0], t.Breaches)
		}
		return
	}
	i := slices.IndexFunc(t.Breaches, func(b ticket.Breach) bool {
		who := b.Subject == w.id(a[2]) && !b.System
		if a[2] == "system" {
			who = b.System
		}
		return b.Rule == a[1] && who && (len(a) < 4 || b.At.In(w.zone).Format("15:04") == a[3])
	})
	if i < 0 {
		w.errorf("%s has no breach %v, only %+v", a[0], a[1:], t.Breaches)
	}
}

// clock #N RULE none | @who|nobody [HH:MM | "Mon 2 Jan 15:04"] [over=RULE] [paused]: a clock that runs.
func (w *world) clock(a []string) {
	w.t.Helper()
	t := w.look(a[0])
	i := slices.IndexFunc(t.Clocks, func(c ticket.Clock) bool { return c.Rule == a[1] })
	if a[2] == "none" || i < 0 {
		if (i < 0) != (a[2] == "none") {
			w.errorf("%s: clocks %+v", a[0], t.Clocks)
		}
		return
	}
	c := t.Clocks[i]
	if who := strings.TrimPrefix(w.id(a[2]), "nobody"); c.Subject != who {
		w.errorf("%s: %s runs on %q, want %s", a[0], a[1], c.Subject, a[2])
	}
	for _, word := range a[3:] {
		w.clockIs(&c, text(word))
	}
}

func (w *world) clockIs(c *ticket.Clock, word string) {
	w.t.Helper()
	due := c.Due.In(w.zone)
	over, isOver := strings.CutPrefix(word, "over=")
	switch {
	case isOver:
		if !slices.Contains(c.Over, over) {
			w.errorf("%s came before %v, want %s", c.Rule, c.Over, over)
		}
	case word == "paused":
		if c.Paused.IsZero() {
			w.errorf("%s does not stand still", c.Rule)
		}
	case due.Format("15:04") != word && due.Format("Mon 2 Jan 15:04") != word && due.Format("15:04:05") != word:
		w.errorf("%s is due %s, want %s", c.Rule, due.Format("Mon 2 Jan 15:04:05"), word)
	}
}

// kept #N RULE on_time|promised|late: how the last clock of the rule ended.
func (w *world) kept(a []string) {
	w.t.Helper()
	n, _ := strconv.ParseInt(strings.TrimPrefix(a[0], "#"), 10, 64)
	history, err := w.runs[0].app.History(w.t.Context(), n)
	if err != nil {
		w.fatal("history: %v", err)
	}
	got := ""
	for _, e := range history {
		for fact := range strings.FieldsSeq(e.Facts["kept"]) {
			if clock, how, _ := strings.Cut(fact, "="); strings.HasPrefix(clock, a[1]+"/") {
				got = how
			}
		}
	}
	if got != a[2] {
		w.errorf("%s of %s was kept %q, want %s", a[1], a[0], got, a[2])
	}
}

// events #N kind…: the kinds of its history, in order, up to now.
func (w *world) events(a []string) {
	w.t.Helper()
	n, _ := strconv.ParseInt(strings.TrimPrefix(a[0], "#"), 10, 64)
	history, err := w.runs[0].app.History(w.t.Context(), n)
	if err != nil {
		w.fatal("history: %v", err)
	}
	kinds := make([]string, 0, len(history))
	for _, e := range history {
		kinds = append(kinds, e.Kind)
	}
	if got := strings.Join(kinds, " "); got != strings.Join(a[1:], " ") {
		w.errorf("%s happened: %s", a[0], got)
	}
}

// posted KIND #N times: how often that message was ever posted, whoever saw it.
func (w *world) posted(a []string) {
	w.t.Helper()
	count := 0
	for _, c := range w.slack.Channels() {
		for _, m := range w.slack.Messages(c.ID) {
			if m.BotID != "" && sameKind(kindOf(m), a[0]+" "+a[1]) {
				count++
			}
		}
	}
	if strconv.Itoa(count) != a[2] {
		w.errorf("%s %s was posted %d times, want %s", a[0], a[1], count, a[2])
	}
}

// shown is a message's blocks without the escapes JSON adds to mentions.
func shown(m sandbox.Message) string {
	return strings.NewReplacer(`\u003c`, "<", `\u003e`, ">", `\u0026`, "&").Replace(string(m.Blocks))
}
