package text

import (
	"cmp"
	"slices"
	"strings"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/policy"
)

const (
	changesEach = 5   // lines of a paragraph
	changeText  = 60  // characters of a name
	mistakeText = 200 // characters of a mistake
)

// standing are the kinds that speak of the whole and of no ticket: they are
// said whatever they list, also nothing.
func standing(k notice.Kind) bool {
	return slices.Contains(append(ofDuty(), notice.Broken, notice.Reloaded, notice.ReloadRefused, notice.PostChanged, notice.PostDiffers), k)
}

// reloaded says to the fallback channel what changed with the configuration,
// and that open tickets keep the rules they began under.
func (p *pen) reloaded() []Part {
	lines := make([]string, len(p.v.Items))
	for n, i := range p.v.Items {
		lines[n] = p.item(i).change()
	}
	rules := p.values("was", "is")
	if rules["was"] == rules["is"] {
		delete(rules, "was")
	}
	parts := append([]Part{para(p.enc.Bold(p.tally("reloaded.title", len(lines))))}, p.cutList(lines)...)
	return append(parts, small(p.say("reloaded.rules", rules)))
}

// reloadRefused says to the fallback channel why a changed configuration does
// not hold.
func (p *pen) reloadRefused() []Part {
	lines := make([]string, len(p.v.Items))
	for n, i := range p.v.Items {
		q := p.item(i)
		lines[n] = q.say("reload_refused.row", data{"place": q.brieflyOf("place"), "text": q.words(q.params["text"].Raw(), mistakeText)})
	}
	parts := append([]Part{para(p.enc.Bold(p.tally("reload_refused.title", len(lines))))}, p.cutList(lines)...)
	return append(parts, small(p.say("reload_refused.help", nil)))
}

// cutList is as many lines as fit, then how many more there are.
func (p *pen) cutList(lines []string) []Part {
	shown := lines[:min(len(lines), p.most())]
	var parts []Part
	for chunk := range slices.Chunk(shown, changesEach) {
		parts = append(parts, para(p.lines(chunk...)))
	}
	if more := len(lines) - len(shown); more > 0 {
		parts = append(parts, small(p.tally("reloaded.more", more)))
	}
	return parts
}

// change is one difference, in a line.
func (p *pen) change() string {
	d := data{"what": p.value("what")}
	for _, name := range []string{"department", "item", "was", "is"} {
		d[name] = p.brieflyOf(name)
	}
	if p.params["what"].Raw() == "change."+string(policy.OfLadder) {
		d["was"], d["is"] = p.rungs("was"), p.rungs("is")
	}
	if p.params["what"].Raw() == "change."+string(policy.OfDepartment) {
		d["department"] = "" // it is the department itself
	}
	of := slices.DeleteFunc([]any{d["department"], d["item"]}, func(s any) bool { return s == "" })
	where := make([]string, len(of))
	for i, s := range of {
		where[i], _ = s.(string)
	}
	d["of"] = strings.Join(where, p.say("change.sep", nil))
	switch {
	case d["was"] != "" && d["is"] != "":
		return p.say("change.now", d)
	case d["is"] != "":
		return p.say("change.new", d)
	case d["was"] != "":
		return p.say("change.gone", d)
	default:
		return p.say("change.other", d)
	}
}

// brieflyOf is a fact; of a text only so much that many fit into a message.
func (p *pen) brieflyOf(name string) string {
	if v := p.params[name]; v.Type() == 's' {
		return p.words(v.Raw(), changeText)
	}
	return p.value(name)
}

// rungs are the steps of a ladder that a fact lists, in words where there are some.
func (p *pen) rungs(name string) string {
	raw := p.params[name].Raw()
	if raw == "" {
		return ""
	}
	channel := ""
	if p.v.Rules.Org != nil {
		channel = p.enc.Channel(p.v.Rules.Org.Fallback)
	}
	steps := strings.Split(raw, " > ")
	for i, s := range steps {
		steps[i] = p.enc.Escape(s)
		if key := "policy.step." + s; p.c.has(key) {
			steps[i] = cmp.Or(p.say(key, data{"channel": channel}), steps[i])
		}
	}
	return strings.Join(steps, " → ")
}
