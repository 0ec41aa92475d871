package sandbox

import (
	"encoding/json"
	"errors"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

// call is one Web API request. Handlers run with s.mu held.
type call struct {
	params
	method string
	now    time.Time
}

// answer is the body of a successful response, without ok.
type answer map[string]any

// apiError is an {"ok":false} answer.
type apiError struct {
	code             string
	needed, provided string
	messages         []string
}

// Error is the code.
func (e *apiError) Error() string { return e.code }

func refuse(code string, messages ...string) error { return &apiError{code: code, messages: messages} }

// method is an entry of the method table.
type method struct {
	run func(*call) (answer, error)
	// scope is needed by the bot token; several are alternatives, separated by |. Methods whose scope depends on
	// the channel check it themselves.
	scope string
	// perMinute is the rate tier: 20, 50, 100; 0 is not limited by method.
	perMinute int
	// appToken methods take the xapp token, anonymous ones none.
	appToken, anonymous bool
}

func (s *Slack) serveAPI(w http.ResponseWriter, r *http.Request) {
	name := r.PathValue("method")
	p, err := readParams(r)
	if err != nil {
		s.respond(w, name, params{}, nil, badBody(err))
		return
	}
	if bearer, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer "); ok {
		p["token"] = bearer
	}
	fault, hit := s.takeFault(name, p.str("channel"))
	if !hit {
		s.perform(w, name, p)
		return
	}
	s.faulty(w, r, name, p, fault)
}

func badBody(err error) error {
	if errors.Is(err, errBadJSON) {
		return refuse("invalid_json")
	}
	return refuse("invalid_form_data")
}

// faulty answers a request that a fault hits.
func (s *Slack) faulty(w http.ResponseWriter, r *http.Request, name string, p params, f Fault) {
	if !f.AfterCommit {
		if !s.pause(r.Context(), f.Delay) {
			panic(http.ErrAbortHandler)
		}
		if !f.answers() {
			s.perform(w, name, p)
			return
		}
		s.noteFault(name, p, f)
		f.give(w)
		return
	}
	kept := &keeper{header: http.Header{}}
	s.perform(kept, name, p)
	if !s.pause(r.Context(), f.Delay) {
		panic(http.ErrAbortHandler)
	}
	if !f.answers() {
		kept.replay(w)
		return
	}
	f.give(w)
}

func (f Fault) give(w http.ResponseWriter) {
	if f.HangUp {
		panic(http.ErrAbortHandler)
	}
	f.write(w)
}

func (s *Slack) noteFault(name string, p params, f Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	e := Entry{Kind: KindAPI, Method: name, Params: p.shown(), Status: f.Status, Error: orElse(f.Error, "fault")}
	if f.HangUp {
		e.Error = "hang_up"
	}
	s.note(e)
}

// keeper is a response kept back.
type keeper struct {
	header http.Header
	status int
	body   []byte
}

// Header returns the kept headers.
func (k *keeper) Header() http.Header { return k.header }

// WriteHeader keeps the status.
func (k *keeper) WriteHeader(status int) { k.status = status }

// Write keeps the body.
func (k *keeper) Write(b []byte) (int, error) {
	k.body = append(k.body, b...)
	return len(b), nil
}

func (k *keeper) replay(w http.ResponseWriter) {
	maps.Copy(w.Header(), k.header)
	w.WriteHeader(k.status)
	_, _ = w.Write(k.body)
}

// perform authorises and runs the method, writes the journal and answers.
func (s *Slack) perform(w http.ResponseWriter, name string, p params) {
	out, wait, scopes, err := s.run(&call{params: p, method: name})
	if scopes != nil {
		w.Header().Set("X-OAuth-Scopes", strings.Join(scopes, ","))
	}
	if wait > 0 {
		w.Header().Set("Retry-After", strconv.Itoa(wait))
		s.mu.Lock()
		s.note(Entry{Kind: KindAPI, Method: name, Params: p.shown(), Status: http.StatusTooManyRequests, Error: "ratelimited"})
		s.mu.Unlock()
		writeJSON(w, http.StatusTooManyRequests, map[string]any{"ok": false, "error": "ratelimited"})
		return
	}
	s.respond(w, name, p, out, err)
}

