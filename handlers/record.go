package handlers

import (
	"context"
	"strings"
	"unicode"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/policy"
	"github.com/firstask/firstask/staff"
	"github.com/firstask/firstask/text"
	"github.com/firstask/firstask/ticket"
)

// writeDown is what is written down of a shift: "duty log TEXT", "duty result
// TEXT", "duty round ROUND [POINT] [REMARK]", "duty here", "duty call NUMBER
// MATTER". With nothing to write, the record is shown. A button names its round.
func (d *Desk) writeDown(ctx context.Context, r Request, w words, what, round string) (Reply, error) {
	said := strings.TrimSpace(w.After)
	switch {
	case what == text.DutyHere:
		return d.writes(ctx, r, "duty_here", func(b *staff.Book, rules policy.Rules) (staff.Decision, error) {
			return staff.Here(b, r.Actor, rules, d.Now())
		})
	case what == text.DutyRound && (round != "" || said != ""):
		return d.tick(ctx, r, round, said)
	case what == text.DutyCall:
		return d.call(ctx, r, said)
	case said == "":
		return d.records(ctx, r)
	default:
		return d.writes(ctx, r, "duty_logged", func(b *staff.Book, rules policy.Rules) (staff.Decision, error) {
			return staff.Log(b, said, what == text.DutyResult, r.Actor, rules, d.Now())
		})
	}
}

// writes changes the actor's record, and answers with what it still lacks.
func (d *Desk) writes(ctx context.Context, r Request, key string, do decideStaff) (Reply, error) {
	p := notice.Params{}
	return d.changeDuty(ctx, r, key, p, func(b *staff.Book, rules policy.Rules) (staff.Decision, error) {
		dec, err := do(b, rules)
		p["lacks"] = notice.Text(strings.Join(staff.Lacks(&dec.Book, r.Actor, rules), " "))
		return dec, err
	})
}

// tick notes that a round was looked at: of a button the one it names, else the
// one that the words begin with, and the point that comes then.
func (d *Desk) tick(ctx context.Context, r Request, round, said string) (Reply, error) {
	return d.writes(ctx, r, "duty_ticked", func(b *staff.Book, rules policy.Rules) (staff.Decision, error) {
		t := staff.Ticked{Round: round, Text: said}
		if round == "" {
			t = roundIn(said, staff.RoundsOf(b, r.Actor, rules))
		}
		return staff.Tick(b, t, r.Actor, rules, d.Now())
	})
}

// roundIn reads the round that words begin with, by id or by name in any
// language, and the point of it that comes then.
func roundIn(s string, rounds []policy.Round) staff.Ticked {
	best, t := 0, staff.Ticked{Text: s}
	for _, round := range rounds {
		if end := namedAt(s, round.ID, round.Name); end > best {
			best, t = end, staff.Ticked{Round: round.ID}
			rest := strings.TrimLeftFunc(s[end:], between)
			longest := 0
			for _, p := range round.Points {
				if end := namedAt(rest, p.ID, p.Name); end > longest {
					longest, t.Point = end, p.ID
				}
			}
			t.Text = strings.TrimSpace(strings.TrimLeftFunc(rest[longest:], between))
		}
	}
	return t
}

// namedAt is where words go on after an id or one of its names; 0 if they begin
// with none.
func namedAt(s, id string, name policy.Name) int {
	end := leads(s, id)
	for _, n := range name {
		end = max(end, leads(s, n))
	}
	return end
}

