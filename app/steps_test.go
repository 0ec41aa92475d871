package app_test

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"testing/synctest"
	"time"

	"github.com/firstask/firstask/app"
	"github.com/firstask/firstask/config"
	"github.com/firstask/firstask/sandbox"
)

// step carries out one line of a story.
func (w *world) step(words []string) {
	steps := map[string]func([]string){
		"at": w.at, "start": w.startStep, "stop": w.stopStep, "crash": w.crashStep, "redis": w.redisStep,
		"person": w.person, "channel": w.channel, "say": w.say, "reply": w.replyStep, "dm": w.dm, "slash": w.slash,
		"click": w.click, "submit": w.submit, "react": w.react, "shortcut": w.shortcut, "edit": w.edit, "delete": w.deleteStep,
		"invite": w.invite, "reactivate": w.reactivate, "deactivate": w.deactivate, "fault": w.fault, "redeliver": w.redeliver, "disconnect": w.disconnect,
		"expect": w.expect, "answer": w.answer, "problem": w.problem, "state": w.state, "card": w.card, "breach": w.breach,
		"quiet": func([]string) { w.quiet() }, "clock": w.clock, "config": w.configStep, "kept": w.kept, "shows": w.shows, "weekly": w.weekly, "refuses": w.refuses, "save": w.save, "hangup": w.hangup, "repeat": w.repeat, "posted": w.posted, "events": w.events, "locale": w.locale, "email": w.email, "reverse": w.reverse,
	}
	do, ok := steps[words[0]]
	if !ok {
		w.fatal("no step is called %q", words[0])
	}
	do(words[1:])
	synctest.Wait()
}

// at moves to an instant: "2026-03-03 10:00", "10:34" today, or "+4m" from the last one.
func (w *world) at(a []string) {
	if len(w.runs) > 0 {
		w.quiet()
	}
	to := w.when(strings.Join(a, " "))
	if !w.everRan { // the program is up a moment before the story begins
		w.everRan = true
		time.Sleep(time.Until(to) - time.Second)
		w.start()
	}
	if d := time.Until(to); d > 0 {
		time.Sleep(d)
	} else if d < -3*time.Second {
		w.fatal("%s lies behind", strings.Join(a, " "))
	}
	w.from = to
}

func (w *world) when(s string) time.Time {
	if d, err := time.ParseDuration(strings.TrimPrefix(s, "+")); err == nil && strings.HasPrefix(s, "+") {
		return w.from.Add(d)
	}
	for _, layout := range []string{"2006-01-02 15:04:05", "2006-01-02 15:04"} {
		if t, err := time.ParseInLocation(layout, s, w.zone); err == nil {
			return t
		}
	}
	day := w.from.In(w.zone).Format("2006-01-02 ")
	for _, layout := range []string{"2006-01-02 15:04:05", "2006-01-02 15:04"} {
		if t, err := time.ParseInLocation(layout, day+s, w.zone); err == nil {
			return t
		}
	}
	w.fatal("no time: %s", s)
	return time.Time{}
}

func (w *world) startStep([]string) { w.start() }
func (w *world) stopStep([]string)  { w.halt(false) }
func (w *world) crashStep([]string) { w.halt(true) }

// config NAME: what the next start reads.
func (w *world) configStep(a []string) { w.conf = string(w.files[a[0]].Data) }

// weekly TIMES STEP…: the step at the same local time of each of so many weeks.
func (w *world) weekly(a []string) {
	times, err := strconv.Atoi(a[0])
	if err != nil {
		w.fatal("weekly how often? %s", a[0])
	}
	for range times {
		w.at([]string{w.from.In(w.zone).AddDate(0, 0, 7).Format("2006-01-02 15:04")})
		w.step(slices.Clone(a[1:]))
	}
}

// refuses NAME "fragment"…: that configuration does not load, and says why.
func (w *world) refuses(a []string) {
	_, err := config.Parse("story.yaml", over(app.SpruceConfig(), string(w.files[a[0]].Data)), w.files)
	if err == nil {
		w.errorf("%s loads", a[0])
		return
	}
	for _, f := range a[1:] {
		if !strings.Contains(err.Error(), text(f)) {
			w.errorf("%s: lacks %q: %v", a[0], text(f), err)
		}
	}
}

