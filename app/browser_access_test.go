package app_test

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"github.com/chromedp/cdproto/accessibility"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// TestByKeyboardOnly does the first steps of the guide without a mouse, and
// sees at every stop of the Tab key where it is.
func TestByKeyboardOnly(t *testing.T) {
	v := mustVisit(t, 1280, 800)
	v.until("the cursor to stand in the written question", `document.activeElement.value?.startsWith("The name on")`)
	v.strikes(kb.Enter)
	v.sees("Got it, no. 1.", "#main")
	v.tabTo("+4 min")
	v.strikes(kb.Enter)
	v.clockIs("10:04")
	v.until("the keyboard to follow the guide", `visitor.caption(document.activeElement) === "Be Chen Mo"`)
	v.strikes(kb.Enter)
	v.until("the keyboard to be on the button the guide talks about", `visitor.caption(document.activeElement) === "Hand over…"`)
	v.strikes(kb.Enter)
	v.until("the form to take the keyboard", `document.activeElement.closest("#modal")`)
	v.tabTo("or a topic*")
	v.strikes("inv")
	v.tabTo("Hand over")
	v.strikes(kb.Enter)
	v.sees("Li Wen was asked to take it by 10:34.", "#main")
	v.stepIs("Silence", 3)
	v.tabTo("More actions")
	v.strikes(kb.Enter)
	v.until("the menu to take the keyboard", `document.activeElement.closest("[role=menu]")`)
	v.strikes(kb.Escape)
	v.until("the menu to give it back", `visitor.caption(document.activeElement) === "More actions"`)
	v.atPeace()
}

// TestOnAPhone plays the start of the story 380 pixels wide.
func TestOnAPhone(t *testing.T) {
	v := mustVisit(t, 380, 740)
	v.do(chromedp.EmulateViewport(380, 740, chromedp.EmulateScale(2)))
	look := func(moment string) { v.hasNoFaults(moment, true, false) }
	look("open")
	v.press("Send", "#main")
	v.sees("Got it, no. 1.", "#main")
	look("asked")
	v.press("Guide", "#tabs")
	look("guide")
	v.press("+4 min", "#guide")
	v.clockIs("10:04")
	v.press("Be Chen Mo", "#guide")
	v.sees("#1 Tang Ning asks you", "#main")
	look("asked Chen Mo")
	v.press("Hand over…", "#main")
	v.chooses("or a topic*", "invoice")
	look("handover")
	v.press("Hand over", "#modal")
	v.sees("Li Wen was asked to take it by 10:34.", "#main")
	v.press("Guide", "#tabs")
	v.press("+15 min", "#guide-scroll")
	v.clockIs("10:19")
	v.press("+15 min", "#guide-scroll")
	v.clockIs("10:34")
	v.press("Be Zhou Hang", "#guide-scroll")
	v.sees("#1 needs your help", "#main")
	v.keeps("demo-phone.png")
	v.press("Why this time?", "#main")
	v.sees("Only visible to you", "#main")
	look("escalation")
	v.press("People*", "#tabs")
	look("people")
	v.atPeace()
}

// prefers sets what a visitor prefers in all pages, such as dark colours.
func (v *visitor) prefers(feature, value string) {
	v.tb.Helper()
	v.do(func(ctx context.Context, t *chromedp.Target) (chromedp.Void, error) {
		_, err := cdp.Call(ctx, t, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
			Features: []*emulation.MediaFeature{{Name: feature, Value: value}},
		})
		return chromedp.Void{}, err
	})
}

// tabTo presses Tab until the control of that name has the keyboard. Every
// stop on the way has to show that it has it.
func (v *visitor) tabTo(name string) {
	v.tb.Helper()
	var way []string
	for range 60 {
		v.strikes(kb.Tab)
		at := ask[struct {
			Name, Tag string
			Seen      bool
		}](v, "focused")
		if !at.Seen {
			v.tb.Errorf("%s %q has the keyboard and does not show it", at.Tag, at.Name)
		}
		way = append(way, at.Name)
		if look[bool](v, "visitor.called(document.activeElement, "+quoted(v.tb, name)+")") {
			return
		}
	}
	v.lost(fmt.Sprintf("Tab does not lead to %q but to %q", name, way))
}

// hasNoFaults looks for what keeps people out: see testdata/faults.js, and
// controls a screen reader has no name for; contrast by day and in the dark.
// Phone also means nothing may be wider than the screen, foreign that no
// English may be left.
func (v *visitor) hasNoFaults(moment string, phone, foreign bool) {
	v.tb.Helper()
	found := look[[]string](v, fmt.Sprintf("faults.everything(%t, %t)", phone, foreign))
	v.prefers("prefers-color-scheme", "dark")
	for _, f := range look[[]string](v, "faults.contrast()") {
		found = append(found, "in the dark: "+f)
	}
	v.prefers("prefers-color-scheme", "light")
	for _, f := range append(found, v.nameless()...) {
		v.tb.Errorf("%s: %s", moment, f)
	}
}

// nameless are the controls without an accessible name, as the browser tells
// it to screen readers.
func (v *visitor) nameless() []string {
	v.tb.Helper()
	tree, err := chromedp.Run(v.tab(), func(ctx context.Context, t *chromedp.Target) (accessibility.GetFullAXTreeResult, error) {
		return cdp.Call(ctx, t, accessibility.GetFullAXTree, accessibility.GetFullAXTreeParams{})
	})
	if err != nil {
		v.tb.Fatal(err)
	}
	roles := []string{
		`"button"`, `"link"`, `"textbox"`, `"combobox"`, `"checkbox"`, `"radio"`, `"menuitem"`, `"option"`,
		`"dialog"`, `"region"`, `"navigation"`, `"complementary"`, `"heading"`, `"DisclosureTriangle"`,
	}
	var out []string
	seen := 0
	for _, n := range tree.Nodes {
		if n.Ignored || n.Role == nil || !slices.Contains(roles, string(n.Role.Value)) {
			continue
		}
		seen++
		if n.Name == nil || len(n.Name.Value) <= len(`""`) {
			out = append(out, fmt.Sprintf("%s without a name", n.Role.Value))
		}
	}
	if seen < 10 {
		out = append(out, fmt.Sprintf("only %d controls in the accessibility tree", seen))
	}
	return out
}
