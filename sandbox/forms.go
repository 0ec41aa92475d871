package sandbox

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// openView finds a modal of the person, or their Home tab.
func (s *Slack) openView(user, viewID string) (*view, error) {
	v := s.modals.byID[viewID]
	if v == nil || v.user != user {
		return nil, fmt.Errorf("%w: %q for %s", ErrNoView, viewID, user)
	}
	return v, nil
}

// ClickView presses a button of a modal or Home tab.
func (s *Slack) ClickView(user, viewID, actionID string) (Ack, error) {
	return s.chooseView(user, viewID, actionID, nil)
}

// ChooseView sets a select or another element of a modal or Home tab that reports at once.
func (s *Slack) ChooseView(user, viewID, actionID string, values ...string) (Ack, error) {
	return s.chooseView(user, viewID, actionID, values)
}

func (s *Slack) chooseView(user, viewID, actionID string, values []string) (Ack, error) {
	return s.deliverGesture(user, func() (gesture, error) {
		v, err := s.openView(user, viewID)
		if err != nil {
			return gesture{}, err
		}
		list, _ := v.body["blocks"].([]any)
		at, err := findElement(list, actionID)
		if err != nil {
			return gesture{}, err
		}
		action, err := s.actionOf(at, values, v.state)
		if err != nil {
			return gesture{}, err
		}
		p := s.interaction("block_actions", user)
		p["container"] = map[string]any{"type": "view", "view_id": v.id}
		p["view"], p["trigger_id"] = s.wireView(v), s.newTrigger(user)
		p["actions"], p["state"] = []any{action}, map[string]any{"values": p["view"].(map[string]any)["state"].(map[string]any)["values"]}
		s.changed()
		return gesture{kind: KindInteractive, name: "block_actions " + actionID, user: user, payload: p}, nil
	})
}

// Fill enters values into a modal without sending it; keys are "block_id/action_id", or only one of the two where
// that is unique. Values are strings or []string.
func (s *Slack) Fill(user, viewID string, values map[string]any) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	v, err := s.openView(user, viewID)
	if err != nil {
		return err
	}
	return s.fill(v, values)
}

func (s *Slack) fill(v *view, values map[string]any) error {
	list, _ := v.body["blocks"].([]any)
	elements := elementsOf(list)
	for key, entered := range values {
		at := slices.IndexFunc(elements, func(p placed) bool { return key == p.block+"/"+p.action })
		if at < 0 {
			at = slices.IndexFunc(elements, func(p placed) bool { return key == p.action || key == p.block })
		}
		if at < 0 {
			return fmt.Errorf("%w: %q", ErrNoAction, key)
		}
		value, err := valueFor(elements[at].element, entered)
		if err != nil {
			return fmt.Errorf("%s: %w", key, err)
		}
		setState(v.state, elements[at], value)
	}
	s.changed()
	return nil
}

// missing lists required inputs that are empty, as "block_id/action_id".
func (v *view) missing() []string {
	list, _ := v.body["blocks"].([]any)
	var out []string
	for _, p := range elementsOf(list) {
		if p.input == nil || p.input["optional"] == true {
			continue
		}
		inner, _ := v.state[p.block].(object)
		if value, ok := inner[p.action].(object); !ok || empty(value) {
			out = append(out, p.block+"/"+p.action)
		}
	}
	return out
}

// Submit fills a modal and presses its submit button. An empty required input is refused with ErrRequired before
// anything is sent, as Slack's clients do. What the app answers happens: errors, update, push, clear or close.
func (s *Slack) Submit(user, viewID string, values map[string]any) (Ack, error) {
	var v *view
	ack, err := s.deliverGesture(user, func() (gesture, error) {
		var err error
		if v, err = s.openView(user, viewID); err != nil {
			return gesture{}, err
		}
		if v.kind != surfaceModal {
			return gesture{}, fmt.Errorf("%w: a Home tab is not submitted", ErrNoView)
		}
		if err := s.fill(v, values); err != nil {
			return gesture{}, err
		}
		if empty := v.missing(); len(empty) > 0 {
			return gesture{}, fmt.Errorf("%w: %s", ErrRequired, strings.Join(empty, ", "))
		}
		p := s.interaction("view_submission", user)
		p["view"], p["trigger_id"], p["response_urls"] = s.wireView(v), s.newTrigger(user), []any{}
		name, _ := v.body["callback_id"].(string)
		return gesture{kind: KindInteractive, name: "view_submission " + name, user: user, payload: p}, nil
	})
	if err != nil || !ack.OK() {
		return ack, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.obey(v, &ack)
	return ack, nil
}

// obey does what the answer to a submission says. What Slack does not understand leaves the modal open with
// "We had some trouble connecting", which is Ack.Error here.
func (s *Slack) obey(v *view, ack *Ack) {
	if ack.Body == nil {
		s.dropView(v)
		return
	}
	var body struct {
		Action string            `json:"response_action"`
		Errors map[string]string `json:"errors"`
		View   object            `json:"view"`
	}
	if json.Unmarshal(ack.Body, &body) != nil {
		ack.Error = "invalid_response"
		return
	}
	switch body.Action {
	case "":
		s.dropView(v)
	case "clear":
		s.dropStack(v.user)
	case "errors":
		s.fieldErrors(v, ack, body.Errors)
	case "update":
		if err := s.acceptView(body.View, surfaceModal, v); err != nil {
			ack.Error = err.Error()
		} else if s.modals.byID[v.id] == v {
			s.replaceView(v, body.View)
		}
	case "push":
		s.pushAnswer(v, ack, body.View)
	default:
		ack.Error = "invalid_response"
	}
}

func (s *Slack) pushAnswer(v *view, ack *Ack, body object) {
	if len(s.modals.stacks[v.user]) >= stackMost {
		ack.Error = "push_limit_reached"
		return
	}
	if err := s.acceptView(body, surfaceModal, nil); err != nil {
		ack.Error = err.Error()
		return
	}
	s.pushView(v.user, body)
}

// fieldErrors accepts errors that name input blocks of the modal.
func (s *Slack) fieldErrors(v *view, ack *Ack, errs map[string]string) {
	list, _ := v.body["blocks"].([]any)
	inputs := map[string]bool{}
	for _, p := range elementsOf(list) {
		if p.input != nil {
			inputs[p.block] = true
		}
	}
	for block := range errs {
		if !inputs[block] {
			ack.Error = "invalid_response"
			return
		}
	}
	if len(errs) == 0 {
		ack.Error = "invalid_response"
		return
	}
	ack.Errors = errs
}

// CloseView closes a modal with its cross; with clear_on_close the whole stack. The app is told if the modal asks
// for notify_on_close.
func (s *Slack) CloseView(user, viewID string) error {
	s.mu.Lock()
	v, err := s.openView(user, viewID)
	if err != nil || v.kind != surfaceModal {
		s.mu.Unlock()
		return fmt.Errorf("%w: %q", ErrNoView, viewID)
	}
	whole := v.body["clear_on_close"] == true
	p := s.interaction("view_closed", user)
	p["view"], p["is_cleared"] = s.wireView(v), whole
	if whole {
		s.dropStack(user)
	} else {
		s.dropView(v)
	}
	if v.body["notify_on_close"] != true || s.closed {
		s.mu.Unlock()
		return nil
	}
	done := s.begin()
	s.mu.Unlock()
	defer done()
	name, _ := v.body["callback_id"].(string)
	s.send(gesture{kind: KindInteractive, name: "view_closed " + name, user: user, payload: p})
	return nil
}
