package bot

import (
	"encoding/json"
	"strconv"
	"strings"
	"time"
)

// The envelopes hold only what firstask reads of Slack's payloads; all else,
// and every field that Slack bends, is let go.

// eventEnvelope is the outside of an event.
type eventEnvelope struct {
	Type           string          `json:"type"`
	Challenge      string          `json:"challenge"`
	TeamID         string          `json:"team_id"`
	EventID        string          `json:"event_id"`
	Minute         int64           `json:"minute_rate_limited"`
	Event          json.RawMessage `json:"event"`
	Authorizations []struct {
		TeamID string `json:"team_id"`
	} `json:"authorizations"`
}

// teams are all teams the envelope names.
func (e eventEnvelope) teams() []string {
	teams := make([]string, 0, 1+len(e.Authorizations))
	teams = append(teams, e.TeamID)
	for _, a := range e.Authorizations {
		teams = append(teams, a.TeamID)
	}
	return teams
}

// slackEvent is the inside of all events firstask knows.
type slackEvent struct {
	Type        string  `json:"type"`
	Subtype     string  `json:"subtype"`
	User        thing   `json:"user"`
	Channel     thing   `json:"channel"`
	ChannelType string  `json:"channel_type"`
	BotID       string  `json:"bot_id"`
	Text        string  `json:"text"`
	TS          string  `json:"ts"`
	ThreadTS    string  `json:"thread_ts"`
	EventTS     string  `json:"event_ts"`
	Hidden      bool    `json:"hidden"`
	Files       []file  `json:"files"`
	Message     message `json:"message"`
	Previous    message `json:"previous_message"`
	DeletedTS   string  `json:"deleted_ts"`
	Reaction    string  `json:"reaction"`
	ItemUser    string  `json:"item_user"`
	Item        struct {
		Type    string `json:"type"`
		Channel string `json:"channel"`
		TS      string `json:"ts"`
	} `json:"item"`
	Tokens struct {
		Bot []string `json:"bot"`
	} `json:"tokens"`
	OldChannel string `json:"old_channel_id"`
	NewChannel string `json:"new_channel_id"`
	SubteamID  string `json:"subteam_id"`
	Subteam    thing  `json:"subteam"`
}

type file struct {
	Name  string `json:"name"`
	Title string `json:"title"`
}

// message is a post inside another payload.
type message struct {
	User     string `json:"user"`
	BotID    string `json:"bot_id"`
	Subtype  string `json:"subtype"`
	Text     string `json:"text"`
	TS       string `json:"ts"`
	ThreadTS string `json:"thread_ts"`
	Files    []file `json:"files"`
}

// thing is what some payloads give as an id and others as an object with one.
type thing struct {
	ID  string
	raw json.RawMessage
}

// UnmarshalJSON takes a string or an object with an id; anything else is nothing.
func (t *thing) UnmarshalJSON(raw []byte) error {
	if json.Unmarshal(raw, &t.ID) == nil {
		return nil
	}
	var o struct {
		ID string `json:"id"`
	}
	_ = decode(raw, &o)
	t.ID, t.raw = o.ID, append(json.RawMessage(nil), raw...)
	return nil
}

// interaction is a click, a submitted dialog or a shortcut.
type interaction struct {
	Type        string `json:"type"`
	CallbackID  string `json:"callback_id"`
	TriggerID   string `json:"trigger_id"`
	ResponseURL string `json:"response_url"`
	MessageTS   string `json:"message_ts"`
	Team        thing  `json:"team"`
	User        struct {
		ID     string `json:"id"`
		TeamID string `json:"team_id"`
	} `json:"user"`
	Channel struct {
		ID   string `json:"id"`
		Name string `json:"name"`
	} `json:"channel"`
	Container struct {
		MessageTS string `json:"message_ts"`
		ChannelID string `json:"channel_id"`
		ThreadTS  string `json:"thread_ts"`
	} `json:"container"`
	Message message  `json:"message"`
	Actions []action `json:"actions"`
	View    view     `json:"view"`
}

