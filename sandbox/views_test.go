package sandbox_test

import (
	"errors"
	"testing"
	"time"

	"github.com/firstask/firstask/sandbox"
)

func modal(edit object) object {
	return with(object{"type": "modal", "callback_id": "form", "title": plain(4), "blocks": []any{object{"type": "divider"}}}, edit)
}

// trigger makes a gesture and returns its trigger. Nobody answers it, which does not matter here.
func trigger(tb testing.TB, o *office, user string) string {
	tb.Helper()
	must[sandbox.Ack](tb)(o.GlobalShortcut(user, "ticket_new"))
	journal := o.Journal()
	return text(tb, journal[len(journal)-1].Params, "trigger_id")
}

func (o *office) open(tb testing.TB, user string, view object) object {
	tb.Helper()
	return o.callJSON(tb, "views.open", object{"trigger_id": trigger(tb, o, user), "view": view})
}

// TestViewLimits has an accepted and a refused view for each limit of views.
func TestViewLimits(t *testing.T) {
	t.Parallel()
	dividers := func(n int) []any { return repeat(n, func(int) any { return object{"type": "divider"} }) }
	rows := []struct {
		name      string
		good, bad object
		pointer   string
	}{
		{"title", object{"title": plain(24)}, object{"title": plain(25)}, "/view/title/text"},
		{"submit", object{"submit": plain(24)}, object{"submit": plain(25)}, "/view/submit/text"},
		{"close", object{"close": plain(24)}, object{"close": plain(25)}, "/view/close/text"},
		{"private metadata", object{"private_metadata": letters(3000)}, object{"private_metadata": letters(3001)}, "/view/private_metadata"},
		{"callback id", object{"callback_id": letters(255)}, object{"callback_id": letters(256)}, "/view/callback_id"},
		{"external id", object{"external_id": letters(255)}, object{"external_id": letters(256)}, "/view/external_id"},
		{"blocks", object{"blocks": dividers(100)}, object{"blocks": dividers(101)}, "/view/blocks"},
		{"submit with inputs", object{"blocks": []any{input(1, 1, textInput(nil))}, "submit": plain(2)}, object{"blocks": []any{input(1, 1, textInput(nil))}}, "/view"},
		{"known keys", object{}, object{"colour": "red"}, "/view"},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			o := mustOffice(t, sandbox.App{})
			wantOK(t, o.open(t, "U0ANN", modal(row.good)))
			got := o.open(t, "U0BEN", modal(row.bad))
			wantError(t, got, "invalid_arguments")
			wantComplaint(t, got, "", row.pointer)
		})
	}
}

func TestViewTooLarge(t *testing.T) {
	t.Parallel()
	o := mustOffice(t, sandbox.App{})
	wide := func(n int) object {
		return modal(object{"blocks": repeat(n, func(int) any { return section(plain(3000)) })})
	}
	wantOK(t, o.open(t, "U0ANN", wide(27)))
	wantError(t, o.open(t, "U0BEN", wide(28)), "view_too_large")
}

func TestTriggersLiveOnceAndThreeSeconds(t *testing.T) {
	t.Parallel()
	o := mustOffice(t, sandbox.App{})
	wantError(t, o.callJSON(t, "views.open", object{"trigger_id": "1.2.3", "view": modal(nil)}), "invalid_trigger_id")

	id := trigger(t, o, "U0ANN")
	o.clock.Add(3 * time.Second)
	wantOK(t, o.callJSON(t, "views.open", object{"trigger_id": id, "view": modal(nil)}))
	wantError(t, o.callJSON(t, "views.open", object{"trigger_id": id, "view": modal(nil)}), "exchanged_trigger_id")

	late := trigger(t, o, "U0ANN")
	o.clock.Add(3*time.Second + time.Millisecond)
	wantError(t, o.callJSON(t, "views.open", object{"trigger_id": late, "view": modal(nil)}), "expired_trigger_id")
}

