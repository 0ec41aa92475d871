package app

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"strings"
	"time"

	"github.com/firstask/firstask/policy"
	"github.com/firstask/firstask/replay"
)

// recorded is one line of an export.
type recorded struct {
	replay.Record

	// People are the names of those the events speak of, by Slack id.
	People map[string]string `json:"people,omitempty"`
}

// replayAll plays every record of r under the rules and prints a block for each
// that would have gone another way, then a sum. The error names the record
// that is none, counted from 1.
func replayAll(w io.Writer, r io.Reader, rules policy.Rules) error {
	p := &replayed{w: w, zone: rules.Org.Zone, names: map[string]string{}}
	records := json.NewDecoder(r)
	for n := 1; ; n++ {
		var rec recorded
		err := records.Decode(&rec)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return fmt.Errorf("app: replay: record %d: %w", n, err)
		}
		o, err := replay.Run(rec.Record, rules)
		if err != nil {
			return fmt.Errorf("app: replay: record %d: %w", n, err)
		}
		p.add(&rec, &o)
	}
	p.sum()
	return nil
}

// replayed prints outcomes and sums them up.
type replayed struct {
	w             io.Writer
	zone          *time.Location
	names         map[string]string
	all, changed  int
	before, after replay.Count
	refused       int
}

func (p *replayed) add(rec *recorded, o *replay.Outcome) {
	maps.Copy(p.names, rec.People)
	p.all++
	p.before.Add(o.Before)
	p.after.Add(o.After)
	p.refused += len(o.Refused)
	if o.Same() {
		return
	}
	p.changed++
	_, _ = fmt.Fprintf(p.w, "#%d  %s → %s\n", o.Number, o.Was, o.Ticket.State)
	for _, l := range o.Lines {
		rule := ""
		if l.Rule != "" {
			rule = " (" + l.Rule + ")"
		}
		_, _ = fmt.Fprintf(p.w, "%c %s  %s %s%s\n", l.Change, p.at(l.At), p.name(l.Who), happening(l.Event), rule)
	}
	for _, r := range o.Refused {
		_, _ = fmt.Fprintf(p.w, "! %s  %s could not %s: %s\n", p.at(r.At), p.name(r.By), deed(r.Verb), strings.ReplaceAll(string(r.Code), "_", " "))
	}
	_, _ = fmt.Fprintln(p.w)
}

func (p *replayed) at(t time.Time) string { return t.In(p.zone).Format("Mon 2006-01-02 15:04") }

func (p *replayed) name(id string) string {
	if n := p.names[id]; n != "" {
		return n
	}
	return id
}

func (p *replayed) sum() {
	if p.all == 0 {
		_, _ = fmt.Fprintln(p.w, "nothing to play: there is no ticket in it")
		return
	}
	_, _ = fmt.Fprintf(p.w, "%d of %d tickets would have gone another way\n", p.changed, p.all)
	if p.refused > 0 {
		_, _ = fmt.Fprintf(p.w, "%d requests would have been refused\n", p.refused)
	}
	_, _ = fmt.Fprintf(p.w, "limits passed on people %d → %d, booked to the system %d → %d\n", p.before.Late, p.after.Late, p.before.System, p.after.System)
	for _, who := range replay.People(p.before, p.after) {
		_, _ = fmt.Fprintf(p.w, "messages to %s %d → %d\n", p.name(who), p.before.Messages[who], p.after.Messages[who])
	}
}
