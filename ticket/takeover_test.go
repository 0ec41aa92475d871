package ticket_test

import (
	"testing"

	"github.com/firstask/firstask/policy"
	"github.com/firstask/firstask/ticket"
)

// SD-5.2.1.3: once a leader was asked for help, another brings the result; a
// leader who was only to endorse it was not asked for that.
func TestReplyOnceALeaderWasAsked(t *testing.T) {
	for name, tt := range map[string]struct {
		asked    bool
		endorsed bool
		speakers []string
		want     string
	}{
		"nobody was asked":              {speakers: []string{wu}, want: ann},
		"the leader was":                {asked: true, speakers: []string{wu}, want: wu},
		"the leader endorsed it":        {endorsed: true, speakers: []string{wu}, want: ann},
		"and was asked after that":      {endorsed: true, asked: true, speakers: []string{wu}, want: wu},
		"nobody fills the other's role": {asked: true, want: ann},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			p := everything()
			if tt.endorsed {
				p = endorsing(p)
				p.Endorsements[0].When = policy.When{}
			}
			p.Replies = []policy.Reply{{Asked: "personnel", By: policy.ReplyDesignated, Role: "speaker"}}
			for i := range p.Windows {
				if len(p.Windows[i].Ladder) > 0 && p.Windows[i].On == policy.Natural {
					p.Windows[i].Ladder = []policy.Step{"personnel", policy.Fallback}
				}
			}
			w.rules.Policy = p
			w.rules.Org.Roles = map[string][]string{"personnel": {zhou}, "speaker": tt.speakers}
			w.capture(typedFor(w.now)).delivered()
			if tt.endorsed {
				w.do(ticket.VerbEndorse, zhou)
			}
			if tt.asked {
				w.do(ticket.VerbEscalate, ann)
			}
			w.apply(ticket.Command{Verb: ticket.VerbResolve, Actor: ann, Text: "mended"})
			if got := w.t.Teller(); got != tt.want || w.t.State != ticket.ResultReady {
				t.Errorf("%s brings it, want %s; %s", got, tt.want, w.t.State)
			}
		})
	}
}
