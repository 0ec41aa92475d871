package handlers

import (
	"context"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/policy"
	"github.com/firstask/firstask/text"
)

// typed reads a line: a verb, or the text of a request. In a ticket's thread a
// verb needs no number, and other text is a note.
func (d *Desk) typed(ctx context.Context, r Request) (Reply, error) {
	thread, err := d.threadTicket(ctx, r)
	if err != nil {
		return Reply{}, err
	}
	if order, ok := d.Words.Ordered(r.Line); ok && !d.outside(ctx, r.Actor) {
		reply, err := d.dispatch(ctx, r, order)
		if err != nil && r.Source == Slash {
			reply.Typed = order
		}
		return reply, err
	}
	w, near := d.read(r.Line, thread)
	if w.Verb == "" && near.Near == "" && thread == 0 {
		if w, err = d.readDesk(ctx, r.Line); err != nil {
			return Reply{}, err
		}
	}
	v, known := d.verb(w.Verb)
	switch {
	case known:
		return d.run(ctx, v, r, w)
	case near.Near != "":
		reply := d.meant(near)
		reply.Typed = r.Line
		return reply, nil
	case w.Verb != "": // typed in the words of a later version: nothing is done, nothing lost
		reply := d.helped(ctx, r)
		reply.Typed = r.Line
		return reply, nil
	case r.Line == "" && r.Source == Slash:
		return Reply{Form: "new"}, nil
	case r.Line == "":
		return d.helped(ctx, r), nil
	case thread != 0:
		return d.note(ctx, r, words{Number: thread, Rest: r.Line, Here: true})
	case d.Words.Greeting(r.Line):
		return d.helped(ctx, r), nil
	default:
		return d.open(ctx, r)
	}
}

// meant asks back about a verb that was nearly typed, or typed without what it
// needs: nothing is done.
func (d *Desk) meant(c text.Command) Reply {
	v, known := d.verb(c.Near)
	switch {
	case c.Number != 0:
		return answer("near_verb", notice.Params{"suggest": notice.Text(c.Say + " " + strconv.FormatInt(c.Number, 10))})
	case known && v.number:
		return answer("which", notice.Params{"verb": notice.Text(c.Say)})
	default:
		return answer("near_verb", notice.Params{"suggest": notice.Word("usage." + c.Near)})
	}
}

// read parses a line; near is what it may have meant, if it is no command. In a
// ticket's thread a word alone is a note.
func (d *Desk) read(line string, thread int64) (w words, near text.Command) {
	c := d.Words.Parse(line)
	here := false
	if c.Verb == "" && thread != 0 {
		if bare := d.Words.ParseThread(line); bare.Verb != "" {
			c, here = bare, bare.Number == 0
		}
	}
	if c.Verb == "help" && c.Number == 0 && c.Rest == "" {
		here = thread != 0 // what can be done here
	}
	w = words{Verb: c.Verb, Number: c.Number, Rest: c.Rest, After: c.Rest}
	if here {
		w.Number = thread
	}
	w.Here = thread != 0 && w.Number == thread
	if c.Verb != "" {
		w.Detail, w.After = d.Words.Detail(c.Verb, c.Rest)
	}
	if c.Verb != "" || (thread != 0 && c.Number == 0) {
		return w, text.Command{}
	}
	return w, c
}

// readDesk reads "list Customer Support": a verb that stands alone, followed by
// the name of a department in any language, for duty also by a day. Only names
// that exist make a command of it; all else stays text.
func (d *Desk) readDesk(ctx context.Context, line string) (words, error) {
	rules, err := d.current(ctx)
	if err != nil {
		return words{}, err
	}
	whole := asName(line)
	named, day := d.dayAtEnd(whole, d.Now(), rules.Org.Zone)
	for _, line := range []string{whole, named} {
		w, ok := d.deskOf(line, rules.Org)
		switch {
		case ok && line == whole:
			return w, nil
		case ok && w.Verb == "duty":
			w.Rest += " " + day.String()
			return w, nil
		}
	}
	return words{}, nil
}

// deskOf is readDesk without a day.
func (d *Desk) deskOf(line string, org *policy.Org) (words, bool) {
	for _, dept := range org.Departments {
		for _, name := range names(dept) {
			head, ok := cutSuffixFold(line, name)
			if !ok {
				continue
			}
			c := d.Words.Parse(head)
			if slices.Contains([]string{"list", "duty", "post"}, c.Verb) && c.Rest == "" {
				return words{Verb: c.Verb, Rest: dept.ID}, true
			}
		}
	}
	return words{}, false
}

// names are all a department is called by.
func names(dept *policy.Department) []string {
	return append(slices.Sorted(maps.Values(dept.Name)), dept.ID)
}

// cutSuffixFold cuts a name off the end of a line, ignoring case.
func cutSuffixFold(line, name string) (string, bool) {
	at := len(line) - len(name)
	if name == "" || at <= 0 || !strings.EqualFold(line[at:], name) {
		return "", false
	}
	return strings.TrimSpace(line[:at]), true
}
