package policy

import (
	"strconv"
	"strings"
	"time"
)

// String returns the limit as it is written in a configuration: "30m", "1h30m",
// "2wd"; "" when it is unset.
func (l Limit) String() string {
	var parts []string
	if l.Days != 0 {
		parts = append(parts, strconv.Itoa(l.Days)+"wd")
	}
	if l.Time != 0 {
		parts = append(parts, brief(l.Time))
	}
	return strings.Join(parts, " ")
}

// brief leaves out units that are zero: "1h" and not "1h0m0s".
func brief(d time.Duration) string {
	s := d.String()
	if strings.HasSuffix(s, "m0s") {
		s = strings.TrimSuffix(s, "0s")
	}
	if strings.HasSuffix(s, "h0m") {
		s = strings.TrimSuffix(s, "0m")
	}
	return s
}
