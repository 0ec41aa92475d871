package ticket

import (
	"slices"

	"github.com/firstask/firstask/notice"
)

// Face is a live message: it is drawn again, in place, whenever the ticket
// changes, so that no old button promises what no longer holds.
type Face struct {
	Slot   string           `json:"slot"`
	Kind   notice.Kind      `json:"kind"`
	To     notice.Recipient `json:"to"`
	Params notice.Params    `json:"params,omitempty"`
}

// CardSlot is the slot of the one working card.
const CardSlot = "card"

func (t *Ticket) keepFace(f Face) {
	t.Faces = slices.DeleteFunc(t.Faces, func(o Face) bool { return o.Slot == f.Slot })
	t.Faces = append(t.Faces, f)
}

// Card is where the working card lives; false before there is one.
func (t *Ticket) Card() (notice.Recipient, bool) {
	for _, f := range t.Faces {
		if f.Slot == CardSlot {
			return f.To, true
		}
	}
	return notice.Recipient{}, false
}
