package sandbox

import (
	"encoding/json"
	"fmt"
	"net/url"
)

// gesture is something a person does that the app must acknowledge within three seconds.
type gesture struct {
	kind    string // journal kind
	name    string // journal method
	user    string
	payload map[string]any
	slash   bool
	hook    *hook
}

// begin counts a gesture as under way; the caller holds s.mu and the returned function must be called.
func (s *Slack) begin() func() {
	s.busy++
	s.wg.Add(1)
	return func() {
		s.mu.Lock()
		s.busy--
		s.changed()
		s.mu.Unlock()
		s.wg.Done()
	}
}

// send delivers a gesture once and waits for the ack; the caller does not hold s.mu.
func (s *Slack) send(g gesture) Ack {
	s.mu.Lock()
	app := s.app
	s.mu.Unlock()
	var ack Ack
	switch {
	case app.SocketMode() && g.slash:
		ack = s.sendOverSocket("slash_commands", g.payload, true)
	case app.SocketMode():
		ack = s.sendOverSocket("interactive", g.payload, g.payload["type"] == "view_submission")
	case g.slash:
		ack = s.sendForm(app, app.CommandURL, slashForm(g.payload))
	default:
		ack = s.sendForm(app, app.InteractionURL, url.Values{"payload": {string(mustJSON(g.payload))}})
	}
	var params map[string]any
	_ = json.Unmarshal(mustJSON(g.payload), &params)
	s.mu.Lock()
	s.note(Entry{Kind: g.kind, Method: g.name, Params: params, Result: ack.Body, Status: ack.Status, Error: ack.Error})
	s.mu.Unlock()
	return ack
}

func slashForm(payload map[string]any) url.Values {
	form := url.Values{}
	for k, v := range payload {
		form.Set(k, fmt.Sprint(v))
	}
	return form
}

// Slash types a slash command in a conversation the user can see; an empty channel is their DM with the bot. The
// ack's message, if any, is recorded: as an ephemeral message, or in the channel with response_type in_channel.
func (s *Slack) Slash(user, channel, command, text string) (Ack, error) {
	if channel == "" {
		dm, err := s.OpenDM(user)
		if err != nil {
			return Ack{}, err
		}
		channel = dm
	}
	s.mu.Lock()
	g, err := s.slashGesture(user, channel, command, text)
	if err != nil {
		s.mu.Unlock()
		return Ack{}, err
	}
	done := s.begin()
	s.mu.Unlock()
	defer done()
	ack := s.send(g)
	if ack.OK() && ack.Body != nil {
		s.slashAnswer(&ack, g.hook)
	}
	return ack, nil
}

func (s *Slack) slashGesture(user, channel, command, text string) (gesture, error) {
	r, err := s.sees(user, channel)
	if err != nil {
		return gesture{}, err
	}
	if s.app.AppID == "" {
		return gesture{}, ErrNoApp
	}
	name := r.Name
	switch {
	case r.IM:
		name = "directmessage"
	case r.Private:
		name = "privategroup"
	}
	address, h := s.newHook(user, r, nil, true)
	return gesture{kind: KindSlash, name: command, user: user, slash: true, hook: h, payload: map[string]any{
		"token": "verification", "team_id": s.team.ID, "team_domain": s.team.Domain, "channel_id": r.ID, "channel_name": name,
		"user_id": user, "user_name": s.people.users[user].Name, "command": command, "text": s.markup(text, true),
		"api_app_id": s.app.AppID, "is_enterprise_install": "false", "response_url": address, "trigger_id": s.newTrigger(user),
	}}, nil
}

