package text_test

import (
	"errors"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/firstask/firstask/config"
	"github.com/firstask/firstask/policy"
	"github.com/firstask/firstask/text"
	"github.com/firstask/firstask/ticket"
)

const ownDays = `covers 2026-01-01 2026-12-31
2026-03-03 half 09:00-10:00 Eve of the fair | zh-Hans 开幕前夕 | zh-Hant 開幕前夕
2026-03-04 off Fair | zh-Hans 展会 | zh-Hant 展會
2026-03-07 work Make-up day for the fair | zh-Hans 展会调休上班 | zh-Hant 展會補班
`

// mustExplain explains a rule of three rule books, with days of its own.
func mustExplain(tb testing.TB, c *text.Catalog, locale, rule, from, department string) string {
	tb.Helper()
	said, err := explain(tb, c, locale, rule, from, department)
	if err != nil {
		tb.Fatal(err)
	}
	return said
}

func explain(tb testing.TB, c *text.Catalog, locale, rule, from, department string) (string, error) {
	tb.Helper()
	src := strings.Replace(twoDepartments, `"13:30-18:00"]}}`, `"13:30-18:00"]}, holidays: [./days.txt]}`, 1)
	src = strings.Replace(src, "head: U0ZHOU,", `head: U0ZHOU, calendars: {office: {hours: {mon-fri: ["08:00-12:00"]}}},`, 1)
	src += "presets: [first-asked, {use: CM, departments: [support], types: [complaint.customer, complaint.employee]}, {use: MG, departments: [finance]}]\n" +
		"windows: {FA-15: {soft: 5m}}\n"
	conf, err := config.Parse("test.yaml", []byte(src), fstest.MapFS{"days.txt": {Data: []byte(ownDays)}})
	if err != nil {
		tb.Fatal(err)
	}
	return c.Explain(policy.Rules{Policy: conf.Policy, Org: conf.Org}, conf.Labels, locale, rule, mustTime(tb, from), department)
}

// explanations says everything that an explained limit can say.
func explanations(tb testing.TB, c *text.Catalog, locale string) string {
	tb.Helper()
	var all strings.Builder
	for _, row := range [][3]string{
		{"FA-18.handling", "2026-03-03 09:30", ""},
		{"FA-18.handling", "2026-03-06 17:00", "support"},
		{"FA-18.response", "2026-03-02 10:00", "finance"},
		{"FA-15", "2026-03-02 17:00", ""},
		{"MG-1.1.1", "2026-03-03 10:00", "support"},
		{"CM-7.1.1b", "2026-03-02 10:00", ""},
		{"FA-18.supervise", "2026-03-02 10:00", ""},
		{"base.urgent", "2026-03-02 10:00", ""},
	} {
		all.WriteString(mustExplain(tb, c, locale, row[0], row[1], row[2]) + "\n")
	}
	return all.String()
}

func TestExplain(t *testing.T) {
	c := mustLoad(t)
	for locale, want := range map[string][]string{
		"en": {
			"rule book   First-asked responsibility (first-asked)\n", "department  Customer Support (support), assumed: name another with --department\n", "differs in  finance (--department)\n",
			"beside it   it yields to CM-5.2.3 of ", "\n            it wins over CM-7.1.1b of ",
			"counted     Tue 2026-03-03 09:30–10:00  30 min, together 30 min (half day: Eve of the fair)\n            Wed 2026-03-04  not counted (day off: Fair)\n" +
				"            Thu 2026-03-05 09:00–09:30  30 min, together 1 h\n",
			"Sat 2026-03-07 09:00–12:00  3 h, together 4 h (workday: Make-up day for the fair)\n", "on duty within 15 min of office time\n", "soft limit  Mon 2026-03-02 17:05\n",
			"department  Customer Support (support), where it does not hold\n", "limit       Wed 2026-03-04 10:00 (day off: Fair)\n", "limit       a time that is given to the ticket\n",
		},
		"zh-Hans": {"部门        客服部（support）；未指定部门时按此计算", "2026-03-03 周二 09:30–10:00  30 分钟，累计 30 分钟（半天：开幕前夕）\n", "2026-03-04 周三  不计（休息日：展会）\n", "（展会调休上班）\n"},
		"zh-Hant": {"部門        客服部（support）；未指定部門時依此計算", "2026-03-03 週二 09:30–10:00  30 分鐘，累計 30 分鐘（半天：開幕前夕）\n", "2026-03-04 週三  不計（休息日：展會）\n", "（展會補班）\n"},
	} {
		got := explanations(t, c, locale)
		for _, w := range want {
			if !strings.Contains(got, w) {
				t.Errorf("%s does not say %q", locale, w)
			}
		}
		if strings.Contains(got, "policy.") || strings.Contains(got, "no value") || t.Failed() {
			t.Errorf("%s:\n%s", locale, got)
		}
	}
}

func TestExplainRefuses(t *testing.T) {
	c := mustLoad(t)
	if _, err := explain(t, c, "en", "T-1", "2026-03-02 10:00", ""); !errors.Is(err, ticket.ErrNoWindow) {
		t.Error(err)
	}
	if _, err := explain(t, c, "en", "FA-15", "2026-03-02 10:00", "moon"); !errors.Is(err, ticket.ErrNoDepartment) {
		t.Error(err)
	}
}

// A department's own hours are named after it.
func TestExplainNamesACalendarOfADepartment(t *testing.T) {
	got := mustExplain(t, mustLoad(t), "zh-Hans", "FA-18.response", "2026-03-02 10:00", "finance")
	if !strings.Contains(got, "在 30 分钟（按 财务部 office 工作时间）内") || strings.Contains(got, "@") {
		t.Errorf("%s", got)
	}
}
