package bot

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"time"

	"github.com/slack-go/slack"

	"github.com/firstask/firstask/handlers"
	"github.com/firstask/firstask/text"
	"github.com/firstask/firstask/ticket"
)

// said is an answer in words, ready for Slack.
type said struct {
	Text   string        `json:"text"`
	Blocks []slack.Block `json:"blocks,omitempty"`

	replace bool
	remove  bool
}

// outcomeOf classes the result of a request.
func outcomeOf(err error) outcome {
	var refusal *ticket.Refusal
	switch {
	case err == nil:
		return saved
	case errors.As(err, &refusal), errors.Is(err, handlers.ErrNotFound):
		return refused
	case errors.Is(err, handlers.ErrUnsaved):
		return unsaved
	default:
		return failed
	}
}

// say puts the result of a gesture into the actor's words; false for nothing to say.
func (e *edge) say(ctx context.Context, g gesture, reply handlers.Reply, err error) (said, bool) {
	v := e.view(ctx, g.Actor, reply.View)
	var refusal *ticket.Refusal
	switch {
	case errors.As(err, &refusal) && reply.Typed == "":
		return e.message(e.Words.Refused(refusal, v), max(g.Ticket, reply.Ticket), false), true
	case errors.As(err, &refusal):
		a := text.Answer{Key: "refused", Params: refusal.Params, Refused: refusal, Typed: reply.Typed}
		return e.message(e.Words.Answer(a, v), max(g.Ticket, reply.Ticket), false), true
	case errors.Is(err, handlers.ErrNotFound):
		return e.message(e.Words.Answer(text.Answer{Key: "not_found"}, v), 0, false), true
	case errors.Is(err, handlers.ErrUnsaved):
		key := "not_saved"
		if g.Ticket != 0 {
			key = "not_changed"
		}
		return e.message(e.Words.Answer(text.Answer{Key: key, Typed: g.typed()}, v), 0, false), true
	case err != nil:
		return e.message(e.Words.Answer(text.Answer{Key: "failed", Typed: g.typed()}, v), 0, false), true
	case reply.Remove:
		return said{remove: true}, true
	case reply.Key == "":
		return said{}, false
	default:
		return e.message(e.Words.Answer(reply.Answer, v), reply.Ticket, reply.Replace), true
	}
}

// view is what the actor's words are made from. Without the store there are no
// rules: the words that are left need none.
func (e *edge) view(ctx context.Context, actor string, t *ticket.Ticket) text.View {
	_, rules, err := e.Desk.Look(ctx, 0)
	if err != nil {
		e.Log.Debug().Err(err).Msg("answer without rules")
	}
	return text.View{
		Ticket: t, Rules: rules, Now: e.Now(), Reader: e.Directory.Reader(actor),
		Rich: Encoder{Names: e.Directory.Name}, Bare: Bare{Names: e.Directory.Name},
	}
}

func (e *edge) message(m text.Message, number int64, replace bool) said {
	return said{Text: m.Plain, Blocks: Blocks(m, BlockContext{Ticket: number}), replace: replace}
}

// ephemeral is the body of an answer that only the actor sees.
func (s said) ephemeral() map[string]any {
	body := map[string]any{"response_type": "ephemeral", "text": s.Text}
	if len(s.Blocks) > 0 {
		body["blocks"] = s.Blocks
	}
	return body
}

func encode(v any) ([]byte, error) {
	raw, err := json.Marshal(v)
	if err != nil {
		return nil, fmt.Errorf("bot: encode answer: %w", err)
	}
	return raw, nil
}

// later sends an answer after the acknowledgement: to the gesture's hook, else
// as an ephemeral message, else to the actor's DM.
func (e *edge) later(ctx context.Context, g gesture, s said) {
	e.after(ctx, string(g.Source), func(ctx context.Context) {
		if err := e.send(ctx, g, s); err != nil {
			e.Log.Warn().Err(err).Str("source", string(g.Source)).Int64("ticket", g.Ticket).Msg("answer was not delivered")
		}
	})
}

func (e *edge) send(ctx context.Context, g gesture, s said) error {
	if g.hook != "" {
		body := s.ephemeral()
		body["replace_original"] = s.replace
		if s.remove {
			body = map[string]any{"delete_original": true}
		}
		raw, err := encode(body)
		if err != nil {
			return err
		}
		if err = e.postHook(ctx, g.hook, raw); err == nil {
			return nil
		}
		e.Log.Debug().Err(err).Msg("response url did not take the answer")
	}
	if s.remove { // without its address it stays; Slack forgets it with the session
		return nil
	}
	body := map[string]any{"channel": g.channel, "user": g.Actor, "text": s.Text, "unfurl_links": false}
	if len(s.Blocks) > 0 {
		body["blocks"] = s.Blocks
	}
	if g.thread != "" {
		body["thread_ts"] = g.thread
	}
	if g.channel != "" && g.Source != handlers.Direct {
		err := e.patiently(ctx, "chat.postEphemeral", body)
		if err == nil || !elsewhere(err) {
			return err
		}
	}
	delete(body, "user")
	if g.channel == "" || g.Source != handlers.Direct {
		body["channel"] = g.Actor
		delete(body, "thread_ts")
	}
	return e.patiently(ctx, "chat.postMessage", body)
}

// patiently sends an answer once more where Slack asks for patience: it goes
// past the sender, so that a message of the same second may have been first.
func (e *edge) patiently(ctx context.Context, method string, body map[string]any) error {
	err := e.Client.json(ctx, method, body, nil)
	limited, ok := errors.AsType[*slack.RateLimitedError](err)
	if !ok {
		return err
	}
	if err := sleep(ctx, max(limited.RetryAfter, time.Second)); err != nil {
		return err
	}
	return e.Client.json(ctx, method, body, nil)
}

// elsewhere reports whether a failure is the channel's, so that a DM may do.
func elsewhere(err error) bool {
	switch apiError(err) {
	case "user_not_in_channel", "not_in_channel", "channel_not_found", "is_archived", "no_permission", "restricted_action":
		return true
	default:
		return false
	}
}

// postHook sends an answer to a response URL.
func (e *edge) postHook(ctx context.Context, hook string, raw []byte) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, hook, bytes.NewReader(raw))
	if err != nil {
		return fmt.Errorf("bot: response url: %w", err)
	}
	req.Header.Set("Content-Type", "application/json; charset=utf-8")
	res, err := e.Hooks.Do(req)
	if err != nil {
		return fmt.Errorf("bot: response url: %w", withoutURL(err))
	}
	defer func() { _ = res.Body.Close() }()
	_, _ = io.Copy(io.Discard, io.LimitReader(res.Body, maxAnswer))
	if res.StatusCode != http.StatusOK {
		return fmt.Errorf("bot: response url: %w", slack.StatusCodeError{Code: res.StatusCode, Status: res.Status})
	}
	return nil
}

// withoutURL takes the address out of an error: it is a secret in itself.
func withoutURL(err error) error {
	if e, ok := errors.AsType[*url.Error](err); ok {
		return e.Err
	}
	return err
}
