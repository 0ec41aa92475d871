package bot_test

import (
	"testing"
	"time"

	"github.com/firstask/firstask/bot"
)

func TestFoldedMessageIsDrawnAgain(t *testing.T) {
	inFolds(t, func(r *rig, m *matters) {
		ben := toUser("U0BEN")
		for n := range int64(3) {
			r.queue.put(helping(n+1, ben))
		}
		s := bot.NewSender(r.opts)
		r.runSender(s, 5*time.Second)
		m.settle(2)
		r.queue.put(redrawn(2, ben))
		r.runSender(s, 5*time.Second)
		diff(t, "one settled", r.said("U0BEN"), []string{"folded: #1 open; #2 settled; #3 open"})
		r.queue.put(redrawn(2, ben))
		r.queue.put(redrawn(1, ben)) // nothing looks different
		r.runSender(s, 5*time.Second)
		diff(t, "calls", [2]int{r.calls("chat.postMessage"), r.calls("chat.update")}, [2]int{1, 1})
		m.settle(1, 3)
		r.queue.put(redrawn(1, ben))
		r.queue.put(redrawn(3, ben))
		r.runSender(s, 5*time.Second)
		diff(t, "all settled", r.said("U0BEN"), []string{"folded: #1 settled; #2 settled; #3 settled"})
		diff(t, "calls", [2]int{r.calls("chat.postMessage"), r.calls("chat.update")}, [2]int{1, 2})
		diff(t, "told of the delivery once each", len(r.told.lines), 3)
	})
}

// After a restart nobody remembers how the message looks: at worst it is drawn
// once more, never left as it was.
func TestFoldedMessageIsDrawnAgainAfterARestart(t *testing.T) {
	inFolds(t, func(r *rig, m *matters) {
		ben := toUser("U0BEN")
		r.queue.put(helping(1, ben))
		r.queue.put(helping(2, ben))
		r.run(5 * time.Second)
		m.settle(1)
		r.queue.put(redrawn(1, ben))
		r.run(5 * time.Second)
		m.settle(2)
		r.queue.put(redrawn(2, ben))
		r.run(5 * time.Second)
		diff(t, "said", r.said("U0BEN"), []string{"folded: #1 settled; #2 settled"})
	})
}

func TestFoldedMessageThatIsGoneIsSaidMatterByMatter(t *testing.T) {
	inFolds(t, func(r *rig, m *matters) {
		ben := toUser("U0BEN")
		for n := range int64(3) {
			r.queue.put(helping(n+1, ben))
		}
		s := bot.NewSender(r.opts)
		r.runSender(s, 5*time.Second)
		dm := r.slack.DMChannel("U0BEN")
		_ = r.slack.Delete("U0BOT", dm, r.queue.places[1]["escalation"].TS)
		m.settle(1)
		r.queue.put(redrawn(1, ben))
		r.queue.put(redrawn(2, ben))
		r.runSender(s, 10*time.Second)
		diff(t, "said", r.said("U0BEN"), []string{"escalation: #1 settled", "escalation: #2 open"})
		m.settle(2)
		r.queue.put(redrawn(2, ben))
		r.runSender(s, 10*time.Second)
		diff(t, "edited", r.said("U0BEN"), []string{"escalation: #1 settled", "escalation: #2 settled"})
	})
}

// What this replica remembers of a message ends when another one may have drawn it.
func TestAnotherReplicaDrewTheFold(t *testing.T) {
	inFolds(t, func(r *rig, m *matters) {
		ben := toUser("U0BEN")
		r.queue.put(helping(1, ben))
		r.queue.put(helping(2, ben))
		one := bot.NewSender(r.opts)
		r.runSender(one, 5*time.Second)
		r.opts.Holder = "two"
		m.settle(1)
		r.queue.put(redrawn(1, ben))
		r.run(5 * time.Second)
		diff(t, "by the other", r.said("U0BEN"), []string{"folded: #1 settled; #2 open"})
		delete(m.settled, 1)
		r.queue.put(redrawn(1, ben))
		r.runSender(one, 5*time.Second)
		diff(t, "reopened", r.said("U0BEN"), []string{"folded: #1 open; #2 open"})
	})
}
