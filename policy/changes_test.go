package policy_test

import (
	"testing"

	"github.com/firstask/firstask/policy"
)

func TestChanges(t *testing.T) {
	tests := []struct {
		name   string
		change func(r *policy.Rules)
		want   []policy.Change
	}{
		{"nothing", func(*policy.Rules) {}, nil},
		{"a head", func(r *policy.Rules) { r.Org.Department("finance").Head = "LI" }, []policy.Change{{What: policy.OfHead, Department: "finance", Was: "HF", Is: "LI"}}},
		{"a deputy is gone", func(r *policy.Rules) { r.Org.Department("support").Deputy = "" }, []policy.Change{{What: policy.OfDeputy, Department: "support", Was: "DS"}}},
		{"one comes, one goes", func(r *policy.Rules) { r.Org.Department("support").Members = []string{"B", "BOTH", "C"} }, []policy.Change{
			{What: policy.OfMember, Department: "support", Was: "A"}, {What: policy.OfMember, Department: "support", Is: "C"},
		}},
		{"a post's holder and topics", func(r *policy.Rules) {
			p := &r.Org.Department("finance").Posts[0]
			p.Holder, p.Topics = "WU", append(p.Topics, "tax")
		}, []policy.Change{
			{What: policy.OfHolder, Department: "finance", Item: "invoices", Was: "LI", Is: "WU"},
			{What: policy.OfTopic, Department: "finance", Item: "invoices", Is: "tax"},
		}},
		{"the order of a post's backups", func(r *policy.Rules) {
			r.Org.Department("finance").Posts[0].Backups = []string{"XU", "WU"}
		}, []policy.Change{{What: policy.OfBackup, Department: "finance", Item: "invoices", Was: "WU XU", Is: "XU WU"}}},
		{"of a post that is gone nothing else is told", func(r *policy.Rules) {
			d := r.Org.Department("finance")
			d.Posts = d.Posts[1:]
		}, []policy.Change{{What: policy.OfPost, Department: "finance", Was: "invoices"}}},
		{"of a department that is gone neither", func(r *policy.Rules) {
			r.Org.Departments = r.Org.Departments[:len(r.Org.Departments)-1]
		}, []policy.Change{{What: policy.OfDepartment, Department: "team", Was: "team"}}},
		{"the order of a roster", func(r *policy.Rules) { r.Org.Rosters["desk"].People = []string{"B", "A"} }, []policy.Change{{What: policy.OfRotation, Item: "desk"}}},
		{"a rank, which is not told", func(r *policy.Rules) { r.Org.People = []policy.Person{{ID: "A", Rank: 5}} }, []policy.Change{{What: policy.OfPeople}}},
		{"which rank is senior", func(r *policy.Rules) { r.Org.LowerIsSenior = true }, []policy.Change{{What: policy.OfPeople}}},
		{"hours", func(r *policy.Rules) {
			r.Org.Calendars["office"] = mustCalendar(t, "office", "10:00-12:00", r.Org.Zone)
		}, []policy.Change{{What: policy.OfCalendar, Item: "office"}}},
		{"a limit", func(r *policy.Rules) { r.Policy.Windows[0].Limit = policy.Limit{Days: 2} }, []policy.Change{{What: policy.OfLimit, Item: "X-1", Was: "1wd", Is: "2wd"}}},
		{"some other part of a window", func(r *policy.Rules) { r.Policy.Windows[0].Remind = nil }, []policy.Change{{What: policy.OfWindow, Item: "X-1"}}},
		{"a new window", func(r *policy.Rules) {
			r.Policy.Windows = append(r.Policy.Windows, policy.Window{Rule: "X-2", Limit: policy.Limit{Days: 1}})
		}, []policy.Change{{What: policy.OfWindow, Is: "X-2"}, {What: policy.OfLimit, Item: "X-2", Is: "1wd"}}},
		{"a window that is gone", func(r *policy.Rules) { r.Policy.Windows = nil }, []policy.Change{{What: policy.OfWindow, Was: "X-1"}}},
		{"a job", func(r *policy.Rules) { r.Policy.Jobs = map[string]string{"j": "0 8 * * *"} }, []policy.Change{{What: policy.OfJob, Item: "j", Is: "0 8 * * *"}}},
		{"how a desk takes requests in", func(r *policy.Rules) { r.Org.Department("support").Channels[0].EveryMessage = false }, []policy.Change{{What: policy.OfDesk, Department: "support"}}},
		{"the name", func(r *policy.Rules) {
			r.Org.Department("support").Name = policy.Name{"en": "Service", "de": "Kundendienst"}
		}, []policy.Change{{What: policy.OfName, Department: "support", Was: "Support", Is: "Service"}}},
		{"a name in another language", func(r *policy.Rules) {
			r.Org.Department("support").Name = policy.Name{"en": "Support", "de": "Hilfe"}
		}, []policy.Change{{What: policy.OfSettings, Department: "support"}}},
		{"the emoji", func(r *policy.Rules) { r.Org.Emoji = "ask" }, []policy.Change{{What: policy.OfSettings}}},
		{"a setting", func(r *policy.Rules) { r.Policy.Calendar = "always" }, []policy.Change{{What: policy.OfSettings}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			was := policy.Rules{Policy: sample(), Org: company(t)}
			is := policy.Rules{Policy: sample(), Org: company(t)}
			tt.change(&is)
			got := policy.Changes(was, is)
			wantEqual(t, got, tt.want)
		})
	}
}

// What belongs together is told together: the whole, the departments, the rest.
func TestChangesComeInOrder(t *testing.T) {
	was, is := policy.Rules{Policy: sample(), Org: company(t)}, policy.Rules{Policy: sample(), Org: company(t)}
	is.Org.Rosters["new"] = &policy.Roster{Every: 1}
	is.Org.Department("finance").Head = "A"
	is.Org.Department("support").Head = "A"
	is.Org.Fallback = "C2"
	changes := policy.Changes(was, is)
	told := make([]policy.What, 0, len(changes))
	for _, c := range changes {
		told = append(told, c.What)
	}
	wantEqual(t, told, []policy.What{policy.OfFallback, policy.OfHead, policy.OfHead, policy.OfRoster, policy.OfRotation})
}
