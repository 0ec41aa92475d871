package text_test

import (
	"strings"
	"testing"
	"time"
)

func TestWhen(t *testing.T) {
	c := mustLoad(t)
	zone := mustZone(t)
	now := mustTime(t, "2026-03-03 10:00") // a Tuesday
	for s, want := range map[string]string{
		"明晚八点": "2026-03-04 20:00", "今晚8点": "2026-03-03 20:00", "明早九点半": "2026-03-04 09:30", "明晚": "2026-03-04 21:00", "后晚上七点": "2026-03-05 19:00",
		"两个半小时": "2026-03-03 12:30", "兩個半小時後": "2026-03-03 12:30", "3个半小时": "2026-03-03 13:30", "明晚上八点": "2026-03-04 20:00", "後天上午十點": "2026-03-05 10:00",
		"2h": "2026-03-03 12:00", "30m": "2026-03-03 10:30", "1h30m": "2026-03-03 11:30", "in 2 hours": "2026-03-03 12:00",
		"90 min": "2026-03-03 11:30", "1.5 hours": "2026-03-03 11:30", "half an hour": "2026-03-03 10:30", "an hour": "2026-03-03 11:00",
		"2 days": "2026-03-05 10:00", "1 week": "2026-03-10 10:00", "1 hour and 30 minutes": "2026-03-03 11:30",
		"2小时": "2026-03-03 12:00", "两个小时后": "2026-03-03 12:00", "半小时": "2026-03-03 10:30", "半个小时内": "2026-03-03 10:30",
		"一个半小时": "2026-03-03 11:30", "三十分钟": "2026-03-03 10:30", "三天后": "2026-03-06 10:00", "1小时30分钟": "2026-03-03 11:30",
		"15:30": "2026-03-03 15:30", "15：30": "2026-03-03 15:30", "14:00点": "2026-03-03 14:00", "3pm": "2026-03-03 15:00", "at 3:30 pm": "2026-03-03 15:30",
		"by noon": "2026-03-03 12:00", "12am tomorrow": "2026-03-04 00:00", "15点": "2026-03-03 15:00", "下午三点": "2026-03-03 15:00", "下午3点半": "2026-03-03 15:30",
		"三点": "2026-03-03 15:00", "11点一刻": "2026-03-03 11:15", "十一点三刻": "2026-03-03 11:45", "下午两点二十": "2026-03-03 14:20", "晚上八点": "2026-03-03 20:00",
		"中午": "2026-03-03 12:00", "中午12点半": "2026-03-03 12:30", "9:00": "2026-03-03 09:00", "24:00": "2026-03-04 00:00", "晚上12点": "2026-03-04 00:00",
		"tomorrow 3pm": "2026-03-04 15:00", "tomorrow at 15:00": "2026-03-04 15:00", "3pm tomorrow": "2026-03-04 15:00", "明天下午三点": "2026-03-04 15:00", "明天下午三點前": "2026-03-04 15:00",
		"后天上午10点": "2026-03-05 10:00", "大后天9点": "2026-03-06 09:00", "tomorrow": "2026-03-04 18:00", "明天": "2026-03-04 18:00", "明天上午": "2026-03-04 12:00", "今天下班前": "2026-03-03 18:00", "eod": "2026-03-03 18:00",
		"Friday": "2026-03-06 18:00", "by Friday 10:00": "2026-03-06 10:00", "next Monday 9am": "2026-03-09 09:00", "tuesday": "2026-03-10 18:00", "周五下午4点": "2026-03-06 16:00", "下周三": "2026-03-11 18:00", "禮拜五": "2026-03-06 18:00", "週五上午十點": "2026-03-06 10:00", "星期天": "2026-03-08 18:00",
		"2026-11-24 10:00": "2026-11-24 10:00", "2026-11-24T10:00": "2026-11-24 10:00", "2026/11/24 10:00": "2026-11-24 10:00", "2026-11-24": "2026-11-24 18:00", "11月24日10点": "2026-11-24 10:00", "2026年11月24日 10:00": "2026-11-24 10:00",
		"周五下午5点前": "2026-03-06 17:00", "週五下午五點前": "2026-03-06 17:00", "by Friday 17:00": "2026-03-06 17:00", "下周一": "2026-03-09 18:00", "下週一": "2026-03-09 18:00", "下星期一上午九点": "2026-03-09 09:00", "本周五": "2026-03-06 18:00", "tomorrow afternoon": "2026-03-04 18:00", "两天": "2026-03-05 10:00", "in 2h": "2026-03-03 12:00",
		"24 Nov 10:00": "2026-11-24 10:00", "Nov 24, 10am": "2026-11-24 10:00", "2月1日": "2027-02-01 18:00", "十二月三号": "2026-12-03 18:00", "1 March 2027 9:30": "2027-03-01 09:30",
	} {
		got, ok := c.When(s, now, zone)
		if !ok || !got.Equal(mustTime(t, want)) {
			t.Errorf("When(%q) = %s, %v; want %s", s, got.In(zone).Format("2006-01-02 15:04"), ok, want)
		}
	}
}

