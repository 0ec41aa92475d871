package bot

import (
	"context"
	"encoding/json"
	"time"

	"github.com/firstask/firstask/handlers"
)

// slash carries out a slash command; the answer travels in the acknowledgement.
func (e *edge) slash(ctx context.Context, c slashCommand, at time.Time) (a answer) {
	defer e.guard(&a, "slash", false)
	a = answer{source: "slash", outcome: saved, hook: c.ResponseURL}
	if !e.ours([]string{c.TeamID}) {
		a.outcome = foreign
		return a
	}
	g, err := e.fromSlash(ctx, c, at)
	if err != nil {
		a.outcome = badForm
		return a
	}
	var reply handlers.Reply
	if g.Line == "" {
		reply.Form = "new" // before anything else: the trigger is running out
	} else {
		reply, err = e.do(ctx, g)
	}
	reply, err = e.openAsked(ctx, g, reply, err)
	a.outcome = outcomeOf(err)
	e.note(g, err)
	if s, ok := e.say(ctx, g, reply, err); ok {
		a.body, err = encode(s.ephemeral())
		e.note(g, err)
	}
	return a
}

// openAsked opens the dialog that a reply asks for; a dialog that cannot be
// opened is a failure the person hears of.
func (e *edge) openAsked(ctx context.Context, g gesture, reply handlers.Reply, err error) (handlers.Reply, error) {
	if err != nil || reply.Form == "" {
		return reply, err
	}
	if reply.Ticket != 0 {
		g.Ticket = reply.Ticket
	}
	about, err := e.open(ctx, g, reply.Form)
	return handlers.Reply{View: about}, err
}

// note logs faults; refusals are nobody's fault.
func (e *edge) note(g gesture, err error) {
	if o := outcomeOf(err); o == unsaved || o == failed {
		e.Log.Error().Err(err).Str("source", string(g.Source)).Str("verb", g.Verb).Int64("ticket", g.Ticket).
			Str("actor", g.Actor).Msg("request failed")
	}
}

// interactive carries out a click, a dialog or a shortcut.
func (e *edge) interactive(ctx context.Context, raw json.RawMessage, at time.Time) (a answer) {
	defer e.guard(&a, "interactive", false)
	var i interaction
	if err := decode(raw, &i); err != nil {
		return answer{source: "interactive", outcome: badForm}
	}
	if !e.ours(i.teams()) {
		return answer{source: "interactive", outcome: foreign}
	}
	switch {
	case i.Type == "block_actions":
		return e.click(ctx, i, at)
	case i.Type == "view_submission":
		return e.submit(ctx, i, at)
	case i.Type == "message_action" && i.CallbackID == shortcutMessage:
		return e.shortcut(ctx, i, at)
	case i.Type == "shortcut" && i.CallbackID == shortcutNew:
		return e.global(ctx, i, at)
	case i.Type != "view_closed" && i.Type != "block_suggestion":
		e.Metrics.unknown.WithLabelValues("interactive").Inc()
	}
	return answer{source: "interactive", outcome: ignored}
}

// click is acknowledged empty; the answer follows by the hook.
func (e *edge) click(ctx context.Context, i interaction, at time.Time) answer {
	g, err := e.fromClick(ctx, i, at)
	if err != nil {
		return answer{source: "click", outcome: badForm}
	}
	if g.Verb == "" {
		return answer{source: "click", outcome: ignored}
	}
	var reply handlers.Reply
	if g.Detail == openForm {
		reply.Form, reply.Ticket = g.Verb, g.Ticket
	} else {
		reply, err = e.do(ctx, g)
	}
	return e.answered(ctx, g, reply, err)
}

func (e *edge) shortcut(ctx context.Context, i interaction, at time.Time) answer {
	g, err := e.fromShortcut(ctx, i, at)
	if err != nil {
		return answer{source: "shortcut", outcome: badForm}
	}
	reply, err := e.do(ctx, g)
	return e.answered(ctx, g, reply, err)
}

func (e *edge) global(ctx context.Context, i interaction, at time.Time) answer {
	g, err := e.fromGlobal(i, at)
	if err != nil {
		return answer{source: "shortcut", outcome: badForm}
	}
	return e.answered(ctx, g, handlers.Reply{Form: "new"}, nil)
}

// answered opens the dialog a reply asks for, or sends the reply after the
// acknowledgement, which is empty.
func (e *edge) answered(ctx context.Context, g gesture, reply handlers.Reply, err error) answer {
	reply, err = e.openAsked(ctx, g, reply, err)
	e.note(g, err)
	if s, ok := e.say(ctx, g, reply, err); ok {
		e.later(ctx, g, s)
	}
	return answer{source: string(g.Source), verb: g.Verb, outcome: outcomeOf(err)}
}

// submit is acknowledged with the refusals, if any; a success closes the
// dialog and is said where it was opened.
func (e *edge) submit(ctx context.Context, i interaction, at time.Time) answer {
	g, err := e.fromForm(ctx, i, at)
	if err != nil {
		return answer{source: "form", outcome: badForm}
	}
	reply, err := e.do(ctx, g)
	e.note(g, err)
	a := answer{source: "form", verb: g.Verb, outcome: outcomeOf(err)}
	if len(reply.Problems) > 0 {
		a.outcome = refused
	}
	a.body, err = e.submitted(ctx, g, i.View.inputs(), reply, err)
	e.note(g, err)
	if a.body != nil || a.outcome != saved {
		return a
	}
	if s, ok := e.say(ctx, g, reply, nil); ok {
		e.later(ctx, g, s)
	}
	a.body, err = e.nextStep(ctx, g, reply)
	e.note(g, err)
	return a
}
