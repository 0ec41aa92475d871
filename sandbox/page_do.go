package sandbox

import (
	"context"
	"encoding/json"
	"errors"
	"mime"
	"net/http"
	"slices"
	"strings"
	"time"
)

// gesture is what the page sends to /page/do; which fields count depends on Kind.
type pageGesture struct {
	As       string         `json:"as"`
	Kind     string         `json:"kind"`
	Channel  string         `json:"channel"`
	TS       string         `json:"ts"`
	Thread   string         `json:"thread"`
	Text     string         `json:"text"`
	Command  string         `json:"command"`
	Callback string         `json:"callback"`
	Emoji    string         `json:"emoji"`
	Action   string         `json:"action"`
	Block    string         `json:"block"`
	Value    any            `json:"value"`
	View     string         `json:"view"`
	Values   map[string]any `json:"values"`
	Step     string         `json:"step"`
	Lang     string         `json:"lang"`
}

// answer is what the page gets back: OK, or an error code its texts know, or the errors of a form by block id.
type pageAnswer struct {
	OK        bool              `json:"ok"`
	Error     string            `json:"error,omitempty"`
	Errors    map[string]string `json:"errors,omitempty"`
	Ephemeral string            `json:"ephemeral,omitempty"`
}

// pageAct is a gesture the guide may wait for.
type pageAct struct {
	user, action string
	at           time.Time
}

const largestGesture = 1 << 20

func (p *page) serveDo(w http.ResponseWriter, r *http.Request) {
	if kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || kind != "application/json" {
		writeJSON(w, http.StatusUnsupportedMediaType, pageAnswer{Error: "not_json"})
		return
	}
	var g pageGesture
	if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, largestGesture)).Decode(&g); err != nil {
		writeJSON(w, http.StatusBadRequest, pageAnswer{Error: "bad_json"})
		return
	}
	g.As = p.personID(g.As)
	//nolint:contextcheck // A gesture is not taken back when the browser goes away.
	run := p.gestures()[g.Kind]
	var out pageAnswer
	switch {
	case g.As != "" && g.Kind == "walk":
		out = p.walk(r.Context(), g.Step)
	case g.As != "" && run != nil:
		out = run(g)
	default:
		writeJSON(w, http.StatusBadRequest, pageAnswer{Error: "bad_gesture"})
		return
	}
	p.mu.Lock()
	p.progress()
	p.mu.Unlock()
	p.s.tick()
	writeJSON(w, http.StatusOK, out)
}

func (s *Slack) tick() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.changed()
}

type pageRun func(g pageGesture) pageAnswer

// gestures says what each kind does; walk alone stands outside, because it ends with the request.
func (p *page) gestures() map[string]pageRun {
	return map[string]pageRun{
		"say":    p.say,
		"reply":  pagePosted(func(g pageGesture) (string, error) { return p.s.Reply(g.As, g.Channel, g.Thread, g.Text) }),
		"edit":   pagePlain(func(g pageGesture) error { return p.s.Edit(g.As, g.Channel, g.TS, g.Text) }),
		"delete": pagePlain(func(g pageGesture) error { return p.s.Delete(g.As, g.Channel, g.TS) }),
		"react":  pagePlain(func(g pageGesture) error { return p.s.React(g.As, g.Channel, g.TS, g.Emoji) }),
		"slash": p.acted(func(g pageGesture) (Ack, error) {
			return p.s.Slash(g.As, p.real(g.As, g.Channel), g.Command, g.Text)
		}),
		"shortcut": p.acted(func(g pageGesture) (Ack, error) {
			return p.s.MessageShortcut(g.As, g.Channel, g.TS, g.Callback)
		}),
		"global-shortcut": p.acted(func(g pageGesture) (Ack, error) { return p.s.GlobalShortcut(g.As, g.Callback) }),
		"click": p.acted(func(g pageGesture) (Ack, error) {
			return p.s.Choose(g.As, g.Channel, g.TS, element(g), chosen(g.Value)...)
		}),
		"click-view": p.acted(func(g pageGesture) (Ack, error) {
			if err := p.s.Fill(g.As, g.View, g.Values); err != nil {
				return Ack{}, err
			}
			return p.s.ChooseView(g.As, g.View, element(g), chosen(g.Value)...)
		}),
		"submit": p.acted(func(g pageGesture) (Ack, error) { return p.s.Submit(g.As, g.View, g.Values) }),
		"close":  p.closeView,
		"home":   pagePlain(func(g pageGesture) error { return p.s.OpenHome(g.As) }),
		"locale": func(g pageGesture) pageAnswer { return p.setLang(g.Lang) },
		"skip":   func(g pageGesture) pageAnswer { return p.skip(g.Step) },
	}
}

func pagePlain(do func(pageGesture) error) pageRun {
	return func(g pageGesture) pageAnswer { return pageResult(do(g)) }
}

