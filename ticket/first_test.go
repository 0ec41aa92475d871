package ticket_test

import (
	"testing"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/policy"
	"github.com/firstask/firstask/ticket"
)

// ways makes a rule book that lists these ways to be asked first, in this order.
func ways(all ...policy.FirstBy) func(*world) {
	return func(w *world) {
		w.rules.Policy.First = nil
		for _, by := range all {
			w.rules.Policy.First = append(w.rules.Policy.First, policy.FirstRule{By: by, Rule: "X-" + string(by)})
		}
	}
}

// The rule book says in which order it is tried who was asked first; what it
// does not list is not tried, and whoever captured it is the last resort.
func TestFirstAskedInTheOrderOfTheRuleBook(t *testing.T) {
	visit := func(host string, addressed ...string) ticket.Request {
		r := post(helpDesk, tang, "")
		r.By, r.Post.Author, r.Via, r.Host, r.Addressed = ben, ben, "visit", host, addressed
		return r
	}
	heard := func(asker string) ticket.Request {
		r := visit("")
		r.Typed, r.Asker = true, ticket.Asker{Kind: ticket.AskerMember, User: asker}
		return r
	}
	for name, tt := range map[string]struct {
		book    func(*world)
		request ticket.Request
		gone    string
		user    string
		by      policy.FirstBy
	}{
		"the host before who is on duty":          {ways(policy.ByHost, policy.ByDuty), visit(li), "", li, policy.ByHost},
		"who is on duty before the host":          {ways(policy.ByDuty, policy.ByHost), visit(li), "", chen, policy.ByDuty},
		"a host is nothing to a book without":     {ways(policy.ByDuty), visit(li), "", chen, policy.ByDuty},
		"a host who has left":                     {ways(policy.ByHost, policy.ByDuty), visit(li), li, chen, policy.ByDuty},
		"a host from nowhere":                     {ways(policy.ByHost, policy.ByDuty), visit(stranger), "", chen, policy.ByDuty},
		"nobody is asked first for being named":   {ways(policy.ByDuty), visit("", li), "", chen, policy.ByDuty},
		"no roster in the book: its head":         {ways(policy.ByHead), visit(""), "", zhao, policy.ByHead},
		"nothing in the book but the host":        {ways(policy.ByHost), visit(""), "", ben, policy.ByTypist},
		"several, and the book knows who":         {ways(policy.BySeniority, policy.ByAddress), visit("", ann, li), "", li, policy.BySeniority},
		"several, and the book does not: first":   {ways(policy.ByAddress, policy.ByDuty), visit("", ann, li), "", ann, policy.ByAddress},
		"several, of whom one has left":           {ways(policy.BySeniority, policy.ByAddress), visit("", li, ann), li, ann, policy.ByAddress},
		"the asker is not one of those asked":     {ways(policy.BySeniority, policy.ByAddress), visit("", tang, ann), "", ann, policy.ByAddress},
		"one, and the book only orders several":   {ways(policy.BySeniority, policy.ByDuty), visit("", ann), "", chen, policy.ByDuty},
		"whoever heard it first and typed it":     {ways(policy.ByListener, policy.ByDuty), heard(tang), "", ben, policy.ByListener},
		"nobody hears what they ask themselves":   {ways(policy.ByListener, policy.ByDuty), heard(ben), "", chen, policy.ByDuty},
		"a post was heard by nobody":              {ways(policy.ByListener, policy.ByDuty), visit(""), "", chen, policy.ByDuty},
		"the host before several who are visited": {ways(policy.ByHost, policy.BySeniority), visit(wu, ann, li), "", wu, policy.ByHost},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			tt.book(w)
			w.rules.Org.People = []policy.Person{{ID: ann, Rank: 3}, {ID: li, Rank: 5}}
			w.rules.Gone = map[string]bool{tt.gone: tt.gone != ""}
			n := w.capture(tt.request).t.Natural
			if n.User != tt.user || n.By != tt.by || n.Rule != w.rules.Policy.FirstRule(tt.by) {
				t.Errorf("%s by %s (%s), want %s by %s", n.User, n.By, n.Rule, tt.user, tt.by)
			}
		})
	}
}

// NX-3.2: those who were asked together with the senior one hear that they need
// do nothing, and stay among those who may read it.
func TestAskedTogether(t *testing.T) {
	w := newWorld(t)
	ways(policy.BySeniority, policy.ByAddress)(w)
	w.rules.Org.People = []policy.Person{{ID: chen, Rank: 3}, {ID: ann, Rank: 5}, {ID: li, Rank: 3}}
	r := customerPost(w.now)
	r.Addressed = []string{chen, ann, li, chen}
	w.capture(r).wantSaid("receipt to "+helpDesk, "asked_together to "+chen, "asked_together to "+li, "card to "+workroom, "asked to "+ann)
	wantEqual(t, w.t.Together, []string{chen, li})
	wantEqual(t, w.t.Natural.Over, policy.SeniorRank)
	wantEqual(t, w.said(notice.AskedTogether).Params, notice.Params{"who": notice.User(ann), "by": notice.User(tang)})
	if !w.t.Concerned(li) || w.t.Concerned(zhou) {
		t.Error("those who were asked together have a part in it, nobody else")
	}
	if c := rules(w)["FA-15"]; c.Subject != ann || len(w.t.Clocks) != 2 {
		t.Errorf("clocks %+v", w.t.Clocks)
	}
}
