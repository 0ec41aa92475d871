package store

// Unavailable reports whether an error of the client means ErrUnavailable.
func Unavailable(err error) bool { return unavailable(err) }

// DecodeTicket reads a stored ticket.
func DecodeTicket(raw string) (Saved, error) { return decodeTicket(raw) }

// Decode reads a document.
func Decode(raw []byte, v any) error { return decode(string(raw), v) }

// Known reports whether a document is read without encoding/json. It fills v.
func Known(raw []byte, v any) bool { return known(string(raw), v) }

// Encode writes a document.
func Encode(v any) ([]byte, error) { return encode(v) }

// Header is the first line of a stored ticket.
func Header(rev int64, hash string, events []string) string { return header(rev, hash, events, false) }