// run returns the answer, or the seconds to wait for a rate limit, and the scopes of the token.
func (s *Slack) run(c *call) (out answer, wait int, scopes []string, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c.now = s.opt.Now()
	scopes = s.scopesOf(c.str("token"))
	m, ok := s.method(c.method)
	if !ok {
		return nil, 0, scopes, refuse("unknown_method")
	}
	if !m.anonymous {
		if err := s.authorise(c, m); err != nil {
			return nil, 0, scopes, err
		}
	}
	if wait := s.throttle(c, m); wait > 0 {
		return nil, wait, scopes, nil
	}
	out, err = m.run(c)
	return out, 0, scopes, err
}

func (s *Slack) respond(w http.ResponseWriter, name string, p params, out answer, err error) {
	body := map[string]any{"ok": err == nil}
	maps.Copy(body, out)
	e := Entry{Kind: KindAPI, Method: name, Params: p.shown(), Status: http.StatusOK}
	if err != nil {
		e.Error = fillError(body, name, err)
	}
	e.Result = mustJSON(body)
	s.mu.Lock()
	s.note(e)
	s.mu.Unlock()
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(http.StatusOK)
	_, _ = w.Write(e.Result)
}

func fillError(body map[string]any, method string, err error) string {
	var known *apiError
	if !errors.As(err, &known) {
		known = &apiError{code: "internal_error", messages: []string{err.Error()}}
	}
	body["error"] = known.code
	if known.code == "unknown_method" {
		body["req_method"] = method
	}
	if known.needed != "" {
		body["needed"], body["provided"] = known.needed, known.provided
	}
	if len(known.messages) > 0 {
		body["response_metadata"] = map[string]any{"messages": known.messages}
	}
	return known.code
}

// authorise checks the token's kind, life and scopes.
func (s *Slack) authorise(c *call, m method) error {
	token := c.str("token")
	switch {
	case token == "":
		return refuse("not_authed")
	case s.app.AppID == "" || token != s.app.BotToken && token != s.app.AppToken:
		return refuse("invalid_auth")
	case s.uninstalled:
		return refuse("account_inactive")
	case s.revoked && token == s.app.BotToken:
		return refuse("token_revoked")
	case m.appToken != (token == s.app.AppToken):
		return refuse("not_allowed_token_type")
	case m.appToken:
		return nil
	}
	return s.needScope(m.scope)
}

// needScope refuses unless one of the alternatives (separated by |) is granted.
func (s *Slack) needScope(scope string) error {
	if scope == "" {
		return nil
	}
	for alternative := range strings.SplitSeq(scope, "|") {
		if slices.Contains(s.app.Scopes, alternative) {
			return nil
		}
	}
	return &apiError{code: "missing_scope", needed: strings.ReplaceAll(scope, "|", ","), provided: strings.Join(s.app.Scopes, ",")}
}

func (s *Slack) scopesOf(token string) []string {
	switch token {
	case "":
		return nil
	case s.app.AppToken:
		return []string{"connections:write"}
	case s.app.BotToken:
		return s.app.Scopes
	default:
		return nil
	}
}

// need returns invalid_arguments for the first missing argument.
func (c *call) need(names ...string) error {
	for _, n := range names {
		if !c.has(n) || c.str(n) == "" && c.params[n] == "" {
			return refuse("invalid_arguments", "[ERROR] missing required field: "+n)
		}
	}
	return nil
}

// raw compacts a decoded JSON value; nil stays nil.
func raw(v any) json.RawMessage {
	if v == nil {
		return nil
	}
	return mustJSON(v)
}
