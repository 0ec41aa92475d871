package app

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/firstask/firstask/bot"
	"github.com/firstask/firstask/config"
	"github.com/firstask/firstask/text"
)

// drafter makes a first configuration: what flags say counts, then what is
// answered, then what Slack suggests.
type drafter struct {
	cmd  *InitCmd
	seen bot.Survey
	asks *questions
	out  config.Draft
}

func (d *drafter) draft() (config.Draft, error) {
	if len(d.seen.People) == 0 || len(d.seen.Channels) == 0 {
		return d.out, errors.New("there is nobody, or no channel, that the bot can see: create a channel and invite it")
	}
	if _, err := time.LoadLocation(d.cmd.Timezone); err != nil {
		return d.out, fmt.Errorf("--timezone %s is no time zone: a name like Asia/Shanghai", d.cmd.Timezone)
	}
	d.out.Zone = cmp.Or(d.cmd.Timezone, common(d.seen.People, zoneOf), time.UTC.String())
	d.out.Locale = cmp.Or(d.cmd.Locale, common(d.seen.People, localeOf), "en")
	if err := d.departments(); err != nil {
		return d.out, err
	}
	if err := d.mustMean(); err != nil {
		return d.out, err
	}
	for i := range d.out.Departments {
		if err := d.complete(&d.out.Departments[i]); err != nil {
			return d.out, err
		}
	}
	if err := d.fallback(); err != nil {
		return d.out, err
	}
	d.byDefault()
	for _, c := range d.seen.Channels {
		d.out.Channels = append(d.out.Channels, channelNamed(c))
	}
	d.others()
	return d.out, nil
}

// departments are the user groups, else one department of all people.
func (d *drafter) departments() error {
	groups, err := d.groups()
	if err != nil {
		return err
	}
	if len(groups) == 0 {
		d.out.Departments = []config.DraftDepartment{{ID: "company", Members: d.named(nil)}}
		return nil
	}
	used := map[string]bool{}
	for n, g := range groups {
		id := config.IDOf(g.Handle)
		if id == "" || used[id] {
			id = fmt.Sprintf("department-%d", n+1)
		}
		dep := config.DraftDepartment{ID: id, Name: g.Name, Group: config.Named{ID: g.ID, Name: "@" + g.Handle}, Members: d.named(g.Users)}
		if used[strings.ToLower(g.Name)] || g.Name == id {
			dep.Name = "" // a name means one department, and the id is one
		}
		used[id], used[strings.ToLower(g.Name)] = true, true
		d.out.Departments = append(d.out.Departments, dep)
	}
	return nil
}

// groups are the user groups that are departments.
func (d *drafter) groups() ([]bot.Group, error) {
	if len(d.cmd.Group) > 0 {
		return d.handled(d.cmd.Group)
	}
	groups, handles := d.seen.Groups, make([]string, 0, len(d.seen.Groups))
	for _, g := range groups {
		handles = append(handles, "@"+g.Handle)
	}
	if len(groups) > 0 {
		d.asks.ask("Which user groups are departments? "+strings.Join(handles, " ")+" (empty: all of them)", func(answer string) (err error) {
			groups, err = d.handled(strings.Fields(answer))
			return err
		})
	}
	return groups, nil
}

func (d *drafter) handled(handles []string) ([]bot.Group, error) {
	var groups []bot.Group
	for _, h := range handles {
		i := slices.IndexFunc(d.seen.Groups, func(g bot.Group) bool { return strings.EqualFold(g.Handle, strings.TrimPrefix(h, "@")) })
		if i < 0 {
			return nil, fmt.Errorf("no user group with staff in it is called %s", h)
		}
		groups = append(groups, d.seen.Groups[i])
	}
	return groups, nil
}

// mustMean refuses flags that name a department there is not.
func (d *drafter) mustMean() error {
	ids := d.ids()
	if d.cmd.Default != "" && !slices.Contains(ids, d.cmd.Default) {
		return fmt.Errorf("--default %s: wants one of %s", d.cmd.Default, strings.Join(ids, ", "))
	}
	for _, flag := range []struct {
		name  string
		given []string
	}{{"--head", d.cmd.Head}, {"--desk", d.cmd.Desk}, {"--work", d.cmd.Work}} {
		for _, g := range flag.given {
			if id, _, ok := strings.Cut(g, "="); !ok || !slices.Contains(ids, id) {
				return fmt.Errorf("%s %s: wants DEPARTMENT=…, with one of %s", flag.name, g, strings.Join(ids, ", "))
			}
		}
	}
	return nil
}

// byDefault is the department of direct messages, else the first as a guess.
func (d *drafter) byDefault() {
	ids := d.ids()
	if d.out.Default = d.cmd.Default; d.out.Default == "" && len(ids) > 1 {
		d.asks.ask("Which department has the direct messages? "+strings.Join(ids, " ")+" (empty: decide later)", func(answer string) error {
			if !slices.Contains(ids, answer) {
				return fmt.Errorf("%s is none of %s", answer, strings.Join(ids, ", "))
			}
			d.out.Default = answer
			return nil
		})
	}
	if d.out.Default == "" {
		d.out.Default, d.out.GuessedDefault = ids[0], true
	}
}

func (d *drafter) ids() []string {
	ids := make([]string, 0, len(d.out.Departments))
	for _, dep := range d.out.Departments {
		ids = append(ids, dep.ID)
	}
	return ids
}

// given are the values of a flag for a department.
func given(flag []string, department string) []string {
	var values []string
	for _, f := range flag {
		if id, value, _ := strings.Cut(f, "="); id == department {
			values = append(values, value)
		}
	}
	return values
}

