package config_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/firstask/firstask/config"
)

// FA-11, ST-1: every department has a way in for outsiders and one for insiders,
// and somebody who can be asked first; check names those that lack one, with the
// rules that ask for it, whichever rule books are used.
func TestCheckNamesDepartmentsNobodyReaches(t *testing.T) {
	const (
		none     = "department repairs has no channel"
		outside  = "department repairs has no channel for askers"
		inside   = "department repairs has no channel for its own work"
		nobody   = "department repairs names nobody who could be asked first"
		noDuty   = "department repairs has neither a roster nor a named counterpart"
		channels = "channels: [{id: C0REP}], work_channel: C0REPDESK"
	)
	all := []string{none, nobody, noDuty} // none is the beginning of the two others
	for name, tt := range map[string]struct {
		keys string
		want []string
	}{
		"complete, by a roster":                 {channels + ", duty: desk", nil},
		"complete, by a counterpart":            {channels + ", posts: [{id: lamps, holder: U0LI}]", nil},
		"a post that nobody holds":              {channels + ", posts: [{id: lamps}]", []string{nobody + ", neither by a roster nor as a counterpart or member: everything goes to its head (ST-1, FA-11)"}},
		"members, of whom nobody in particular": {channels + ", members: [U0LI]", []string{noDuty + ": everything goes to its head (FA-11)"}},
		"nobody but a head":                     {channels, []string{nobody}},
		"no way in for outsiders":               {"duty: desk, work_channel: C0REPDESK", []string{outside + " (FA-11)"}},
		"no way in for insiders":                {"duty: desk, channels: [{id: C0REP}]", []string{inside + " (FA-11)"}},
		"no way in at all":                      {"duty: desk", []string{none + " (FA-11)"}},
		"one that only groups others":           {"", nil},
	} {
		t.Run(name, func(t *testing.T) {
			main := strings.Replace(twoDesks, "rosters:", "  - {id: repairs, parent: company, head: U0SUN, "+tt.keys+"}\nrosters:", 1)
			if tt.keys == "" {
				main = strings.Replace(twoDesks, "rosters:", "  - {id: repairs, parent: company, head: U0SUN}\n  - {id: lamps, parent: repairs, head: U0MA, channels: [{id: C0REP}], work_channel: C0REPDESK, duty: desk}\nrosters:", 1)
			}
			c, err := config.Parse("test.yaml", []byte(main+"presets: [MG]\n"), fstest.MapFS{})
			if err != nil {
				t.Fatal(err)
			}
			got := lines(c.Warnings)
			for _, w := range tt.want {
				if !strings.Contains(got, w) {
					t.Errorf("does not say %q:\n%s", w, got)
				}
			}
			said := 0
			for _, one := range all {
				said += strings.Count(got, one)
			}
			if said != len(tt.want) {
				t.Errorf("says %d, want %d:\n%s", said, len(tt.want), got)
			}
		})
	}
}

// A channel that wants a host is of no use where no way of the books leads to one.
func TestCheckNamesChannelsWithoutAWayToTheirHost(t *testing.T) {
	own := func(more string) string {
		return "id: own\nextends: base\nvocabulary: {channels: [{id: visit, host: true}, {id: phone, host: false}]}\n" + more +
			"windows: [" + window("O-1", "on: natural, while: [CAPTURED]") + "]\n"
	}
	const want = "requests by visit come with a host, and no rule book makes the host first asked"
	if got := mustWarn(t, "presets: [./own.yaml]\n", own("natural_fr_rules: [{by: duty, rule: O-1}]\n")); !strings.Contains(got, want) {
		t.Errorf("does not say it:\n%s", got)
	}
	if got := mustWarn(t, "presets: [./own.yaml]\n", own("natural_fr_rules: [{by: host, rule: O-1}]\n")); strings.Contains(got, want) {
		t.Errorf("says it:\n%s", got)
	}
}
