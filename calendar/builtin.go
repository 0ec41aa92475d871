package calendar

import (
	"bytes"
	"embed"
	"fmt"
	"strings"
)

//go:embed data/*.txt
var builtin embed.FS

// Builtin returns the holiday list of that name, for instance "cn-2026". It wraps
// ErrUnknown, with the names there are, when there is none.
func Builtin(name string) (Holidays, error) {
	data, err := builtin.ReadFile("data/" + name + ".txt")
	if err != nil {
		return Holidays{}, fmt.Errorf("calendar: %q, want one of %s: %w",
			name, strings.Join(BuiltinNames(), ", "), ErrUnknown)
	}
	return ParseHolidays(name, bytes.NewReader(data))
}

// BuiltinNames returns the names that Builtin knows, in ascending order.
func BuiltinNames() []string {
	entries, err := builtin.ReadDir("data")
	if err != nil {
		return nil
	}
	names := make([]string, 0, len(entries))
	for _, entry := range entries {
		names = append(names, strings.TrimSuffix(entry.Name(), ".txt"))
	}
	return names
}
