package sandbox

import (
	"encoding/json"
	"time"
)

const (
	triggerLife = 3 * time.Second
	stackMost   = 3
)

// trigger is the right to open one modal shortly after a gesture.
type trigger struct {
	id, user string
	at       time.Time
	used     bool
}

// view is an open modal or a Home tab.
type view struct {
	id, kind, user string
	body           object // as the app sent it, with block ids filled in
	state          object // block id -> action id -> value
	hash           string
	root, previous string
}

type modals struct {
	byID   map[string]*view
	stacks map[string][]*view // by user, the last one is on top
	homes  map[string]*view
}

func newModals() modals {
	return modals{byID: map[string]*view{}, stacks: map[string][]*view{}, homes: map[string]*view{}}
}

func (s *Slack) newTrigger(user string) string {
	t := &trigger{id: s.ids.next("1.trigger."), user: user, at: s.opt.Now()}
	s.triggers[t.id] = t
	return t.id
}

// pull checks a trigger; the caller marks it used when the view is open.
func (s *Slack) pull(c *call) (*trigger, error) {
	t := s.triggers[orElse(c.str("trigger_id"), c.str("interactivity_pointer"))]
	switch {
	case t == nil:
		return nil, refuse("invalid_trigger_id")
	case t.used:
		return nil, refuse("exchanged_trigger_id")
	case c.now.Sub(t.at) > triggerLife:
		return nil, refuse("expired_trigger_id")
	default:
		return t, nil
	}
}

// viewArgument reads and checks the view argument.
func (s *Slack) viewArgument(c *call, surface string, self *view) (object, error) {
	v, err := c.value("view")
	body, ok := v.(object)
	if err != nil || !ok {
		return nil, refuse("invalid_arguments", "[ERROR] must provide an object [json-pointer:/view]")
	}
	return body, s.acceptView(body, surface, self)
}

// acceptView checks a view's size, content and external id, and names its blocks.
func (s *Slack) acceptView(body object, surface string, self *view) error {
	if len(raw(body)) > viewMost {
		return refuse("view_too_large")
	}
	if found := checkView(body, surface); len(found) > 0 {
		return refuse("invalid_arguments", found...)
	}
	if id, _ := body["external_id"].(string); id != "" {
		if other := s.byExternalID(id); other != nil && other != self {
			return refuse("duplicate_external_id")
		}
	}
	list, _ := body["blocks"].([]any)
	s.nameBlocks(list)
	nameActions(list, s.ids.next)
	return nil
}

func (s *Slack) byExternalID(id string) *view {
	for _, v := range s.modals.byID {
		if v.body["external_id"] == id {
			return v
		}
	}
	return nil
}

func (s *Slack) viewsOpen(c *call) (answer, error) {
	t, err := s.pull(c)
	if err != nil {
		return nil, err
	}
	body, err := s.viewArgument(c, surfaceModal, nil)
	if err != nil {
		return nil, err
	}
	t.used = true
	s.dropStack(t.user)
	return answer{"view": s.wireView(s.pushView(t.user, body))}, nil
}

func (s *Slack) viewsPush(c *call) (answer, error) {
	t, err := s.pull(c)
	if err != nil {
		return nil, err
	}
	if n := len(s.modals.stacks[t.user]); n >= stackMost {
		return nil, refuse("push_limit_reached")
	} else if n == 0 {
		return nil, refuse("not_found")
	}
	body, err := s.viewArgument(c, surfaceModal, nil)
	if err != nil {
		return nil, err
	}
	t.used = true
	return answer{"view": s.wireView(s.pushView(t.user, body))}, nil
}

func (s *Slack) viewsUpdate(c *call) (answer, error) {
	v := s.modals.byID[c.str("view_id")]
	if id := c.str("external_id"); v == nil && id != "" {
		v = s.byExternalID(id)
	}
	if v == nil {
		return nil, refuse("not_found")
	}
	if hash := c.str("hash"); hash != "" && hash != v.hash {
		return nil, refuse("hash_conflict")
	}
	body, err := s.viewArgument(c, v.kind, v)
	if err != nil {
		return nil, err
	}
	s.replaceView(v, body)
	return answer{"view": s.wireView(v)}, nil
}

