package policy

// Matter is something a request may come to that concerns more people than
// those who have it: the rule book names the roles that are brought in.
type Matter struct {
	// ID is what it is called in the rule book, Name what people call it.
	ID   string `json:"id"`
	Name Name   `json:"name"`
	Rule string `json:"rule"`
	When When   `json:"when,omitzero"`
	// Topics are words by which it shows in what is said of a request; with none
	// somebody has to say so.
	Topics []string `json:"topics,omitempty"`
	// Mark is the mark that a request gets with it; "" for none.
	Mark string `json:"mark,omitempty"`
	// With are the roles that have a part in it then.
	With []string `json:"with"`
	// Opinions: each of them owes a solution, or the date of one.
	Opinions bool `json:"opinions,omitempty"`
}

// Mentioned reports whether a text names the matter by one of its words.
func (m *Matter) Mentioned(text string) bool {
	for _, t := range m.Topics {
		if Mentions(text, t) {
			return true
		}
	}
	return false
}

// Matter finds a matter by its id; nil if this version knows none.
func (p *Policy) Matter(id string) *Matter {
	for i := range p.Matters {
		if p.Matters[i].ID == id {
			return &p.Matters[i]
		}
	}
	return nil
}

// Marking are the matters that bear a mark; those of "" bear none.
func (p *Policy) Marking(mark string) []*Matter {
	var all []*Matter
	for i := range p.Matters {
		if p.Matters[i].Mark == mark {
			all = append(all, &p.Matters[i])
		}
	}
	return all
}
