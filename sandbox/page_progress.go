package sandbox

import (
	"encoding/json"
	"slices"
	"strings"
	"time"
)

// What the guide panel shows, in one language.
type (
	guideState struct {
		Steps []stepState `json:"steps"`
		More  []stepState `json:"more"`
		End   *endState   `json:"end"`
		// Hint is the action to point at for the person looking.
		Hint string `json:"hint"`
	}
	stepState struct {
		ID        string `json:"id"`
		Status    string `json:"status"` // done, now, todo, open
		At        int64  `json:"at"`     // when it was done, 0 before
		Person    string `json:"person"`
		Channel   string `json:"channel"`
		Title     string `json:"title"`
		Text      string `json:"text"`
		Note      string `json:"note"`
		Prefill   string `json:"prefill"`
		Walk      string `json:"walk"`
		WalkLabel string `json:"walk_label"`
	}
	endState struct {
		Title string     `json:"title"`
		Text  string     `json:"text"`
		Rows  []rowState `json:"rows"`
	}
	rowState struct {
		Who     string `json:"who"`
		What    string `json:"what"`
		Rule    string `json:"rule"`
		Minutes int    `json:"minutes"`
		From    int64  `json:"from"`
		To      int64  `json:"to"`
	}
)

// progress ticks off what is done. The steps count in order, each once; what was ticked off stays so. The caller
// holds p.mu.
func (p *page) progress() {
	if p.o.Guide == nil {
		return
	}
	for _, s := range p.o.Guide.Steps {
		if !p.tickOff(s) {
			break
		}
	}
	for _, s := range p.o.Guide.More {
		p.tickOff(s)
	}
}

func (p *page) tickOff(s GuideStep) bool {
	if _, ok := p.done[s.ID]; ok {
		return true
	}
	if !p.holds(s.Done) {
		return false
	}
	p.done[s.ID] = p.o.Clock()
	return true
}

// skip ticks a step off by hand.
func (p *page) skip(id string) pageAnswer {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.o.Guide == nil || !slices.ContainsFunc(p.o.Guide.all(), func(s GuideStep) bool { return s.ID == id }) {
		return pageAnswer{Error: "no_step"}
	}
	p.done[id] = p.o.Clock()
	return pageAnswer{OK: true}
}

// holds evaluates a predicate on what can be seen now.
func (p *page) holds(d Predicate) bool {
	switch d.Kind {
	case "all":
		return !slices.ContainsFunc(d.Of, func(x Predicate) bool { return !p.holds(x) })
	case "any":
		return slices.ContainsFunc(d.Of, p.holds)
	case "message-contains":
		return slices.ContainsFunc(p.s.Messages(p.channelNamed(d.Channel)), func(m Message) bool { return p.said(d, m) })
	case "dm-count":
		return p.dmCount(p.personID(d.Person)) >= max(d.Min, 1)
	case "action-clicked":
		return p.acting(d)
	case "ticket-state":
		return p.stated(d.State)
	case "walked-to":
		now := p.o.Clock().In(p.o.Zone)
		return !now.Before(p.at(p.born.In(p.o.Zone).AddDate(0, 0, d.Day), d.At))
	default:
		return false
	}
}

// at is a time of day on the day of t; one that cannot be read is midnight.
func (p *page) at(t time.Time, clock string) time.Time {
	c, err := time.Parse("15:04", clock)
	if err != nil {
		c = time.Time{}
	}
	return time.Date(t.Year(), t.Month(), t.Day(), c.Hour(), c.Minute(), 0, 0, p.o.Zone)
}

func (p *page) channelNamed(name string) string {
	for _, c := range p.s.Channels() {
		if name != "" && (c.Name == name || c.ID == name) {
			return c.ID
		}
	}
	return ""
}

func (p *page) fromApp(m Message) bool { return m.BotID != "" || m.User == p.s.App().BotUserID }

