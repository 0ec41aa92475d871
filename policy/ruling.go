package policy

// Ruling says who decides a matter that whoever received it cannot, for tickets
// that When names, and who decides it for good. Roles are those of the
// organisation, in their order.
type Ruling struct {
	// Rule is the rule of the rule book behind it; "" for the organisation's own.
	Rule string `json:"rule,omitempty"`
	When When   `json:"when,omitzero"`
	// By are the roles that rule.
	By []string `json:"by"`
	// Final are the roles that decide for good, Review is the rule by which the
	// two parties may ask them to.
	Final  []string `json:"final"`
	Review string   `json:"review,omitempty"`
	// Major is the rule by which a major matter goes straight to Final; "": it is
	// ruled like any other.
	Major string `json:"major,omitempty"`
}

// Outcome is a rule by which the result of a matter, once whoever asked has it,
// is passed on to whom the matter is about.
type Outcome struct {
	Rule string `json:"rule"`
	When When   `json:"when,omitzero"`
}
