package policy

// MostQuestions is how many questions about an answer somebody may be asked:
// each is one press, and more are not answered.
const MostQuestions = 3

// Question is what a rule book asks of whoever got an answer. The first one
// decides: who is not satisfied there has the request opened again.
type Question struct {
	ID   string `json:"id"`
	Name Name   `json:"name"` // the question, as it is put
	Rule string `json:"rule"`
	When When   `json:"when,omitzero"`
}