func TestModalStack(t *testing.T) {
	t.Parallel()
	o := mustOffice(t, sandbox.App{})
	push := func() object {
		return o.callJSON(t, "views.push", object{"trigger_id": trigger(t, o, "U0ANN"), "view": modal(nil)})
	}
	wantError(t, push(), "not_found")
	root := text(t, wantOK(t, o.open(t, "U0ANN", modal(nil))), "view", "id")
	wantOK(t, push())
	third := wantOK(t, push())
	if at(t, third, "view", "root_view_id") != root || at(t, third, "view", "previous_view_id") == root {
		t.Errorf("the third view points at %v", third["view"])
	}
	wantError(t, push(), "push_limit_reached")
	top, ok := o.View("U0ANN")
	if !ok || top.ID != text(t, third, "view", "id") {
		t.Fatalf("the top of the stack is %v", top.ID)
	}
	mustNil(t, o.CloseView("U0ANN", top.ID))
	if under, _ := o.View("U0ANN"); under.ID != top.PreviousID {
		t.Errorf("after closing, %s is shown, want %s", under.ID, top.PreviousID)
	}
}

func TestViewHashAndExternalID(t *testing.T) {
	t.Parallel()
	o := mustOffice(t, sandbox.App{})
	first := wantOK(t, o.open(t, "U0ANN", modal(object{"external_id": "mine"})))
	id, hash := text(t, first, "view", "id"), text(t, first, "view", "hash")
	wantError(t, o.open(t, "U0BEN", modal(object{"external_id": "mine"})), "duplicate_external_id")
	wantOK(t, o.callJSON(t, "views.update", object{"view_id": id, "hash": hash, "view": modal(nil)}))
	wantError(t, o.callJSON(t, "views.update", object{"view_id": id, "hash": hash, "view": modal(nil)}), "hash_conflict")
	wantOK(t, o.callJSON(t, "views.update", object{"view_id": id, "view": modal(nil)}))
	mustNil(t, o.CloseView("U0ANN", id))
	wantError(t, o.callJSON(t, "views.update", object{"view_id": id, "view": modal(nil)}), "not_found")
}

func TestPublish(t *testing.T) {
	t.Parallel()
	o := mustOffice(t, sandbox.App{})
	home := object{"type": "home", "blocks": []any{section(plain(3))}}
	first := wantOK(t, o.callJSON(t, "views.publish", object{"user_id": "U0ANN", "view": home}))
	wantError(t, o.callJSON(t, "views.publish", object{"user_id": "U0ANN", "view": home, "hash": "1.x"}), "hash_conflict")
	again := wantOK(t, o.callJSON(t, "views.publish", object{"user_id": "U0ANN", "view": home, "hash": text(t, first, "view", "hash")}))
	if text(t, again, "view", "id") != text(t, first, "view", "id") {
		t.Error("the home tab changed its id")
	}
	if shown, ok := o.Home("U0ANN"); !ok || shown.Type != "home" {
		t.Errorf("home is %v", shown)
	}
	wantError(t, o.callJSON(t, "views.publish", object{"user_id": "U0ANN", "view": modal(nil)}), "invalid_arguments")
	off := mustOffice(t, sandbox.App{NoHomeTab: true})
	wantError(t, off.callJSON(t, "views.publish", object{"user_id": "U0ANN", "view": home}), "not_enabled")
	if err := off.OpenHome("U0ANN"); !errors.Is(err, sandbox.ErrNoHomeTab) {
		t.Errorf("opening a home tab that is off: %v", err)
	}
}

// TestUpdateKeepsWhatWasTyped: inputs of the same block and action id keep their value.
func TestUpdateKeepsWhatWasTyped(t *testing.T) {
	t.Parallel()
	o := mustOffice(t, sandbox.App{})
	form := func(block string) object {
		return modal(object{"submit": plain(2), "blocks": []any{with(input(1, 1, textInput(nil)), object{"block_id": block})}})
	}
	id := text(t, wantOK(t, o.open(t, "U0ANN", form("b1"))), "view", "id")
	mustNil(t, o.Fill("U0ANN", id, map[string]any{"b1/say": "hello"}))
	kept := wantOK(t, o.callJSON(t, "views.update", object{"view_id": id, "view": form("b1")}))
	if got := at(t, kept, "view", "state", "values", "b1", "say", "value"); got != "hello" {
		t.Errorf("the same block shows %v", got)
	}
	lost := wantOK(t, o.callJSON(t, "views.update", object{"view_id": id, "view": form("b2")}))
	if got := at(t, lost, "view", "state", "values", "b2", "say", "value"); got != nil {
		t.Errorf("another block shows %v", got)
	}
}
