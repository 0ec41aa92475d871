package ticket

import (
	"strings"

	"github.com/firstask/firstask/notice"
)

// export notes that somebody had a form of the ticket filled in. It says all that
// is known of who asked, so it is for those who may read that (NX-5.1).
func (x *turn) export(c Command) error {
	if !x.Reads(c.Actor) {
		return refuse(NotYours, notice.Params{"who": notice.User(x.Factual()), "verb": notice.Word(string(VerbExport))})
	}
	form, ok := x.rules.Policy.Form(c.Word)
	if !ok {
		ids := make([]string, 0, len(x.rules.Policy.Forms))
		for _, f := range x.rules.Policy.Forms {
			ids = append(ids, f.ID)
		}
		return refuse(NoForm, notice.Params{"what": notice.Text(c.Word), "forms": notice.Text(strings.Join(ids, ", "))})
	}
	x.event(Event{Kind: string(VerbExport), Rule: form.Rule, Text: c.Text, Facts: map[string]string{"form": form.ID}})
	return nil
}
