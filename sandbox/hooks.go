package sandbox

import (
	"net/http"
	"time"
)

const (
	hookUses = 5
	hookLife = 30 * time.Minute
)

// hook is a response_url.
type hook struct {
	user   string
	room   *room
	source *message // the message that was clicked, or the last one this hook made
	slash  bool
	uses   int
	at     time.Time
}

// newHook makes a response_url for a person's gesture; the caller holds s.mu.
func (s *Slack) newHook(user string, r *room, source *message, slash bool) (string, *hook) {
	token := s.ids.next("hook-")
	h := &hook{user: user, room: r, source: source, slash: slash, at: s.opt.Now()}
	s.hooks[token] = h
	return s.opt.BaseURL + "/response/" + token, h
}

func (s *Slack) serveResponse(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodPost {
		http.Error(w, "post only", http.StatusMethodNotAllowed)
		return
	}
	p, err := readParams(r)
	if err != nil {
		writeJSON(w, http.StatusBadRequest, map[string]any{"ok": false, "error": "invalid_payload"})
		return
	}
	token := r.PathValue("token")
	fault, hit := s.takeFault("response_url", s.hookChannel(token))
	if !hit {
		s.performResponse(w, token, p)
		return
	}
	s.faultyResponse(w, r, token, p, fault)
}

func (s *Slack) hookChannel(token string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if h := s.hooks[token]; h != nil {
		return h.room.ID
	}
	return ""
}

func (s *Slack) faultyResponse(w http.ResponseWriter, r *http.Request, token string, p params, f Fault) {
	kept := &keeper{header: http.Header{}}
	if f.AfterCommit {
		s.performResponse(kept, token, p)
	}
	if !s.pause(r.Context(), f.Delay) {
		panic(http.ErrAbortHandler)
	}
	switch {
	case f.answers():
		if !f.AfterCommit {
			s.mu.Lock()
			s.note(Entry{Kind: KindResponseURL, Method: "response_url", Params: p.shown(), Status: f.Status, Error: orElse(f.Error, "fault")})
			s.mu.Unlock()
		}
		f.give(w)
	case f.AfterCommit:
		kept.replay(w)
	default:
		s.performResponse(w, token, p)
	}
}

func (s *Slack) performResponse(w http.ResponseWriter, token string, p params) {
	s.mu.Lock()
	h := s.hooks[token]
	status, code := s.respondHook(h, p)
	shown := p.shown()
	if h != nil {
		shown["channel"], shown["user"] = h.room.ID, h.user
	}
	s.note(Entry{Kind: KindResponseURL, Method: "response_url", Params: shown, Status: status, Error: code})
	s.mu.Unlock()
	if code != "" {
		writeJSON(w, status, map[string]any{"ok": false, "error": code})
		return
	}
	writeJSON(w, status, map[string]any{"ok": true})
}

// respondHook does what a post to a response_url asks for and returns the status and error code.
func (s *Slack) respondHook(h *hook, p params) (int, string) {
	switch {
	case h == nil:
		return http.StatusNotFound, "invalid_url"
	case s.opt.Now().Sub(h.at) > hookLife:
		return http.StatusNotFound, "expired_url"
	case h.uses >= hookUses:
		return http.StatusNotFound, "used_url"
	}
	if p.flag("delete_original") {
		return s.deleteOriginal(h, p)
	}
	_, code := s.say(h, p, "response_url")
	if code != "" {
		return http.StatusBadRequest, code
	}
	h.uses++
	return http.StatusOK, ""
}

func (s *Slack) deleteOriginal(h *hook, p params) (int, string) {
	if len(p) != 1 || h.slash {
		return http.StatusBadRequest, "invalid_arguments"
	}
	if h.source == nil || h.source.gone || h.source.BotID != s.app.BotID {
		return http.StatusNotFound, "message_not_found"
	}
	h.uses++
	if h.source.Ephemeral {
		h.source.gone = true
		s.changed()
	} else {
		s.erase(h.room, h.source)
	}
	return http.StatusOK, ""
}

// say posts an answer to a gesture: a response_url's post or the body of a slash ack. It returns the message, or
// an error code.
func (s *Slack) say(h *hook, p params, by string) (*message, string) {
	c := &call{params: p, now: s.opt.Now()}
	body, err := s.readContent(c, false)
	if err != nil {
		return nil, err.Error()
	}
	thread, err := threadOf(h.room, c.str("thread_ts"))
	if err != nil {
		return nil, err.Error()
	}
	switch {
	case p.flag("replace_original"):
		return s.replaceOriginal(h, body)
	case p.str("response_type") == "in_channel":
		m := s.postAsBot(h.room, body, thread, by, false)
		return m, ""
	default:
		m := s.whisper(h.room, h.user, body, thread, by)
		if h.slash {
			h.source = m
		}
		return m, ""
	}
}

// replaceOriginal rewrites the clicked message; an ephemeral one stays ephemeral whatever response_type says.
func (s *Slack) replaceOriginal(h *hook, body content) (*message, string) {
	m := h.source
	if m == nil || m.gone || m.BotID != s.app.BotID {
		return nil, "message_not_found"
	}
	if m.Ephemeral {
		m.Text, m.Blocks, m.attachments, m.Edited = body.text, body.blocks, body.attachments, true
		s.changed()
		return m, ""
	}
	s.rewrite(h.room, m, body)
	return m, ""
}
