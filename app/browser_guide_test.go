package app_test

import (
	"testing"
)

// TestVisitorFollowsTheGuide plays the whole demo as a newcomer would, with
// the mouse, and then the three more things to try. At every moment that shows
// something new it looks for what would keep people out.
func TestVisitorFollowsTheGuide(t *testing.T) {
	v := mustVisit(t, 1280, 800)
	v.hasNoFaults("open", false, false)
	v.firstStory(func(moment string) {
		v.hasNoFaults(moment, false, false)
		if file := pictures()[moment]; file != "" {
			v.keeps(file)
		}
	})
	v.threeMore()
	v.atPeace()
}

// pictures are the moments of the story that docs/images shows.
func pictures() map[string]string {
	return map[string]string{"ask": "demo-ask.png", "handover": "demo-handover.png", "escalation": "demo-escalation.png", "end": "demo-solved.png"}
}

// firstStory goes through the nine steps of the guide; at is called with the
// name of each moment worth a look.
func (v *visitor) firstStory(at func(moment string)) {
	v.tb.Helper()
	v.asks(at)
	v.handsOver(at)
	v.staysSilent(at)
	v.helps(at)
	v.solves(at)
}

func (v *visitor) asks(at func(string)) {
	v.tb.Helper()
	v.stepIs("A customer asks", 0)
	v.sends("The name on our invoice is wrong, can you reissue it?")
	v.sees("Got it, no. 1. Chen Mo looks after this; next update by 11:00.", "#main")
	v.stepIs("Who follows it?", 1)
	v.press("1 reply*", "#main")
	v.sees("Add details", "#thread")
	at("ask")
	v.press("+4 min", "#guide")
	v.clockIs("10:04")
}

func (v *visitor) handsOver(at func(string)) {
	v.tb.Helper()
	v.stepIs("Not his job: hand over", 2)
	v.press("Be Chen Mo", "#guide")
	v.sees("Why Chen Mo? on duty at 10:00 (FA-08.1)", "#main")
	v.press("Hand over…", "#main")
	v.sees("#1 stays with Chen Mo until it is accepted.", "#modal")
	v.chooses("or a topic*", "invoice")
	at("handover")
	v.press("Hand over", "#modal")
	v.sees("Li Wen was asked to take it by 10:34. Chen Mo stays responsible until then.", "#main")
	v.sees("10:19 reminder, 10:28 reminder, 10:34 Zhou Hang", "#main")
	v.until("the dialog to close", `!document.querySelector("dialog[open]")`)
}

func (v *visitor) staysSilent(at func(string)) {
	v.tb.Helper()
	v.stepIs("Silence", 3)
	v.press("Be Li Wen", "#guide")
	v.sees("#1 Chen Mo asks you to take", "#main")
	v.press("+15 min", "#guide-scroll")
	v.clockIs("10:19")
	v.sees("#1 still waits for you, 15 min left.", "#main")
	v.stepIs("Still silent at the limit", 4)
	v.press("+15 min", "#guide-scroll")
	v.clockIs("10:34")
	v.sees("#1 10:34 has passed. You can still accept", "#main") // the reminder, as it stands now
	v.sees("10:34 has passed, so Zhou Hang was asked to help. You can still accept", "#main")
	v.timesAre("10:04", "10:19", "10:28", "10:34")
	at("silence")
}

func (v *visitor) helps(at func(string)) {
	v.tb.Helper()
	v.stepIs("The head is asked to help", 5)
	v.press("Be Zhou Hang", "#guide")
	v.sees("#1 needs your help: Li Wen was asked at 10:04, no answer yet (30 working min). Without a choice by 11:34, He Jing is asked.", "#main")
	v.controlsAre("I'll take it", "Assign…", "Ask for an update", "Agree a time…", "Why this time?")
	at("escalation")
	v.press("Why this time?", "#main")
	v.sees("FA-18.response · asked to take it: Li Wen · 30 working min, from 10:04 to 10:34", "#main")
	at("why")
	v.press("Ask for an update", "#main")
	v.stepIs("Late is allowed", 6)
}

func (v *visitor) solves(at func(string)) {
	v.tb.Helper()
	v.press("Be Li Wen", "#guide")
	v.sees("#1 Zhou Hang asks for news", "#main")
	v.press("Accept", "#main")
	v.sees("#1 is yours", "#main")
	v.stepIs("Solved", 7)
	v.press("+18 min", "#guide")
	v.clockIs("10:52")
	v.press("Mark solved", "#main")
	v.until("the form to take the keyboard", `document.activeElement.matches("#modal textarea")`)
	v.writes("Reissued, e-mailed 10:52")
	v.press("Save", "#modal")
	v.stepIs("The customer has the last word", 8)
	v.press("Be Tang Ning", "#guide")
	v.sees("Sorry, this takes longer than we said. The department head is helping; news by 11:30.", "#thread")
	v.sees("Reissued, e-mailed 10:52", "#thread")
	at("solved")
	v.press("Confirm", "#thread")
	v.sees("#1 Closed. Thank you.", "#thread")
	v.sees("Who held it, how long, by which rule", "#guide")
	v.until("nine ticks", `document.querySelectorAll("#steps .step.done").length === 9 && !document.querySelector("#steps .step:not(.done)")`)
	for _, row := range []string{"4 min\n10:00–10:04\nFA-15", "30 min\n10:04–10:34\nFA-18.response", "18 min\n10:34–10:52\nFA-18.handling", "52 min\n10:00–10:52\nFA-08.1"} {
		v.sees(row, "#end")
	}
	at("end")
}

