package policy

// The stages of the work that a rule book may tell apart, by their states: what
// was accepted is looked into from the first evidence on, and carried out from
// the plan on.
const (
	StageInvestigating = "INVESTIGATING"
	StageExecuting     = "EXECUTING"
)

// Stages are all stages.
func Stages() []string { return []string{StageInvestigating, StageExecuting} }
