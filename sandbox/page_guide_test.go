package sandbox_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/firstask/firstask/sandbox"
)

func statuses(s state) map[string]string {
	out := map[string]string{}
	for _, x := range s.Guide.Steps {
		out[x.ID] = x.Status
	}
	return out
}

func stepIs(id, status string) func(state) bool {
	return func(s state) bool { return statuses(s)[id] == status }
}

func TestGuideTicksStepsOffInOrder(t *testing.T) {
	t.Parallel()
	st := mustStage(t)
	begin := st.see("as=U0TANG")
	if got := statuses(begin); got["ask"] != "now" || got["handoff"] != "todo" || len(begin.Guide.More) != 0 || begin.Guide.End != nil {
		t.Fatalf("at the beginning: %v, more %v", got, begin.Guide.More)
	}
	ask(st)
	st.until("as=U0TANG", "the question ticked off", stepIs("four-minutes", "now"))
	st.mustDo(map[string]any{"as": "U0TANG", "kind": "walk", "step": "+4m"})
	got := st.until("as=U0CHEN", "four minutes ticked off", stepIs("handoff", "now"))
	if got.Guide.Hint != "handoff:form" || st.see("as=U0BEN").Guide.Hint != "" {
		t.Errorf("the hint is for Chen Mo: %q", got.Guide.Hint)
	}
	dm := st.until("as=U0CHEN", "Chen Mo's DM", func(s state) bool { return len(s.Messages) == 1 && s.Messages[0].Bot })
	click := map[string]any{"as": "U0CHEN", "kind": "click", "channel": dm.Channel, "ts": dm.Messages[0].TS, "action": "handoff:1", "value": "1"}

	st.dm("U0LIWEN", "good morning") // so that only the click is missing
	st.mustDo(click)
	open := st.until("as=U0CHEN", "the form", func(s state) bool { return s.View != nil })
	st.mustDo(map[string]any{"as": "U0CHEN", "kind": "close", "view": open.View.ID})
	if got := st.see("as=U0CHEN"); statuses(got)["handoff"] != "now" || got.View != nil {
		t.Errorf("closing the form ticked the step off: %v", statuses(got))
	}

	st.mustDo(click)
	open = st.until("as=U0CHEN", "the form again", func(s state) bool { return s.View != nil })
	if got := st.see("as=U0CHEN"); statuses(got)["handoff"] != "now" {
		t.Errorf("the open form ticked the step off: %v", statuses(got))
	}
	submit := func(line string) reply {
		return st.do(map[string]any{"as": "U0CHEN", "kind": "submit", "view": open.View.ID, "callback": "handoff", "values": map[string]any{"line/v": line}})
	}
	if out := submit(""); out.OK || out.Errors["line"] == "" {
		t.Errorf("an empty required field: %+v", out)
	}
	if diff := cmp.Diff(reply{Errors: map[string]string{"line": "Write more."}}, submit("short")); diff != "" {
		t.Errorf("the app's error (-want +got):\n%s", diff)
	}
	if out := submit("please take this"); !out.OK {
		t.Fatalf("submit: %+v", out)
	}
	st.until("as=U0LIWEN", "the handoff ticked off", stepIs("reminded", "now"))
}

func TestGuideCanBeSkippedToItsEnd(t *testing.T) {
	t.Parallel()
	st := mustStage(t)
	for _, x := range st.see("as=U0TANG").Guide.Steps {
		st.mustDo(map[string]any{"as": "U0TANG", "kind": "skip", "step": x.ID})
		if x.ID == "ask" {
			st.mustDo(map[string]any{"as": "U0TANG", "kind": "walk", "step": "+3m"})
		}
	}
	got := st.see("as=U0TANG")
	if got.Guide.End == nil || len(got.Guide.More) != 3 {
		t.Fatalf("no end: %+v", got.Guide)
	}
	if row := got.Guide.End.Rows[0]; row.Who != "Chen Mo" || row.Minutes != 3 {
		t.Errorf("the first row of the end card: %+v", row)
	}
}

func TestParseGuideRefuses(t *testing.T) {
	t.Parallel()
	step := func(more string) string {
		words := `{"en":"a","zh-Hans":"b","zh-Hant":"c"}`
		return `{"end":{},"steps":[{"id":"x","title":` + words + `,"text":` + words + `,"done":{"kind":"dm-count"}` + more + `}]}`
	}
	tests := map[string]struct{ guide, says string }{
		"a field nobody knows":  {step(`,"colour":"red"`), "colour"},
		"an unknown predicate":  {step(`,"done":{"kind":"hope"}`), `"hope"`},
		"a time that is none":   {step(`,"done":{"kind":"walked-to","at":"25:00"}`), `"25:00"`},
		"an empty all":          {step(`,"done":{"kind":"all"}`), "all of nothing"},
		"a missing language":    {step(`,"note":{"en":"only"}`), "zh-Hans"},
		"a stranger":            {`{"cast":[{"id":"U1","name":"Ann"}],` + step(`,"person":"Bob"`)[1:], `"Bob"`},
		"a repeated id":         {strings.Replace(step(""), `}]}`, `},{"id":"x"}]}`, 1), "repeated"},
		"a row between nothing": {strings.Replace(step(""), `"end":{}`, `"end":{"rows":[{"from":"x","to":"y"}]}`, 1), "names no step"},
	}
	if _, err := sandbox.ParseGuide([]byte(step(""))); err != nil {
		t.Fatalf("the plain guide is refused: %v", err)
	}
	for name, tt := range tests {
		if _, err := sandbox.ParseGuide([]byte(tt.guide)); err == nil || !strings.Contains(err.Error(), tt.says) {
			t.Errorf("%s: error %v does not say %s", name, err, tt.says)
		}
	}
}

func TestGuideWaitsForTheStepBefore(t *testing.T) {
	t.Parallel()
	st := mustStage(t)
	st.mustDo(map[string]any{"as": "U0TANG", "kind": "walk", "step": "+40m"})
	if got := st.see("as=U0TANG"); statuses(got)["ask"] != "now" || statuses(got)["limit"] != "todo" {
		t.Errorf("the clock alone ticked steps off: %v", statuses(got))
	}
	ask(st)
	got := st.until("as=U0TANG", "what was waiting", stepIs("four-minutes", "done"))
	if statuses(got)["handoff"] != "now" {
		t.Errorf("after the question: %v", statuses(got))
	}
}
