package text

import (
	"strconv"
	"strings"
	"time"

	"github.com/firstask/firstask/policy"
)

// dutyStarted says that a shift has begun and where it is stood, with a button
// that says "I am there".
func (p *pen) dutyStarted(Answer) []Part {
	if p.params["place"].Raw() == "" {
		return paras(p.say("answer.duty_started", nil))
	}
	place := p.say("answer.duty_place", data{"place": p.words(p.params["place"].Raw(), mostLabel), "rule": p.value("rule")})
	return append(paras(p.lines(p.say("answer.duty_started", nil), place)), row(Button{Label: p.say("button.duty_here", nil), Verb: "duty", Detail: DutyHere, Primary: true}))
}

// written is an answer to what was written down, with what the record still lacks.
func (p *pen) written(a Answer) []Part {
	said, lacks := p.say("answer."+a.Key, nil), p.lacks()
	if lacks == "" {
		return paras(p.lines(said, p.say("answer.record_whole", nil)))
	}
	return paras(p.lines(said, p.say("answer.record_lacks", data{"lacks": lacks})))
}

// lacks is what the record of a message still needs.
func (p *pen) lacks() string { return p.unwritten(strings.Fields(p.params["lacks"].Raw())) }

// unwritten is what a record still needs, each with how it is said.
func (p *pen) unwritten(all []string) string {
	words := make([]string, len(all))
	for i, what := range all {
		words[i] = p.say("record."+what, nil)
	}
	return strings.Join(words, p.say("list.sep", nil))
}

// dutyRecord is what was written down of some shifts.
func (p *pen) dutyRecord(a Answer) []Part {
	if len(a.Records) == 0 {
		return paras(p.say("answer.record_none", nil))
	}
	var parts []Part
	for i := range a.Records {
		parts = append(parts, p.recordOf(&a.Records[i])...)
	}
	return parts
}

func (p *pen) recordOf(r *Record) []Part {
	lines := []string{p.enc.Bold(p.say("answer.record", data{
		"desk": p.department(p.deskOf(r.Roster)), "who": p.enc.Name(r.User), "from": p.at(r.From), "until": p.at(r.To), "rule": p.enc.Escape(r.Rule),
	}))}
	if !r.Here.IsZero() {
		lines = append(lines, p.say("answer.record_here", data{"at": p.at(r.Here), "place": p.words(p.placeOf(r.Roster), mostLabel)}))
	}
	for _, part := range []struct {
		key string
		all []Entry
	}{{"happened", r.Happened}, {"results", r.Results}, {"call", r.Calls}, {"remark", r.Remarks}} {
		for _, e := range part.all[:min(len(part.all), mostRows)] {
			lines = append(lines, p.say("answer.record_"+part.key, data{
				"at": p.at(e.At), "text": p.words(e.Text, reasonText), "look": p.looks(r.Roster, e.Look), "n": strconv.FormatInt(e.Ticket, 10),
			}))
		}
	}
	if r.Looks > 0 {
		lines = append(lines, p.say("answer.record_looks", data{"n": strconv.Itoa(r.Seen), "count": strconv.Itoa(r.Looks), "looks": p.looks(r.Roster, r.Missed)}))
	}
	if lacks := p.unwritten(r.Lacks); lacks != "" {
		lines = append(lines, p.say("answer.record_lacks", data{"lacks": lacks}))
	}
	return p.stacked(lines)
}

// deskOf is the department whose duty a roster is, else the roster.
func (p *pen) deskOf(roster string) string {
	if p.v.Rules.Org != nil {
		if d := p.v.Rules.Org.Served(roster); d != nil {
			return d.ID
		}
	}
	return roster
}

func (p *pen) placeOf(roster string) string {
	if r := p.rosterOf(roster); r != nil {
		return r.Place
	}
	return ""
}

// rosterOf is a roster by its id, or by that of the department whose duty it is;
// nil for none.
func (p *pen) rosterOf(id string) *policy.Roster {
	org := p.v.Rules.Org
	if org == nil {
		return nil
	}
	if d := org.Department(id); d != nil && d.Duty != "" {
		id = d.Duty
	}
	return org.Rosters[id]
}

// looks are the words of what is to be looked at, given as facts:
// "round/point@time", with spaces between.
func (p *pen) looks(roster, facts string) string {
	all := strings.Fields(facts)
	all = all[:min(len(all), mostRows)]
	words := make([]string, 0, len(all))
	for _, fact := range all {
		fact, due, timed := strings.Cut(fact, "@")
		id, point, _ := strings.Cut(fact, "/")
		word := p.roundName(roster, id)
		if point != "" {
			word = p.say("record.point", data{"round": word, "point": p.pointName(roster, id, point)})
		}
		if at, err := time.Parse(time.RFC3339, due); timed && err == nil {
			word = p.say("record.timed", data{"round": word, "at": p.at(at)})
		}
		words = append(words, word)
	}
	return strings.Join(words, p.say("list.sep", nil))
}

func (p *pen) roundName(roster, id string) string {
	if r := p.rosterOf(roster); r != nil {
		if round := r.Round(id); round != nil {
			id = round.Name.In(p.locale)
		}
	}
	return p.words(id, mostLabel)
}

func (p *pen) pointName(roster, id, point string) string {
	if r := p.rosterOf(roster); r != nil {
		if round := r.Round(id); round != nil {
			point = round.Point(point).In(p.locale)
		}
	}
	return p.words(point, mostLabel)
}
