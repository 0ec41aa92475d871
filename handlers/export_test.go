package handlers_test

import (
	"testing"

	"github.com/firstask/firstask/handlers"
	"github.com/firstask/firstask/policy"
	"github.com/firstask/firstask/ticket"
)

// papers is a request under rules that have forms.
func papers(tb testing.TB, forms ...policy.Form) *world {
	tb.Helper()
	return under(tb, func(p *policy.Policy) { p.Forms = forms })
}

// NX-5.1: the form is filled in for those who may read how the asker is reached,
// each time on record.
func TestExport(t *testing.T) {
	order := policy.Form{ID: "order", Rule: "X-1", Lines: []policy.Line{policy.LineNumber, policy.LinePassed}}
	slip := policy.Form{ID: "slip", Rule: "X-2", Lines: []policy.Line{policy.LineNumber}}
	for name, r := range map[string]struct {
		request handlers.Request
		forms   []policy.Form
		form    string
	}{
		"the only one":     {slash(chen, "export 1"), []policy.Form{order}, "order"},
		"by its id":        {slash(chen, "export 1 Slip"), []policy.Form{order, slip}, "slip"},
		"as an option":     {slash(chen, "export 1 --form slip"), []policy.Form{order, slip}, "slip"},
		"the button":       {click(chen, "export", 1, "slip"), []policy.Form{order, slip}, "slip"},
		"in Chinese":       {slash(chen, "填单 1 order"), []policy.Form{order, slip}, "order"},
		"after the matter": {slash(chen, "export 1"), []policy.Form{order}, "order"},
	} {
		t.Run(name, func(t *testing.T) {
			w := papers(t, r.forms...)
			w.must(slash(chen, "handoff 1 <@U0LI> hers"))
			r.request.Key = "once"
			reply := w.must(r.request)
			equal(t, "form", reply.Paper.ID, r.form)
			events := len(reply.Events)
			equal(t, "last on record", reply.Events[events-1].Kind, "export")
			again := w.must(r.request)
			equal(t, "the same once more", len(again.Events), events)
			equal(t, "filled in as before", w.says(chen, again), w.says(chen, reply))
		})
	}
	w := papers(t, order, slip)
	equal(t, "which of two", w.code(slash(chen, "export 1")), ticket.NoForm)
	equal(t, "no such form", w.code(slash(chen, "export 1 list")), ticket.NoForm)
	equal(t, "no part in it", w.code(slash(sun, "export 1 slip")), ticket.NotYours)
	equal(t, "a head who was not asked to help", w.code(slash(zhao, "export 1 slip")), ticket.NotYours)
	equal(t, "no forms", papers(t).code(slash(chen, "export 1")), ticket.NoForm)
}
