package sandbox

import (
	"cmp"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
)

// noDM stands for a direct conversation with the app that has not been opened yet.
const noDM = "app-dm"

// What /page/state answers. Times are Unix seconds; texts are in the language asked for.
type (
	pageState struct {
		Me         string        `json:"me"`
		Lang       string        `json:"lang"`
		LangChosen bool          `json:"lang_chosen"`
		Workspace  string        `json:"workspace"`
		Domain     string        `json:"domain"`
		Now        int64         `json:"now"`
		Zone       string        `json:"zone"`
		CanWalk    bool          `json:"can_walk"`
		App        pageUser      `json:"app"`
		Command    string        `json:"command"`
		Shortcut   string        `json:"shortcut"`
		New        string        `json:"new_shortcut"`
		Emoji      string        `json:"emoji"`
		Hints      []pageHint    `json:"hints"`
		People     []pagePerson  `json:"people"`
		Users      []pageUser    `json:"users"`
		Channels   []pageChannel `json:"channels"`
		Channel    string        `json:"channel"`
		Messages   []pageMessage `json:"messages"`
		View       *pageView     `json:"view"`
		Home       *pageView     `json:"home"`
		Guide      *guideState   `json:"guide"`
	}
	pageUser struct {
		ID   string `json:"id"`
		Name string `json:"name"`
		Bot  bool   `json:"bot,omitempty"`
	}
	pageHint struct {
		Verb  string `json:"verb"`
		Usage string `json:"usage"`
		Help  string `json:"help"`
	}
	pagePerson struct {
		ID     string `json:"id"`
		Name   string `json:"name"`
		Title  string `json:"title"`
		Dept   string `json:"dept"`
		Unread int    `json:"unread"`
	}
	pageChannel struct {
		ID       string `json:"id"`
		Name     string `json:"name"`
		Private  bool   `json:"private"`
		Archived bool   `json:"archived"`
		Member   bool   `json:"member"`
		DM       bool   `json:"dm"`
		Unread   int    `json:"unread"`
		Mentions int    `json:"mentions"`
	}
	pageReaction struct {
		Name  string   `json:"name"`
		Users []string `json:"users"`
	}
	pageMessage struct {
		Channel   string          `json:"channel"`
		TS        string          `json:"ts"`
		ThreadTS  string          `json:"thread_ts,omitempty"`
		User      string          `json:"user"`
		Bot       bool            `json:"bot"`
		Text      string          `json:"text"`
		Blocks    json.RawMessage `json:"blocks,omitempty"`
		Ephemeral bool            `json:"ephemeral,omitempty"`
		Edited    bool            `json:"edited,omitempty"`
		Broadcast bool            `json:"broadcast,omitempty"`
		Reactions []pageReaction  `json:"reactions,omitempty"`
	}
	pageView struct {
		ID       string          `json:"id"`
		Hash     string          `json:"hash"`
		Callback string          `json:"callback_id"`
		Title    string          `json:"title"`
		Submit   string          `json:"submit"`
		Close    string          `json:"close"`
		Blocks   json.RawMessage `json:"blocks"`
	}
)

// newestShown bounds how many messages of a channel are sent to the browser.
const newestShown = 400

