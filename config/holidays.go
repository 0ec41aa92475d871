package config

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/firstask/firstask/calendar"
)

// holidays finds a list: built in, or a file beside the configuration.
func (l *loader) holidays(name str) (calendar.Holidays, bool) {
	h, err := calendar.Builtin(name.string)
	if err != nil && l.isFile(name.string) {
		h, err = l.holidayFile(name)
	}
	if err != nil {
		l.noHolidays(name, err)
		return h, false
	}
	known := slices.ContainsFunc(l.lists, func(o holidayList) bool { return o.Name() == h.Name() })
	if h.Provisional() && !known {
		l.warn(name.spot, "replace it when the year's notice is out", "%s is provisional: days off and make-up days are not all known yet", name.string)
	}
	l.lists = append(l.lists, holidayList{h, name.spot})
	return h, true
}

func (l *loader) noHolidays(name str, err error) {
	var lines Problems
	switch {
	case errors.Is(err, calendar.ErrUnknown):
		l.fail(name.spot, hintOf(name.string, calendar.BuiltinNames())+", or a file beside this one (./holidays.txt)", "%q is not a holiday list", name.string)
	case errors.As(err, &lines):
		l.problems = append(l.problems, lines...)
	default:
		l.unreadable(name, err)
	}
}

// unreadable reports a file that is named and cannot be read.
func (l *loader) unreadable(name str, err error) {
	reason := "it is no path inside the folder of the configuration"
	if errors.Is(err, fs.ErrNotExist) {
		reason = "there is no such file"
	}
	l.fail(name.spot, "a path from the folder of the configuration into it: ./holidays.txt", "%q cannot be read: %s", name.string, reason)
}

func (l *loader) holidayFile(name str) (calendar.Holidays, error) {
	src, err := l.file(name.string)
	if err != nil {
		return calendar.Holidays{}, err
	}
	if strings.EqualFold(path.Ext(name.string), ".ics") {
		return l.icsFile(name.string, src)
	}
	h, err := calendar.ParseHolidays(name.string, bytes.NewReader(src))
	if err != nil {
		return h, lineProblems(name.string, err)
	}
	return h, nil
}

// lineProblems makes a problem of each line that a holiday list is refused for.
func lineProblems(file string, err error) Problems {
	var all Problems
	pattern := regexp.MustCompile(`line (\d+): (.*)$`)
	for text := range strings.SplitSeq(err.Error(), "\n") {
		p := Problem{File: file, Message: text, Hint: "date, then off, work or half with hours, then a name: 2026-10-03 off Unity Day"}
		if m := pattern.FindStringSubmatch(text); m != nil {
			p.Line, _ = strconv.Atoi(m[1])
			p.Col, p.Message = 1, strings.TrimPrefix(m[2], "calendar: ")
		}
		all = append(all, p)
	}
	return all
}

// isFile tells a path from the name of something built in.
func (l *loader) isFile(name string) bool { return strings.ContainsAny(name, "./") }

// file reads a file beside the configuration.
func (l *loader) file(name string) ([]byte, error) {
	if l.base == nil {
		return nil, fmt.Errorf("config: files cannot be read here: %w", fs.ErrNotExist)
	}
	src, err := fs.ReadFile(l.base, strings.TrimPrefix(name, "./"))
	if err != nil {
		return nil, fmt.Errorf("config: %w", err)
	}
	return src, nil
}
