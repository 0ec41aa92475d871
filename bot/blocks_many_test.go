package bot_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/policy"
	"github.com/firstask/firstask/sandbox"
	"github.com/firstask/firstask/text"
	"github.com/firstask/firstask/ticket"
)

// late are tickets whose receiver let the limit pass, as one head sees them.
type late struct {
	began time.Time
	words string
	taken map[int64]bool
}

func (l *late) Look(_ context.Context, number int64) (*ticket.Ticket, policy.Rules, error) {
	rules := policy.Rules{Policy: &policy.Policy{}, Org: &policy.Org{Zone: time.UTC, Locale: "en"}}
	if number == 0 {
		return nil, rules, nil
	}
	t := &ticket.Ticket{
		Number: number, Seq: int(number) + 3, State: ticket.HandedOff, Text: l.words, Natural: ticket.NaturalFR{User: "U0ANN"},
		Handoff: &ticket.Handoff{N: 1, From: "U0ANN", To: "U0EVE", At: l.began}, Asked: []string{"U0EVE"},
		Clocks: []ticket.Clock{{
			Rule: "R1", Level: 1, Run: 1, Role: policy.Receiver, Subject: "U0EVE", Start: l.began, Due: l.began.Add(30 * time.Minute),
			Breached: l.began.Add(30 * time.Minute), Next: l.began.Add(90 * time.Minute),
		}},
	}
	if l.taken[number] {
		t.State, t.Handoff, t.Clocks, t.Responsible = ticket.Accepted, nil, nil, "U0BEN"
		t.Chain = []ticket.Hold{{User: "U0BEN", As: ticket.AsResponsible, From: l.began.Add(40 * time.Minute)}}
	}
	return t, rules, nil
}

// escalated is what the head is told of one of them.
func (l *late) escalated(number int64) notice.Notice {
	n := helping(number, toUser("U0BEN"))
	n.Params = notice.Params{
		"subject": notice.User("U0EVE"), "since": notice.Time(l.began), "limit": notice.Time(l.began.Add(30 * time.Minute)),
		"span": notice.Span(30 * time.Minute), "rule": notice.Text("R1"), "clock": notice.Text("R1/1/1"),
		"next": notice.User("U0ANN"), "by": notice.Time(l.began.Add(90 * time.Minute)),
	}
	return n
}

// inLate sends so many escalations to one head, in the real words.
func inLate(t *testing.T, many int, words string, test func(r *rig, l *late)) {
	t.Helper()
	catalog, err := text.Load()
	if err != nil {
		t.Fatal(err)
	}
	inRig(t, func(r *rig) {
		l := &late{began: time.Now().Add(-31 * time.Minute), words: words, taken: map[int64]bool{}}
		r.opts.Tickets, r.opts.Words = l, catalog
		for i := range many {
			r.queue.put(l.escalated(int64(i) + 1))
		}
		r.run(10 * time.Second)
		test(r, l)
	})
}

// toBen is the one message Ben got.
func (r *rig) toBen() sandbox.Message {
	r.t.Helper()
	all := r.slack.Messages(r.slack.DMChannel("U0BEN"))
	if len(all) != 1 {
		r.t.Fatalf("%d messages", len(all))
	}
	return all[0]
}

// outline is a message in lines: each block with its id, its text and what can be pressed.
func outline(t *testing.T, m sandbox.Message) string {
	t.Helper()
	var out strings.Builder
	fmt.Fprintf(&out, "TEXT %s\n\n", m.Text)
	for _, b := range decodeList(t, m.Blocks) {
		fmt.Fprintf(&out, "%s %s\n", b["block_id"], b["type"])
		var walk func(v any)
		walk = func(v any) {
			switch v := v.(type) {
			case []any:
				for _, x := range v {
					walk(x)
				}
			case map[string]any:
				switch v["type"] {
				case "mrkdwn", "plain_text":
					fmt.Fprintf(&out, "  %s\n", v["text"])
				case "button":
					fmt.Fprintf(&out, "  [%s] %s %s %v\n", v["text"].(map[string]any)["text"], v["action_id"], v["value"], v["style"])
				default:
					if label, choice := v["text"].(map[string]any); choice && v["value"] != nil {
						fmt.Fprintf(&out, "  (%s) %s\n", label["text"], v["value"])
						return
					}
					for _, key := range []string{"text", "elements", "accessory", "options"} {
						walk(v[key])
					}
				}
			}
		}
		walk(b)
	}
	return out.String()
}

