package bot

import "slices"

// ScopeReason is one permission firstask asks for, and why.
type ScopeReason struct {
	Scope string
	Why   string
	// Optional: without it one convenience is missing.
	Optional bool
	// Reads: it lets the bot read posts; a minimal installation goes without it.
	Reads bool
}

// ScopeReasons are all bot scopes of the manifest with the reason for each.
func ScopeReasons() []ScopeReason {
	return []ScopeReason{
		{Scope: "commands", Why: "/firstask, and the shortcuts that make a ticket."},
		{Scope: "chat:write", Why: "Post tickets, reminders and answers, and keep the ticket's card up to date."},
		{Scope: "chat:write.public", Why: "Answer in a public channel where a ticket was asked, without joining it."},
		{Scope: "im:write", Why: "Tell people in private that something was handed to them or is due."},
		{Scope: "im:history", Why: "Understand what people write to the bot in its own direct messages."},
		{Scope: "app_mentions:read", Why: "Act when somebody mentions @firstask."},
		{Scope: "channels:read", Why: "Know the public channels the bot is in, and when one is renamed or archived."},
		{Scope: "groups:read", Why: "Know the private channels the bot was invited to."},
		{Scope: "channels:history", Reads: true, Why: "Take requests and notes from posts in public channels the bot was invited to, " +
			"read a post that was marked with the emoji, and make sure that nothing is posted twice."},
		{Scope: "groups:history", Reads: true, Why: "The same in private channels the bot was invited to."},
		{Scope: "reactions:read", Why: "Make a ticket of a post that somebody marks with the ticket emoji."},
		{Scope: "users:read", Why: "Names, languages and time zones, and who has left."},
		{Scope: "usergroups:read", Why: "Resolve user groups that the configuration names as members of a department."},
		{Scope: "users:read.email", Optional: true, Why: "Find people by the e-mail addresses of the configuration."},
	}
}

// Scopes are the bot scopes of an installation; a minimal one does not read
// channels.
func Scopes(minimal bool) []string {
	var scopes []string
	for _, s := range ScopeReasons() {
		if !minimal || !s.Reads {
			scopes = append(scopes, s.Scope)
		}
	}
	return scopes
}

func optionalScopes() []string {
	var scopes []string
	for _, s := range ScopeReasons() {
		if s.Optional {
			scopes = append(scopes, s.Scope)
		}
	}
	return scopes
}

// botEvents are the events firstask acts on.
func botEvents(minimal bool) []string {
	events := []string{
		"app_mention", "app_uninstalled", "tokens_revoked", "message.channels", "message.groups", "message.im",
		"reaction_added", "member_joined_channel", "member_left_channel", "channel_archive", "channel_rename",
		"channel_id_changed", "user_change", "subteam_updated", "subteam_members_changed",
	}
	if minimal {
		events = slices.DeleteFunc(events, func(e string) bool { return e == "message.channels" || e == "message.groups" })
	}
	return events
}
