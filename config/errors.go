package config

import "errors"

// Reasons why a configuration or an environment is refused.
var (
	// ErrInvalid means that a configuration has problems; the error is a
	// Problems value that lists them.
	ErrInvalid = errors.New("configuration has problems")
	// ErrSettings means that environment variables are missing or wrong.
	ErrSettings = errors.New("settings are missing or wrong")
)
