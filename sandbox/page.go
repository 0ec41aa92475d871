package sandbox

import (
	"context"
	"embed"
	"io/fs"
	"net/http"
	"sync"
	"time"
)

//go:embed web
var webFiles embed.FS

// PagePerson is somebody the visitor can be. The fields ending in Zh are simplified Chinese, those ending in Hant
// traditional Chinese; an empty one falls back to the other and then to the plain field.
type PagePerson struct {
	ID        string `json:"id"`
	Name      string `json:"name"`
	NameZh    string `json:"name_zh"`
	NameHant  string `json:"name_hant"`
	Title     string `json:"title"`
	TitleZh   string `json:"title_zh"`
	TitleHant string `json:"title_hant"`
	Dept      string `json:"dept"`
	DeptZh    string `json:"dept_zh"`
	DeptHant  string `json:"dept_hant"`
}

// Hint is one line offered while a slash command is typed: the verb, how to use it ("accept 42") and what it does.
// Verb is empty where text follows the command at once; else the first word of the usage is the verb as it is typed.
type Hint struct {
	Verb, Usage, Help string
	// UsageIn and HelpIn override Usage and Help by language: en, zh-Hans, zh-Hant.
	UsageIn, HelpIn map[string]string
}

// PageOptions configure the web page; the zero value shows every person of the workspace and no guide.
type PageOptions struct {
	// People can be played, in this order; empty means the guide's cast, else all who are no bots.
	People []PagePerson
	// Guide is the guided demo; nil shows none.
	Guide *Guide
	// Clock is the time the page shows; default the workspace's.
	Clock func() time.Time
	// Zone is the zone of the clock and of all times on the page; default UTC.
	Zone *time.Location
	// Walk moves the demo clock. A step is "+" and a Go duration ("+5m", "+1h"), "next-workday", or a wall-clock
	// time "22:00", the next one to come. Nil hides the buttons.
	Walk func(ctx context.Context, step string) error
	// SetLocale changes a person's Slack locale: en-US, zh-CN or zh-TW. Choosing a language calls it for everybody
	// who can be played. Nil changes the page's own texts only.
	SetLocale func(userID, locale string) error
	// Hints are the verbs of the slash command.
	Hints []Hint
	// Command is the app's slash command; default /firstask.
	Command string
	// Shortcut and NewShortcut are the callback ids of the message shortcut and the global one; default
	// ticket_from_message and ticket_new.
	Shortcut, NewShortcut string
	// Emoji is the reaction offered at every message, without colons; default ticket.
	Emoji string
}

// page is the web page of one workspace.
type page struct {
	s    *Slack
	o    PageOptions
	born time.Time // the demo day of walked-to predicates

	mu    sync.Mutex
	lang  string                       // the language somebody chose, "" before
	read  map[string]map[string]string // person, channel: the newest timestamp seen
	acts  []pageAct
	done  map[string]time.Time // step id: when it was ticked off
	views map[string]string    // person: the view whose opening gesture is the newest of acts
}

// Page serves the web page: / is the page, /static/ its files, /page/state what a person sees, /page/stream the
// ticks of change and /page/do the gestures. Close ends its streams.
func (s *Slack) Page(o PageOptions) http.Handler {
	p := &page{
		s: s, o: o.withDefaults(s), read: map[string]map[string]string{},
		done: map[string]time.Time{}, views: map[string]string{},
	}
	p.born = p.o.Clock()
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", p.serveIndex)
	mux.Handle("GET /static/", http.StripPrefix("/static/", http.FileServerFS(webRoot())))
	mux.HandleFunc("GET /page/state", p.serveState)
	mux.HandleFunc("GET /page/stream", p.serveStream)
	mux.HandleFunc("POST /page/do", p.serveDo)
	return s.counted(guarded(mux))
}

func (o PageOptions) withDefaults(s *Slack) PageOptions {
	if o.Clock == nil {
		o.Clock = s.Now
	}
	if o.Zone == nil {
		o.Zone = time.UTC
	}
	if len(o.People) == 0 && o.Guide != nil {
		o.People = o.Guide.Cast
	}
	o.Command = orElse(o.Command, "/firstask")
	o.Shortcut = orElse(o.Shortcut, "ticket_from_message")
	o.NewShortcut = orElse(o.NewShortcut, "ticket_new")
	o.Emoji = orElse(o.Emoji, "ticket")
	return o
}

func webRoot() fs.FS {
	root, err := fs.Sub(webFiles, "web")
	if err != nil {
		panic("sandbox: embedded files: " + err.Error())
	}
	return root
}

func (p *page) serveIndex(w http.ResponseWriter, r *http.Request) {
	http.ServeFileFS(w, r, webRoot(), "page.html")
}

const contentPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; " +
	"base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

// guarded sets the headers that keep foreign scripts out, and refuses requests another site makes.
func guarded(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", contentPolicy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cache-Control", "no-cache")
		site := r.Header.Get("Sec-Fetch-Site")
		if r.Method == http.MethodPost && site != "" && site != "same-origin" {
			http.Error(w, "only the page itself may act", http.StatusForbidden)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// people are those who can be played.
func (p *page) people() []PagePerson {
	if len(p.o.People) > 0 {
		return p.o.People
	}
	var out []PagePerson
	for _, u := range p.s.Users() {
		if !u.Bot && !u.Deleted {
			out = append(out, PagePerson{ID: u.ID, Name: u.RealName})
		}
	}
	return out
}

// personID finds a person by id or by English name; an unknown one is "".
func (p *page) personID(key string) string {
	for _, x := range p.people() {
		if key == x.ID || key == x.Name {
			return x.ID
		}
	}
	return ""
}

// in picks the text of a language.
func pageIn(lang, en, hans, hant string) string {
	switch lang {
	case "zh-Hans":
		return orElse(orElse(hans, hant), en)
	case "zh-Hant":
		return orElse(orElse(hant, hans), en)
	default:
		return en
	}
}

// NameIn is the person's name in a language: en, zh-Hans or zh-Hant.
func (x PagePerson) NameIn(lang string) string { return pageIn(lang, x.Name, x.NameZh, x.NameHant) }

func (x PagePerson) title(lang string) string { return pageIn(lang, x.Title, x.TitleZh, x.TitleHant) }
func (x PagePerson) dept(lang string) string  { return pageIn(lang, x.Dept, x.DeptZh, x.DeptHant) }
