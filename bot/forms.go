package bot

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"github.com/firstask/firstask/handlers"
	"github.com/firstask/firstask/text"
	"github.com/firstask/firstask/ticket"
)

const mostProblem = 2000 // characters under a field

// formTime is how long a dialog may take to be filled before an empty one is
// opened: its trigger lives three seconds from the gesture on.
const formTime = 400 * time.Millisecond

// filled is what a desk gives for a dialog.
type filled struct {
	data text.FormData
	view text.View // with the ticket and the rules
	err  error
}

// open opens the dialog of a verb. If the desk is slow, an empty dialog keeps
// the trigger alive and is filled when the desk answers. The ticket is the one
// that a refusal is about.
func (e *edge) open(ctx context.Context, g gesture, verb string) (*ticket.Ticket, error) {
	answer := make(chan filled, 1)
	go func() {
		var f filled
		defer func() {
			if p := recover(); p != nil {
				f.err = fmt.Errorf("bot: form: %w", panicked(p))
			}
			answer <- f
		}()
		f.data, f.view.Ticket, f.view.Rules, f.err = e.Desk.Form(ctx, g.Actor, verb, g.Ticket)
	}()
	slow := time.NewTimer(formTime)
	defer slow.Stop()
	select {
	case f := <-answer:
		return f.view.Ticket, e.openFilled(ctx, g, verb, f)
	case <-slow.C:
		id, err := e.openView(ctx, g.trigger, bareView(g.Actor, "\u2026"))
		f := <-answer // Form ends with ctx
		if err != nil {
			return nil, err
		}
		return f.view.Ticket, e.fill(ctx, g, verb, id, f)
	}
}

func (e *edge) openFilled(ctx context.Context, g gesture, verb string, f filled) error {
	if f.err != nil {
		return f.err
	}
	_, err := e.openView(ctx, g.trigger, e.formView(g, verb, f))
	return err
}

// fill puts the form, or the word why there is none, into the dialog that
// stands open. A dialog closed meanwhile needs nothing.
func (e *edge) fill(ctx context.Context, g gesture, verb, id string, f filled) error {
	var v slack.ModalViewRequest
	if f.err == nil {
		v = e.formView(g, verb, f)
	} else {
		s, _ := e.say(ctx, g, handlers.Reply{View: f.view.Ticket}, f.err)
		v = bareView(g.Actor, s.Text)
	}
	err := e.Client.json(ctx, "views.update", map[string]any{"view_id": id, "view": v}, nil)
	if err != nil && apiError(err) != "not_found" {
		return err
	}
	return nil
}

func (e *edge) openView(ctx context.Context, trigger string, v slack.ModalViewRequest) (id string, err error) {
	var a struct {
		View struct {
			ID string `json:"id"`
		} `json:"view"`
	}
	err = e.Client.json(ctx, "views.open", map[string]any{"trigger_id": trigger, "view": v}, &a)
	return a.View.ID, err
}

func (e *edge) formView(g gesture, verb string, f filled) slack.ModalViewRequest {
	v := f.view
	v.Now, v.Reader = e.Now(), e.Directory.Reader(g.Actor)
	v.Rich, v.Bare = Encoder{Names: e.Directory.Name}, Bare{Names: e.Directory.Name}
	return FormView(e.Words.Form(verb, f.data, v), FormMeta{
		Verb: verb, Ticket: g.Ticket, Channel: g.channel, TS: g.Post.TS, Thread: g.thread, Link: g.Post.Link,
		Private: g.Post.Private, DM: g.Post.DM,
	})
}

// bareView is a dialog that only says something.
func bareView(verb, words string) slack.ModalViewRequest {
	return FormView(text.Form{
		Verb: verb, Title: "firstask", Fields: []text.Field{{ID: "note", Kind: text.Note, Label: Encoder{}.Escape(words)}},
	}, FormMeta{Verb: verb})
}

// submitted is the acknowledgement of a dialog. A refusal stands under a field
// and the dialog stays open with what was typed; nothing said closes it.
func (e *edge) submitted(ctx context.Context, g gesture, inputs []string, reply handlers.Reply, err error) ([]byte, error) {
	if err != nil {
		s, _ := e.say(ctx, g, reply, err)
		return problems(g, inputs, map[string]string{"": s.Text})
	}
	if len(reply.Problems) == 0 {
		return nil, nil
	}
	v := e.view(ctx, g.Actor, reply.View)
	words := map[string]string{}
	for field, a := range reply.Problems {
		words[field] = e.Words.Answer(a, v).Plain
	}
	return problems(g, inputs, words)
}

// nextStep is the acknowledgement of a dialog whose next step takes its place;
// nil closes it.
func (e *edge) nextStep(ctx context.Context, g gesture, reply handlers.Reply) ([]byte, error) {
	if reply.Form == "" {
		return nil, nil
	}
	if reply.Ticket != 0 {
		g.Ticket = reply.Ticket
	}
	var f filled
	f.data, f.view.Ticket, f.view.Rules, f.err = e.Desk.Form(ctx, g.Actor, reply.Form, g.Ticket)
	if f.err != nil {
		return nil, f.err
	}
	return encode(map[string]any{"response_action": "update", "view": e.formView(g, reply.Form, f)})
}

// problems puts words under fields; those for a field that the dialog does not
// have go under the first one, and a dialog without fields shows them instead.
func problems(g gesture, inputs []string, words map[string]string) ([]byte, error) {
	if len(inputs) == 0 {
		all := slices.Sorted(maps.Values(words))
		return encode(map[string]any{"response_action": "update", "view": bareView(g.Verb, strings.Join(all, "\n"))})
	}
	placed := map[string]string{}
	for field, w := range words {
		if !slices.Contains(inputs, field) {
			field = inputs[0]
		}
		placed[field] = strings.TrimSpace(placed[field] + "\n" + cutRunes(w, mostProblem))
	}
	return encode(map[string]any{"response_action": "errors", "errors": placed})
}

// fetchText reads the text of a post from Slack: from the channel, or from the
// thread the post stands in.
func (e *edge) fetchText(ctx context.Context, channel, ts string) (string, error) {
	for _, method := range []string{"conversations.history", "conversations.replies"} {
		args := map[string][]string{
			"channel": {channel}, "ts": {ts}, "latest": {ts}, "oldest": {ts}, "inclusive": {"true"}, "limit": {"2"},
		}
		var a struct {
			Messages []message `json:"messages"`
		}
		if _, err := e.Client.form(ctx, method, args, &a); err != nil {
			return "", err
		}
		for _, m := range a.Messages {
			if m.TS == ts {
				return postText(m.Text, m.Files), nil
			}
		}
	}
	return "", fmt.Errorf("bot: fetch text: no post %s in %s", ts, channel)
}
