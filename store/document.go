package store

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/ticket"
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
	head, document, err := readHeader(raw)
	if err != nil {
		return Saved{}, err
	}
	s := Saved{Rev: head.rev, LastHash: head.hash, Events: head.events}
	if err := decode(document, &s.Ticket); err != nil {
		return Saved{}, fmt.Errorf("ticket document: %w: %w", ErrFormat, err)
	}
	return s, nil
}

// head is what the first line says.
type head struct {
	rev    int64
	hash   string
	events []string
}

// readHeader cuts a stored document from its first line.
func readHeader(raw string) (h head, document string, err error) {
	line, document, _ := strings.Cut(raw, "\n")
	words := strings.SplitN(line, " ", 4)
	if len(words) != 4 || words[1] != headerFormat {
		return head{}, "", fmt.Errorf("ticket: %w", ErrFormat)
	}
	if h.rev, err = strconv.ParseInt(words[0], 10, 64); err != nil {
		return head{}, "", fmt.Errorf("ticket revision: %w: %w", ErrFormat, err)
	}
	if words[2] != none {
		h.hash = words[2]
	}
	if words[3] != "" {
		h.events = strings.Split(words[3], ",")
	}
	return h, document, nil
}

// decode fills a zero value from what encode or encoding/json wrote, by the
// rules of encoding/json: unknown fields are passed over. What it fills shares
// the memory of raw.
func decode(raw string, v any) error {
	if known(raw, v) {
		return nil
	}
	return json.Unmarshal([]byte(raw), v)
}

// known reads what encode wrote of the types that come by with every command.
func known(raw string, v any) bool {
	switch v := v.(type) {
	case *ticket.Ticket:
		return read(raw, v, ticketTicket)
	case *ticket.Event:
		return read(raw, v, ticketEvent)
	case *notice.Notice:
		return read(raw, v, noticeNotice)
	default:
		return false
	}
}

// encode writes the bytes that encoding/json would write, but for the escapes
// that HTML needs: Slack's text is full of angle brackets.
func encode(v any) (raw []byte, err error) {
	switch v := v.(type) {
	case *ticket.Ticket:
		raw, err = written(v, ticketTicket, 3<<10)
	case *ticket.Event:
		raw, err = written(v, ticketEvent, 1<<8)
	case *notice.Notice:
		raw, err = written(v, noticeNotice, 1<<9)
	default:
		raw, err = standard(v)
	}
	if err != nil {
		return nil, fmt.Errorf("encode: %w", err)
	}
	return raw, nil
}

// standard is what encoding/json writes, without the escapes that HTML needs.
func standard(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	err := e.Encode(v)
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), err
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
