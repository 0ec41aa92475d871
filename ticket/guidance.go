package ticket

import (
	"slices"

	"github.com/firstask/firstask/policy"
)

// Books are the rule books that the configuration names and that hold for a
// ticket, as its rules have them.
func Books(t *Ticket, rules policy.Rules) []policy.Book {
	x := &turn{Ticket: *t, rules: rules}
	return slices.DeleteFunc(slices.Clone(rules.Policy.Books), func(b policy.Book) bool { return !x.holds(&b.When) })
}

// Guidance is what the rule books say to people about a ticket, of what is for
// something, in their order.
func Guidance(t *Ticket, of policy.GuidanceFor, rules policy.Rules) []policy.Guidance {
	x := &turn{Ticket: *t, rules: rules}
	return slices.DeleteFunc(slices.Clone(rules.Policy.Guidance), func(g policy.Guidance) bool { return g.For != of || !x.holds(&g.When) })
}
