package config_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/firstask/firstask/calendar"
	"github.com/firstask/firstask/policy"
)

func TestRanksAndFirstDays(t *testing.T) {
	const people = "people: [{id: U0CHEN, rank: 3, joined: 2019-04-01}, {id: li.wen@example.com, joined: 2012-05-01}, {id: U0HE, rank: 1}]\n"
	c := mustParse(t, twoDesks+"presets: [first-asked]\n"+people+"seniority: {rank: lower-number}\n")
	want := []policy.Person{
		{ID: "U0CHEN", Rank: 3, Joined: calendar.Date{Year: 2019, Month: 4, Day: 1}},
		{ID: "li.wen@example.com", Joined: calendar.Date{Year: 2012, Month: 5, Day: 1}},
		{ID: "U0HE", Rank: 1},
	}
	if diff := cmp.Diff(want, c.Org.People); diff != "" || !c.Org.LowerIsSenior {
		t.Errorf("the lower number is senior: %v; people (-want +got):\n%s", c.Org.LowerIsSenior, diff)
	}
	org, err := c.Resolve(directory{"li.wen@example.com": {"U0LI"}}.find)
	if err != nil || org.People[1].ID != "U0LI" || c.Org.People[1].ID != "li.wen@example.com" {
		t.Errorf("resolved %+v, %v", org.People, err)
	}
	if c = mustParse(t, twoDesks+"presets: [first-asked]\npeople: [{id: U0CHEN, joined: 2019-04-01}]\n"); c.Org.LowerIsSenior {
		t.Error("days need no direction, and have none")
	}
}