// complete fills in what Slack cannot know of a department.
func (d *drafter) complete(dep *config.DraftDepartment) error {
	head := func(answer string) (err error) { dep.Head, err = d.person(answer); return err }
	desks := func(answer string) (err error) { dep.Desks, err = d.desks(dep.ID, strings.Fields(answer)); return err }
	work := func(answer string) (err error) { dep.Work, err = d.work(answer); return err }
	for _, q := range []struct {
		flag     []string
		question string
		take     func(string) error
	}{
		{given(d.cmd.Head, dep.ID), "Who heads " + dep.ID + "? A name, an e-mail address or a member id (empty: decide later)", head},
		{given(d.cmd.Desk, dep.ID), "In which channels may people ask " + dep.ID + "? With spaces between (empty: decide later)", desks},
		{given(d.cmd.Work, dep.ID), "Where are the working cards of " + dep.ID + "? A channel that only it reads (empty: direct messages)", work},
	} {
		if len(q.flag) > 0 {
			if err := q.take(strings.Join(q.flag, " ")); err != nil {
				return err
			}
			continue
		}
		d.asks.ask(q.question, q.take)
	}
	if dep.Head.ID == "" {
		dep.Head, dep.Guessed = dep.Members[0], true
	}
	return nil
}

func (d *drafter) person(word string) (config.Named, error) {
	found := d.seen.Find(word)
	switch len(found) {
	case 1:
		return personNamed(found[0]), nil
	case 0:
		return config.Named{}, fmt.Errorf("nobody on the staff is called %s", word)
	default:
		names := make([]string, 0, len(found))
		for _, p := range found {
			names = append(names, p.Name+" ("+p.ID+")")
		}
		return config.Named{}, fmt.Errorf("%s may be any of %s", word, strings.Join(names, ", "))
	}
}

func (d *drafter) channel(word string) (config.Named, error) {
	c, ok := d.seen.Channel(word)
	if !ok {
		return config.Named{}, fmt.Errorf("the bot sees no channel %s: invite it to a private one first", word)
	}
	return channelNamed(c), nil
}

func (d *drafter) desks(department string, words []string) ([]config.Named, error) {
	var desks []config.Named
	for _, w := range words {
		c, err := d.channel(w)
		if err != nil {
			return nil, err
		}
		if by := d.taken(c); by != "" && by != department {
			return nil, fmt.Errorf("%s is a channel of %s already", w, by)
		}
		if !slices.Contains(desks, c) {
			desks = append(desks, c)
		}
	}
	return desks, nil
}

// taken is the department that has a channel; "" if none has.
func (d *drafter) taken(c config.Named) string {
	for _, dep := range d.out.Departments {
		if dep.Work == c || slices.Contains(dep.Desks, c) {
			return dep.ID
		}
	}
	return ""
}

func (d *drafter) work(word string) (config.Named, error) {
	c, err := d.channel(word)
	if by := d.taken(c); err == nil && by != "" {
		return config.Named{}, fmt.Errorf("%s is a channel of %s already: others would read the working cards", word, by)
	}
	return c, err
}

// fallback is the channel as said, else a private one, else any, as a guess.
func (d *drafter) fallback() (err error) {
	take := func(answer string) (err error) { d.out.Fallback, err = d.channel(answer); return err }
	if d.cmd.Fallback != "" {
		return take(d.cmd.Fallback)
	}
	d.asks.ask("Where does silence end? A channel that whoever can decide reads (empty: decide later)", take)
	if d.out.Fallback.ID != "" {
		return nil
	}
	best := slices.MaxFunc(d.seen.Channels, func(a, b bot.Channel) int { return cmp.Compare(d.fits(a), d.fits(b)) })
	d.out.Fallback, d.out.GuessedFallback = channelNamed(best), true
	return nil
}

// fits says how well a channel may be the fallback: people who ask should not
// read it, and the bot is in it.
func (d *drafter) fits(c bot.Channel) int {
	score := 0
	if d.taken(channelNamed(c)) == "" {
		score += 4
	}
	if c.Private {
		score += 2
	}
	if c.Member {
		score++
	}
	return score
}

// others are the staff in no department.
func (d *drafter) others() {
	for _, p := range d.seen.People {
		in := func(dep config.DraftDepartment) bool {
			return dep.Head.ID == p.ID || slices.ContainsFunc(dep.Members, func(n config.Named) bool { return n.ID == p.ID })
		}
		if !slices.ContainsFunc(d.out.Departments, in) {
			d.out.Others = append(d.out.Others, personNamed(p))
		}
	}
}

// named are people of the staff by name; nil means all.
func (d *drafter) named(ids []string) []config.Named {
	var all []config.Named
	for _, p := range d.seen.People {
		if ids == nil || slices.Contains(ids, p.ID) {
			all = append(all, personNamed(p))
		}
	}
	return all
}

func personNamed(p bot.Person) config.Named { return config.Named{ID: p.ID, Name: p.Name} }

func channelNamed(c bot.Channel) config.Named { return config.Named{ID: c.ID, Name: "#" + c.Name} }

func localeOf(p bot.Person) string {
	if p.Locale == "" {
		return ""
	}
	return text.Match(p.Locale)
}

func zoneOf(p bot.Person) string {
	if p.Zone == nil {
		return ""
	}
	if _, err := time.LoadLocation(p.Zone.String()); err != nil {
		return "" // an offset without a name
	}
	return p.Zone.String()
}

// common is what most people have; of several, the first by name.
func common(people []bot.Person, of func(bot.Person) string) string {
	count := map[string]int{}
	for _, p := range people {
		if v := of(p); v != "" {
			count[v]++
		}
	}
	best := ""
	for _, v := range slices.Sorted(maps.Keys(count)) {
		if best == "" || count[v] > count[best] {
			best = v
		}
	}
	return best
}