// repeat FROM-TO STEP…: the step once for each number; {} is the number.
func (w *world) repeat(a []string) {
	first, last, _ := strings.Cut(a[0], "-")
	from, err := strconv.Atoi(first)
	to, failed := strconv.Atoi(last)
	if err != nil || failed != nil {
		w.fatal("repeat from where to where? %s", a[0])
	}
	for n := from; n <= to; n++ {
		words := make([]string, len(a)-1)
		for i, word := range a[1:] {
			words[i] = strings.ReplaceAll(word, "{}", strconv.Itoa(n))
		}
		w.step(words)
	}
}

// redis away | back.
func (w *world) redisStep(a []string) { w.redis.Away(a[0] == "away") }

// person @name "Real Name" [locale=zh-CN] [zone=Europe/Berlin] [bot] [guest].
func (w *world) person(a []string) {
	u := sandbox.User{ID: "U0" + strings.ToUpper(a[0][1:]), Name: a[0][1:], RealName: text(a[1]), TZ: "Asia/Shanghai"}
	for _, extra := range a[2:] {
		switch {
		case strings.HasPrefix(extra, "locale="):
			u.Locale = extra[len("locale="):]
		case strings.HasPrefix(extra, "zone="):
			u.TZ = extra[len("zone="):]
		case extra == "bot":
			u.Bot = true
		case extra == "guest":
			u.Restricted = true
		}
	}
	w.slack.AddUser(u)
	w.name()
}

// channel #name [private] [bot] @member….
func (w *world) channel(a []string) {
	c := sandbox.Channel{ID: "C0" + strings.ToUpper(strings.ReplaceAll(a[0][1:], "-", "")), Name: a[0][1:]}
	for _, word := range a[1:] {
		switch word {
		case "private":
			c.Private = true
		case "im":
			c.Private, c.IM = true, true
		case "bot":
			c.Members = append(c.Members, w.slack.App().BotUserID)
		default:
			c.Members = append(c.Members, w.id(word))
		}
	}
	w.slack.AddChannel(c)
	w.name()
}

func (w *world) ok(err error) {
	w.t.Helper()
	if err != nil {
		w.errorf("%v", err)
	}
}

// spoken replaces @name by a mention, as Slack does in what people type.
func (w *world) spoken(word string) string {
	s := text(word)
	for name, id := range w.ids {
		if strings.HasPrefix(name, "@") {
			s = replaceWord(s, name, "<@"+id+">")
		}
	}
	return s
}

func replaceWord(s, name, with string) string {
	parts := strings.Split(s, " ")
	for i, p := range parts {
		if p == name {
			parts[i] = with
		}
	}
	return strings.Join(parts, " ")
}

// say @name #channel "text".
func (w *world) say(a []string) {
	ts, err := w.slack.Say(w.id(a[0]), w.id(a[1]), w.spoken(a[2]))
	w.ok(err)
	w.said[a[0]] = w.id(a[1]) + "/" + ts
}

// reply @name @author|#1 "text": in the thread of a person's last post, or of a ticket's card.
func (w *world) replyStep(a []string) {
	channel, ts := w.place(a[1])
	_, err := w.slack.Reply(w.id(a[0]), channel, ts, w.spoken(a[2]))
	w.ok(err)
}

// place is the post a story means: the last one of a person, or the card of a ticket.
func (w *world) place(word string) (channel, ts string) {
	if strings.HasPrefix(word, "@") {
		channel, ts, _ = strings.Cut(w.said[word], "/")
		return channel, ts
	}
	for _, c := range w.slack.Channels() {
		for _, m := range w.slack.Messages(c.ID) {
			if kindOf(m) == "card "+word {
				channel, ts = m.Channel, m.TS
			}
		}
	}
	if ts == "" {
		w.fatal("no card of %s", word)
	}
	return channel, ts
}

// dm @name "text".
func (w *world) dm(a []string) {
	ts, err := w.slack.DM(w.id(a[0]), w.spoken(a[1]))
	w.ok(err)
	w.said[a[0]] = w.slack.DMChannel(w.id(a[0])) + "/" + ts
}