func (p *page) serveState(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	me := p.personID(q.Get("as"))
	if people := p.people(); me == "" && len(people) > 0 {
		me = people[0].ID
	}
	if me == "" {
		writeJSON(w, http.StatusNotFound, pageAnswer{Error: "no_people"})
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	writeJSON(w, http.StatusOK, p.state(me, q.Get("channel"), knownLang(q.Get("lang")), q.Get("seen") != ""))
}

func knownLang(lang string) string {
	if lang == "zh-Hans" || lang == "zh-Hant" {
		return lang
	}
	return "en"
}

func (p *page) state(me, channel, lang string, seen bool) pageState {
	app := p.s.App()
	st := pageState{
		Me: me, Lang: lang, LangChosen: p.lang != "", Workspace: p.workspace(lang), Domain: p.s.Team().Domain,
		Now: p.o.Clock().Unix(), Zone: p.o.Zone.String(), CanWalk: p.o.Walk != nil,
		App:     pageUser{ID: app.BotUserID, Name: app.Name, Bot: true},
		Command: p.o.Command, Shortcut: p.o.Shortcut, New: p.o.NewShortcut, Emoji: p.o.Emoji,
		Hints: p.hints(lang), Users: p.others(),
	}
	st.Channels = p.channelsOf(me)
	st.Channel = pagePlace(st.Channels, channel)
	if seen {
		p.markRead(me, st.Channel)
		st.Channels = p.channelsOf(me)
	}
	st.Messages = p.messages(me, st.Channel)
	if v, ok := p.s.View(me); ok {
		st.View = pageViewOf(v)
	}
	if v, ok := p.s.Home(me); ok {
		st.Home = pageViewOf(v)
	}
	for _, x := range p.people() {
		st.People = append(st.People, pagePerson{
			ID: x.ID, Name: x.NameIn(lang), Title: x.title(lang), Dept: x.dept(lang), Unread: pageUrgent(p.channelsOf(x.ID)),
		})
	}
	p.progress()
	st.Guide = p.guideState(me, lang)
	return st
}

func (p *page) workspace(lang string) string {
	if p.o.Guide != nil {
		if name := p.o.Guide.Workspace.in(lang); name != "" {
			return name
		}
	}
	return p.s.Team().Name
}

func (p *page) hints(lang string) []pageHint {
	out := make([]pageHint, 0, len(p.o.Hints))
	for _, h := range p.o.Hints {
		out = append(out, pageHint{Verb: h.Verb, Usage: orElse(h.UsageIn[lang], h.Usage), Help: orElse(h.HelpIn[lang], h.Help)})
	}
	return out
}

// others are the users nobody can play, so that mentions of them have names.
func (p *page) others() []pageUser {
	out := []pageUser{}
	for _, u := range p.s.Users() {
		if p.personID(u.ID) == "" {
			out = append(out, pageUser{ID: u.ID, Name: orElse(u.RealName, u.Name), Bot: u.Bot})
		}
	}
	return out
}

// channelsOf lists what stands in the person's side bar: their channels, then their conversation with the app.
func (p *page) channelsOf(user string) []pageChannel {
	dm := p.s.DMChannel(user)
	var out []pageChannel
	for _, c := range p.s.ChannelsOf(user) {
		member := slices.Contains(c.Members, user)
		if !member || c.IM {
			continue
		}
		pc := pageChannel{ID: c.ID, Name: c.Name, Private: c.Private, Archived: c.Archived, Member: true}
		pc.Unread, pc.Mentions = p.unread(user, c.ID, false)
		out = append(out, pc)
	}
	own := pageChannel{ID: orElse(dm, noDM), Name: p.s.App().Name, Private: true, Member: true, DM: true}
	if dm != "" {
		own.Unread, own.Mentions = p.unread(user, dm, true)
	}
	return append(out, own)
}

// unread counts the messages of others after the person's mark, and those that call on the person: all of a DM,
// mentions, and what only they see.
func (p *page) unread(user, channel string, direct bool) (count, calling int) {
	mark := p.read[user][channel]
	for _, m := range p.s.Messages(channel) {
		if m.User == user || compareTS(m.TS, mark) <= 0 {
			continue
		}
		count++
		if direct || pageMentions(m, user) {
			calling++
		}
	}
	for _, m := range p.s.Ephemerals(user) {
		if m.Channel == channel && compareTS(m.TS, mark) > 0 {
			count++
			calling++
		}
	}
	return count, calling
}

func pageMentions(m Message, user string) bool {
	at := "<@" + user
	return strings.Contains(m.Text, at) || strings.Contains(string(m.Blocks), at) ||
		strings.Contains(string(m.Blocks), `\u003c@`+user)
}

func pageUrgent(list []pageChannel) int {
	n := 0
	for _, c := range list {
		n += c.Mentions
	}
	return n
}

// place decides which conversation is open: the one asked for, else the one with the most pressing news.
func pagePlace(list []pageChannel, want string) string {
	for _, c := range list {
		if c.ID == want || (c.Name == want && !c.DM) || (want == noDM && c.DM) {
			return c.ID
		}
	}
	if len(list) == 0 {
		return ""
	}
	rank := func(c pageChannel) int {
		switch {
		case c.DM && c.Mentions > 0:
			return 0
		case c.Mentions > 0:
			return 1
		case !c.DM && !c.Archived:
			return 2
		default:
			return 3
		}
	}
	return slices.MinFunc(list, func(a, b pageChannel) int { return cmp.Compare(rank(a), rank(b)) }).ID
}

func (p *page) markRead(user, channel string) {
	all := p.messages(user, channel)
	if len(all) == 0 {
		return
	}
	if p.read[user] == nil {
		p.read[user] = map[string]string{}
	}
	p.read[user][channel] = all[len(all)-1].TS
}

// messages are what the person sees in a conversation, oldest first.
func (p *page) messages(user, channel string) []pageMessage {
	list := p.s.Messages(channel)
	for _, m := range p.s.Ephemerals(user) {
		if m.Channel == channel {
			list = append(list, m)
		}
	}
	slices.SortStableFunc(list, func(a, b Message) int { return compareTS(a.TS, b.TS) })
	list = list[max(0, len(list)-newestShown):]
	out := make([]pageMessage, 0, len(list))
	bot := p.s.App().BotUserID
	for _, m := range list {
		pm := pageMessage{
			Channel: m.Channel, TS: m.TS, ThreadTS: m.ThreadTS, User: m.User, Text: m.Text, Blocks: m.Blocks,
			Bot: m.BotID != "" || m.User == bot, Ephemeral: m.Ephemeral, Edited: m.Edited, Broadcast: m.Broadcast,
		}
		for _, x := range m.Reactions {
			pm.Reactions = append(pm.Reactions, pageReaction(x))
		}
		out = append(out, pm)
	}
	return out
}

func pageViewOf(v View) *pageView {
	return &pageView{
		ID: v.ID, Hash: v.Hash, Callback: v.CallbackID, Title: v.Title, Submit: v.Submit, Close: v.Close, Blocks: v.Blocks,
	}
}