func (s *Slack) viewsPublish(c *call) (answer, error) {
	u := s.people.users[c.str("user_id")]
	switch {
	case u == nil:
		return nil, refuse("user_not_found")
	case u.Deleted:
		return nil, refuse("user_disabled")
	case !s.app.HomeTab:
		return nil, refuse("not_enabled")
	}
	home := s.modals.homes[u.ID]
	if hash := c.str("hash"); hash != "" && (home == nil || hash != home.hash) {
		return nil, refuse("hash_conflict")
	}
	body, err := s.viewArgument(c, surfaceHome, home)
	if err != nil {
		return nil, err
	}
	if home == nil {
		home = &view{id: s.ids.next("V0"), kind: surfaceHome, user: u.ID}
		home.root = home.id
		s.modals.homes[u.ID], s.modals.byID[home.id] = home, home
	}
	s.replaceView(home, body)
	return answer{"view": s.wireView(home)}, nil
}

// pushView puts a new modal on top of the user's stack.
func (s *Slack) pushView(user string, body object) *view {
	v := &view{id: s.ids.next("V0"), kind: surfaceModal, user: user}
	v.root = v.id
	if stack := s.modals.stacks[user]; len(stack) > 0 {
		top := stack[len(stack)-1]
		v.root, v.previous = top.root, top.id
	}
	s.modals.byID[v.id] = v
	s.modals.stacks[user] = append(s.modals.stacks[user], v)
	s.replaceView(v, body)
	return v
}

// replaceView gives a view new content; values of inputs that are still there stay.
func (s *Slack) replaceView(v *view, body object) {
	list, _ := body["blocks"].([]any)
	v.state = keepState(initialState(list), v.state, list)
	v.body, v.hash = body, s.ids.hash(s.opt.Now())
	s.changed()
}

// dropView closes one modal and those above it.
func (s *Slack) dropView(v *view) {
	stack := s.modals.stacks[v.user]
	for i, x := range stack {
		if x == v {
			for _, above := range stack[i:] {
				delete(s.modals.byID, above.id)
			}
			s.modals.stacks[v.user] = stack[:i:i]
		}
	}
	s.changed()
}

func (s *Slack) dropStack(user string) {
	for _, v := range s.modals.stacks[user] {
		delete(s.modals.byID, v.id)
	}
	delete(s.modals.stacks, user)
	s.changed()
}

func (s *Slack) wireView(v *view) map[string]any {
	w := map[string]any{
		"id": v.id, "team_id": s.team.ID, "type": v.kind, "title": v.body["title"], "close": v.body["close"],
		"submit": v.body["submit"], "blocks": v.body["blocks"], "state": map[string]any{"values": v.state}, "hash": v.hash,
		"root_view_id": v.root, "previous_view_id": nil, "app_id": s.app.AppID, "bot_id": s.app.BotID,
		"app_installed_team_id": s.team.ID,
	}
	for _, key := range []string{"private_metadata", "callback_id", "external_id"} {
		text, _ := v.body[key].(string)
		w[key] = text
	}
	for _, key := range []string{"clear_on_close", "notify_on_close"} {
		w[key] = v.body[key] == true
	}
	if v.previous != "" {
		w["previous_view_id"] = v.previous
	}
	// The copy keeps later changes of the view out of what was sent.
	var out map[string]any
	if err := json.Unmarshal(mustJSON(w), &out); err != nil {
		panic("sandbox: copy a view: " + err.Error())
	}
	return out
}

// View returns the modal on top of the user's stack.
func (s *Slack) View(user string) (View, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	stack := s.modals.stacks[user]
	if len(stack) == 0 {
		return View{}, false
	}
	return stack[len(stack)-1].snapshot(), true
}

// Home returns the user's Home tab, if the app has published one.
func (s *Slack) Home(user string) (View, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	v := s.modals.homes[user]
	if v == nil {
		return View{}, false
	}
	return v.snapshot(), true
}

func (v *view) snapshot() View {
	text := func(key string) string {
		t, _ := v.body[key].(string)
		return t
	}
	label := func(key string) string {
		o, _ := v.body[key].(object)
		t, _ := o["text"].(string)
		return t
	}
	return View{
		ID: v.id, Type: v.kind, CallbackID: text("callback_id"), ExternalID: text("external_id"), Title: label("title"),
		Submit: label("submit"), Close: label("close"), PrivateMetadata: text("private_metadata"), Hash: v.hash,
		Blocks: raw(v.body["blocks"]), State: raw(v.state), RootID: v.root, PreviousID: v.previous,
		NotifyOnClose: v.body["notify_on_close"] == true, ClearOnClose: v.body["clear_on_close"] == true,
	}
}
