package bot

import (
	"context"
	"encoding/json"
	"strings"
	"time"

	"github.com/firstask/firstask/handlers"
)

// event carries out an event of Slack. Whatever could not be saved is to be
// delivered again; after the last time the person is told.
func (e *edge) event(ctx context.Context, raw json.RawMessage, at time.Time, attempt int) (a answer) {
	defer e.guard(&a, "event", true)
	var env eventEnvelope
	if err := decode(raw, &env); err != nil {
		return answer{source: "event", outcome: badForm}
	}
	if env.Type == "app_rate_limited" {
		e.Log.Warn().Int64("minute", env.Minute).Msg("slack holds events back: too many an hour")
		return answer{source: "event", outcome: ignored}
	}
	if !e.ours(env.teams()) {
		return answer{source: "event", outcome: foreign}
	}
	var ev slackEvent
	if len(env.Event) == 0 || decode(env.Event, &ev) != nil || env.EventID == "" {
		return answer{source: "event", outcome: badForm}
	}
	switch ev.Type {
	case "message", "app_mention":
		return e.posted(ctx, env.EventID, ev, at, attempt)
	case "reaction_added":
		if g, ok := e.fromReaction(env.EventID, ev, at); ok {
			return e.gestured(ctx, g, attempt)
		}
		return answer{source: "event", outcome: ignored}
	default:
		return e.told(ctx, ev)
	}
}

func (e *edge) posted(ctx context.Context, id string, ev slackEvent, at time.Time, attempt int) answer {
	if ev.Subtype == "message_changed" || ev.Subtype == "message_deleted" {
		change, ok := e.fromEdit(ev)
		if !ok {
			return answer{source: "edit", outcome: ignored}
		}
		err := e.Reports.Edited(ctx, "event:"+id, ev.Channel.ID, change.ts, change.text, change.deleted, change.at)
		return e.reported("edit", err)
	}
	if !e.persons(ev) {
		return answer{source: "event", outcome: ignored}
	}
	switch ev.ChannelType {
	case "im":
		e.Directory.Met(ctx, ev.Channel.ID)
	case "channel":
		e.Directory.seen(ev.Channel.ID, "", true)
	}
	return e.gestured(ctx, e.fromPost(id, ev, at), attempt)
}

// gestured carries out what a person posted.
func (e *edge) gestured(ctx context.Context, g gesture, attempt int) answer {
	reply, err := e.do(ctx, g)
	e.note(g, err)
	a := answer{source: string(g.Source), outcome: outcomeOf(err)}
	a.again = a.outcome == unsaved || a.outcome == failed
	if a.again && attempt < lastAttempt {
		return a // Slack asks again: the person waits, and is not told twice
	}
	if g.Source == handlers.Reaction && err == nil && reply.View != nil && reply.View.Text == "" {
		e.fillText(ctx, g)
	}
	if reply.Form != "" {
		reply = handlers.Reply{} // an event has no trigger to open a dialog with
	}
	if reply.To != "" && err == nil { // somebody else than the author is asked
		g.Actor = reply.To
	}
	if s, ok := e.say(ctx, g, reply, err); ok && e.replied.first(g.Key+"/"+string(a.outcome)) {
		e.later(ctx, g, s)
	}
	return a
}

// fillText brings the text of a post that was captured by an emoji.
func (e *edge) fillText(ctx context.Context, g gesture) {
	e.after(ctx, string(g.Source), func(ctx context.Context) {
		words, err := e.Fetch(ctx, g.Post.Channel, g.Post.TS)
		if err == nil && strings.TrimSpace(words) != "" {
			err = e.Reports.Edited(ctx, "text:"+g.Post.Channel+":"+g.Post.TS, g.Post.Channel, g.Post.TS, words, false, g.PostAt)
		}
		if err != nil {
			e.Log.Warn().Err(err).Str("channel", g.Post.Channel).Msg("text of a post was not read")
		}
	})
}

// told carries out what Slack tells of people, channels and the app itself.
func (e *edge) told(ctx context.Context, ev slackEvent) answer {
	switch ev.Type {
	case "user_change", "team_join":
		id := e.Directory.personEvent(ctx, ev)
		if id == "" {
			return answer{source: "event", outcome: badForm}
		}
		return e.reported("event", e.Reports.PersonChanged(ctx, id))
	case "member_joined_channel":
		if ev.User.ID != e.Me.BotUser || ev.Channel.ID == "" {
			return answer{source: "event", outcome: ignored}
		}
		e.Directory.joined(ctx, ev.Channel.ID, ev.ChannelType)
		return e.reported("event", e.Reports.Invited(ctx, ev.Channel.ID))
	case "app_uninstalled":
		e.Lost(ev.Type)
	case "tokens_revoked":
		if len(ev.Tokens.Bot) > 0 {
			e.Lost(ev.Type)
		}
	default:
		if !e.Directory.channelEvent(ctx, ev, e.Me.BotUser) && !known(ev.Type) {
			e.Metrics.unknown.WithLabelValues("event").Inc()
		}
		return answer{source: "event", outcome: ignored}
	}
	return answer{source: "event", outcome: saved}
}

// known reports whether an event is one that needs nothing done.
func known(kind string) bool {
	switch kind {
	case "app_home_opened", "reaction_removed", "team_access_granted", "team_access_revoked", "grid_migration_started",
		"grid_migration_finished":
		return true
	default:
		return false
	}
}

func (e *edge) reported(source string, err error) answer {
	a := answer{source: source, outcome: outcomeOf(err)}
	if err != nil {
		e.Log.Error().Err(err).Str("source", source).Msg("event was not saved")
	}
	a.again = a.outcome == unsaved || a.outcome == failed
	return a
}
