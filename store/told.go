package store

import (
	"context"
	"time"

	"github.com/firstask/firstask/notice"
)

// mostTold is how many messages of a lane are counted at most.
const mostTold = 1000

// Told is how many messages were posted to a person after an instant, which is
// within the last 24 hours; at most 1000. An edit does not count, a message of
// several matters counts once, and a list that people get by the calendar not at all.
func (s *Store) Told(ctx context.Context, lane string, after time.Time) (int, error) {
	n, err := s.client.ZCount(ctx, s.keys.told(word(lane)), "("+floor(after), "+inf").Result()
	return int(n), wrap("told", err)
}

// toldAt is when a message told a person something, in ms; "" for what does not count.
func toldAt(n *notice.Notice, ts string, otherwise time.Time) string {
	if ts == "" || n.To.Channel != "" || n.Kind == notice.Digest || n.Kind == notice.Observed {
		return ""
	}
	return postedAt(ts, otherwise)
}
