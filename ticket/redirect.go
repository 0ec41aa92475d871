package ticket

import (
	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/policy"
)

// redirect tells the asker where a request belongs that is not this house's or
// this part of it (RD-7, RE-9). An asker in Slack is told at once and it ends;
// where they are to be helped there, or are told by a person, it ends with "I
// told the customer" of the first-asked person.
func (x *turn) redirect(c Command) error {
	if err := x.mayRedirect(c); err != nil {
		return err
	}
	x.Redirect = Redirect{Department: c.To.Department, Body: c.Body, Text: c.Text, By: c.Actor, At: x.at}
	e := Event{Kind: string(VerbRedirect), To: x.Asker.User, Text: c.Text, Facts: map[string]string{"to": c.To.Department}}
	if c.Body != "" {
		e.Facts = map[string]string{"body": c.Body}
	}
	if x.Asker.InSlack() {
		x.after = append(x.after, x.tellWhere)
	}
	x.after = append(x.after, func() { x.tellJoined(c.Text) })
	if x.rules.Policy.Redirect != policy.RedirectAssist && x.Asker.InSlack() {
		x.dropOffer(string(VerbRedirect))
		x.end(SentOn, c.Actor, e)
		return nil
	}
	x.takeToAct(c)
	x.dropLevels(string(VerbRedirect))
	x.Result = Result{Text: c.Text, By: c.Actor, At: x.now}
	x.move(ResultReady, e)
	x.after = append(x.after, x.askToTell)
	return nil
}

func (x *turn) mayRedirect(c Command) error {
	switch {
	case x.State.Ended() || x.solved():
		return x.ended()
	case x.ordered(c.Actor):
		return refuse(DisputeInstead, notice.Params{"who": notice.User(x.dispatcher())})
	case c.Actor != x.Factual() && !x.superior(c.Actor):
		return refuse(NotYours, notice.Params{"who": notice.User(x.Factual()), "verb": notice.Word(string(VerbRedirect))})
	case x.rules.Policy.Redirect == policy.RedirectNever:
		return refuse(NeverAway, nil)
	case c.To.Department == "" && c.Body == "":
		return refuse(NeedWhere, nil)
	case c.Text == "":
		return refuse(NeedText, nil)
	default:
		return nil
	}
}

// tellWhere gives the asker the words of who sends them on. It is a public line
// of a ticket no more than a promise is: it goes to them alone.
func (x *turn) tellWhere() {
	p := notice.Params{"by": notice.User(x.Redirect.By), "text": notice.Text(x.Redirect.Text)}
	if x.Redirect.Body != "" {
		p["body"] = notice.Text(x.Redirect.Body)
	} else {
		p["department"] = notice.Text(x.Redirect.Department)
	}
	x.tell(x.Asker.User, notice.Redirected, p)
}
