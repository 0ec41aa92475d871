package handlers_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/firstask/firstask/handlers"
	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/ticket"
)

func TestIntakes(t *testing.T) {
	shortcut := func(actor, author, channel string) handlers.Request {
		r := post(handlers.Shortcut, actor, channel, "1.1", "the lamp is broken")
		r.Line, r.Post.Author = "", author
		return r
	}
	pair := shortcut(ben, zhou, "D0PAIR")
	pair.Post.DM, pair.Post.Private, pair.Post.Hidden = true, true, true
	app := shortcut(ben, "", team)
	reaction := shortcut(ben, tang, help)
	reaction.Source, reaction.Detail, reaction.PostText = handlers.Reaction, "ticket", ""
	for name, r := range map[string]struct {
		request            handlers.Request
		key                string // of the answer
		by, asker, natural string
		rule, department   string
		text               string
		askerKind          ticket.AskerKind
	}{
		"slash where no desk is":    {slash(ben, "the lamp"), "saved", ben, "", ben, "FA-08", "", "the lamp", ticket.AskerUnknown},
		"slash of a guest":          {slash(tang, "the lamp"), "saved_desk", tang, tang, chen, "FA-08.1", "support", "the lamp", ticket.AskerMember},
		"slash at a desk":           {handlers.Request{Source: handlers.Slash, Actor: ben, Line: "the lamp", Post: ticket.Post{Channel: ask}}, "saved_desk", ben, ben, chen, "FA-08.1", "support", "the lamp", ticket.AskerMember},
		"slash by the desk":         {handlers.Request{Source: handlers.Slash, Actor: chen, Line: "the lamp", Post: ticket.Post{Channel: ask}}, "saved", chen, "", chen, "FA-08.1", "support", "the lamp", ticket.AskerUnknown},
		"slash to somebody":         {slash(ben, "<@U0LI> the invoice"), "saved_desk", ben, "", li, "FA-08.3", "", "<@U0LI> the invoice", ticket.AskerUnknown},
		"slash in passing":          {slash(ben, "the invoice, ask <@U0LI>"), "saved", ben, "", ben, "FA-08", "", "the invoice, ask <@U0LI>", ticket.AskerUnknown},
		"dm to the bot":             {post(handlers.Direct, ben, "D0BEN", "1.1", "the lamp"), "", ben, ben, chen, "FA-08.1", "support", "the lamp", ticket.AskerMember},
		"mention":                   {post(handlers.Mention, ben, team, "1.1", "the lamp"), "", ben, ben, chen, "FA-08.1", "support", "the lamp", ticket.AskerMember},
		"mention of a leaver first": {post(handlers.Mention, ben, team, "1.1", "<@U0LEFT> the lamp"), "", ben, ben, chen, "FA-08.1", "support", "<@U0LEFT> the lamp", ticket.AskerMember},
		"every message":             {post(handlers.Message, tang, help, "1.1", "the lamp"), "", tang, tang, chen, "FA-08.1", "support", "the lamp", ticket.AskerMember},
		"shortcut":                  {shortcut(ben, zhou, team), "saved_desk", ben, zhou, chen, "FA-08.1", "support", "the lamp is broken", ticket.AskerMember},
		"shortcut between two":      {pair, "saved", ben, zhou, ben, "FA-08.3", "", "the lamp is broken", ticket.AskerMember},
		"shortcut on an app's post": {app, "saved", ben, "", ben, "FA-08.3", "support", "the lamp is broken", ticket.AskerUnknown},
		"reaction":                  {reaction, "saved_desk", ben, tang, chen, "FA-08.1", "support", "", ticket.AskerMember},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			reply := w.must(r.request)
			equal(t, "answer", reply.Key, r.key)
			equal(t, "number", reply.Ticket, 1)
			got := w.ticket(1)
			equal(t, "captured by", got.CapturedBy, r.by)
			equal(t, "asker", got.Asker.User, r.asker)
			equal(t, "kind of asker", got.Asker.Kind, r.askerKind)
			equal(t, "natural", got.Natural.User, r.natural)
			equal(t, "rule", got.Natural.Rule, r.rule)
			equal(t, "department", got.Department, r.department)
			equal(t, "text", got.Text, r.text)
			equal(t, "wakes", w.wakes, 1)
		})
	}
}

