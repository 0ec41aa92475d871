package bot

import (
	"context"
	"strconv"
	"strings"
	"time"

	"github.com/firstask/firstask/handlers"
	"github.com/firstask/firstask/text"
	"github.com/firstask/firstask/ticket"
)

// openForm is the detail of a button that opens a dialog first.
const openForm = "form"

const (
	shortcutMessage = "ticket_from_message"
	shortcutNew     = "ticket_new"
)

// fromClick makes the gesture of a pressed button or a chosen option.
func (e *edge) fromClick(ctx context.Context, i interaction, at time.Time) (gesture, error) {
	if i.User.ID == "" || len(i.Actions) == 0 {
		return gesture{}, errMalformed
	}
	a := i.Actions[0].pressed()
	verb, detail, _ := strings.Cut(a.ActionID, ":")
	number := numberOf(a)
	if value := a.text(); detail == "" && strconv.FormatInt(number, 10) != value {
		detail = value
	}
	var values map[string]string
	if _, carried, found := strings.Cut(a.Value, " "); found { // "42 what else was said"
		values = map[string]string{text.FieldText: carried}
	}
	channel := orElse(i.Container.ChannelID, i.Channel.ID)
	ts := orElse(i.Container.MessageTS, i.Message.TS)
	thread := orElse(i.Container.ThreadTS, i.Message.ThreadTS)
	return gesture{
		Request: handlers.Request{
			Key: "click:" + i.TriggerID, Source: handlers.Click, Actor: i.User.ID, Verb: verb, Ticket: number,
			Detail: detail, Values: values, At: at, Post: e.post(e.place(ctx, channel, i.Channel.Name, i.User.ID), ts, thread, ""),
		},
		trigger: i.TriggerID, hook: i.ResponseURL, channel: channel, thread: thread,
	}, nil
}

// pressed makes the press of a button of what was chosen in a menu of buttons.
func (a action) pressed() action {
	if a.Type != "overflow" || a.ActionID != menuAction {
		return a
	}
	chosen := action{ActionID: a.Option.Value, BlockID: a.BlockID}
	chosen.Type, chosen.Value = "button", strconv.FormatInt(numberOf(a), 10)
	return chosen
}

// numberOf is the ticket of a button: in its block id ("t42.3"), else its value.
func numberOf(a action) int64 {
	if rest, ok := strings.CutPrefix(a.BlockID, "t"); ok {
		digits, _, _ := strings.Cut(rest, ".")
		if n, err := strconv.ParseInt(digits, 10, 64); err == nil && n > 0 {
			return n
		}
	}
	n, err := strconv.ParseInt(a.Value, 10, 64)
	if err != nil || n < 0 {
		return 0
	}
	return n
}

// fromForm makes the gesture of a submitted dialog. The key names the dialog as
// it was shown, so that sending it once more after a time-out changes nothing.
func (e *edge) fromForm(ctx context.Context, i interaction, at time.Time) (gesture, error) {
	verb, ok := strings.CutPrefix(i.View.CallbackID, FormPrefix)
	if i.User.ID == "" || i.View.ID == "" || !ok {
		return gesture{}, errMalformed
	}
	meta := ReadFormMeta(i.View.Metadata)
	g := gesture{
		Request: handlers.Request{
			Key: "form:" + i.View.ID + ":" + i.View.Hash, Source: handlers.Form, Actor: i.User.ID,
			Verb: orElse(meta.Verb, verb), Ticket: meta.Ticket, Values: i.View.values(), At: at,
		},
		trigger: i.TriggerID, channel: meta.Channel, thread: meta.Thread,
	}
	if meta.Channel != "" {
		g.Post = e.formPlace(ctx, meta, i.User.ID)
	}
	return g, nil
}

// formPlace is where a dialog was opened, as it was known then: another replica
// may never have seen the channel.
func (e *edge) formPlace(ctx context.Context, meta FormMeta, user string) ticket.Post {
	if meta.DM {
		return e.place(ctx, meta.Channel, directName, user)
	}
	c, _ := e.Directory.Channel(meta.Channel)
	return ticket.Post{Channel: meta.Channel, Private: meta.Private, Hidden: meta.Private && !c.Member}
}

// fromShortcut makes the gesture of the message shortcut.
func (e *edge) fromShortcut(ctx context.Context, i interaction, at time.Time) (gesture, error) {
	m := i.Message
	ts := orElse(m.TS, i.MessageTS)
	if i.User.ID == "" || i.Channel.ID == "" || ts == "" {
		return gesture{}, errMalformed
	}
	author := m.User
	if m.BotID != "" {
		author = "" // nobody's own words: who asks is asked for
	}
	return gesture{
		Request: handlers.Request{
			Key: "shortcut:" + i.TriggerID, Source: handlers.Shortcut, Actor: i.User.ID, At: at,
			Post:     e.post(e.place(ctx, i.Channel.ID, i.Channel.Name, i.User.ID), ts, m.ThreadTS, author),
			PostText: postText(m.Text, m.Files), PostAt: instant(ts),
		},
		trigger: i.TriggerID, hook: i.ResponseURL, channel: i.Channel.ID, thread: m.ThreadTS,
	}, nil
}

// fromGlobal makes the gesture of the global shortcut: a request without a place.
func (e *edge) fromGlobal(i interaction, at time.Time) (gesture, error) {
	if i.User.ID == "" {
		return gesture{}, errMalformed
	}
	return gesture{
		Request: handlers.Request{
			Key: "shortcut:" + i.TriggerID, Source: handlers.Shortcut, Actor: i.User.ID, At: at,
			Verb: "new", Post: ticket.Post{},
		},
		trigger: i.TriggerID,
	}, nil
}
