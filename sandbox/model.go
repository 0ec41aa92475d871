package sandbox

import (
	"encoding/json"
	"time"
)

// User is a person (or bot) of the workspace. Empty ID, TeamID, Locale and TZ are filled in by AddUser.
type User struct {
	ID, Name, RealName, Email, Locale, TZ                      string
	Deleted, Bot, Restricted, UltraRestricted, Stranger, Admin bool
	TeamID                                                     string
}

// Channel is a conversation. Kind flags besides Private are set by the workspace itself.
type Channel struct {
	ID, Name          string
	Private, Archived bool
	// Members are user ids in joining order.
	Members   []string
	ExtShared bool
	// IM is a direct conversation of two people; MPIM of several.
	IM, MPIM bool
}

// Group is a user group (subteam).
type Group struct {
	ID, Handle, Name string
	Users            []string
}

// Team names the workspace.
type Team struct{ ID, Name, Domain string }

// App is what an administrator installs. Zero fields get working defaults: all scopes and events of the
// example manifest, made-up tokens, Home and Messages tab on. With an empty EventsURL the app is reached by Socket Mode.
type App struct {
	BotToken, AppToken, SigningSecret string
	BotUserID, BotID, AppID, TeamID   string
	Name                              string
	// Scopes are the bot token's granted scopes.
	Scopes []string
	// HomeTab and MessagesTab are set by Install: on, unless NoHomeTab or NoMessagesTab asks otherwise.
	HomeTab, MessagesTab     bool
	NoHomeTab, NoMessagesTab bool
	// CommandURL, InteractionURL and EventsURL are the app's HTTP endpoints.
	CommandURL, InteractionURL, EventsURL string
	// Events are the subscribed event names, such as message.channels or app_mention.
	Events []string
	// MetadataTypes are the message metadata event types the manifest declares: their payload is not stripped on reads.
	MetadataTypes []string
	// OpenChannels are channel ids the bot joins at once, without an event.
	OpenChannels []string
}

// SocketMode reports whether the app is reached over a websocket.
func (a App) SocketMode() bool { return a.EventsURL == "" }

// Reaction is one emoji on a message with the people who put it there.
type Reaction struct {
	Name  string
	Users []string
}

// Message is a message as people see it now.
type Message struct {
	Channel, TS, ThreadTS string
	User, BotID, Text     string
	Blocks                json.RawMessage
	Metadata              json.RawMessage
	Ephemeral             bool
	EphemeralTo           string
	Edited, Deleted       bool
	Broadcast             bool
	Reactions             []Reaction
	At                    time.Time
	// ReplyCount counts the living replies of a thread's root.
	ReplyCount int
	// PostedBy is the API method or gesture that made the message: chat.postMessage, response_url, slash, say …
	PostedBy string
}

// View is a modal or Home tab as its viewer sees it.
type View struct {
	ID, Type, CallbackID, ExternalID string
	Title, Submit, Close             string
	PrivateMetadata, Hash            string
	Blocks, State                    json.RawMessage
	RootID, PreviousID               string
	NotifyOnClose, ClearOnClose      bool
}

// Ack is how the app answered a gesture, and so what the person sees.
type Ack struct {
	// Status is the HTTP status, 200 for an acknowledged socket envelope, 0 if nothing came back.
	Status   int
	TimedOut bool
	Body     json.RawMessage
	// Ephemerals are messages only this person sees because of the answer.
	Ephemerals []Message
	// Errors are the field errors of a refused form, by block id.
	Errors map[string]string
	// Error is empty when Slack is content: else operation_timeout, http_error, dispatch_failed, invalid_response …
	Error string
}

// OK reports whether Slack shows no error to the person.
func (a Ack) OK() bool { return a.Error == "" }
