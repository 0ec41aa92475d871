package sandbox

import (
	"net/http"
	"slices"
	"strconv"
	"time"
)

// Fault makes API requests fail on purpose.
type Fault struct {
	// Method is a Web API method, "response_url", or "*" for every method.
	Method string
	// Times is how many requests are hit: 0 means one, -1 always.
	Times int
	// Status is the HTTP status of the answer (429 comes with RetryAfter); 0 is 200.
	Status int
	// RetryAfter is the Retry-After header in seconds.
	RetryAfter int
	// Error is the error code of an {"ok":false} answer.
	Error string
	// HTML answers with a web page, as a broken proxy would.
	HTML bool
	// AfterCommit does what was asked and then answers with the fault.
	AfterCommit bool
	// HangUp closes the connection without an answer.
	HangUp bool
	// Delay waits first (after the commit with AfterCommit). A fault of only a delay then answers normally.
	Delay time.Duration
	// Channel limits the fault to requests that name this channel.
	Channel string
}

// Inject adds a fault. Of several that fit a request the oldest is used.
func (s *Slack) Inject(f Fault) {
	if f.Times == 0 {
		f.Times = 1
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults = append(s.faults, &f)
}

// ClearFaults removes all faults and the history lag.
func (s *Slack) ClearFaults() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults, s.lag = nil, 0
}

// SetHistoryLag hides messages younger than d from conversations.history and conversations.replies.
func (s *Slack) SetHistoryLag(d time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.lag = d
}

// SetEditWindow makes chat.update refuse messages older than d; 0 means no limit.
func (s *Slack) SetEditWindow(d time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.editable = d
}

// takeFault returns a copy of the fault that hits this request and uses it up.
func (s *Slack) takeFault(method, channel string) (Fault, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for i, f := range s.faults {
		if f.Method != "*" && f.Method != method || f.Channel != "" && f.Channel != channel {
			continue
		}
		hit := *f
		if f.Times > 0 {
			if f.Times--; f.Times == 0 {
				s.faults = slices.Delete(s.faults, i, i+1)
			}
		}
		return hit, true
	}
	return Fault{}, false
}

// answers reports whether the fault has an answer of its own, besides a delay.
func (f Fault) answers() bool { return f.HangUp || f.HTML || f.Error != "" || f.Status != 0 }

// write gives the fault's answer and returns its status.
func (f Fault) write(w http.ResponseWriter) int {
	status := f.Status
	if status == 0 {
		status = http.StatusOK
	}
	if f.RetryAfter > 0 {
		w.Header().Set("Retry-After", strconv.Itoa(f.RetryAfter))
	}
	if f.HTML {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.WriteHeader(status)
		_, _ = w.Write([]byte("<!DOCTYPE html><html><head><title>Server Error</title></head><body>Something went wrong</body></html>"))
		return status
	}
	code := f.Error
	if code == "" {
		code = errorOfStatus(status)
	}
	writeJSON(w, status, map[string]any{"ok": false, "error": code})
	return status
}

func errorOfStatus(status int) string {
	switch status {
	case http.StatusTooManyRequests:
		return "ratelimited"
	case http.StatusServiceUnavailable:
		return "service_unavailable"
	default:
		return "internal_error"
	}
}
