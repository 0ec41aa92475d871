package store

// Unavailable reports whether an error of the client means ErrUnavailable.
func Unavailable(err error) bool { return unavailable(err) }
