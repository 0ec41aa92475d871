package text_test

import (
	"maps"
	"strings"
	"testing"
	"time"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/text"
	"github.com/firstask/firstask/ticket"
)

// dutyParams are all facts that a word about duty may have.
func dutyParams(s *story) notice.Params {
	return notice.Params{
		"who": notice.User(chen), "other": notice.User(liwn), "next": notice.User(zhou), "by": notice.User(zhou), "to": notice.User(liwn),
		"desk": notice.Text("support"), "from": notice.Time(s.now), "until": notice.Time(s.now.Add(8 * time.Hour)), "at": notice.Time(s.now),
		"have": notice.Number(1), "want": notice.Number(2), "n": notice.Number(2), "count": notice.Number(2), "rule": notice.Text("DR-1.8"), "swap": notice.Number(7),
		"number": notice.Text("42"), "what": notice.Text("#42, #43"),
		"lacks": notice.Text("place happened results"), "looks": notice.Text("garden/hygiene lights@2026-03-03T09:30:00Z"), "place": notice.Text("Room 204"),
		"back": notice.Time(s.now.Add(48 * time.Hour)), "backto": notice.Time(s.now.Add(56 * time.Hour)),
	}
}

// dutyNews are the words there are about duty.
func dutyNews() []string {
	return strings.Fields("agreed declined lapsed swapped undone relieved relieves swapped_now late stays started released now_yours unconfirmed taken void explain unexplained stays_yours stays_with place record unwritten look missed")
}

// duties draws all that is said of duty.
func duties(tb testing.TB, c *text.Catalog, locale string, see func(what string, m text.Message)) {
	tb.Helper()
	s := begin(tb, "invoice")
	v := s.view(zhou, locale)
	draw := func(k notice.Kind, change notice.Params, items ...notice.Item) {
		n := notice.Notice{Kind: k, To: notice.Recipient{User: zhou}, Params: dutyParams(s), Items: items}
		maps.Copy(n.Params, change)
		v := v
		v.Ticket = nil
		for _, i := range items {
			v.Items = append(v.Items, text.ItemView{Item: i, Ticket: &s.t})
		}
		m, err := c.Notice(n, v)
		if err != nil {
			tb.Fatalf("%s: %v", k, err)
		}
		see(string(k)+" "+change["what"].Raw(), m)
	}
	for _, what := range dutyNews() {
		draw(notice.DutyNews, notice.Params{"what": notice.Word("duty_news." + what)})
	}
	draw(notice.DutyNews, notice.Params{"what": notice.Word("duty_news.of_a_later_version")})
	draw(notice.RosterGap, nil)
	draw(notice.RosterGap, notice.Params{"have": notice.Number(0)})
	draw(notice.SwapOffered, nil)
	draw(notice.HandoverDue, nil)
	draw(notice.HandoverList, nil, notice.Item{Kind: notice.HandoverList, Ticket: 42, Params: notice.Params{"reason": notice.Text("waits for parts"), "times": notice.Number(2)}})
	dutyAnswers(c, s, v, see)
	for kind, s := range map[string]string{"with": "with Li Wen", "in_return": "for Li Wen"} {
		if got := c.Without(kind, s); got != "Li Wen" {
			tb.Errorf("without the word: %q", got)
		}
	}
}