func TestWhenRefuses(t *testing.T) {
	c := mustLoad(t)
	for _, s := range []string{
		"", "soon", "3", "42", "25:00", "10:75", "2026-02-30", "2026-13-01", "tomorrow 2h", "马上", "尽快", "2h of work", "明天下午三点修好", "99999999999999h", "9999w 9999w",
		"0m", "today tomorrow", "3/4", "99:99", "monday friday", "十", "下", "am", "一",
	} {
		if got, ok := c.When(s, mustTime(t, "2026-03-03 10:00"), mustZone(t)); ok && s != "am" {
			t.Errorf("When(%q) = %s, want a refusal", s, got)
		}
	}
}

func TestUntilKeepsTheRest(t *testing.T) {
	c := mustLoad(t)
	now := mustTime(t, "2026-03-03 10:00")
	for s, want := range map[string][2]string{
		"tomorrow 3pm waiting for parts":  {"2026-03-04 15:00", "waiting for parts"},
		"tomorrow 3pm on site, then call": {"2026-03-04 15:00", "on site, then call"},
		"明天下午三点，等配件":                      {"2026-03-04 15:00", "等配件"},
		"2h parts arrive":                 {"2026-03-03 12:00", "parts arrive"},
		"Friday: The Bank answers then":   {"2026-03-06 18:00", "The Bank answers then"},
	} {
		got, rest, ok := c.Until(s, now, mustZone(t), nil)
		if !ok || !got.At.Equal(mustTime(t, want[0])) || rest != want[1] {
			t.Errorf("Until(%q) = %s, %q, %v", s, got.At, rest, ok)
		}
	}
}

func TestWorkingDaysAreCounted(t *testing.T) {
	c := mustLoad(t)
	office := mustRules(t).Org.Calendar("office")
	now := mustTime(t, "2026-03-05 10:00") // a Thursday
	for s, want := range map[string]struct {
		at   string
		days int
		rest string
	}{
		"in 2 working days":              {"2026-03-09 10:00", 2, ""},
		"2wd parts arrive":               {"2026-03-09 10:00", 2, "parts arrive"},
		"within three working days":      {},
		"a working day":                  {"2026-03-06 10:00", 1, ""},
		"10 business days from now":      {"2026-03-19 10:00", 10, ""},
		"两个工作日":                          {"2026-03-09 10:00", 2, ""},
		"两个工作日内，等配件":                     {"2026-03-09 10:00", 2, "等配件"},
		"3個工作天後":                         {"2026-03-10 10:00", 3, ""},
		"十个工作日":                          {"2026-03-19 10:00", 10, ""},
		"next working day":               {"2026-03-06 18:00", 1, ""},
		"下个工作日上午十点":                      {"2026-03-06 10:00", 1, ""},
		"2 working days 15:30 the bank":  {"2026-03-09 15:30", 2, "the bank"},
		"by 15:00 in 2 working days":     {"2026-03-09 15:00", 2, ""},
		"2 working days tomorrow":        {},
		"500 working days":               {},
		"0 working days":                 {},
		"2 working days and 3 hours off": {},
	} {
		m, rest, ok := c.Until(s, now, mustZone(t), office)
		if want.at == "" {
			if ok {
				t.Errorf("Until(%q) = %s, want a refusal", s, m.At)
			}
			continue
		}
		if !ok || !m.At.Equal(mustTime(t, want.at)) || m.Days != want.days || rest != want.rest {
			t.Errorf("Until(%q) = %s, %d days, %q, %v; want %+v", s, m.At.In(mustZone(t)), m.Days, rest, ok, want)
		}
	}
	if _, _, ok := c.Until("2 working days", now, mustZone(t), nil); ok {
		t.Error("working days are counted without a calendar")
	}
}

func TestWhenInASummerTimeGap(t *testing.T) {
	c := mustLoad(t)
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	now := time.Date(2026, 3, 28, 12, 0, 0, 0, berlin)
	got, ok := c.When("tomorrow 02:30", now, berlin)
	if !ok || got.Sub(now) < 12*time.Hour || got.Sub(now) > 16*time.Hour {
		t.Errorf("When in the gap = %s, %v", got, ok)
	}
}

func FuzzWhen(f *testing.F) {
	for _, s := range []string{"2h", "明天下午三点", "2026-11-24 10:00", "一个半小时", "next Monday 9am", "1.5h", "：", "9999w"} {
		f.Add(s)
	}
	c := mustLoad(f)
	zone := mustZone(f)
	now := mustTime(f, "2026-03-03 10:00")
	f.Fuzz(func(t *testing.T, s string) {
		at, rest, ok := c.Until(s, now, zone, nil)
		if !ok && rest != s {
			t.Errorf("Until(%q) lost text: %q", s, rest)
		}
		if ok && !strings.HasSuffix(strings.TrimSpace(strings.ToValidUTF8(s, "\ufffd")), rest) {
			t.Errorf("Until(%q) rest %q", s, rest)
		}
		if ok && (at.At.Year() < 1 || at.At.Year() > 10000) {
			t.Errorf("Until(%q) = %s", s, at.At)
		}
	})
}