func TestNothingIsOpened(t *testing.T) {
	other := post(handlers.Reaction, ben, team, "1.1", "x")
	other.Detail = "eyes"
	for name, r := range map[string]struct {
		request handlers.Request
		key     string
	}{
		"slash alone":                   {slash(ben, ""), ""},
		"slash with only spaces in new": {slash(ben, "new"), ""},
		"greeting by slash":             {slash(ben, "hello"), "help"},
		"greeting in a dm":              {post(handlers.Direct, ben, "D0BEN", "1.1", "在吗？"), "help"},
		"bare mention":                  {post(handlers.Mention, ben, team, "1.1", ""), "help"},
		"new in a dm":                   {post(handlers.Direct, ben, "D0BEN", "1.1", "new"), "empty"},
		"greeting at a desk":            {post(handlers.Message, tang, help, "1.1", "hello"), ""},
		"the desk's own people":         {post(handlers.Message, chen, help, "1.1", "lunch?"), ""},
		"a post elsewhere":              {post(handlers.Message, ben, team, "1.1", "lunch?"), ""},
		"a desk without every message":  {post(handlers.Message, ben, ask, "1.1", "lunch?"), ""},
		"an empty post":                 {post(handlers.Message, tang, help, "1.1", "  "), ""},
		"reply in somebody's thread":    {inThread(post(handlers.Message, tang, help, "1.2", "me too")), ""},
		"another emoji":                 {other, ""},
		"a button nobody has":           {click(ben, "dance", 1, ""), "failed"},
		"unknown source":                {handlers.Request{Source: "smoke", Actor: ben}, ""},
		"near verb":                     {slash(ben, "acept 7"), "near_verb"},
		"unknown number":                {slash(ben, "accept 7"), "not_found"},
		"form without text":             {form(ben, "new", 0, map[string]string{"text": " \n"}), ""},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			reply := w.must(r.request)
			equal(t, "answer", reply.Key, r.key)
			equal(t, "commits", w.shelf.commits, 0)
			if keep := r.request.Line; (r.key == "near_verb" || strings.HasPrefix(keep, "answer")) && reply.Typed != keep {
				t.Errorf("what was typed is lost: %q", reply.Typed)
			}
		})
	}
	w := newWorld(t)
	equal(t, "form of slash alone", w.must(slash(ben, "")).Form, "new")
	equal(t, "form of new", w.must(slash(ben, "new")).Form, "new")
}

func TestOnePostIsOneTicket(t *testing.T) {
	message := func() handlers.Request { return post(handlers.Message, tang, help, "1.1", "the lamp") }
	mention := func() handlers.Request { return post(handlers.Mention, tang, help, "1.1", "the lamp") }
	marked := func(s handlers.Source) func() handlers.Request {
		return func() handlers.Request {
			r := post(s, ben, help, "1.1", "the lamp")
			r.Line, r.Post.Author, r.Detail = "", tang, "ticket"
			return r
		}
	}
	all := []func() handlers.Request{message, mention, marked(handlers.Reaction), marked(handlers.Shortcut)}
	for i := range all {
		for j := range all {
			w := newWorld(t)
			w.must(all[i]())
			w.now = w.now.Add(72 * time.Hour)
			clear(w.shelf.seen) // keys are forgotten in a day, posts are not
			w.must(all[j]())
			w.must(all[i]())
			if open, _ := w.shelf.Unfinished(t.Context()); len(open) != 1 || len(w.shelf.history[1]) != 1 {
				t.Errorf("%d after %d: %v, %d events", j, i, open, len(w.shelf.history[1]))
			}
		}
	}
}

func TestRepeatedRequest(t *testing.T) {
	w := asked(t)
	for name, r := range map[string]handlers.Request{
		"slash":    slash(ben, "a lamp"),
		"form":     form(ben, "new", 0, map[string]string{"text": "a lamp"}),
		"click":    click(chen, "accept", 1, ""),
		"mention":  post(handlers.Mention, ben, team, "2.1", "a lamp"),
		"silent":   post(handlers.Message, tang, help, "3.1", "one more thing"),
		"shortcut": {Source: handlers.Shortcut, Actor: ben, Post: ticket.Post{Channel: team, TS: "4.1", Author: zhou}, PostText: "a lamp"},
	} {
		r.Key = "same/" + name
		first := w.must(r)
		commits := w.shelf.commits
		again := w.must(r)
		equal(t, name+": key of the answer", again.Key, first.Key)
		equal(t, name+": number", again.Ticket, first.Ticket)
		equal(t, name+": commits", w.shelf.commits, commits)
		if (first.View == nil) != (again.View == nil) {
			t.Errorf("%s: the repeated answer has no ticket", name)
		}
	}
	if w.meter.outcomes["repeated"] != 6 {
		t.Errorf("counted %v", w.meter.outcomes)
	}
}

