package sandbox

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"time"
)

// Words is a text by language: en, zh-Hans, zh-Hant.
type Words map[string]string

// in gives the text of a language, English if it has none.
func (w Words) in(lang string) string { return orElse(w[lang], w["en"]) }

// Guide is a guided demo: ordered steps that tick themselves off, an end card and more things to try. It names
// people by id or English name and channels by name.
type Guide struct {
	// Workspace is the company's name.
	Workspace Words `json:"workspace"`
	// Start is the wall-clock time the demo day begins at, "10:00".
	Start string `json:"start"`
	// Cast are the people of the story in the order they are offered.
	Cast  []PagePerson `json:"cast"`
	Steps []GuideStep  `json:"steps"`
	End   GuideEnd     `json:"end"`
	// More are steps that may be done in any order.
	More []GuideStep `json:"more"`
}

// GuideStep is one thing to do and how to see that it is done.
type GuideStep struct {
	ID string `json:"id"`
	// Person is who to be; empty if it does not matter.
	Person string `json:"person"`
	// Channel is where it happens; empty means where that person has news.
	Channel string `json:"channel"`
	Title   Words  `json:"title"`
	Text    Words  `json:"text"`
	// Note is what to learn from it.
	Note Words `json:"note"`
	// Prefill is written into the composer, ready to send.
	Prefill Words `json:"prefill"`
	// Action is the action_id (or its part before a colon) of the button to point at.
	Action string `json:"action"`
	// Walk is a step of the clock, as PageOptions.Walk takes it, with the text of its button.
	Walk      string    `json:"walk"`
	WalkLabel Words     `json:"walk_label"`
	Done      Predicate `json:"done"`
}

// GuideEnd is the card shown after the last step.
type GuideEnd struct {
	Title Words      `json:"title"`
	Text  Words      `json:"text"`
	Rows  []GuideRow `json:"rows"`
}

// GuideRow says who held the matter from the end of one step to the end of another, and by which rule.
type GuideRow struct {
	Person string `json:"person"`
	From   string `json:"from"`
	To     string `json:"to"`
	Rule   string `json:"rule"`
	What   Words  `json:"what"`
}

// Predicate says when a step is done, from what the workspace can see. Kind is one of
//
//	message-contains  a message in Channel by From ("app" or a person) with one of Contains (any text if empty),
//	                  posted at or after the time of day At
//	dm-count          Person has at least Min messages from the app in their DM
//	action-clicked    Person pressed a button, sent a form or typed a verb that is one of Actions
//	ticket-state      a message of the app carries this State in its metadata payload
//	walked-to         the clock shows at least At on the Day-th day of the demo (0 is the first)
//	all, any          of the predicates Of
type Predicate struct {
	Kind     string      `json:"kind"`
	Person   string      `json:"person"`
	Channel  string      `json:"channel"`
	From     string      `json:"from"`
	Contains []string    `json:"contains"`
	Actions  []string    `json:"actions"`
	State    string      `json:"state"`
	At       string      `json:"at"`
	Day      int         `json:"day"`
	Min      int         `json:"min"`
	Of       []Predicate `json:"of"`
}

// DemoGuide returns the guide of the Spruce Office demo.
func DemoGuide() (*Guide, error) {
	raw, err := webFiles.ReadFile("web/guide.json")
	if err != nil {
		return nil, fmt.Errorf("sandbox: read the guide: %w", err)
	}
	return ParseGuide(raw)
}

// ParseGuide decodes and checks a guide. Unknown fields, unknown predicate kinds, repeated ids, rows that name no
// step and texts missing a language are errors.
func ParseGuide(raw []byte) (*Guide, error) {
	var g Guide
	d := json.NewDecoder(bytes.NewReader(raw))
	d.DisallowUnknownFields()
	if err := d.Decode(&g); err != nil {
		return nil, fmt.Errorf("sandbox: decode the guide: %w", err)
	}
	if err := g.check(); err != nil {
		return nil, fmt.Errorf("sandbox: check the guide: %w", err)
	}
	return &g, nil
}

func (g *Guide) check() error {
	known := map[string]bool{}
	for _, x := range g.Cast {
		known[x.ID], known[x.Name] = true, true
	}
	steps := map[string]bool{}
	for _, s := range g.all() {
		if s.ID == "" || steps[s.ID] {
			return fmt.Errorf("step id %q is empty or repeated", s.ID)
		}
		steps[s.ID] = true
		if s.Person != "" && len(known) > 0 && !known[s.Person] {
			return fmt.Errorf("step %s: nobody of the cast is %q", s.ID, s.Person)
		}
		if err := s.check(); err != nil {
			return fmt.Errorf("step %s: %w", s.ID, err)
		}
	}
	for _, r := range g.End.Rows {
		if !steps[r.From] || !steps[r.To] {
			return fmt.Errorf("end row %s to %s names no step", r.From, r.To)
		}
	}
	return complete("end", g.End.Title, g.End.Text)
}

func (g *Guide) all() []GuideStep {
	return append(append([]GuideStep{}, g.Steps...), g.More...)
}

func (s GuideStep) check() error {
	if len(s.Title) == 0 || len(s.Text) == 0 {
		return errors.New("title or text is missing")
	}
	if err := complete("texts", s.Title, s.Text, s.Note, s.Prefill, s.WalkLabel); err != nil {
		return err
	}
	return s.Done.check()
}

// complete refuses texts that are there in some languages only.
func complete(what string, list ...Words) error {
	for _, w := range list {
		if len(w) == 0 {
			continue
		}
		for _, lang := range []string{"en", "zh-Hans", "zh-Hant"} {
			if w[lang] == "" {
				return fmt.Errorf("%s: %q has no %s", what, w["en"], lang)
			}
		}
	}
	return nil
}

func (d Predicate) check() error {
	for _, sub := range d.Of {
		if err := sub.check(); err != nil {
			return err
		}
	}
	switch d.Kind {
	case "message-contains", "dm-count", "action-clicked", "ticket-state":
	case "walked-to":
		if _, err := time.Parse("15:04", d.At); err != nil {
			return fmt.Errorf("time %q: %w", d.At, err)
		}
	case "all", "any":
		if len(d.Of) == 0 {
			return fmt.Errorf("%s of nothing", d.Kind)
		}
	default:
		return fmt.Errorf("unknown predicate %q", d.Kind)
	}
	return nil
}
