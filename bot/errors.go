package bot

import (
	"errors"
	"fmt"
	"runtime"
	"runtime/debug"
)

// Errors of this room.
var (
	// ErrSocketRefused ends Socket Mode: Slack does not accept the app-level token.
	ErrSocketRefused = errors.New("slack refuses the app-level token")
	// ErrUnreadable is what an Outbox wraps when entries were written in a format
	// that this program does not know: they keep their lanes, the others are sent.
	ErrUnreadable = errors.New("unreadable entries")
	// errMalformed marks what Slack would never send.
	errMalformed = errors.New("malformed")
	// errNoAnswer says that Slack answered "ok" without what was asked for.
	errNoAnswer = errors.New("answer without content")
	// errPanic marks a fault of the program that ended one piece of work.
	errPanic = errors.New("panic")
)

// panicked makes an error of a recovered panic, with its stack. The value is
// told only if the runtime made it: any other may hold people's text.
func panicked(p any) error {
	err := fmt.Errorf("bot: %w in\n%s", errPanic, debug.Stack())
	if fault, ok := p.(runtime.Error); ok {
		return fmt.Errorf("%w: %w", fault, err)
	}
	return err
}
