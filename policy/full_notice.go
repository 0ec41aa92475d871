package policy

// MostPoints is how many points somebody is told in one go.
const MostPoints = 10

// Point is one thing that whoever asked is told in one go, with all others, of
// what their matter takes (a one-time full notice).
type Point struct {
	ID   string `json:"id"`
	Name Name   `json:"name"` // what they are told, as it is said
	Rule string `json:"rule"`
	When When   `json:"when,omitzero"`
}

// Point finds a point by its id; nil if this version knows none.
func (p *Policy) Point(id string) *Point {
	for i := range p.FullNotice {
		if p.FullNotice[i].ID == id {
			return &p.FullNotice[i]
		}
	}
	return nil
}