// racing does not know a key at first, as if the first request were still being saved.
type racing struct {
	*shelf

	misses int
}

func (r *racing) Seen(ctx context.Context, key string) ([]byte, bool, error) {
	if r.misses > 0 {
		r.misses--
		return nil, false, nil
	}
	return r.shelf.Seen(ctx, key)
}

// TestSameRequestAtTheSameTime: two replicas get one gesture; the second finds
// out at the commit, or by a refusal of what the first has just done.
func TestSameRequestAtTheSameTime(t *testing.T) {
	for name, r := range map[string]handlers.Request{
		"found by the commit": click(tang, "note", 1, ""), "found by a refusal": click(chen, "accept", 1, ""),
	} {
		t.Run(name, func(t *testing.T) {
			w := asked(t)
			w.desk.Tickets = &racing{w.shelf, 2}
			r.Values = map[string]string{"text": "number 7"}
			r := w.request(r)
			first := w.must(r)
			again := w.must(r)
			equal(t, "key of the answer", again.Key, first.Key)
			equal(t, "events", len(w.shelf.history[1]), 2)
		})
	}
}

func TestJoin(t *testing.T) {
	for name, r := range map[string]struct {
		after  time.Duration
		before func(*world)
		author string
		joined bool
	}{
		"within five minutes":       {5 * time.Minute, nil, tang, true},
		"later":                     {5*time.Minute + time.Second, nil, tang, false},
		"of another author":         {time.Minute, nil, ben, false},
		"accepted meanwhile":        {time.Minute, func(w *world) { w.must(click(chen, "accept", 1, "")) }, tang, false},
		"handed over meanwhile":     {time.Minute, func(w *world) { w.must(click(chen, "handoff", 1, li)) }, tang, true},
		"a race is lost":            {time.Minute, func(w *world) { w.shelf.conflict = 3 }, tang, true},
		"asked for somebody else":   {time.Minute, func(w *world) { w.must(slash(tang, "asker 1 <@U0BEN>")) }, tang, false},
		"the first one not settled": {-time.Minute, nil, tang, true},
	} {
		t.Run(name, func(t *testing.T) {
			w := asked(t)
			if r.before != nil {
				r.before(w)
			}
			at := w.now.Add(r.after)
			w.now = w.now.Add(max(r.after, 0))
			second := post(handlers.Message, r.author, help, "1.2", "and the date too")
			second.PostAt = at
			reply := w.must(second)
			open, _ := w.shelf.Unfinished(t.Context())
			equal(t, "joined", len(open) == 1, r.joined)
			equal(t, "said", reply.Key, "")
			if n := w.shelf.posts[help+"/1.2"]; r.joined != (n == 1) {
				t.Errorf("the post leads to #%d", n)
			}
			if r.joined && w.shelf.history[1][len(w.shelf.history[1])-1].Text != "and the date too" {
				t.Errorf("the text is lost: %+v", w.shelf.history[1])
			}
		})
	}
}

func TestHostileTextIsKeptWhole(t *testing.T) {
	for name, s := range map[string]string{
		"long": strings.Repeat("长", 10_000), "channel": "&lt;!channel&gt; <!here> <@U0LI>", "markup": "*b* _i_ ~s~ `c`\n\n> q",
		"emoji": "👩‍👩‍👧‍👦🏽", "rtl": "\u202eمرحبا", "verb first, no number": "return the projector to room 5", "new first": "new laptop please",
	} {
		w := newWorld(t)
		w.must(slash(ben, s))
		if got := w.ticket(1).Text; got != s {
			t.Errorf("%s: saved as %q", name, got)
		}
	}
}

