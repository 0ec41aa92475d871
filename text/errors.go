package text

import "errors"

// ErrStale says that a notice is no longer true and must not be sent: what it
// warns of was settled while it waited.
var ErrStale = errors.New("text: no longer true")

// ErrNoTicket says that a notice cannot be drawn without its ticket.
var ErrNoTicket = errors.New("text: no ticket")

// ErrUnknownKind says that there are no words for a kind of notice.
var ErrUnknownKind = errors.New("text: unknown kind")
