package bot

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/firstask/firstask/handlers"
	"github.com/firstask/firstask/ticket"
)

// gesture is one thing a person did, and how to answer them.
type gesture struct {
	handlers.Request

	// trigger opens a dialog, for three seconds; hook takes an answer, for half
	// an hour. Either may be missing.
	trigger string
	hook    string
	// channel and thread are where an answer without a hook goes; "" is the person's DM.
	channel string
	thread  string
}

// typed is what the person wrote, to be handed back when it could not be saved.
func (g gesture) typed() string {
	for _, s := range []string{g.Line, g.PostText, g.Values["text"]} {
		if s != "" {
			return s
		}
	}
	return ""
}

// ours reports whether a payload is for this workspace: one of the teams it
// names is, or it names none.
func (e *edge) ours(teams []string) bool {
	named := slices.DeleteFunc(slices.Clone(teams), func(t string) bool { return t == "" })
	return e.Me.Team == "" || len(named) == 0 || slices.Contains(named, e.Me.Team)
}

// fromSlash makes the gesture of a slash command.
func (e *edge) fromSlash(ctx context.Context, c slashCommand, at time.Time) (gesture, error) {
	if c.UserID == "" || c.TriggerID == "" {
		return gesture{}, errMalformed
	}
	return gesture{
		Request: handlers.Request{
			Key: "slash:" + c.TriggerID, Source: handlers.Slash, Actor: c.UserID,
			Line: strings.TrimSpace(unescape(c.Text)), At: at,
			Post: e.place(ctx, c.ChannelID, c.ChannelName, c.UserID),
		},
		trigger: c.TriggerID, hook: c.ResponseURL, channel: c.ChannelID,
	}, nil
}

const directName = "directmessage" // how Slack names a conversation of two in a gesture

// place is where a gesture was made. name is what Slack calls the channel there.
func (e *edge) place(ctx context.Context, channel, name, user string) ticket.Post {
	p := ticket.Post{Channel: channel}
	if channel == "" {
		return p
	}
	if name == directName || strings.HasPrefix(channel, "D") {
		p.DM, p.Private = true, true
		p.Hidden = !e.Directory.OwnIM(ctx, channel, user)
		return p
	}
	if name != "" {
		e.Directory.seen(channel, name, false)
	}
	p.Private, p.Hidden = e.Directory.private(channel), e.Directory.hidden(channel)
	return p
}

// link is the address of a post, made without asking Slack.
func (e *edge) link(channel, ts, thread string) string {
	if e.Me.URL == "" || channel == "" || ts == "" {
		return ""
	}
	link := strings.TrimSuffix(e.Me.URL, "/") + "/archives/" + channel + "/p" + strings.Replace(ts, ".", "", 1)
	if thread != "" && thread != ts {
		link += "?thread_ts=" + thread + "&cid=" + channel
	}
	return link
}

// post adds to a place the post that stands there.
func (e *edge) post(at ticket.Post, ts, thread, author string) ticket.Post {
	if thread == ts {
		thread = ""
	}
	at.TS, at.Thread, at.Author = ts, thread, author
	at.Link = e.link(at.Channel, ts, thread)
	return at
}

// postText is a post's text, or the names of the files it consists of.
func postText(s string, files []file) string {
	if strings.TrimSpace(s) != "" {
		return unescape(s)
	}
	var names []string
	for _, f := range files {
		if n := orElse(f.Title, f.Name); n != "" {
			names = append(names, n)
		}
	}
	return unescape(strings.Join(names, ", "))
}

// mention takes the bot's mention out of a text; false if there is none.
func (e *edge) mention(s string) (string, bool) {
	if e.Me.BotUser == "" {
		return s, false
	}
	found := false
	for _, open := range []string{"<@" + e.Me.BotUser + ">", "<@" + e.Me.BotUser + "|"} {
		for {
			before, after, ok := strings.Cut(s, open)
			if !ok {
				break
			}
			if strings.HasSuffix(open, "|") {
				_, after, _ = strings.Cut(after, ">")
			}
			after = strings.TrimLeft(after, " \t,:;")
			found, s = true, before+after
		}
	}
	return strings.TrimSpace(s), found
}