// call opens a ticket for who is on the telephone, and notes the call: the number
// and the ticket. Only who is on duty takes calls so; others open a ticket as always.
func (d *Desk) call(ctx context.Context, r Request, said string) (Reply, error) {
	number, matter := phoneIn(said)
	if number == "" || matter == "" {
		reply := answer("call_unclear", nil)
		reply.Typed = r.Line
		return reply, nil
	}
	saved, err := d.Staff.LoadStaff(ctx)
	if err != nil {
		return Reply{}, d.unsaved("load staff", err)
	}
	rules, err := d.plainRules(ctx, "")
	if err != nil {
		return Reply{}, err
	}
	desk, err := staff.Answers(&saved.Book, r.Actor, rules, d.Now())
	if err != nil {
		return Reply{}, err
	}
	if rules, err = d.current(ctx); err != nil {
		return Reply{}, err
	}
	req := ticket.Request{
		Post: r.Post, Text: matter, By: r.Actor, Addressed: []string{r.Actor}, Department: desk,
		Asker: ticket.Asker{Kind: ticket.AskerCustomer}, Typed: r.Post.TS == "", At: r.moment(),
		Via: oneOf(viaPhone, rules.Policy.Channels), Contact: map[string]string{"phone": number},
	}
	reply, err := d.capture(ctx, r, req, rules)
	if err != nil || reply.Ticket == 0 {
		return reply, err
	}
	_, err = d.changeStaff(ctx, noteKey(r.Key), func(b *staff.Book, rules policy.Rules) (staff.Decision, error) {
		return staff.Took(b, staff.Call{Number: number, Ticket: reply.Ticket}, r.Actor, rules, d.Now())
	}, nil)
	if codeOf(err) != "" { // their shift ended in between: the ticket is there
		err = nil
	}
	return reply, err
}

// viaPhone is the service channel of a telephone call, where the rule books know it.
const viaPhone = "phone"

// noteKey is the key of the note that belongs to a ticket of the same request.
func noteKey(key string) string {
	if key == "" {
		return ""
	}
	return key + "/call"
}

// phoneIn splits the telephone number off the beginning of a text; "" for none.
func phoneIn(s string) (number, rest string) {
	const fewest = 3
	end := strings.IndexFunc(s, func(r rune) bool { return !unicode.IsDigit(r) && !strings.ContainsRune("+-()", r) })
	if end < 0 || strings.IndexFunc(s[:end], unicode.IsDigit) < 0 || end < fewest {
		return "", s
	}
	return s[:end], strings.TrimSpace(strings.TrimLeftFunc(s[end:], between))
}

// records shows what was written down of the shifts that somebody may read of.
func (d *Desk) records(ctx context.Context, r Request) (Reply, error) {
	saved, err := d.Staff.LoadStaff(ctx)
	if err != nil {
		return Reply{}, d.unsaved("load staff", err)
	}
	rules, err := d.plainRules(ctx, "")
	if err != nil {
		return Reply{}, err
	}
	reply := answer("duty_record", nil)
	for _, rec := range staff.Records(&saved.Book, r.Actor, rules, d.Now()) {
		reply.Records = append(reply.Records, d.recordRow(&rec, rules))
	}
	return reply, nil
}

func (d *Desk) recordRow(rec *staff.Record, rules policy.Rules) text.Record {
	row := text.Record{
		Roster: rec.Roster, User: rec.User, From: rec.From, To: rec.To, Here: rec.Placed,
		Lacks: rec.Lacks(rules.Org), Missed: rec.Looked(rec.Missed(d.Now())), Rule: rules.Policy.Shifts.Rules[policy.MatterRecord],
	}
	if !rec.Ended.IsZero() {
		row.To = rec.Ended
	}
	line := func(to *[]text.Entry, at staff.Line) { *to = append(*to, text.Entry{At: at.At, Text: at.Text}) }
	for _, l := range rec.Happened {
		line(&row.Happened, l)
	}
	for _, l := range rec.Results {
		line(&row.Results, l)
	}
	for _, c := range rec.Calls {
		row.Calls = append(row.Calls, text.Entry{At: c.At, Text: c.Number, Ticket: c.Ticket})
	}
	for _, k := range rec.Looks {
		if !k.Done.IsZero() && k.Text != "" {
			row.Remarks = append(row.Remarks, text.Entry{At: k.Done, Look: rec.Looked([]staff.Look{k}), Text: k.Text})
		}
	}
	row.Looks, row.Seen = len(rec.Looks), len(rec.Looks)-len(rec.Open())
	return row
}
