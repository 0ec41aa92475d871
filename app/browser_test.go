package app_test

import (
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	browserinput "github.com/chromedp/cdproto/input"
	browserlog "github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/rs/zerolog"

	"github.com/firstask/firstask/app"
)

// visitorScript is what the tests need inside the page.
//
//go:embed testdata/visitor.js
var visitorScript string

// faultsScript looks for what keeps people out.
//
//go:embed testdata/faults.js
var faultsScript string

// visitor is somebody in front of the demo: sees what is on the page, clicks
// and types like a person, and notes what the browser complains about.
type visitor struct {
	tb   testing.TB
	tab  func() context.Context // the browser tab
	demo *app.Demo

	mu       sync.Mutex
	troubles []string
}

// mustVisit opens the demo in a browser of its own, w by h pixels.
func mustVisit(tb testing.TB, w, h int64) *visitor {
	tb.Helper()
	tab := mustBrowser(tb)
	v := &visitor{tb: tb, demo: mustDemo(tb), tab: func() context.Context { return tab }}
	if err := chromedp.Listen(tab, v.note); err != nil {
		tb.Fatalf("start the browser: %v", err)
	}
	v.do(chromedp.EmulateViewport(w, h))
	v.do(func(ctx context.Context, _ *chromedp.Target) (chromedp.Void, error) {
		_, err := chromedp.Call(ctx, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: visitorScript + faultsScript})
		return chromedp.Void{}, err
	})
	v.do(chromedp.Navigate(v.demo.URL()))
	v.until("the page to be ready", `document.body.dataset.ready`)
	return v
}

func mustDemo(tb testing.TB) *app.Demo {
	tb.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		tb.Fatal(err)
	}
	d, err := app.StartDemo(tb.Context(), l, zerolog.Nop())
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(d.Close)
	return d
}

// mustBrowser gives the context of a fresh tab in a fresh browser.
func mustBrowser(tb testing.TB) context.Context {
	tb.Helper()
	flags := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(mustChromium(tb)), chromedp.UserDataDir(tb.TempDir()),
		chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-sync", true),
		chromedp.Flag("disable-component-update", true), chromedp.Flag("lang", "en-US"),
		chromedp.Flag("blink-settings", "primaryHoverType=2,availableHoverTypes=2,primaryPointerType=4,availablePointerTypes=4"),
	)
	ctx, stop := chromedp.NewExecAllocator(tb.Context(), flags...)
	tb.Cleanup(stop)
	ctx, leave := chromedp.NewContext(ctx)
	tb.Cleanup(leave)
	return ctx
}

// mustChromium finds the browser under the names scripts/setup.sh knows.
func mustChromium(tb testing.TB) string {
	tb.Helper()
	names := []string{os.Getenv("FIRSTASK_TEST_CHROMIUM"), "chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "headless_shell", "chrome"}
	for _, name := range names {
		if name == "" {
			continue
		}
		if at, err := exec.LookPath(name); err == nil {
			return at
		}
	}
	tb.Fatal("no Chromium: run scripts/setup.sh, or set FIRSTASK_TEST_CHROMIUM to its path")
	return ""
}

// note keeps what a developer would see in red or yellow.
func (v *visitor) note(ev any) {
	switch e := ev.(type) {
	case *runtime.EventConsoleAPICalled:
		if e.Type == runtime.ConsoleAPICalledTypeError || e.Type == runtime.ConsoleAPICalledTypeWarning {
			said := make([]string, 0, len(e.Args))
			for _, a := range e.Args {
				said = append(said, string(a.Value)+a.Description)
			}
			v.trouble("console %s: %s", e.Type, strings.Join(said, " "))
		}
	case *runtime.EventExceptionThrown:
		v.trouble("exception: %s", e.ExceptionDetails.Text)
	case *browserlog.EventEntryAdded:
		if e.Entry.Level == browserlog.EntryLevelError || e.Entry.Level == browserlog.EntryLevelWarning {
			v.trouble("browser %s: %s %s", e.Entry.Level, e.Entry.Text, e.Entry.URL)
		}
	case *network.EventLoadingFailed:
		if !e.Canceled {
			v.trouble("request failed: %s", e.ErrorText)
		}
	case *network.EventResponseReceived:
		if e.Response.Status >= 400 {
			v.trouble("status %d: %s", e.Response.Status, e.Response.URL)
		}
	}
}

func (v *visitor) trouble(format string, args ...any) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.troubles = append(v.troubles, fmt.Sprintf(format, args...))
}

func (v *visitor) do(action chromedp.Action[chromedp.Void]) {
	v.tb.Helper()
	if err := chromedp.Do(v.tab(), action); err != nil {
		v.tb.Fatal(err)
	}
}

