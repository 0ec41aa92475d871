package text

import (
	"strings"
	"time"
)

// Plain is the encoder without a platform: names instead of mentions, no
// markup, no links. names shows a person or a channel by id; nil shows the id.
// People's own angle brackets become look-alikes, so that plain text stays
// inert even where a platform reads markup in it.
func Plain(names func(id string) string) Encoder {
	if names == nil {
		names = func(id string) string { return id }
	}
	return plain{names: names}
}

type plain struct{ names func(id string) string }

func (plain) Escape(s string) string                   { return inert(s) }
func (plain) Bold(s string) string                     { return s }
func (p plain) Mention(user string) string             { return inert(p.names(user)) }
func (p plain) Name(user string) string                { return inert(p.names(user)) }
func (p plain) Channel(id string) string               { return inert(p.names(id)) }
func (plain) Time(_ time.Time, fallback string) string { return fallback }
func (plain) Link(_, label string) string              { return label }

// inert takes away what starts a mention or a link on any platform.
func inert(s string) string {
	return strings.ReplaceAll(strings.ReplaceAll(s, "<", "\u2039"), ">", "\u203a")
}
