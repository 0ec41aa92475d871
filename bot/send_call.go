package bot

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"

	"github.com/slack-go/slack"
)

// call makes one form call with the bot's token, counts it, and pauses the
// method if Slack says that it was one too many.
func (s *Sender) call(ctx context.Context, method string, args url.Values, out any) error {
	began := s.o.Now()
	_, err := s.o.Client.form(ctx, method, args, out)
	s.o.Metrics.seconds.WithLabelValues(method).Observe(s.o.Now().Sub(began).Seconds())
	if err == nil {
		return nil
	}
	f := classify(err)
	s.o.Metrics.failures.WithLabelValues(string(f.class)).Inc()
	if f.limited {
		s.o.Metrics.limited.WithLabelValues(method).Inc()
		s.pace.pause(method, s.o.Now().Add(f.after))
	}
	return err
}

// post says a message anew and returns where it stands.
func (s *Sender) post(ctx context.Context, w wire) (Place, error) {
	args, err := w.args()
	if err != nil {
		return Place{}, err
	}
	if w.thread != "" {
		args.Set("thread_ts", w.thread)
	}
	args.Set("unfurl_links", "false")
	args.Set("unfurl_media", "false")
	args.Set("metadata", w.metadata)
	var a struct {
		Channel string `json:"channel"`
		TS      string `json:"ts"`
	}
	if err := s.call(ctx, methodPost, args, &a); err != nil {
		return Place{}, err
	}
	if a.TS == "" {
		return Place{}, fmt.Errorf("bot: %s: %w", methodPost, errNoAnswer)
	}
	return Place{Channel: orElse(a.Channel, w.channel), TS: a.TS, Hash: w.hash}, nil
}

// update draws a live message again; its metadata stays.
func (s *Sender) update(ctx context.Context, w wire, ts string) error {
	args, err := w.args()
	if err != nil {
		return err
	}
	args.Set("ts", ts)
	return s.call(ctx, methodUpdate, args, nil)
}

// open gives the DM channel of a person, asked for once.
func (s *Sender) open(ctx context.Context, user string) (string, error) {
	if known := s.notes.dm(user); known != "" {
		return known, nil
	}
	var a struct {
		Channel struct {
			ID string `json:"id"`
		} `json:"channel"`
	}
	if err := s.call(ctx, methodOpen, url.Values{"users": {user}}, &a); err != nil {
		return "", err
	}
	if a.Channel.ID == "" {
		return "", fmt.Errorf("bot: %s: %w", methodOpen, errNoAnswer)
	}
	s.notes.keepDM(user, a.Channel.ID)
	return a.Channel.ID, nil
}

// wire is a message ready for Slack.
type wire struct {
	channel, thread string
	plain           string
	blocks          []slack.Block
	metadata        string
	hash            string
}

func (w wire) args() (url.Values, error) {
	args := url.Values{"channel": {w.channel}, "text": {w.plain}}
	if len(w.blocks) == 0 {
		return args, nil
	}
	raw, err := json.Marshal(w.blocks)
	if err != nil {
		return nil, fmt.Errorf("bot: encode blocks: %w", err)
	}
	args.Set("blocks", string(raw))
	return args, nil
}
