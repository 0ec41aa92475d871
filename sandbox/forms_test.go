package sandbox_test

import (
	"errors"
	"testing"
	"testing/synctest"

	"github.com/firstask/firstask/sandbox"
)

// form is a modal with a required text, an optional text and a required choice.
func form() object {
	return modal(object{"submit": plain(2), "blocks": []any{
		with(input(1, 1, textInput(object{"max_length": 10})), object{"block_id": "title"}),
		with(input(1, 1, object{"type": "plain_text_input", "action_id": "more"}), object{"block_id": "note", "optional": true}),
		with(input(1, 1, object{"type": "static_select", "action_id": "pick", "options": options(3)}), object{"block_id": "who"}),
		with(actions(button(object{"action_id": "again"})), object{"block_id": "acts"}),
	}})
}

// mustForm opens the form for Ann and returns its id.
func mustForm(t *testing.T, b *bubble) string {
	t.Helper()
	o := &office{Slack: b.Slack, app: b.app}
	return text(t, wantOK(t, o.open(t, "U0ANN", form())), "view", "id")
}

func filled() map[string]any {
	return map[string]any{"title/say": "printer", "who/pick": "vab"}
}

func TestSubmitChecksInputs(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := mustBubble(t, false)
		id := mustForm(t, b)
		b.received()
		rows := []struct {
			name   string
			values map[string]any
			want   error
		}{
			{"empty", nil, sandbox.ErrRequired},
			{"one of two", map[string]any{"title/say": "x"}, sandbox.ErrRequired},
			{"blank", map[string]any{"title/say": "  ", "who/pick": "vab"}, sandbox.ErrRequired},
			{"too long", map[string]any{"title/say": "12345678901"}, sandbox.ErrBadValue},
			{"no such option", map[string]any{"who/pick": "nobody"}, sandbox.ErrBadValue},
			{"no such input", map[string]any{"colour/pick": "red"}, sandbox.ErrNoAction},
			{"two values in one", map[string]any{"title/say": []string{"a", "b"}}, sandbox.ErrBadValue},
		}
		for _, row := range rows {
			if _, err := b.Submit("U0ANN", id, row.values); !errors.Is(err, row.want) {
				t.Errorf("%s: %v, want %v", row.name, err, row.want)
			}
		}
		if n := len(b.received()); n != 0 {
			t.Errorf("the app got %d refused forms", n)
		}
		if _, err := b.Submit("U0BEN", id, filled()); !errors.Is(err, sandbox.ErrNoView) {
			t.Errorf("another person's form: %v", err)
		}
		ack := must[sandbox.Ack](t)(b.Submit("U0ANN", id, filled()))
		p := b.last(t)
		if !ack.OK() || at(t, p, "view", "state", "values", "title", "say", "value") != "printer" ||
			at(t, p, "view", "state", "values", "who", "pick", "selected_option", "value") != "vab" ||
			at(t, p, "view", "state", "values", "note", "more", "value") != nil {
			t.Errorf("ack %+v, state %v", ack, at(t, p, "view", "state"))
		}
		if _, open := b.View("U0ANN"); open {
			t.Error("an empty answer leaves the form open")
		}
	})
}

// TestSubmitAnswers: what each response_action does to the stack.
func TestSubmitAnswers(t *testing.T) {
	t.Parallel()
	other := modal(object{"callback_id": "other"})
	rows := []struct {
		name   string
		body   any
		status bool // OK
		code   string
		top    string // callback id of the view on top, "" for none
		depth  string // "same", "new"
	}{
		{"close", nil, true, "", "", ""},
		{"errors", object{"response_action": "errors", "errors": object{"title": "too short"}}, true, "", "form", "same"},
		{"errors on a button", object{"response_action": "errors", "errors": object{"acts": "no"}}, false, "invalid_response", "form", "same"},
		{"errors on nothing", object{"response_action": "errors", "errors": object{}}, false, "invalid_response", "form", "same"},
		{"update", object{"response_action": "update", "view": other}, true, "", "other", "same"},
		{"push", object{"response_action": "push", "view": other}, true, "", "other", "new"},
		{"clear", object{"response_action": "clear"}, true, "", "", ""},
		{"unknown action", object{"response_action": "dance"}, false, "invalid_response", "form", "same"},
		{"no json", "thanks", false, "invalid_response", "form", "same"},
		{"a bad view", object{"response_action": "update", "view": object{"type": "modal"}}, false, "invalid_arguments", "form", "same"},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				b := mustBubble(t, false)
				id := mustForm(t, b)
				b.answering(row.body)
				ack := must[sandbox.Ack](t)(b.Submit("U0ANN", id, filled()))
				if ack.OK() != row.status || ack.Error != row.code {
					t.Errorf("ack %+v", ack)
				}
				top, _ := b.View("U0ANN")
				if top.CallbackID != row.top || row.depth == "same" && top.ID != id || row.depth == "new" && top.PreviousID != id {
					t.Errorf("on top is %+v", top)
				}
				if row.name == "errors" && ack.Errors["title"] != "too short" {
					t.Errorf("errors are %v", ack.Errors)
				}
			})
		})
	}
}

func TestClickInAView(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := mustBubble(t, false)
		id := mustForm(t, b)
		mustNil(t, b.Fill("U0ANN", id, map[string]any{"say": "half"}))
		must[sandbox.Ack](t)(b.ClickView("U0ANN", id, "again"))
		p := b.last(t)
		if at(t, p, "container", "view_id") != id || at(t, p, "view", "state", "values", "title", "say", "value") != "half" {
			t.Errorf("payload is %v", p)
		}
		if p["channel"] != nil || p["message"] != nil || p["response_url"] != nil {
			t.Errorf("a view's click carries a channel: %v", p)
		}
		must[sandbox.Ack](t)(b.ChooseView("U0ANN", id, "pick", "vac"))
		if got := at(t, b.last(t), "actions", 0, "selected_option", "value"); got != "vac" {
			t.Errorf("chosen %v", got)
		}
	})
}

func TestCloseView(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := mustBubble(t, false)
		o := &office{Slack: b.Slack, app: b.app}
		quiet := text(t, wantOK(t, o.open(t, "U0ANN", modal(nil))), "view", "id")
		b.received()
		mustNil(t, b.CloseView("U0ANN", quiet))
		if n := len(b.received()); n != 0 {
			t.Errorf("the app got %d requests", n)
		}
		loud := text(t, wantOK(t, o.open(t, "U0ANN", modal(object{"notify_on_close": true}))), "view", "id")
		mustNil(t, b.CloseView("U0ANN", loud))
		if p := b.last(t); p["type"] != "view_closed" || p["is_cleared"] != false || p["trigger_id"] != nil {
			t.Errorf("payload is %v", p)
		}
		if err := b.CloseView("U0ANN", loud); !errors.Is(err, sandbox.ErrNoView) {
			t.Errorf("closing twice: %v", err)
		}
	})
}
