package sandbox

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// ids makes identifiers that are unique in the workspace and the same in every run.
type ids struct {
	n      int
	lastTS int64 // microseconds
}

// next returns an id such as U0000A: the prefix and a running number in base 36.
func (i *ids) next(prefix string) string {
	i.n++
	return prefix + strings.ToUpper(fmt.Sprintf("%06s", strconv.FormatInt(int64(i.n), 36)))
}

// ts returns a message timestamp that never repeats, even when the clock stands still.
func (i *ids) ts(now time.Time) string {
	at := now.UnixMicro()
	if at <= i.lastTS {
		at = i.lastTS + 1
	}
	i.lastTS = at
	return formatTS(at)
}

func formatTS(micro int64) string { return fmt.Sprintf("%d.%06d", micro/1e6, micro%1e6) }

// hash returns a view hash in Slack's shape: seconds, a dot and eight characters.
func (i *ids) hash(now time.Time) string {
	i.n++
	return fmt.Sprintf("%d.%08x", now.Unix(), i.n)
}

// uuid returns a client_msg_id.
func (i *ids) uuid() string {
	i.n++
	return fmt.Sprintf("5a4db0c5-0000-4000-8000-%012x", i.n)
}