// look evaluates an expression of JavaScript in the page, waiting for promises.
func look[T any](v *visitor, expression string) T {
	v.tb.Helper()
	out, err := chromedp.Run(v.tab(), chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
	if err != nil {
		v.tb.Fatalf("%s: %v", expression, err)
	}
	return out
}

// ask calls a function of testdata/visitor.js.
func ask[T any](v *visitor, function string, args ...any) T {
	v.tb.Helper()
	list := make([]string, 0, len(args))
	for _, a := range args {
		list = append(list, quoted(v.tb, a))
	}
	return look[T](v, "visitor."+function+"("+strings.Join(list, ", ")+")")
}

// quoted writes a value as JavaScript.
func quoted(tb testing.TB, a any) string {
	tb.Helper()
	raw, err := json.Marshal(a)
	if err != nil {
		tb.Fatal(err)
	}
	return string(raw)
}

// until waits for an expression to become true.
func (v *visitor) until(what, expression string) {
	v.tb.Helper()
	if look[bool](v, "visitor.until(() => ("+expression+")).then(Boolean)") {
		return
	}
	v.lost("waited in vain for " + what)
}

// lost ends the test with a picture of where it was.
func (v *visitor) lost(what string) {
	v.tb.Helper()
	at := filepath.Join(v.tb.ArtifactDir(), "lost.png")
	if raw, err := chromedp.Run(v.tab(), chromedp.CaptureScreenshot()); err == nil {
		_ = os.WriteFile(at, raw, 0o600)
	}
	v.tb.Fatalf("%s; picture: %s; page:\n%s", what, at, ask[string](v, "text"))
}

// press clicks the newest control of that name with the mouse. A name ending
// in "*" stands for every name that begins so.
func (v *visitor) press(name string, scope ...string) {
	v.tb.Helper()
	at := ask[*struct{ X, Y float64 }](v, "spot", name, strings.Join(scope, ","))
	if at == nil {
		v.lost(fmt.Sprintf("there is no control %q in %v", name, scope))
		return
	}
	v.do(chromedp.MouseClickXY(at.X, at.Y))
}

// sees waits for words to be on the page, in the given part of it.
func (v *visitor) sees(words string, scope ...string) {
	v.tb.Helper()
	if !ask[bool](v, "sees", words, strings.Join(scope, ",")) {
		v.lost(fmt.Sprintf("%q is not on the page in %v", words, scope))
	}
}

// chooses picks an option of a menu of the form on top; part of its text is enough.
func (v *visitor) chooses(field, option string) {
	v.tb.Helper()
	if other := ask[string](v, "choose", field, option); other != "" {
		v.lost(fmt.Sprintf("%q does not offer %q but %s", field, option, other))
	}
}

// writes types words where the focus is.
func (v *visitor) writes(words string) {
	v.tb.Helper()
	v.do(func(ctx context.Context, _ *chromedp.Target) (chromedp.Void, error) {
		_, err := chromedp.Call(ctx, browserinput.InsertText, browserinput.InsertTextParams{Text: words})
		return chromedp.Void{}, err
	})
}

// strikes presses keys: "\r" is Enter, "\t" is Tab.
func (v *visitor) strikes(keys string) {
	v.tb.Helper()
	v.do(chromedp.KeyEvent(keys))
}

// picture takes the page as it is.
func (v *visitor) picture() []byte {
	v.tb.Helper()
	raw, err := chromedp.Run(v.tab(), chromedp.CaptureScreenshot())
	if err != nil {
		v.tb.Fatal(err)
	}
	return raw
}

// keeps writes a picture for the documentation when FIRSTASK_UPDATE_SHOTS is
// 1; otherwise it has to be there, and not too big to load.
func (v *visitor) keeps(file string) {
	v.tb.Helper()
	at := filepath.Join("..", "docs", "images", file)
	if os.Getenv("FIRSTASK_UPDATE_SHOTS") == "1" {
		v.rests()
		if err := os.WriteFile(at, v.picture(), 0o644); err != nil {
			v.tb.Fatal(err)
		}
	}
	const most = 300_000
	if info, err := os.Stat(at); err != nil || info.Size() > most {
		v.tb.Errorf("%s is missing or bigger than %d bytes: run the test with FIRSTASK_UPDATE_SHOTS=1", at, most)
	}
}

// rests takes the mouse away and waits until nothing moves.
func (v *visitor) rests() {
	v.tb.Helper()
	v.do(chromedp.MouseEvent(browserinput.DispatchMouseEventTypeMouseMoved, 640, 20))
	v.prefers("prefers-reduced-motion", "reduce")
	look[bool](v, "document.fonts.ready.then(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(true)))))")
}

// atPeace fails the test for all the browser complained about.
func (v *visitor) atPeace() {
	v.tb.Helper()
	v.mu.Lock()
	defer v.mu.Unlock()
	for _, t := range v.troubles {
		v.tb.Error(t)
	}
}
