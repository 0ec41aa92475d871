package bot

import (
	"slices"
	"strings"
	"time"

	"github.com/firstask/firstask/handlers"
	"github.com/firstask/firstask/ticket"
)

// persons reports whether a post was written by a person, new and in sight.
func (e *edge) persons(ev slackEvent) bool {
	return ev.BotID == "" && !ev.Hidden && ev.User.ID != "" && ev.User.ID != e.Me.BotUser && ev.User.ID != slackbot &&
		ev.TS != "" && ev.Channel.ID != "" &&
		slices.Contains([]string{"", "file_share", "thread_broadcast"}, ev.Subtype)
}

// fromPost makes the gesture of a post, which Slack may report twice: as a
// message and as a mention. Both reports of a mention get one key, so that the
// second finds the first one's reply.
func (e *edge) fromPost(id string, ev slackEvent, at time.Time) gesture {
	text := postText(ev.Text, ev.Files)
	place := ticket.Post{Channel: ev.Channel.ID}
	thread := ev.ThreadTS
	if thread == ev.TS {
		thread = ""
	}
	g := gesture{
		Request: handlers.Request{
			Key: "event:" + id, Source: handlers.Message, Actor: ev.User.ID, Line: text,
			PostText: text, PostAt: instant(ev.TS), At: at,
		},
		channel: ev.Channel.ID, thread: thread,
	}
	line, mentioned := e.mention(text)
	switch {
	case ev.ChannelType == "im":
		g.Source, g.Line = handlers.Direct, line
		place.DM, place.Private = true, true
	case mentioned || ev.Type == "app_mention":
		g.Source, g.Line = handlers.Mention, line
		g.Key = "mention:" + ev.Channel.ID + ":" + ev.TS
	}
	if !place.DM {
		place.Private = e.Directory.private(ev.Channel.ID)
	}
	g.Post = e.post(place, ev.TS, ev.ThreadTS, ev.User.ID)
	return g
}

// fromReaction makes the gesture of an emoji on a post; its text is not in the event.
func (e *edge) fromReaction(id string, ev slackEvent, at time.Time) (gesture, bool) {
	if ev.Item.Type != "message" || ev.User.ID == "" || ev.User.ID == e.Me.BotUser || ev.Item.TS == "" {
		return gesture{}, false
	}
	emoji, _, _ := strings.Cut(ev.Reaction, "::") // ticket::skin-tone-2
	place := ticket.Post{
		Channel: ev.Item.Channel, Private: e.Directory.private(ev.Item.Channel),
		DM: strings.HasPrefix(ev.Item.Channel, "D"),
	}
	return gesture{
		Request: handlers.Request{
			Key: "event:" + id, Source: handlers.Reaction, Actor: ev.User.ID, Detail: emoji, At: at,
			Post: e.post(place, ev.Item.TS, "", ev.ItemUser), PostAt: instant(ev.Item.TS),
		},
		channel: ev.Item.Channel,
	}, true
}

// edit is a post changed or deleted by its author.
type edit struct {
	ts, text string
	deleted  bool
	at       time.Time
}

// fromEdit reads a change of a post; false where no person changed its words
// (an unfurled link, a thread's counter, a bot's post).
func (e *edge) fromEdit(ev slackEvent) (edit, bool) {
	author := orElse(ev.Message.User, ev.Previous.User)
	if ev.Message.BotID != "" || ev.Previous.BotID != "" || author == e.Me.BotUser || ev.Channel.ID == "" {
		return edit{}, false
	}
	at := instant(orElse(ev.EventTS, ev.TS))
	switch {
	case ev.Subtype == "message_deleted":
		return edit{ts: orElse(ev.DeletedTS, ev.Previous.TS), deleted: true, at: at}, ev.DeletedTS != "" || ev.Previous.TS != ""
	case ev.Message.Subtype == "tombstone": // deleted, but its thread lives on
		return edit{ts: ev.Message.TS, deleted: true, at: at}, ev.Message.TS != ""
	case ev.Message.TS == "" || ev.Message.Text == ev.Previous.Text:
		return edit{}, false
	}
	return edit{ts: ev.Message.TS, text: postText(ev.Message.Text, ev.Message.Files), at: at}, true
}
