package store

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// A stored ticket is one string:
//
//	000000000003 1 <hash of the last event> <event id>,<event id>,…
//	{…}
//
// the revision in 12 digits, the format of this line, the history, and after
// the line break the document in JSON. "-" stands for no hash. Scripts compare
// the revision and append event ids to the line; they never look further.

const (
	headerFormat = "1"
	revisionLen  = 12
	none         = "-"
)

// header is the first line up to where a script appends the ids of new events.
func header(rev int64, hash string, events []string, more bool) string {
	if hash == "" {
		hash = none
	}
	line := revision(rev) + " " + headerFormat + " " + hash + " " + strings.Join(events, ",")
	if more && len(events) > 0 {
		line += ","
	}
	return line
}

// revision is what a stored ticket begins with; "" for one that does not exist.
func revision(rev int64) string {
	if rev == 0 {
		return ""
	}
	return fmt.Sprintf("%0*d", revisionLen, rev)
}

func decodeTicket(raw string) (Saved, error) {
	line, document, _ := strings.Cut(raw, "\n")
	words := strings.SplitN(line, " ", 4)
	if len(words) != 4 || words[1] != headerFormat {
		return Saved{}, fmt.Errorf("ticket: %w", ErrFormat)
	}
	rev, err := strconv.ParseInt(words[0], 10, 64)
	if err != nil {
		return Saved{}, fmt.Errorf("ticket revision: %w: %w", ErrFormat, err)
	}
	s := Saved{Rev: rev}
	if words[2] != none {
		s.LastHash = words[2]
	}
	if words[3] != "" {
		s.Events = strings.Split(words[3], ",")
	}
	if err := json.Unmarshal([]byte(document), &s.Ticket); err != nil {
		return Saved{}, fmt.Errorf("ticket document: %w: %w", ErrFormat, err)
	}
	return s, nil
}

// encode is JSON without the escapes that HTML needs: Slack's text is full of angle brackets.
func encode(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return nil, fmt.Errorf("encode: %w", err)
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), nil
}

// stamp and readStamp are the stored form of "number at instant".
func stamp(number int64, at time.Time) string {
	return strconv.FormatInt(number, 10) + " " + floor(at)
}

func readStamp(raw string) (int64, time.Time, error) {
	first, second, _ := strings.Cut(raw, " ")
	number, err := strconv.ParseInt(first, 10, 64)
	if err != nil {
		return 0, time.Time{}, fmt.Errorf("stamp: %w: %w", ErrFormat, err)
	}
	ms, err := strconv.ParseInt(second, 10, 64)
	if err != nil {
		return 0, time.Time{}, fmt.Errorf("stamp: %w: %w", ErrFormat, err)
	}
	return number, time.UnixMilli(ms).UTC(), nil
}