func TestManyMattersGolden(t *testing.T) {
	for _, many := range []int{1, 3, 10, 12, 40, 80} {
		t.Run(strconv.Itoa(many), func(t *testing.T) {
			inLate(t, many, "The name on our invoice is wrong, can you reissue it?", func(r *rig, _ *late) {
				m := r.toBen()
				checkRaw(t, m.Blocks)
				if strings.Contains(r.log.String(), "refused") {
					t.Errorf("Slack refused it: %s", r.log)
				}
				golden(t, fmt.Sprintf("many_%d", many), strings.Split(outline(t, m), "\n"))
			})
		})
	}
}

// checkRaw checks blocks as Slack got them.
func checkRaw(t *testing.T, raw []byte) {
	t.Helper()
	c := &limits{t: t, ids: map[string]bool{}}
	list := decodeList(t, raw)
	for _, b := range list {
		c.block(b)
	}
	var compact bytes.Buffer
	if err := json.Compact(&compact, raw); err != nil || len(list) > 50 || c.chars > 9000 || compact.Len() > 15_000 {
		t.Errorf("%d blocks, %d characters, %d bytes, %v", len(list), c.chars, compact.Len(), err)
	}
}

// Whatever people wrote, the matters that are shown keep what can be done about them.
func TestManyMattersOfHostileText(t *testing.T) {
	for name, words := range hostile() {
		for _, many := range []int{10, 40} {
			t.Run(fmt.Sprint(name, " ", many), func(t *testing.T) {
				inLate(t, many, words, func(r *rig, _ *late) {
					m := r.toBen()
					checkRaw(t, m.Blocks)
					shown, more := 0, 0
					for _, b := range decodeList(t, m.Blocks) {
						if b["type"] == "actions" || b["accessory"] != nil {
							shown++
						}
					}
					if _, err := fmt.Sscanf(lastLine(outline(t, m)), "… and %d more", &more); err != nil && many > 10 {
						t.Errorf("no last line: %v", err)
					}
					if shown+more != many || shown < min(many, 8) {
						t.Errorf("%d can be acted on, %d more", shown, more)
					}
				})
			})
		}
	}
}

func lastLine(s string) string {
	lines := strings.Split(strings.TrimSpace(s), "\n")
	return strings.TrimSpace(lines[len(lines)-1])
}

func TestManyMattersFollowWhatHappens(t *testing.T) {
	inLate(t, 40, "invoice", func(r *rig, l *late) {
		before := outline(t, r.toBen())
		for n := range int64(38) {
			l.taken[n+1] = true
			edit := l.escalated(n + 1)
			edit.Key, edit.Class, edit.Fold = "", notice.Edit, 0
			r.queue.put(edit)
		}
		r.run(2 * time.Minute)
		after := outline(t, r.toBen())
		for _, want := range []string{"40 matters need your help", "more: /firstask list"} {
			if !strings.Contains(before, want) || strings.Contains(after, want) {
				t.Errorf("%q was to go:\n%s", want, after)
			}
		}
		for _, want := range []string{"2 matters need your help", "#7: u0ben accepted it at", "[I'll take it] accept 39 primary", "t40.43."} {
			if !strings.Contains(after, want) {
				t.Errorf("no %q in\n%s", want, after)
			}
		}
		if strings.Contains(after, "accept 7 ") {
			t.Error("a settled matter still has its button")
		}
	})
}

// beside is what stands at the side of a section: a button or a menu.
func (c *limits) beside(a map[string]any) {
	c.t.Helper()
	if a["type"] == "button" {
		c.button(a, map[string]bool{})
		return
	}
	seen := map[any]bool{}
	for _, o := range c.count("menu", a["options"], 5) {
		o := o.(map[string]any)
		c.text("choice", o["text"], 75)
		if v, _ := o["value"].(string); v == "" || len(v) > 150 || seen[v] || a["type"] != "overflow" || a["action_id"] != "menu" {
			c.t.Errorf("choice %q in %v", v, a)
		}
		seen[o["value"]] = true
	}
}
