package text_test

import (
	"testing"
	"time"

	"github.com/firstask/firstask/text"
)

// What people type of an absence, on Tuesday 3 March 2026 at 09:30.
func TestAbsence(t *testing.T) {
	c, rules := mustLoad(t), mustRules(t)
	now := mustTime(t, "2026-03-03 09:30")
	for line, want := range map[string]struct{ who, from, to, delegate, name, reason string }{
		"until Thursday <@U0WU>":                     {to: "2026-03-05 18:00", delegate: "U0WU"},
		"until Thursday 12:00 <@U0WU> trade fair":    {to: "2026-03-05 12:00", delegate: "U0WU", reason: "trade fair"},
		"tomorrow to Thursday <@U0WU>":               {from: "2026-03-04 00:00", to: "2026-03-05 18:00", delegate: "U0WU"},
		"tomorrow":                                   {from: "2026-03-04 00:00", to: "2026-03-04 18:00"},
		"from tomorrow <@U0WU>":                      {from: "2026-03-04 00:00", delegate: "U0WU"},
		"3/5-3/8":                                    {from: "2026-03-05 00:00", to: "2026-03-08 18:00"},
		"3/5–3/8 <@U0WU>":                            {from: "2026-03-05 00:00", to: "2026-03-08 18:00", delegate: "U0WU"},
		"2026-03-05 to 2026-03-06 @Wu Di":            {from: "2026-03-05 00:00", to: "2026-03-06 18:00", name: "Wu Di"},
		"tomorrow 14:00 to 16:00":                    {from: "2026-03-04 14:00", to: "2026-03-04 16:00"},
		"<@U0LI> until Friday <@U0WU>":               {who: "U0LI", to: "2026-03-06 18:00", delegate: "U0WU"},
		"on leave from Monday to Wednesday, <@U0WU>": {from: "2026-03-09 00:00", to: "2026-03-11 18:00", delegate: "U0WU"},
		"到周五 <@U0WU>":                                {to: "2026-03-06 18:00", delegate: "U0WU"},
		"下周一到周三休假 <@U0WU>":                           {from: "2026-03-09 00:00", to: "2026-03-11 18:00", delegate: "U0WU"},
		"3月5日至3月8日 <@U0WU> 出差":                       {from: "2026-03-05 00:00", to: "2026-03-08 18:00", delegate: "U0WU", reason: "出差"},
	} {
		l, ok := c.Absence(line, now, mustZone(t), rules.Org.Calendar("office"))
		if !ok {
			t.Errorf("%q is not read", line)
			continue
		}
		for name, at := range map[string][2]string{"from": {shown(l.From, mustZone(t)), want.from}, "to": {shown(l.To, mustZone(t)), want.to}} {
			if at[0] != at[1] {
				t.Errorf("%q: %s %s, want %s", line, name, at[0], at[1])
			}
		}
		if l.Who != want.who || l.Delegate != want.delegate || l.Name != want.name || l.Reason != want.reason {
			t.Errorf("%q: %+v, want %+v", line, l, want)
		}
	}
	for _, line := range []string{"nothing of the kind", "", "@wu"} {
		if l, ok := c.Absence(line, now, mustZone(t), nil); ok {
			t.Errorf("%q is read as %+v", line, l)
		}
	}
	for line, who := range map[string]string{"off": "", "<@U0LI> off": "U0LI", "结束": ""} {
		if l, ok := c.Absence(line, now, mustZone(t), nil); !ok || !l.Over || l.Who != who {
			t.Errorf("%q: %+v %v", line, l, ok)
		}
	}
}

func shown(at time.Time, zone *time.Location) string {
	if at.IsZero() {
		return ""
	}
	return at.In(zone).Format("2006-01-02 15:04")
}

// Which lines are about an absence at all.
func TestAbsenceIsACommand(t *testing.T) {
	c := mustLoad(t)
	for line, want := range map[string]text.Command{
		"away until Thursday <@U0WU>":           {Verb: "away", Rest: "until Thursday <@U0WU>"},
		"away tomorrow to Thursday":             {Verb: "away", Rest: "tomorrow to Thursday"},
		"away 3/5-3/8":                          {Verb: "away", Rest: "3/5-3/8"},
		"away":                                  {Verb: "away"},
		"away off":                              {Verb: "away", Rest: "off"},
		"away undo":                             {Verb: "away", Rest: "undo"},
		"away undo <@U0LI>":                     {Verb: "away", Rest: "undo <@U0LI>"},
		"外出撤销 <@U0LI>":                          {Verb: "away", Rest: "撤销 <@U0LI>"},
		"away undo the damage please":           {},
		"back":                                  {Verb: "back"},
		"我回来了":                                  {Verb: "back"},
		"我下周一到周三休假 <@U0WU>":                     {Verb: "away", Rest: "下周一到周三休假 <@U0WU>"},
		"外出 到周五":                                {Verb: "away", Rest: "到周五"},
		"I'm on leave from Monday to Wednesday": {Verb: "away", Rest: "on leave from Monday to Wednesday"},
		"away game tickets please":              {},
		"I am waiting until Thursday":           {},
		"我明天到的货还没有收到":                           {},
		"我休假的审批什么时候好":                           {},
		"I'm on leave until Friday, who signs?": {},
	} {
		got := c.Parse(line)
		if got.Verb != want.Verb || want.Verb != "" && got.Rest != want.Rest {
			t.Errorf("%q: %s %q, want %s %q", line, got.Verb, got.Rest, want.Verb, want.Rest)
		}
	}
}