// teams are all teams the payload names.
func (i interaction) teams() []string {
	if i.View.InstalledTeam != "" {
		return []string{i.View.InstalledTeam}
	}
	if i.Team.ID != "" {
		return []string{i.Team.ID}
	}
	return []string{i.User.TeamID, i.View.TeamID}
}

type view struct {
	ID            string `json:"id"`
	Hash          string `json:"hash"`
	TeamID        string `json:"team_id"`
	InstalledTeam string `json:"app_installed_team_id"`
	CallbackID    string `json:"callback_id"`
	Metadata      string `json:"private_metadata"`
	Blocks        []struct {
		Type    string `json:"type"`
		BlockID string `json:"block_id"`
	} `json:"blocks"`
	State struct {
		Values map[string]map[string]element `json:"values"`
	} `json:"state"`
}

// inputs are the block ids a word of refusal can stand under, in their order.
func (v view) inputs() []string {
	var ids []string
	for _, b := range v.Blocks {
		if b.Type == "input" && b.BlockID != "" {
			ids = append(ids, b.BlockID)
		}
	}
	return ids
}

// values are the fields by block id, as text: an instant in RFC 3339, several
// choices joined by commas. Fields left empty are not there.
func (v view) values() map[string]string {
	values := map[string]string{}
	for block, elements := range v.State.Values {
		for _, e := range elements {
			if s := e.text(); s != "" {
				values[block] = s
			}
		}
	}
	return values
}

type action struct {
	element

	ActionID string `json:"action_id"`
	BlockID  string `json:"block_id"`
}

// element is what an input holds or a press says.
type element struct {
	Type         string   `json:"type"`
	Value        string   `json:"value"`
	Option       option   `json:"selected_option"`
	Options      []option `json:"selected_options"`
	User         string   `json:"selected_user"`
	Users        []string `json:"selected_users"`
	Channel      string   `json:"selected_channel"`
	Conversation string   `json:"selected_conversation"`
	Date         string   `json:"selected_date"`
	Time         string   `json:"selected_time"`
	Instant      int64    `json:"selected_date_time"`
}

type option struct {
	Value string `json:"value"`
}

func (e element) text() string {
	if e.Instant > 0 {
		return time.Unix(e.Instant, 0).UTC().Format(time.RFC3339)
	}
	many := strings.Join(e.Users, ",")
	for _, o := range e.Options {
		many = strings.TrimPrefix(many+","+o.Value, ",")
	}
	for _, s := range []string{e.Option.Value, e.User, e.Channel, e.Conversation, e.Date, e.Time, many} {
		if s != "" {
			return s
		}
	}
	return e.Value
}

// slashCommand is the same in Socket Mode (JSON) and over HTTP (a form).
type slashCommand struct {
	TeamID      string `json:"team_id"`
	ChannelID   string `json:"channel_id"`
	ChannelName string `json:"channel_name"`
	UserID      string `json:"user_id"`
	Text        string `json:"text"`
	ResponseURL string `json:"response_url"`
	TriggerID   string `json:"trigger_id"`
}

// instant reads a message ts, "1768903200.000100": seconds and microseconds.
// Anything else is the zero time.
func instant(ts string) time.Time {
	sec, micro, _ := strings.Cut(ts, ".")
	s, err := strconv.ParseInt(sec, 10, 64)
	if err != nil || s <= 0 || s > 1<<40 {
		return time.Time{}
	}
	m, err := strconv.ParseInt(micro, 10, 64)
	if err != nil || len(micro) != 6 {
		m = 0
	}
	return time.Unix(s, m*int64(time.Microsecond)).UTC()
}

// unescape gives back the three characters Slack escapes in people's text;
// mentions keep Slack's form, <@U123>.
func unescape(s string) string {
	return strings.NewReplacer("&lt;", "<", "&gt;", ">", "&amp;", "&").Replace(s)
}