// slashAnswer shows the message of an ack.
func (s *Slack) slashAnswer(ack *Ack, h *hook) {
	p := params{}
	var text string
	if json.Unmarshal(ack.Body, &text) == nil {
		p["text"] = text
	} else if json.Unmarshal(ack.Body, &p) != nil || len(p) == 0 {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	m, code := s.say(h, p, "slash")
	if code != "" {
		ack.Error = code
		return
	}
	if m.Ephemeral {
		ack.Ephemerals = append(ack.Ephemerals, m.snapshot())
	}
}

// interaction is what all interactive payloads have in common; the caller holds s.mu.
func (s *Slack) interaction(kind, user string) map[string]any {
	name := s.people.users[user].Name
	return map[string]any{
		"type": kind, "token": "verification", "api_app_id": s.app.AppID, "is_enterprise_install": false, "enterprise": nil,
		"team": map[string]any{"id": s.team.ID, "domain": s.team.Domain},
		"user": map[string]any{"id": user, "username": name, "name": name, "team_id": s.people.users[user].TeamID},
	}
}

func (r *room) named() map[string]any {
	name := r.Name
	switch {
	case r.IM:
		name = "directmessage"
	case r.Private:
		name = "privategroup"
	}
	return map[string]any{"id": r.ID, "name": name}
}

// deliverGesture prepares a gesture under the lock and then sends it.
func (s *Slack) deliverGesture(user string, prepare func() (gesture, error)) (Ack, error) {
	s.mu.Lock()
	err := s.actor(user)
	if err == nil && s.app.AppID == "" {
		err = ErrNoApp
	}
	var g gesture
	if err == nil {
		g, err = prepare()
	}
	if err != nil {
		s.mu.Unlock()
		return Ack{}, err
	}
	done := s.begin()
	s.mu.Unlock()
	defer done()
	return s.send(g), nil
}

// MessageShortcut uses a shortcut from the menu of a message.
func (s *Slack) MessageShortcut(user, channel, ts, callbackID string) (Ack, error) {
	return s.deliverGesture(user, func() (gesture, error) {
		r, m, err := s.shown(user, channel, ts)
		if err != nil {
			return gesture{}, err
		}
		p := s.interaction("message_action", user)
		p["callback_id"], p["trigger_id"] = callbackID, s.newTrigger(user)
		p["action_ts"] = s.ids.ts(s.opt.Now())
		p["channel"], p["message_ts"], p["message"] = r.named(), m.TS, s.wire(m, false)
		p["response_url"], _ = s.newHook(user, r, m, false)
		return gesture{kind: KindInteractive, name: "message_action " + callbackID, user: user, payload: p}, nil
	})
}

// GlobalShortcut uses a shortcut from the composer or the search.
func (s *Slack) GlobalShortcut(user, callbackID string) (Ack, error) {
	return s.deliverGesture(user, func() (gesture, error) {
		p := s.interaction("shortcut", user)
		p["callback_id"], p["trigger_id"] = callbackID, s.newTrigger(user)
		p["action_ts"] = s.ids.ts(s.opt.Now())
		return gesture{kind: KindInteractive, name: "shortcut " + callbackID, user: user, payload: p}, nil
	})
}

// shown finds a message (or an ephemeral one) the person can see.
func (s *Slack) shown(user, channel, ts string) (*room, *message, error) {
	r, err := s.sees(user, channel)
	if err != nil {
		return nil, nil, err
	}
	if m := r.find(ts); m != nil && !m.Deleted {
		return r, m, nil
	}
	for _, m := range s.notes {
		if m.TS == ts && m.Channel == channel && m.EphemeralTo == user && !m.gone {
			return r, m, nil
		}
	}
	return nil, nil, fmt.Errorf("%w: %s in %s for %s", ErrNoMessage, ts, channel, user)
}

// Click presses a button of a message the user can see.
func (s *Slack) Click(user, channel, ts, actionID string) (Ack, error) {
	return s.choose(user, channel, ts, actionID, nil)
}

// Choose sets a select, overflow, date or checkbox element of a message: to an option's value (or its text), an id
// or a date.
func (s *Slack) Choose(user, channel, ts, actionID string, values ...string) (Ack, error) {
	return s.choose(user, channel, ts, actionID, values)
}

func (s *Slack) choose(user, channel, ts, actionID string, values []string) (Ack, error) {
	return s.deliverGesture(user, func() (gesture, error) {
		r, m, err := s.shown(user, channel, ts)
		if err != nil {
			return gesture{}, err
		}
		var list []any
		_ = json.Unmarshal(m.Blocks, &list)
		at, err := findElement(list, actionID)
		if err != nil {
			return gesture{}, err
		}
		state := initialState(list)
		action, err := s.actionOf(at, values, state)
		if err != nil {
			return gesture{}, err
		}
		return s.messageAction(user, r, m, action, state), nil
	})
}

func (s *Slack) messageAction(user string, r *room, m *message, action, state map[string]any) gesture {
	p := s.interaction("block_actions", user)
	container := map[string]any{"type": "message", "message_ts": m.TS, "channel_id": r.ID, "is_ephemeral": m.Ephemeral}
	if m.ThreadTS != "" {
		container["thread_ts"] = m.ThreadTS
	}
	p["container"], p["channel"], p["trigger_id"] = container, r.named(), s.newTrigger(user)
	p["actions"], p["state"] = []any{action}, map[string]any{"values": state}
	p["response_url"], _ = s.newHook(user, r, m, false)
	if !m.Ephemeral {
		p["message"] = s.wire(m, false)
	}
	name, _ := action["action_id"].(string)
	return gesture{kind: KindInteractive, name: "block_actions " + name, user: user, payload: p}
}

// findElement finds an interactive element by its action id, or by "block_id/action_id" where several share one.
func findElement(list []any, actionID string) (placed, error) {
	for _, p := range elementsOf(list) {
		if p.action == actionID || p.block+"/"+p.action == actionID {
			return p, nil
		}
	}
	return placed{}, fmt.Errorf("%w: %q", ErrNoAction, actionID)
}

// actionOf is the entry of actions for an element, and updates the state with what was chosen.
func (s *Slack) actionOf(p placed, values []string, state object) (map[string]any, error) {
	kind, _ := p.element["type"].(string)
	a := map[string]any{"type": kind, "action_id": p.action, "block_id": p.block, "action_ts": s.ids.ts(s.opt.Now())}
	switch kind {
	case "button":
		for _, k := range []string{"text", "value", "style", "url"} {
			if p.element[k] != nil {
				a[k] = p.element[k]
			}
		}
	case "overflow":
		option := object(nil)
		if len(values) == 1 {
			option = optionOf(p.element, values[0])
		}
		if option == nil {
			return nil, fmt.Errorf("%w: %v in an overflow menu", ErrBadValue, values)
		}
		a["selected_option"] = option
	default:
		if values == nil {
			return nil, fmt.Errorf("%w: a %s needs a value", ErrBadValue, kind)
		}
		value, err := valueFor(p.element, values)
		if err != nil {
			return nil, err
		}
		key, _ := stateKey(kind)
		a[key] = value[key]
		setState(state, p, value)
	}
	return a, nil
}