func dutyAnswers(c *text.Catalog, s *story, v text.View, see func(string, text.Message)) {
	say := func(a text.Answer) { see(a.Key, c.Answer(a, v)) }
	for key := range strings.FieldsSeq("swap_offered swap_agreed swap_declined swap_undone duty_relieved duty_released duty_started duty_ended nothing_open handover_sent carried duty_taken duty_here duty_logged duty_ticked call_unclear") {
		say(text.Answer{Key: key, Params: dutyParams(s)})
	}
	for _, code := range []ticket.Code{
		ticket.NotTheirHead, ticket.NoShift, ticket.SwapSelf, ticket.ShiftBegan, ticket.StandsAlready, ticket.NoOffer, ticket.NotOnDuty,
		ticket.OnDutyAlready, ticket.ByTheClock, ticket.ShiftLasts, ticket.RelieveInstead, ticket.NoRelief, ticket.NoHandover,
		ticket.NotCarried, ticket.CarryReason, ticket.RecordLacks, ticket.NoRecord, ticket.NoRound, ticket.TakeOverFirst, ticket.AwayThen,
	} {
		see(string(code), c.Refused(&ticket.Refusal{Code: code, Params: dutyParams(s)}, v))
	}
	var help []text.VerbHelp
	for v := range strings.FieldsSeq("duty_swap duty_agree duty_decline duty_undo duty_start duty_end duty_handover duty_taken duty_here duty_log duty_result duty_round duty_call duty_relieve duty_release away_undo") {
		help = append(help, text.VerbHelp{Verb: v, Allowed: true})
	}
	say(text.Answer{Key: "help", Verbs: help})
	other := s.t
	other.Number = 43
	say(text.Answer{Key: "handover_list", Tickets: []ticket.Ticket{s.t, other}, Params: notice.Params{"without.43": notice.Number(1)}})
	line := []text.Entry{{At: s.now, Text: "the lift stood still", Look: "garden/hygiene", Ticket: 42}}
	say(text.Answer{Key: "duty_record", Records: []text.Record{{
		Roster: "support-desk", User: chen, From: s.now, To: s.now.Add(time.Hour), Here: s.now, Happened: line, Results: line, Calls: line, Remarks: line,
		Looks: 4, Seen: 3, Missed: "club lights@2026-03-03T09:30:00Z", Lacks: []string{"results"}, Rule: "DR-1.3",
	}, {Roster: "support-desk", User: liwn, From: s.now, To: s.now.Add(time.Hour)}}})
	say(text.Answer{Key: "duty_record"})
	say(text.Answer{Key: "duty_logged", Params: notice.Params{"lacks": notice.Text("")}})
	say(text.Answer{Key: "duty_started"})
	rows := make([]text.Duty, 0, 8)
	for how := range strings.FieldsSeq("turn override swap relief cover incumbent") {
		rows = append(rows, text.Duty{
			Department: "support", User: chen, With: []string{liwn}, From: s.now, Until: s.now.Add(time.Hour), Open: how != "turn",
			How: how, For: zhou, Layer: "night", Rule: "DR-1.8", Next: liwn, NextFrom: s.now.Add(time.Hour),
		})
	}
	rows = append(rows, text.Duty{Department: "support", Open: true, Left: text.Left{Shifts: 31, Leaving: 3, Matters: 4, Rule: "DR-2.7"}})
	for _, p := range []notice.Params{nil, {"at": notice.Time(s.now)}} {
		say(text.Answer{Key: "duty", Params: p, Duties: rows})
		say(text.Answer{Key: "duty", Params: p})
	}
}

// Whoever looks at a telephone sees in the first words who, and about which desk.
func TestDutyIsSaidShortly(t *testing.T) {
	c := mustLoad(t)
	for _, locale := range text.Locales() {
		duties(t, c, locale, func(what string, m text.Message) {
			if strings.Contains(m.Plain, "<no value>") || strings.Contains(m.Plain, "{{") || strings.TrimSpace(m.Plain) == "" {
				t.Errorf("%s in %s: %q", what, locale, m.Plain)
			}
		})
	}
}

func TestWhoIsOnDutyIsSaidWithTheReason(t *testing.T) {
	c := mustLoad(t)
	s := begin(t, "invoice")
	row := text.Duty{
		Department: "finance", User: chen, From: s.now, Until: s.now.Add(8 * time.Hour), Open: true, How: "swap", For: liwn, Layer: "night", Rule: "DR-1.8",
		Next: zhou, NextFrom: s.now.Add(8 * time.Hour),
	}
	got := c.Answer(text.Answer{Key: "duty", Duties: []text.Duty{row}}, s.view(zhou, "en")).Plain
	for _, want := range []string{"until 18:0", "night, for Li Wen, DR-1.8", "then Zhou Hang, from 18:0"} {
		if !strings.Contains(got, want) {
			t.Errorf("lacks %q: %s", want, got)
		}
	}
}