// threeMore tries what the guide offers after its end.
func (v *visitor) threeMore() {
	v.tb.Helper()
	v.press("Go to 22:00", "#more")
	v.clockIs("22:00")
	v.press("Write it for me", "#more [data-key=night]")
	v.sends("Can the delivery address still be changed?")
	v.sees("Got it, no. 2.", "#main")
	v.done("night")

	v.press("Next working day", "#more [data-key=nobodys-job]")
	v.clockIs("09:00")
	v.press("Write it for me", "#more [data-key=nobodys-job]")
	v.sends("A screw is missing from our cabinet.")
	v.sees("Got it, no. 3.", "#main")
	v.be("Chen Mo")
	v.press("Hand over…", "#main")
	v.chooses("or a topic*", "part")
	v.press("Hand over", "#modal")
	v.sees("#3: Sun Yan was asked to take it", "#main")
	v.done("nobodys-job")

	v.press("+15 min", "#more [data-key=on-the-spot]")
	v.clockIs("09:15")
	v.press("Be Tang Ning", "#more [data-key=on-the-spot]")
	v.sends("How high does the desk go?")
	v.sees("Got it, no. 4.", "#main")
	v.be("Chen Mo")
	v.press("I answered it", "#main")
	v.until("the form to take the keyboard", `document.activeElement.matches("#modal textarea")`)
	v.writes("From 65 to 125 cm.")
	v.press("Save", "#modal")
	v.done("on-the-spot")
}

// TestLanguages shows the page, the guide, messages and a form in Chinese:
// simplified, then traditional.
func TestLanguages(t *testing.T) {
	tests := map[string]struct {
		button, send, receipt, four, be, handoff, note, bannerStart string
	}{
		"simplified":  {"简", "发送", "已收到，编号 1，由陈默跟进，11:00 前给您答复或进展。", "+4 分钟", "扮演陈默", "移交…", "#1 受理前仍由陈默负责。", "谁先被问，谁负责到底。"},
		"traditional": {"繁", "送出", "已收到，編號 1，由陳默跟進，11:00 前回覆您或說明進度。", "+4 分鐘", "扮演陳默", "轉交…", "#1 受理前仍由陳默負責。", "誰先被問，誰負責到底。"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			v := mustVisit(t, 1280, 800)
			v.press(tt.button, "#langs")
			v.sees(tt.bannerStart, "#banner-first")
			v.press(tt.send)
			v.sees(tt.receipt, "#main")
			v.press(tt.four, "#guide")
			v.clockIs("10:04")
			v.press(tt.be, "#guide")
			v.press(tt.handoff, "#main")
			v.sees(tt.note, "#modal")
			v.hasNoFaults("in Chinese", false, true)
			v.atPeace()
		})
	}
}

// sends presses Send once the page has written a text for the visitor.
func (v *visitor) sends(text string) {
	v.tb.Helper()
	v.until("the page to write: "+text, `document.querySelector("#say-main").value === `+quoted(v.tb, text))
	v.press("Send", "#main")
	v.until("the text to leave the box", `document.querySelector("#say-main").value === ""`)
}

func (v *visitor) clockIs(hhmm string) {
	v.tb.Helper()
	v.until("the clock to show "+hhmm, `document.querySelector("#clock").textContent === "`+hhmm+`" && !document.body.getAttribute("aria-busy")`)
}

// stepIs waits until the guide stands at a step, with so many ticked off.
func (v *visitor) stepIs(title string, done int) {
	v.tb.Helper()
	v.sees(title, "#steps .step.now")
	if got := look[int](v, `document.querySelectorAll("#steps .step.done").length`); got != done {
		v.tb.Errorf("at %q %d steps are ticked off, want %d", title, got, done)
	}
}

func (v *visitor) done(more string) {
	v.tb.Helper()
	v.until(more+" to be ticked off", `document.querySelector("#more [data-key=`+more+`].done")`)
}

// timesAre checks when the messages on the page were posted.
func (v *visitor) timesAre(want ...string) {
	v.tb.Helper()
	got := look[[]string](v, `[...new Set([...document.querySelectorAll("#messages .msg-head time")].map((x) => x.textContent))]`)
	if len(got) != len(want) {
		v.tb.Errorf("messages of %v, want %v", got, want)
		return
	}
	for i := range got {
		if got[i] != want[i] {
			v.tb.Errorf("messages of %v, want %v", got, want)
			return
		}
	}
}

// controlsAre checks what can be pressed in the newest message.
func (v *visitor) controlsAre(want ...string) {
	v.tb.Helper()
	got := look[[]string](v, `[...[...document.querySelectorAll("#messages .b-actions")].at(-1).children].map(visitor.caption)`)
	if len(got) != len(want) {
		v.tb.Errorf("buttons %v, want %v", got, want)
		return
	}
	for i := range got {
		if got[i] != want[i] {
			v.tb.Errorf("buttons %v, want %v", got, want)
			return
		}
	}
}
