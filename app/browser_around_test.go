package app_test

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"
)

// TestVisitorLooksAround tries what the guide does not lead to: commands and
// their hints, the form, the menu of a message, an emoji, a mention, the direct
// message, a link to a message, and text made to break things.
func TestVisitorLooksAround(t *testing.T) {
	v := mustVisit(t, 1280, 800)
	v.sends("The name on our invoice is wrong, can you reissue it?")
	v.sees("Got it, no. 1.", "#main")
	v.commands()
	v.form()
	v.otherWaysIn()
	v.link()
	v.oddText()
	v.betterWords()
	v.hasNoFaults("after looking around", false, false)
	v.atPeace()
}

func (v *visitor) commands() {
	v.tb.Helper()
	v.be("Chen Mo")
	v.goes("#team")
	v.types("/fir")
	v.sees("/firstask accept 42", "#hints-main")
	v.hasNoFaults("hints", false, false)
	v.types("/firstask ac")
	v.strikes(kb.ArrowDown + kb.Enter)
	v.until("the hint to be taken", `document.querySelector("#say-main").value === "/firstask accept "`)
	answers := []struct{ line, want string }{
		{"help", "/firstask handoff 42 @name reason: asks somebody to take it"},
		{"mine", "Yours, or followed by you: 1"},
		{"list", "Open: 1"},
		{"show 1", "10:00 captured; first asked: Chen Mo"},
		{"why 1", "FA-15 · first asked: Chen Mo · 15 working min, from 10:00 to 10:15"},
		{"duty", "Customer Support: Chen Mo"},
		{"whois invoice", "Li Wen, Finance"},
		{"accept 99", "There is no #99 here."},
		{"acept 1", "Did you mean: accept 1?"},
		{"handoff 1 Wang", "I do not know Wang."},
	}
	for _, a := range answers {
		v.says("/firstask " + a.line)
		v.sees(a.want, "#main")
	}
	v.hasNoFaults("answers", false, false)
	v.says("/other thing")
	v.sees("There is no command /other here.", "#toasts")
	v.press("✕", "#toasts")
}

func (v *visitor) form() {
	v.tb.Helper()
	v.says("/firstask")
	v.sees("What is it about?", "#modal")
	v.hasNoFaults("the form", false, false)
	v.press("Save", "#modal")
	v.sees("Please fill this in.", "#modal")
	v.until("the empty field to take the keyboard", `document.activeElement.matches("#modal textarea[aria-invalid=true]")`)
	v.hasNoFaults("the form with a fault", false, false)
	v.writes("The coffee machine in the show room leaks")
	v.press("Save", "#modal")
	v.sees("#2 saved", "#main")
}

func (v *visitor) otherWaysIn() {
	v.tb.Helper()
	v.be("Ben Carter")
	v.goes("#team")
	v.says("The van is broken")
	v.sees("The van is broken", "#messages")
	v.ofNewest("More actions")
	v.press("Make a ticket", "[role=menu]")
	v.sees("#3 saved", "#main")
	v.says("And the second van, too")
	v.sees("And the second van, too", "#messages")
	v.ofNewest("React with :ticket:")
	v.sees("no. 4", "#main")
	v.says("@firstask help")
	v.sees("All verbs: /firstask help all", "#main")
	v.goes("firstask")
	v.says("My screen is broken")
	v.sees("Got it, no. 5.", "#main")
}

// link follows a link to a message without leaving the page.
func (v *visitor) link() {
	v.tb.Helper()
	v.be("Chen Mo")
	v.goes("firstask")
	v.until("the first direct message", `document.querySelector("#messages a[href*=C0HELP]")`)
	look[bool](v, `document.querySelector("#messages a[href*=C0HELP]").click() || true`)
	v.sees("Got it, no. 1.", "#thread")
	v.sees("#help", "#place")
}

func (v *visitor) oddText() {
	v.tb.Helper()
	v.be("Tang Ning")
	v.press("+15 min", "#walks")
	v.clockIs("10:15")
	v.goes("#help")
	odd := `<script>alert(1)</script> <!channel> *bold* "q" & ` + "\u05de\u05d4 \U0001F469\u200d\U0001F4BB " + strings.Repeat("long", 60)
	v.says(odd)
	v.sees("Got it, no. 6.", "#main")
	v.sees("<script>alert(1)</script>", "#messages")
	v.be("Chen Mo")
	v.goes("firstask")
	v.sees("<script>alert(1)</script>", "#messages")
}

// betterWords answers the customer as one should not; the form stays open with
// what was typed, and takes better words.
func (v *visitor) betterWords() {
	v.tb.Helper()
	v.says("accept 6")
	v.sees("#6 is yours", "#main")
	v.press("Mark solved", "#main")
	v.until("the form to take the keyboard", `document.activeElement.matches("#modal textarea")`)
	v.writes("Sorry, that is not my job")
	v.press("Save", "#modal")
	v.sees("not sent. “not my job” is not said to people who ask (FA-12). Better: Another department has this", "#modal")
	v.until("the words to stand there still", `document.querySelector("#modal textarea").value === "Sorry, that is not my job"`)
	look[bool](v, `(() => { const box = document.querySelector("#modal textarea"); box.focus(); box.select(); return true; })()`)
	v.writes("Finance does it on Friday.")
	v.press("Save", "#modal")
	v.sees("#6 solved. Tang Ning is asked to confirm.", "#main")
}

// be plays somebody else, chosen at the side.
func (v *visitor) be(name string) {
	v.tb.Helper()
	v.press("Be "+name+"*", "#people")
	v.until("to be "+name, `visitor.caption(document.querySelector("#people [aria-pressed=true]")).startsWith(`+quoted(v.tb, "Be "+name)+`)`)
}

// goes opens a conversation of the side bar.
func (v *visitor) goes(name string) {
	v.tb.Helper()
	v.press(strings.TrimPrefix(name, "#")+"*", "#channels, #dms")
	v.until(name+" to be open", `document.querySelector("#place").textContent === `+quoted(v.tb, name))
}

// types replaces what is in the box by words.
func (v *visitor) types(words string) {
	v.tb.Helper()
	look[bool](v, `(() => { const box = document.querySelector("#say-main"); box.focus(); box.select(); return true; })()`)
	v.writes(words)
}

// says sends words to the conversation that is open.
func (v *visitor) says(words string) {
	v.tb.Helper()
	v.types(words)
	v.press("Send", "#main")
}

// ofNewest presses a small tool of the newest message of a person.
func (v *visitor) ofNewest(tool string) {
	v.tb.Helper()
	v.press(tool, "#messages .msg:not(.ephemeral) .tools")
}