func TestUnsaved(t *testing.T) {
	for name, r := range map[string]struct {
		away    string
		request handlers.Request
	}{
		"seen":             {"seen", slash(ben, "x")},
		"number":           {"number", slash(ben, "x")},
		"create":           {"commit", slash(ben, "x")},
		"load":             {"load", slash(chen, "accept 1")},
		"change":           {"commit", slash(chen, "accept 1")},
		"post looked up":   {"by post", inThread(post(handlers.Message, tang, help, "1.2", "x"))},
		"verb in a thread": {"by post", inThread(post(handlers.Mention, tang, help, "1.2", "x"))},
		"emoji":            {"by post", handlers.Request{Source: handlers.Reaction, Actor: ben, Detail: "ticket", Post: ticket.Post{Channel: help, TS: "1.1"}}},
		"last of":          {"last of", post(handlers.Message, tang, help, "1.2", "x")},
		"joining looks":    {"by post", post(handlers.Message, tang, help, "1.2", "x")},
		"joining":          {"commit", post(handlers.Message, tang, help, "1.2", "x")},
		"mine":             {"of", slash(ben, "mine")},
		"list":             {"unfinished", slash(ben, "list")},
		"list loads":       {"load many", slash(zhao, "list")},
		"show":             {"load", slash(chen, "show 1")},
		"history":          {"history", slash(chen, "show 1")},
		"why":              {"load", slash(chen, "why 1")},
		"handoff":          {"load", slash(chen, "handoff 1 nobody")},
		"taken post":       {"load", handlers.Request{Source: handlers.Reaction, Actor: ben, Detail: "ticket", Post: ticket.Post{Channel: help, TS: "1.1"}}},
		"form":             {"commit", form(chen, "resolve", 1, map[string]string{"text": "done"})},
	} {
		t.Run(name, func(t *testing.T) {
			w := asked(t)
			commits, wakes := w.shelf.commits, w.wakes
			w.shelf.away[r.away] = true
			if _, err := w.do(r.request); !errors.Is(err, handlers.ErrUnsaved) || !errors.Is(err, errAway) {
				t.Errorf("the error is %v", err)
			}
			equal(t, "commits", w.shelf.commits, commits)
			equal(t, "wakes", w.wakes, wakes)
		})
	}
	w := asked(t)
	w.book.away = true
	for _, line := range []string{"x", "accept 1", "duty", "list", "whois invoice", "show 1", "handoff 1 li", "promise 1 2h", "asker 1 me"} {
		if _, err := w.do(slash(chen, line)); !errors.Is(err, handlers.ErrUnsaved) {
			t.Errorf("%s without rules: %v", line, err)
		}
	}
}

func TestLostRaces(t *testing.T) {
	w := asked(t)
	w.shelf.conflict = 11
	w.must(slash(chen, "accept 1"))
	equal(t, "responsible", w.ticket(1).Responsible, chen)
	equal(t, "conflicts", w.meter.outcomes["conflict"], 11)
	w.shelf.conflict = 1 << 20
	_, err := w.do(slash(chen, "resolve 1 done"))
	if !errors.Is(err, handlers.ErrUnsaved) || !errors.Is(err, handlers.ErrConflict) {
		t.Errorf("a race lost for ever: %v", err)
	}
	equal(t, "state", w.ticket(1).State, ticket.Accepted)
}

func TestThread(t *testing.T) {
	w := asked(t)
	reply := func(s handlers.Source, actor, ts, line string) handlers.Reply {
		return w.must(inThread(post(s, actor, help, ts, line)))
	}
	equal(t, "answer to a note", reply(handlers.Message, tang, "1.2", "number 7").Key, "")
	equal(t, "noted once, told by two events", reply(handlers.Mention, tang, "1.2", "number 7").Key, "")
	equal(t, "answer to a mention", reply(handlers.Mention, tang, "1.3", "please").Key, "noted")
	equal(t, "bare mention", reply(handlers.Mention, tang, "1.4", "").Key, "help")
	equal(t, "empty post", reply(handlers.Message, tang, "1.5", "").Key, "")
	equal(t, "verb without number", reply(handlers.Mention, chen, "1.6", "accept").Key, "accepted")
	equal(t, "text of a verb alone stays a note", reply(handlers.Message, chen, "1.7", "accept").Key, "")
	equal(t, "verb with another number", reply(handlers.Mention, chen, "1.8", "show 9").Key, "not_found")
	kinds := make([]string, 0, 5)
	for _, e := range w.shelf.history[1] {
		kinds = append(kinds, e.Kind)
	}
	equal(t, "history", strings.Join(kinds, " "), "captured note note accept note")
	equal(t, "notes told", count(w.shelf.said(chen), string(notice.NotesAdded)), 2)
	if got := w.ticket(1); got.Responsible != chen || !slices.Contains(got.Asked, chen) {
		t.Errorf("responsible is %s", got.Responsible)
	}
}

func TestPostTakenMeanwhile(t *testing.T) {
	w := asked(t)
	clear(w.shelf.seen)
	mark := handlers.Request{Source: handlers.Mention, Actor: ben, Line: "x", Post: ticket.Post{Channel: help, TS: "1.1", Author: tang}}
	reply := w.must(mark)
	equal(t, "answer", reply.Key, "already_ticket")
	equal(t, "number", reply.Ticket, 1)
	silent := post(handlers.Message, ben, help, "1.1", "x")
	silent.Post.Author = tang
	equal(t, "answer to a post", w.must(silent).Key, "")
}
