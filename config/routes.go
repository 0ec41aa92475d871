package config

import (
	"cmp"
	"slices"

	"github.com/firstask/firstask/policy"
)

// routeDoc is where requests of a kind go.
type routeDoc struct {
	rule   str
	when   whenDoc
	topics []str
	at     spot
	to     placeDoc
	with   []placeDoc
}

// placeDoc is a department, one of its posts, or a role; one of them is given.
type placeDoc struct{ department, post, role str }

// mandateDoc is who may do something beside the heads.
type mandateDoc struct {
	rule str
	by   []str
}

// routes reads where requests go, in order. In a rule book each names its rule.
func (l *loader) routes(v value, rule func(string, func(value)) field) []routeDoc {
	var all []routeDoc
	l.list(v, func(v value) {
		r := routeDoc{at: v.spot}
		before := len(l.problems)
		l.object(v,
			rule("rule", func(v value) { r.rule, _ = l.text(v) }),
			may("when", func(v value) { r.when = l.when(v) }),
			may("topics", func(v value) { r.topics = l.texts(v) }),
			must("to", func(v value) { r.to = l.place(v) }),
			may("with", func(v value) { l.list(v, func(v value) { r.with = append(r.with, l.place(v)) }) }))
		if len(l.problems) == before {
			all = append(all, r)
		}
	})
	return all
}

func (l *loader) place(v value) placeDoc {
	p := placeDoc{}
	before := len(l.problems)
	l.object(v,
		may("department", func(v value) { p.department, _ = l.text(v) }),
		may("post", func(v value) { p.post, _ = l.text(v) }),
		may("role", func(v value) { p.role, _ = l.text(v) }))
	given := 0
	for _, s := range []str{p.department, p.post, p.role} {
		if s.string != "" {
			given++
		}
	}
	if given != 1 && len(l.problems) == before {
		l.fail(v.spot, "{department: finance}, {post: invoices} or {role: …}", "a route leads to one place")
	}
	return p
}

func (l *loader) mandate(v value) mandateDoc {
	d := mandateDoc{}
	l.object(v,
		must("rule", func(v value) { d.rule, _ = l.text(v) }),
		must("by", func(v value) { d.by = l.texts(v) }))
	return d
}

// takeRoutes are the routes of the file, then those of the rule books, each
// with what binds it. A route that no ticket takes is left out.
func (l *loader) takeRoutes(org *policy.Org) []policy.Route {
	var routes []policy.Route
	take := func(all []routeDoc, to whenDoc) {
		for _, r := range all {
			l.checkWhen(r.when)
			route := policy.Route{Rule: r.rule.string, Topics: some(r.topics), To: l.placeOf(r.to, r.at)}
			for _, p := range r.with {
				route.With = append(route.With, l.placeOf(p, r.at))
			}
			if when, empty := r.when.narrow(to, org); empty == "" {
				route.When = when.when()
				routes = append(routes, route)
			}
		}
	}
	take(l.doc.routes, whenDoc{})
	for p, to := range l.eachBook() {
		take(p.routes, to)
	}
	return routes
}

// placeOf is a place of a route at a spot, looked up.
func (l *loader) placeOf(to placeDoc, at spot) policy.Place {
	switch {
	case l.incomplete:
	case to.department.string != "":
		l.mustKnow(to.department, "a department", l.departmentIDs())
	case to.post.string != "":
		l.mustKnow(to.post, "a post", l.postIDs())
	case l.mustKnow(to.role, "a role", l.roleIDs()) && !l.isFilled(to.role):
		l.warn(cmp.Or(to.role.spot, at), "roles: {"+to.role.string+": U…}", "nobody fills %s: this route leads nowhere", to.role.string)
	}
	return policy.Place{Department: to.department.string, Post: to.post.string, Role: to.role.string}
}

// put writes what a rule book says over what the policy has.
func (d mandateDoc) put(to *policy.Mandate) {
	if d.rule.string != "" {
		*to = policy.Mandate{Rule: d.rule.string, By: plain(d.by)}
	}
}

// checkMandate looks up the roles that may do something, and says what is so
// without anybody in them.
func (l *loader) checkMandate(d mandateDoc, without string) {
	for _, s := range d.by {
		if l.mustKnow(s, "a role", l.roleIDs()) && !l.isFilled(s) {
			l.warn(s.spot, "roles: {"+s.string+": U…}", "nobody fills %s: %s", s.string, without)
		}
	}
}

// isFilled reports whether somebody fills a role, for all or for a department.
func (l *loader) isFilled(role str) bool {
	bound := slices.Clone(l.doc.roles)
	for _, d := range l.doc.departments {
		bound = append(bound, d.roles...)
	}
	return slices.ContainsFunc(bound, func(r roleDoc) bool { return r.id.string == role.string && len(r.people) > 0 })
}

func (l *loader) postIDs() []string {
	var ids []string
	for _, d := range l.doc.departments {
		for _, p := range d.posts {
			ids = append(ids, p.id.string)
		}
	}
	return ids
}
