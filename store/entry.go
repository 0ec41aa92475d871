package store

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/firstask/firstask/notice"
)

// A stored entry is a line that scripts read, and the notice in JSON:
//
//	<class> <state> <attempt> <queued in ms> <lane> <slot>
//	{…}
//
// State w waits and was not claimed since it was last put back for certain; c was
// claimed, and unless that claim still runs, its send is ambiguous. The slot ends
// the line and may be empty.

const (
	waits     = "w"
	ambiguous = "c"
)

func decodeEntry(id, raw string) (Entry, error) {
	line, document, _ := strings.Cut(raw, "\n")
	words := strings.SplitN(line, " ", 6)
	if len(words) != 6 {
		return Entry{}, fmt.Errorf("entry %q: %w", id, ErrFormat)
	}
	var numbers [3]int64
	for i, word := range []string{words[0], words[2], words[3]} {
		n, err := strconv.ParseInt(word, 10, 64)
		if err != nil {
			return Entry{}, fmt.Errorf("entry %q: %w: %w", id, ErrFormat, err)
		}
		numbers[i] = n
	}
	e := Entry{
		ID: id, Lane: words[4], Attempt: int(numbers[1]), Queued: time.UnixMilli(numbers[2]).UTC(),
		Claimed: words[1] != waits,
	}
	if err := json.Unmarshal([]byte(document), &e.Notice); err != nil {
		return Entry{}, fmt.Errorf("entry %q: %w: %w", id, ErrFormat, err)
	}
	e.Notice.Class = notice.Class(numbers[0])
	return e, nil
}

// pack and unpackPlace are the stored form of a place: channel, ts, hash.
func (p Place) pack() string { return word(p.Channel) + " " + word(p.TS) + " " + p.Hash }

func unpackPlace(raw string) Place {
	words := append(strings.SplitN(raw, " ", 3), "", "", "")
	for i, w := range words[:2] {
		if w == "-" {
			words[i] = "" // as word writes it
		}
	}
	return Place{Channel: words[0], TS: words[1], Hash: words[2]}
}
