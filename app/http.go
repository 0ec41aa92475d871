package app

import (
	"context"
	"encoding/json"
	"net/http"
	"time"

	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// maxSkew is how far this machine's clock may be from Redis's: more, and two
// replicas would not agree on what is late.
const maxSkew = 2 * time.Second

// handler routes what comes over HTTP. The paths are a promise (design 5).
func (a *App) handler() http.Handler {
	mux := http.NewServeMux()
	if a.http != nil {
		mux.Handle("POST /slack/", a.http)
	}
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) {
		answerJSON(w, http.StatusOK, map[string]string{"status": "ok"})
	})
	mux.HandleFunc("GET /readyz", a.ready)
	mux.Handle("GET /metrics", promhttp.HandlerFor(a.reg, promhttp.HandlerOpts{}))
	return mux
}

// ready says whether this replica can do its work: the store answers, the
// clocks agree, and Slack is connected.
func (a *App) ready(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(r.Context(), time.Second)
	defer cancel()
	checks := map[string]string{"store": "ok", "clock": "ok", "slack": "ok"}
	at, err := a.store.ServerTime(ctx)
	if err != nil {
		checks["store"], checks["clock"] = "away", "unknown"
	} else if skew := a.o.Now().Sub(at); skew.Abs() > maxSkew {
		checks["clock"] = "off by " + skew.Round(time.Millisecond).String()
	}
	if a.socket != nil && !a.socket.Ready() {
		checks["slack"] = "not connected"
	}
	status := http.StatusOK
	for _, state := range checks {
		if state != "ok" {
			status = http.StatusServiceUnavailable
		}
	}
	answerJSON(w, status, checks)
}

func answerJSON(w http.ResponseWriter, status int, body map[string]string) {
	w.Header().Set("Content-Type", "application/json")
	raw, err := json.Marshal(body)
	if err != nil {
		status = http.StatusInternalServerError
	}
	w.WriteHeader(status)
	_, _ = w.Write(append(raw, '\n'))
}
