// Package docs is the documentation that the program reads itself. The pages
// stand beside it; its tests keep all of them true.
package docs

import _ "embed" // for the rules

//go:embed rules.yaml
var rules string

// Rules returns docs/rules.yaml as it was built in: every rule, and what
// carries it out. The slice is the caller's own.
func Rules() []byte { return []byte(rules) }