func pagePosted(do func(pageGesture) (string, error)) pageRun {
	return pagePlain(func(g pageGesture) error {
		_, err := do(g)
		return err
	})
}

// acted runs a gesture the app acknowledges, and notes it for the guide if the app was content.
func (p *page) acted(do func(pageGesture) (Ack, error)) pageRun {
	return func(g pageGesture) pageAnswer {
		ack, err := do(g)
		if err != nil {
			return pageResult(err)
		}
		if ack.OK() && len(ack.Errors) == 0 {
			p.note(g)
		}
		out := pageAnswer{OK: ack.OK() && len(ack.Errors) == 0, Error: ack.Error, Errors: ack.Errors}
		if len(ack.Ephemerals) > 0 {
			out.Ephemeral = ack.Ephemerals[0].Text
		}
		return out
	}
}

// note remembers a click by its action, a command by its verb and a form by its callback id.
func (p *page) note(g pageGesture) {
	action := g.Action
	switch g.Kind {
	case "slash":
		action, _, _ = strings.Cut(strings.TrimSpace(g.Text), " ")
	case "submit", "shortcut", "global-shortcut":
		action = g.Callback
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.acts = append(p.acts, pageAct{user: g.As, action: action, at: p.o.Clock()})
}

// closeView also forgets the click that opened the form: a form closed without sending did nothing.
func (p *page) closeView(g pageGesture) pageAnswer {
	if err := p.s.CloseView(g.As, g.View); err != nil {
		return pageResult(err)
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	for i, a := range slices.Backward(p.acts) {
		if a.user == g.As {
			p.acts = slices.Delete(p.acts, i, i+1)
			break
		}
	}
	return pageAnswer{OK: true}
}

func (p *page) say(g pageGesture) pageAnswer {
	var err error
	if p.real(g.As, g.Channel) == p.s.DMChannel(g.As) {
		_, err = p.s.DM(g.As, g.Text)
	} else {
		_, err = p.s.Say(g.As, g.Channel, g.Text)
	}
	return pageResult(err)
}

// real resolves the stand-in of a conversation that was not open yet when the page last looked.
func (p *page) real(user, channel string) string {
	if channel == noDM {
		return p.s.DMChannel(user)
	}
	return channel
}

func (p *page) walk(ctx context.Context, step string) pageAnswer {
	if p.o.Walk == nil || p.o.Walk(ctx, step) != nil {
		return pageAnswer{Error: "bad_step"}
	}
	return pageAnswer{OK: true}
}

// setLang changes the Slack locale of everybody who can be played, so that the visitor reads one language
// whoever they are.
func (p *page) setLang(lang string) pageAnswer {
	lang = knownLang(lang)
	p.mu.Lock()
	p.lang = lang
	p.mu.Unlock()
	if p.o.SetLocale == nil {
		return pageAnswer{OK: true}
	}
	locale := pageIn(lang, "en-US", "zh-CN", "zh-TW")
	var errs []error
	for _, x := range p.people() {
		errs = append(errs, p.o.SetLocale(x.ID, locale))
	}
	return pageResult(errors.Join(errs...))
}

// chosen reads the value of a control: a text or several.
func chosen(v any) []string {
	switch v := v.(type) {
	case string:
		return []string{v}
	case []any:
		out := []string{}
		for _, x := range v {
			if text, ok := x.(string); ok {
				out = append(out, text)
			}
		}
		return out
	default:
		return nil
	}
}

// element names a control by its block too, since an action id is unique in its block only.
func element(g pageGesture) string {
	if g.Block == "" {
		return g.Action
	}
	return g.Block + "/" + g.Action
}

// required reads the inputs a form misses out of the refusal: every one gets the code "required".
func required(err error) map[string]string {
	_, list, _ := strings.Cut(err.Error(), ErrRequired.Error()+": ")
	out := map[string]string{}
	for key := range strings.SplitSeq(list, ", ") {
		if i := strings.LastIndex(key, "/"); i > 0 {
			out[key[:i]] = "required"
		}
	}
	return out
}

// pageResult turns a refusal of the workspace into a code the page has a text for.
func pageResult(err error) pageAnswer {
	if err == nil {
		return pageAnswer{OK: true}
	}
	if errors.Is(err, ErrRequired) {
		return pageAnswer{Error: "required", Errors: required(err)}
	}
	codes := map[error]string{
		ErrNotMember: "not_member", ErrArchived: "archived", ErrNoMessage: "no_message", ErrNoView: "no_view",
		ErrNotYours: "not_yours", ErrNoApp: "no_app", ErrNoChannel: "no_channel", ErrNoAction: "no_action",
		ErrBadValue: "bad_value", ErrClosed: "closed", ErrNoUser: "no_user",
	}
	for known, code := range codes {
		if errors.Is(err, known) {
			return pageAnswer{Error: code}
		}
	}
	return pageAnswer{Error: err.Error()}
}
