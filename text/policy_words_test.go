package text_test

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/firstask/firstask/config"
	"github.com/firstask/firstask/policy"
	"github.com/firstask/firstask/policy/presets"
	"github.com/firstask/firstask/text"
)

var update = flag.Bool("update", false, "write the golden files anew")

const twoDepartments = `timezone: Asia/Shanghai
fallback: C0ADMIN
default_department: support
calendars: {office: {hours: {mon-fri: ["09:00-12:00", "13:30-18:00"]}}, late: {hours: {mon-fri: ["09:00-12:00"]}}}
departments:
  - {id: company, name: {en: Spruce Office, zh-Hans: 云杉办公, zh-Hant: 雲杉辦公}, head: U0HE}
  - {id: support, name: {en: Customer Support, zh-Hans: 客服部, zh-Hant: 客服部}, parent: company, head: U0ZHAO, members: [U0CHEN], channels: [{id: C0HELP}], duty: desk}
  - {id: finance, name: {en: Finance, zh-Hans: 财务部, zh-Hant: 財務部}, parent: company, head: U0ZHOU, posts: [{id: invoices, holder: U0LI}]}
rosters: {desk: {rotation: {starts: 2026-01-05, people: [U0CHEN]}}}
roles: {functional_dept: U0HE, top_leader: U0HE, hr_manager: U0HE, gm: U0HE, complaints_office: U0HE}
`

// blanks are the limits that the source of DM leaves blank.
const blanks = "windows: {DM-3.1.2: {limit: 1wd}, DM-3.1.6: {limit: 1wd}, DM-4.2.1: {limit: 5wd}}\n"

func mustConfig(tb testing.TB, books string) *config.Config {
	tb.Helper()
	src := twoDepartments + "presets: [" + books + "]\n"
	if books == "DM" {
		src += blanks
	}
	c, err := config.Parse("test.yaml", []byte(src), nil)
	if err != nil {
		tb.Fatal(err)
	}
	return c
}

// What a manager signs, word for word.
func TestPolicySays(t *testing.T) {
	c := mustLoad(t)
	books := map[string]string{
		"bound": "first-asked, {use: CM, departments: [support], types: [complaint.customer, complaint.employee]}, {use: MG, departments: [finance]}",
	}
	for _, id := range presets.Names() {
		books[id] = id
	}
	for name, books := range books {
		conf := mustConfig(t, books)
		for _, locale := range text.Locales() {
			t.Run(name+" "+locale, func(t *testing.T) {
				got := c.Policy(policy.Rules{Policy: conf.Policy, Org: conf.Org}, conf.Labels, locale, mustTime(t, "2026-03-02 10:00"))
				file := filepath.Join("testdata", "policy."+name+"."+locale+".txt")
				if *update {
					if err := os.WriteFile(file, []byte(got), 0o600); err != nil {
						t.Fatal(err)
					}
				}
				want, err := os.ReadFile(file)
				if err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff(string(want), got); diff != "" {
					t.Errorf("(-want +got, -update writes it anew):\n%s", diff)
				}
				if strings.Contains(got, "policy.") || strings.Contains(got, "no value") {
					t.Errorf("an internal name is shown:\n%s", got)
				}
			})
		}
	}
}

