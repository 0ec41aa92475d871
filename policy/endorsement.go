package policy

// Endorsement says which requests wait for the word of a leader before anybody
// works on them. Roles are those of the organisation, in their order.
type Endorsement struct {
	// Rule is the rule of the rule book behind it; "" for the organisation's own.
	Rule string `json:"rule,omitempty"`
	When When   `json:"when"`
	// By are the roles that endorse; of those that nobody fills, the heads above do.
	By []string `json:"by"`
}