// slash @name [#channel] words….
func (w *world) slash(a []string) {
	channel, line := w.ids["#team"], a[1:]
	if len(line) > 0 && strings.HasPrefix(line[0], "#") && w.ids[line[0]] != "" {
		channel, line = w.ids[line[0]], line[1:]
	}
	for i, word := range line {
		line[i] = w.spoken(word)
	}
	ack, err := w.slack.Slash(w.id(a[0]), channel, "/firstask", strings.Join(line, " "))
	w.ok(err)
	w.acks[a[0]] = ack
}

// click @name ACTION [#1]: the newest message the person sees with that button.
func (w *world) click(a []string) {
	user := w.id(a[0])
	channel, ts, ok := w.button(user, a[1], slices.Clone(a[2:]))
	if !ok {
		w.fatal("%s sees no button %s", a[0], strings.Join(a[1:], " "))
	}
	press := func() (sandbox.Ack, error) { return w.slack.Click(user, channel, ts, a[1]) }
	if len(a) > 2 {
		block, menu := w.row(channel, ts, a[1], a[2][1:])
		switch {
		case menu:
			press = func() (sandbox.Ack, error) { return w.slack.Choose(user, channel, ts, block+"/menu", a[1]) }
		case block != "":
			press = func() (sandbox.Ack, error) { return w.slack.Click(user, channel, ts, block+"/"+a[1]) }
		}
	}
	ack, err := press()
	w.ok(err)
	w.acks[a[0]] = ack
}

// row is the block of a ticket in a message of several that has an action: a
// row of buttons, or a menu of the same choices.
func (w *world) row(channel, ts, action, number string) (block string, menu bool) {
	var blocks []struct {
		ID       string `json:"block_id"`
		Elements []struct {
			Action string `json:"action_id"`
		} `json:"elements"`
		Accessory struct {
			Action string `json:"action_id"`
		} `json:"accessory"`
	}
	for _, m := range w.slack.Messages(channel) {
		if m.TS == ts {
			w.ok(json.Unmarshal(m.Blocks, &blocks))
		}
	}
	for _, b := range blocks {
		if !strings.HasPrefix(b.ID, "t"+number+".") {
			continue
		}
		if b.Accessory.Action == "menu" {
			return b.ID, true
		}
		for _, e := range b.Elements {
			if e.Action == action {
				return b.ID, false
			}
		}
	}
	return "", false
}

func (w *world) button(user, action string, number []string) (channel, ts string, ok bool) {
	seen := w.slack.Ephemerals(user)
	for _, c := range w.slack.ChannelsOf(user) {
		seen = append(seen, w.slack.Messages(c.ID)...)
	}
	slices.SortStableFunc(seen, func(a, b sandbox.Message) int { return a.At.Compare(b.At) })
	for _, m := range slices.Backward(seen) {
		blocks := string(m.Blocks)
		if m.Deleted || !strings.Contains(blocks, `"action_id":"`+action+`"`) && (len(number) == 0 || !strings.Contains(blocks, `"action_id":"menu"`)) {
			continue
		}
		if len(number) > 0 && !strings.Contains(blocks, `"value":"`+number[0][1:]+`"`) && !strings.Contains(blocks, `"block_id":"t`+number[0][1:]+`.`) {
			continue
		}
		return m.Channel, m.TS, true
	}
	return "", "", false
}

// submit @name field=value… : the dialog on top.
func (w *world) submit(a []string) {
	user := w.id(a[0])
	view, ok := w.slack.View(user)
	if !ok {
		w.fatal("%s has no dialog open: %+v", a[0], w.acks[a[0]])
	}
	values := map[string]any{}
	for _, pair := range a[1:] {
		field, value, _ := strings.Cut(text(pair), "=")
		action, kind := inputOf(view, field)
		if action == "" {
			w.fatal("the dialog has no field %s: %s", field, view.Blocks)
		}
		if kind == "datetimepicker" {
			value = strconv.FormatInt(w.when(value).Unix(), 10)
		}
		if strings.HasPrefix(kind, "multi_") {
			values[field+"/"+action] = w.several(value)
			continue
		}
		if strings.HasPrefix(value, "@") {
			value = w.id(value)
		}
		values[field+"/"+action] = value
	}
	ack, err := w.slack.Submit(user, view.ID, values)
	w.ok(err)
	w.acks[a[0]] = ack
}