// everyRule is a policy that says everything a policy can say.
func everyRule(tb testing.TB) policy.Rules {
	tb.Helper()
	rules := mustRules(tb)
	p := *rules.Policy
	p.Windows, p.First = nil, nil
	for _, by := range policy.FirstBys() {
		p.First = append(p.First, policy.FirstRule{By: by, Rule: "T-1"})
	}
	limits := []policy.Limit{
		{Time: time.Hour},
		{Days: 2},
		{Days: 1, Time: time.Hour},
		{Dates: 1},
		{Dates: 3},
		{DayEnd: 1},
		{DayEnd: 2},
		{DayEnd: 3},
		{Week: policy.Week{Set: true, Day: time.Friday, At: 17 * 60}},
		{Given: true},
		{None: true},
		{News: true},
		{News: true, Time: -time.Minute},
		{News: true, Time: time.Hour},
	}
	for i, l := range limits {
		w := policy.Window{
			Rule: "T-" + string(rune('a'+i)), On: policy.Roles()[i%len(policy.Roles())], While: []string{"CAPTURED"}, Pause: []string{"WAIT_CUSTOMER"},
			Limit: l, Soft: policy.Limit{Time: time.Minute}, Calendar: "office", Then: policy.Actions()[i%len(policy.Actions())],
			Remind: []policy.Reminder{{Percent: 50}, {Percent: 80}, {Before: time.Hour}}, Ladder: append(policy.Steps(), "gm"), Step: time.Hour,
			Daily: "09:30", Repeat: time.Minute, Urgent: true, Apology: true, Starts: policy.Starts()[1+i%2], After: "T-a", Shared: i%2 == 0, PartOf: "T-b",
			Until: []string{"accept", "takeover"}, Again: []string{"reply"}, Kind: "kind" + string(rune('0'+i%3)),
			Promise: policy.Promise{Never: i == 0, Customer: true, Consent: true, Alone: policy.Limit{Days: 5}},
		}
		p.Windows = append(p.Windows, w)
	}
	p.Windows[0].When = policy.When{
		Departments: []string{"support", "gone"}, Channels: []string{help}, Via: []string{"hotline"}, Types: []string{"complaint"},
		Urgency: []string{"urgent"}, Marks: []string{"major", "frozen", "leaderless", "taskforce"}, Askers: []string{"customer", "member", "unknown"},
	}
	p.Windows[2].Soft, p.Windows[3].Soft = policy.Limit{Days: 1}, policy.Limit{DayEnd: 1}
	p.Windows[3].Unless = policy.When{Marks: []string{"task"}}
	p.Windows[2].Kind, p.Windows[3].Kind = "alone", "alone too"
	p.Windows[5].Ladder = p.Windows[5].Ladder[:2]
	p.Noise = policy.Noise{Hour: 6, Day: 20}
	p.Windows[1].Ladder, p.Windows[1].Then, p.Windows[1].Calendar, p.Windows[1].OnDuty = nil, policy.Breach, "always", policy.Limit{Time: time.Minute}
	p.Windows[5].Then = policy.Breach
	p.Windows[1].Kind = ""
	p.ComplainUp, p.Needs = []policy.Step{policy.Head}, []policy.Need{
		{Rule: "T-n", Verb: "handoff", Have: []string{"promise", "asker"}},
		{Rule: "T-n", Verb: "handoff", Have: []string{"type"}, When: p.Windows[0].When},
		{Rule: "T-n", Verb: "resolve", Have: []string{"opinions"}},
		{Rule: "T-n", Verb: "unclear", Have: []string{"promise"}},
		{Rule: "T-n", Verb: "absent", Have: []string{"promise"}},
		{Rule: "T-n", Verb: "new", Have: []string{"contact.phone", "contact.qty"}},
		{Rule: "T-n", Verb: "new", Have: []string{"contact.size"}, When: p.Windows[0].When},
	}
	p.Fields = bookFields()
	everyCourse(&p)
	p.FullNotice = []policy.Point{{ID: "papers", Rule: "T-9"}}
	p.Satisfaction = []policy.Question{
		{ID: "result", Rule: "T-s"},
		{ID: "month", Rule: "T-s", Every: policy.Monthly},
		{ID: "quarter", Rule: "T-s", Every: policy.Quarterly},
		{ID: "year", Rule: "T-s", Every: policy.Yearly},
	}
	p.Forbidden = []policy.Phrase{
		{ID: "T/1", Rule: "T-p", Words: []string{"no idea", "whatever"}, Tell: []string{"top_leader"}, When: p.Windows[0].When},
		{ID: "T/2", Words: []string{"maybe"}, Nudge: true},
	}
	p.Matters = []policy.Matter{{ID: "money", Rule: "T-m", With: []string{"gm"}, Opinions: true}, {ID: "project", Rule: "T-m", With: []string{"gm"}}}
	p.Quiet, p.Fold, p.Gather = policy.Quiet{From: 20 * 60, To: 8 * 60, Calendar: "office"}, time.Minute, time.Second
	p.Learning = policy.Learning{From: mustTime(tb, "2026-03-02 00:00"), To: mustTime(tb, "2026-03-12 00:00")}
	p.Jobs = map[string]string{
		"digest": "workdays 09:15", "chain": "daily 02:00", "gaps": "first-workday 09:30", "observed": "weekly fri 17:00", "a": "first-workday 09:00", "b": "month-end 17:00",
		"c": "month-end-workday 17:00", "d": "quarterly 09:00", "e": "0 9 * * 1",
	}
	p.Windows[0].When.Since = mustTime(tb, "2026-03-01 00:00")
	rules.Policy = &p
	return guided(rules, "Hear them out")
}