func (p *page) said(d Predicate, m Message) bool {
	switch d.From {
	case "":
	case "app":
		if !p.fromApp(m) {
			return false
		}
	default:
		if m.User != p.personID(d.From) || m.User == "" {
			return false
		}
	}
	if d.At != "" {
		posted := m.At.In(p.o.Zone)
		if posted.Before(p.at(posted, d.At)) {
			return false
		}
	}
	return len(d.Contains) == 0 || slices.ContainsFunc(d.Contains, func(part string) bool {
		return strings.Contains(strings.ToLower(m.Text), strings.ToLower(part))
	})
}

func (p *page) dmCount(user string) int {
	n := 0
	for _, m := range p.s.Messages(p.s.DMChannel(user)) {
		if p.fromApp(m) {
			n++
		}
	}
	return n
}

// acting reports whether the person did one of the actions and has no form open that would still have to be sent.
func (p *page) acting(d Predicate) bool {
	user := p.personID(d.Person)
	if _, open := p.s.View(user); open && d.Person != "" {
		return false
	}
	return slices.ContainsFunc(p.acts, func(a pageAct) bool {
		verb, _, _ := strings.Cut(a.action, ":")
		return (d.Person == "" || a.user == user) && slices.Contains(d.Actions, verb)
	})
}

// stated looks for a state in the metadata payload of the app's messages.
func (p *page) stated(state string) bool {
	for _, c := range p.s.Channels() {
		for _, m := range p.s.Messages(c.ID) {
			var md struct {
				Payload struct {
					State string `json:"state"`
				} `json:"event_payload"`
			}
			if p.fromApp(m) && json.Unmarshal(m.Metadata, &md) == nil && md.Payload.State == state {
				return true
			}
		}
	}
	return false
}

// guideState renders the guide for one person. The caller holds p.mu.
func (p *page) guideState(me, lang string) *guideState {
	g := p.o.Guide
	if g == nil {
		return nil
	}
	out := &guideState{Steps: []stepState{}, More: []stepState{}}
	waiting := false
	for _, s := range g.Steps {
		st := p.stepState(s, lang, "now")
		if st.Status == "now" && waiting {
			st.Status = "todo"
		}
		if st.Status == "now" {
			waiting = true
			if st.Person == me {
				out.Hint = s.Action
			}
		}
		out.Steps = append(out.Steps, st)
	}
	if waiting {
		return out
	}
	out.End = p.endState(lang)
	for _, s := range g.More {
		out.More = append(out.More, p.stepState(s, lang, "open"))
	}
	return out
}

func (p *page) stepState(s GuideStep, lang, status string) stepState {
	st := stepState{
		ID: s.ID, Status: status, Person: p.personID(s.Person), Channel: p.channelNamed(s.Channel),
		Title: s.Title.in(lang), Text: s.Text.in(lang), Note: s.Note.in(lang), Prefill: s.Prefill.in(lang),
		Walk: s.Walk, WalkLabel: s.WalkLabel.in(lang),
	}
	if at, ok := p.done[s.ID]; ok {
		st.Status, st.At = "done", at.Unix()
	}
	return st
}

func (p *page) endState(lang string) *endState {
	end := p.o.Guide.End
	out := &endState{Title: end.Title.in(lang), Text: end.Text.in(lang), Rows: []rowState{}}
	for _, r := range end.Rows {
		out.Rows = append(out.Rows, rowState{
			Who: p.nameOf(r.Person, lang), What: r.What.in(lang), Rule: r.Rule,
			Minutes: int(p.done[r.To].Sub(p.done[r.From]).Minutes()), From: p.done[r.From].Unix(), To: p.done[r.To].Unix(),
		})
	}
	return out
}

func (p *page) nameOf(key, lang string) string {
	for _, x := range p.people() {
		if key == x.ID || key == x.Name {
			return x.NameIn(lang)
		}
	}
	return key
}
