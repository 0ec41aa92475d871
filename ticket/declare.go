package ticket

import (
	"slices"
	"strconv"

	"github.com/firstask/firstask/notice"
)

// declare notes that a request was reported further in the asker's name, as a
// ticket of its own that goes its usual way (IM-5.3). It stays with whoever has it.
func (x *turn) declare(c Command) error {
	switch {
	case x.State.Ended() || x.solved():
		return x.ended()
	case !x.inCharge(c.Actor):
		return refuse(NotYours, notice.Params{"who": notice.User(x.Factual()), "verb": notice.Word(string(VerbDeclare))})
	case c.Text == "":
		return refuse(NeedText, nil)
	}
	if !slices.Contains(x.Declared, c.Number) {
		x.Declared = append(x.Declared, c.Number)
	}
	x.event(Event{Kind: string(VerbDeclare), Text: c.Text, Facts: map[string]string{"ticket": strconv.FormatInt(c.Number, 10)}})
	return nil
}
