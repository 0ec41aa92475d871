package sandbox

import (
	"fmt"
	"net/http"
	"time"
)

// beat keeps an idle stream open through proxies.
const beat = 15 * time.Second

// serveStream sends an event "changed" after every change, until the browser or the workspace goes.
func (p *page) serveStream(w http.ResponseWriter, r *http.Request) {
	ticks, stop := p.s.Watch()
	defer stop()
	w.Header().Set("Content-Type", "text/event-stream")
	w.Header().Set("Cache-Control", "no-store")
	out := http.NewResponseController(w)
	pulse := time.NewTicker(beat)
	defer pulse.Stop()
	line := ": open\n\n"
	for {
		if _, err := fmt.Fprint(w, line); err != nil || out.Flush() != nil {
			return
		}
		select {
		case <-ticks:
			line = "event: changed\ndata: {}\n\n"
		case <-pulse.C:
			line = ": beat\n\n"
		case <-r.Context().Done():
			return
		case <-p.s.base().Done():
			return
		}
	}
}
