package policy

import "slices"

// Form is a paper that a rule book has for a request. Its lines are filled in
// from the ticket when somebody wants it.
type Form struct {
	ID    string `json:"id"`
	Rule  string `json:"rule"`
	Lines []Line `json:"lines"`
}

// Line is what a line of a form says: one of Lines, or a field of the asker as
// "contact.phone".
type Line string

// The lines beside the fields of the asker.
const (
	LineNumber      Line = "number"
	LineCreated     Line = "created"     // when it was asked
	LineChannel     Line = "channel"     // the service channel it came by
	LineType        Line = "type"        // the kind of request
	LineAsker       Line = "asker"       // who asked
	LineContent     Line = "content"     // the request, whole
	LineNatural     Line = "natural"     // who was asked first
	LineDepartment  Line = "department"  // where it was asked
	LineReceiver    Line = "receiver"    // who is asked to take it
	LineResponsible Line = "responsible" // who has it
	LineShared      Line = "shared"      // the departments with a part in it
	LinePassed      Line = "passed"      // each passing on, with time and reason
	LineTalk        Line = "talk"        // what was said to and fro
	LineEvidence    Line = "evidence"    // what was found out
	LineAccount     Line = "account"     // the parts of the answer by name
	LineResult      Line = "result"
	LineEcho        Line = "echo"  // what whoever asked said of it
	LineEnded       Line = "ended" // when and how it ended
)

// Lines are all lines that are no fields of the asker.
func Lines() []Line {
	return []Line{
		LineNumber, LineCreated, LineChannel, LineType, LineAsker, LineContent, LineNatural, LineDepartment, LineReceiver,
		LineResponsible, LineShared, LinePassed, LineTalk, LineEvidence, LineAccount, LineResult, LineEcho, LineEnded,
	}
}

// Form finds a form by its id; "" is the only one there is. False if the rule
// books have none of it.
func (p *Policy) Form(id string) (Form, bool) {
	if id == "" && len(p.Forms) == 1 {
		return p.Forms[0], true
	}
	i := slices.IndexFunc(p.Forms, func(f Form) bool { return f.ID == id })
	if i < 0 {
		return Form{}, false
	}
	return p.Forms[i], true
}
