package policy_test

import (
	"testing"

	"github.com/firstask/firstask/calendar"
	"github.com/firstask/firstask/policy"
)

func TestFirstWays(t *testing.T) {
	rule := func(ways ...policy.FirstBy) *policy.Policy {
		p := &policy.Policy{}
		for _, w := range ways {
			p.First = append(p.First, policy.FirstRule{By: w, Rule: "X-" + string(w)})
		}
		return p
	}
	for name, tt := range map[string]struct {
		policy *policy.Policy
		want   []policy.FirstBy
	}{
		"as the rule book orders them":   {rule(policy.BySeniority, policy.ByTypist, policy.ByHost), []policy.FirstBy{policy.BySeniority, policy.ByTypist, policy.ByHost}},
		"the typist is the last resort":  {rule(policy.ByDuty), []policy.FirstBy{policy.ByDuty, policy.ByTypist}},
		"a document of an older version": {rule(), []policy.FirstBy{policy.ByAddress, policy.ByDuty, policy.ByHead, policy.ByTypist}},
	} {
		t.Run(name, func(t *testing.T) { wantEqual(t, tt.policy.FirstWays(), tt.want) })
	}
	p := rule(policy.ByHost)
	wantEqual(t, []string{p.FirstRule(policy.ByHost), p.FirstRule(policy.ByDuty), p.FirstRule(policy.ByCorrection)}, []string{"X-host", "", ""})
	p.Hosted = []string{"visit"}
	wantEqual(t, []bool{p.NeedsHost("visit"), p.NeedsHost("phone"), p.NeedsHost("")}, []bool{true, false, false})
	p = rule(policy.ByDuty)
	p.Hosted = []string{"visit"}
	wantEqual(t, []bool{p.NeedsHost("visit"), p.Hosts()}, []bool{false, false})
}

// NX-3.2: the higher rank, of two equal ones the longer service, and where
// neither tells them apart whoever was named first.
func TestSenior(t *testing.T) {
	day := func(year int) calendar.Date { return calendar.Date{Year: year, Month: 4, Day: 1} }
	people := []policy.Person{
		{ID: "three", Rank: 3, Joined: day(2019)},
		{ID: "five", Rank: 5, Joined: day(2021)},
		{ID: "old three", Rank: 3, Joined: day(2012)},
		{ID: "three of no date", Rank: 3},
		{ID: "no rank", Joined: day(1999)},
		{ID: "no rank, new", Joined: day(2025)},
	}
	for name, tt := range map[string]struct {
		asked []string
		lower bool
		who   string
		over  policy.SeniorBy
	}{
		"the higher rank":                      {[]string{"three", "five"}, false, "five", policy.SeniorRank},
		"where the lower number is senior":     {[]string{"five", "three"}, true, "three", policy.SeniorRank},
		"of two equal ranks the longer there":  {[]string{"three", "old three"}, false, "old three", policy.SeniorJoined},
		"the same the other way round":         {[]string{"old three", "three"}, true, "old three", policy.SeniorJoined},
		"a date before none":                   {[]string{"three of no date", "three"}, false, "three", policy.SeniorJoined},
		"a rank before none":                   {[]string{"no rank", "three"}, false, "three", policy.SeniorRank},
		"a rank before none, lower is senior":  {[]string{"no rank", "five"}, true, "five", policy.SeniorRank},
		"without ranks the longer there":       {[]string{"no rank, new", "no rank"}, false, "no rank", policy.SeniorJoined},
		"of nobody anything is known":          {[]string{"b", "a"}, false, "b", policy.SeniorNamed},
		"somebody known before somebody not":   {[]string{"b", "no rank, new"}, false, "no rank, new", policy.SeniorJoined},
		"of three":                             {[]string{"three", "old three", "five"}, false, "five", policy.SeniorRank},
		"one alone":                            {[]string{"three"}, false, "three", policy.SeniorNamed},
		"two of a rank above a third of lower": {[]string{"three", "old three", "no rank"}, false, "old three", policy.SeniorJoined},
	} {
		t.Run(name, func(t *testing.T) {
			o := &policy.Org{People: people, LowerIsSenior: tt.lower}
			who, over := o.Senior(tt.asked)
			if who != tt.who || over != tt.over {
				t.Errorf("%s by %s, want %s by %s", who, over, tt.who, tt.over)
			}
		})
	}
}