// several are values with commas between them: people by their names, others as they stand.
func (w *world) several(value string) []string {
	switch {
	case value == "":
		return []string{}
	case !strings.HasPrefix(value, "@"):
		return strings.Split(value, ",")
	}
	var all []string
	for name := range strings.SplitSeq(value, ",") {
		all = append(all, w.id(name))
	}
	return all
}

func inputOf(v sandbox.View, block string) (action, kind string) {
	var blocks []struct {
		ID      string `json:"block_id"`
		Element struct {
			ID   string `json:"action_id"`
			Type string `json:"type"`
		} `json:"element"`
	}
	if json.Unmarshal(v.Blocks, &blocks) != nil {
		return "", ""
	}
	for _, b := range blocks {
		if b.ID == block {
			return b.Element.ID, b.Element.Type
		}
	}
	return "", ""
}

// react @name @author emoji: on the author's last post.
func (w *world) react(a []string) {
	channel, ts := w.place(a[1])
	w.ok(w.slack.React(w.id(a[0]), channel, ts, a[2]))
}

// shortcut @name @author: "make a ticket" on the author's last post.
func (w *world) shortcut(a []string) {
	channel, ts := w.place(a[1])
	ack, err := w.slack.MessageShortcut(w.id(a[0]), channel, ts, "ticket_from_message")
	w.ok(err)
	w.acks[a[0]] = ack
}

// locale @name zh-CN: the person reads another language from now on.
func (w *world) locale(a []string) {
	w.ok(w.slack.SetLocale(w.id(a[0]), a[1]))
	time.Sleep(time.Second)
}

// email @name ADDRESS: that is their address in Slack from now on.
func (w *world) email(a []string) {
	w.ok(w.slack.ChangeUser(w.id(a[0]), func(u *sandbox.User) { u.Email = a[1] }))
	time.Sleep(time.Second)
}

func (w *world) edit(a []string) {
	channel, ts := w.place(a[0])
	w.ok(w.slack.Edit(w.id(a[0]), channel, ts, w.spoken(a[1])))
}

func (w *world) deleteStep(a []string) {
	channel, ts := w.place(a[0])
	w.ok(w.slack.Delete(w.id(a[0]), channel, ts))
}

// invite #channel [@who]: the bot unless somebody is named.
func (w *world) invite(a []string) { w.ok(w.slack.Invite(w.id(a[0]), w.slack.App().BotUserID)) }

func (w *world) deactivate(a []string) { w.ok(w.slack.Deactivate(w.id(a[0]))) }

// reactivate @name: an account that was deactivated is there again.
func (w *world) reactivate(a []string) {
	w.ok(w.slack.ChangeUser(w.id(a[0]), func(u *sandbox.User) { u.Deleted = false }))
}

// fault METHOD [times=n] [status=n] [retry=s] [error=code] [hangup] [commit] [html].
func (w *world) fault(a []string) {
	f := sandbox.Fault{Method: a[0], Times: 1}
	for _, word := range a[1:] {
		key, value, _ := strings.Cut(word, "=")
		n, _ := strconv.Atoi(value)
		switch key {
		case "times":
			f.Times = n
		case "status":
			f.Status = n
		case "retry":
			f.Status, f.RetryAfter = 429, n
		case "error":
			f.Error = value
		case "hangup":
			f.HangUp = true
		case "commit":
			f.AfterCommit = true
		case "html":
			f.HTML = true
		default:
			w.fatal("no fault %s", word)
		}
	}
	w.slack.Inject(f)
}

func (w *world) redeliver(a []string) {
	n, _ := strconv.Atoi(a[0])
	w.slack.Redeliver(n)
}

func (w *world) reverse(a []string) {
	n, _ := strconv.Atoi(a[0])
	w.slack.ReverseNext(n)
}

func (w *world) disconnect(a []string) {
	w.slack.DisconnectSockets(a[0])
	time.Sleep(time.Second)
}
