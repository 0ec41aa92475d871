package sandbox

import "errors"

// What a gesture can be refused for before anything is sent to the app.
var (
	// ErrNoUser is an unknown person.
	ErrNoUser = errors.New("sandbox: no such user")
	// ErrDeactivated is a person who has left.
	ErrDeactivated = errors.New("sandbox: the user is deactivated")
	// ErrNoChannel is an unknown conversation, or one the person cannot see.
	ErrNoChannel = errors.New("sandbox: no such channel")
	// ErrNotMember is a person who is not in the channel.
	ErrNotMember = errors.New("sandbox: the user is not in the channel")
	// ErrArchived is an archived channel.
	ErrArchived = errors.New("sandbox: the channel is archived")
	// ErrNoMessage is an unknown message, or one the person cannot see.
	ErrNoMessage = errors.New("sandbox: no such message")
	// ErrNotYours is an edit or deletion of another author's message.
	ErrNotYours = errors.New("sandbox: not the author of the message")
	// ErrNoAction is an action_id that the message or view does not show.
	ErrNoAction = errors.New("sandbox: no such button or input")
	// ErrNoView is a view that is not open for the person.
	ErrNoView = errors.New("sandbox: no such view")
	// ErrRequired is a form whose required input is empty.
	ErrRequired = errors.New("sandbox: a required input is empty")
	// ErrBadValue is an input value the element cannot hold.
	ErrBadValue = errors.New("sandbox: the input cannot hold this value")
	// ErrNoApp is a gesture before an app is installed.
	ErrNoApp = errors.New("sandbox: no app is installed")
	// ErrClosed is a gesture after Close.
	ErrClosed = errors.New("sandbox: the workspace is closed")
	// ErrNoHomeTab is a Home tab that the app has switched off.
	ErrNoHomeTab = errors.New("sandbox: the app has no home tab")
)