// policies says everything that a policy can say.
func policies(tb testing.TB, c *text.Catalog, locale string) string {
	tb.Helper()
	return c.Policy(everyRule(tb), policy.Labels{Presets: map[string]policy.Name{"first-asked": {"en": "First asked"}}}, locale, mustTime(tb, "2026-03-02 10:00"))
}

func TestPolicySaysEverything(t *testing.T) {
	c := mustLoad(t)
	for _, locale := range text.Locales() {
		got := policies(t, c, locale)
		if strings.Contains(got, "policy.") || strings.Contains(got, "no value") || strings.Contains(got, "{{") {
			t.Errorf("%s: an internal name is shown:\n%s", locale, got)
		}
	}
}

func TestPolicySaysWhatNobodySays(t *testing.T) {
	c := mustLoad(t)
	got := policies(t, c, "en")
	for _, want := range []string{
		"nobody says “no idea”, “whatever” (T-p): it is not sent. It is told to: ", "nobody says “maybe”: whoever does is told, privately.",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("not said: %q\n%s", want, got)
		}
	}
	rules := everyRule(t)
	rules.Policy.PhraseCheck = policy.PhraseOff
	if got := c.Policy(rules, policy.Labels{}, "en", mustTime(t, "2026-03-02 10:00")); strings.Contains(got, "nobody says") {
		t.Errorf("nothing is looked for, and still:\n%s", got)
	}
}

// Calendar jobs are sentences; what is not known is shown as it is written.
func TestPolicySaysJobs(t *testing.T) {
	c := mustLoad(t)
	for locale, want := range map[string][]string{
		"en": {
			"Every day at 02:00 the chains of superiors are checked.", "On working days at 09:15 everybody gets their list of the morning.",
			"Every Fri at 17:00 heads read", "On the last working day of the month at 17:00 c.", "By the calendar (0 9 * * 1), e.",
		},
		"zh-Hans": {"每天 02:00 检查各级负责人。", "每个工作日 09:15 给每个人发送当天的清单。", "每周五 17:00 在试行期内", "按定时设置（0 9 * * 1）e。"},
		"zh-Hant": {"每天 02:00 檢查各級主管。", "每個工作日 09:15 寄送每個人當天的清單。", "每週五 17:00 在試行期內", "依排程設定（0 9 * * 1）e。"},
	} {
		got := policies(t, c, locale)
		for _, w := range want {
			if !strings.Contains(got, "\n  "+w) {
				t.Errorf("%s does not say %q:\n%s", locale, w, got)
			}
		}
	}
}

// The ladder that most windows have is said once.
func TestPolicySaysTheUsualLadderOnce(t *testing.T) {
	c := mustLoad(t)
	conf := mustConfig(t, "first-asked, {use: MG, departments: [finance]}")
	for locale, row := range map[string]struct{ usual, other, same string }{
		"en":      {"then 1 working h later the next head above", "then 4 h later the next head above", "along the usual ladder"},
		"zh-Hans": {"再过 1 小时（工作时间），再上一级负责人", "再过 4 小时，再上一级负责人", "按通用协助次序"},
		"zh-Hant": {"再過 1 小時（工作時間），再上一級主管", "再過 4 小時，再上一級主管", "依通用協助順序"},
	} {
		got := c.Policy(policy.Rules{Policy: conf.Policy, Org: conf.Org}, conf.Labels, locale, mustTime(t, "2026-03-02 10:00"))
		if n := strings.Count(got, row.usual); n > 2 { // the task's own ladder goes the same way
			t.Errorf("%s says the usual ladder %d times", locale, n)
		}
		if strings.Count(got, row.other) < 4 || strings.Count(got, row.same) < 5 {
			t.Errorf("%s: other ladders are said, the usual one is named:\n%s", locale, got)
		}
	}
}
