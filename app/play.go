package app

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/firstask/firstask/sandbox"
)

// teller plays the demo's main story and writes down what everybody sees.
type teller struct {
	d    *Demo
	w    io.Writer
	seen map[string]bool
}

// scene is one step: somebody does something, or time passes.
type scene struct {
	who, what string
	do        func(ctx context.Context) error
}

func (t *teller) story(ctx context.Context) error {
	for _, s := range t.scenes() {
		t.write(s.who, s.what)
		if err := s.do(ctx); err != nil {
			return fmt.Errorf("app: demo: %s: %w", s.what, err)
		}
		if err := t.d.settle(ctx); err != nil {
			return err
		}
		t.news()
	}
	return t.check(ctx)
}

func (t *teller) scenes() []scene {
	return []scene{
		{"Tang Ning", "asks in #help: the name on our invoice is wrong, can you reissue it?", t.say("U0TANG", "C0HELP", "The name on our invoice is wrong, can you reissue it?")},
		{"", "four minutes pass", t.walk("+4m")},
		{"Chen Mo", "types: /firstask handoff 1 invoice wrong name on invoice", t.slash("U0CHEN", "handoff 1 invoice wrong name on invoice")},
		{"", "fifteen minutes pass, Li Wen is silent", t.walk("+15m")},
		{"", "nine minutes more", t.walk("+9m")},
		{"", "the limit", t.walk("+6m")},
		{"Zhou Hang", "presses: Ask for an update", t.click("U0ZHOU", "urge")},
		{"Li Wen", "presses: Accept", t.click("U0LIWEN", "accept")},
		{"", "eighteen minutes pass, Li Wen works", t.walk("+18m")},
		{"Li Wen", "types: /firstask resolve 1 Reissued, e-mailed 10:52", t.slash("U0LIWEN", "resolve 1 Reissued, e-mailed 10:52")},
		{"Tang Ning", "presses: Confirm", t.click("U0TANG", "confirm")},
	}
}

func (t *teller) say(user, channel, text string) func(context.Context) error {
	return func(context.Context) error {
		_, err := t.d.slack.Say(user, channel, text)
		return err
	}
}

func (t *teller) slash(user, line string) func(context.Context) error {
	return func(context.Context) error {
		ack, err := t.d.slack.Slash( //nolint:contextcheck // a gesture is a person's, it takes no context
			user, "C0TEAM", "/firstask", line)
		if err == nil && !ack.OK() {
			err = fmt.Errorf("slack shows: %s", ack.Error)
		}
		return err
	}
}

func (t *teller) walk(step string) func(context.Context) error {
	return func(ctx context.Context) error { return t.d.Walk(ctx, step) }
}

// click presses the newest button of an action that a person sees.
func (t *teller) click(user, action string) func(context.Context) error {
	return func(context.Context) error { //nolint:contextcheck // a gesture is a person's, it takes no context
		for _, m := range slices.Backward(t.visible(user)) {
			if strings.Contains(string(m.Blocks), `"action_id":"`+action+`"`) {
				_, err := t.d.slack.Click(user, m.Channel, m.TS, action)
				return err
			}
		}
		return fmt.Errorf("there is no button %s", action)
	}
}

func (t *teller) visible(user string) []sandbox.Message {
	all := slices.Clone(t.d.slack.Ephemerals(user))
	for _, c := range t.d.slack.ChannelsOf(user) {
		all = append(all, t.d.slack.Messages(c.ID)...)
	}
	slices.SortStableFunc(all, func(a, b sandbox.Message) int { return strings.Compare(a.TS, b.TS) })
	return all
}

// news writes what firstask has said since the last scene.
func (t *teller) news() {
	names := map[string]string{}
	for _, u := range t.d.slack.Users() {
		names[t.d.slack.DMChannel(u.ID)] = u.RealName
	}
	var fresh []sandbox.Message
	for _, c := range t.d.slack.Channels() {
		if !c.IM {
			names[c.ID] = "#" + c.Name
		}
		for _, m := range t.d.slack.Messages(c.ID) {
			if m.BotID != "" && !t.seen[m.Channel+m.TS] {
				t.seen[m.Channel+m.TS] = true
				fresh = append(fresh, m)
			}
		}
	}
	slices.SortStableFunc(fresh, func(a, b sandbox.Message) int { return strings.Compare(a.TS, b.TS) })
	for _, m := range fresh {
		_, _ = fmt.Fprintf(t.w, "  %s  firstask to %-13s %s\n", m.At.In(t.d.zone).Format("15:04"), names[m.Channel]+":", sentence(m.Text))
	}
}

// sentence is what a message says first, after what it is about where that stands
// on a line of its own.
func sentence(text string) string {
	lines := strings.SplitN(text, "\n", 3)
	if len(lines) > 1 && strings.HasPrefix(lines[1], "#") {
		return lines[1]
	}
	return lines[0]
}

func (t *teller) write(who, what string) {
	at := t.d.clock.Now().In(t.d.zone).Format("15:04")
	if who == "" {
		_, _ = fmt.Fprintf(t.w, "\n%s  … %s\n", at, what)
		return
	}
	_, _ = fmt.Fprintf(t.w, "\n%s  %s %s\n", at, who, what)
}

// check looks whether the story ended as it should, and says who held it.
func (t *teller) check(ctx context.Context) error {
	ticket, _, err := t.d.app.Look(ctx, 1)
	if err != nil {
		return err
	}
	_, _ = fmt.Fprintln(t.w, "\nWho held it, and how it ended for them:")
	for _, h := range ticket.Chain {
		_, _ = fmt.Fprintf(t.w, "  %s–%s  %-9s %-17s until %s\n", h.From.In(t.d.zone).Format("15:04"), h.To.In(t.d.zone).Format("15:04"), t.name(h.User), capacity(h.As)+",", ended(h.End))
	}
	for _, b := range ticket.Breaches {
		_, _ = fmt.Fprintf(t.w, "  %s on %s passed at %s\n", b.Rule, t.name(b.Subject), b.At.In(t.d.zone).Format("15:04"))
	}
	if ticket.End.How != "confirmed" {
		return fmt.Errorf("app: demo: ticket 1 is %s", ticket.State)
	}
	return nil
}

func (t *teller) name(user string) string {
	for _, u := range t.d.slack.Users() {
		if u.ID == user {
			return u.RealName
		}
	}
	return user
}
