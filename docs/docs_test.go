// Package docs_test keeps the documentation true: what it names exists, and
// its lists are those of the program.
package docs_test

import (
	"encoding/json"
	"maps"
	"net/url"
	"os"
	"os/exec"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/firstask/firstask/bot"
	"github.com/firstask/firstask/config"
	"github.com/firstask/firstask/handlers"
	"github.com/firstask/firstask/text"
	"github.com/firstask/firstask/ticket"
)

var fenced = regexp.MustCompile("(?ms)^ *```.*?^ *```$")

func TestLinksLeadSomewhere(t *testing.T) {
	files := mustTree(t)
	for _, page := range files.ending(".md") {
		src := fenced.ReplaceAllString(mustRead(t, page), "")
		for _, target := range all(`\]\(([^)\s]+)\)`, src) {
			if regexp.MustCompile(`^[a-z]+:`).MatchString(target) {
				continue
			}
			file, anchor, _ := strings.Cut(target, "#")
			to := page
			if file != "" {
				to = path.Join(path.Dir(page), file)
			}
			if !slices.Contains(slices.Concat(files.files, files.dirs), to) {
				t.Errorf("%s links to %s, which does not exist", page, target)
			} else if anchor != "" && !slices.Contains(anchors(mustRead(t, to)), anchor) {
				t.Errorf("%s links to %s, a heading that does not exist", page, target)
			}
		}
	}
}

// anchors are the names of a page's headings, as the page shows them.
func anchors(page string) []string {
	names := all(`(?m)^#+ (.*)$`, fenced.ReplaceAllString(page, ""))
	for i, heading := range names {
		name := regexp.MustCompile(`[^\pL\pN _-]`).ReplaceAllString(strings.ToLower(heading), "")
		names[i] = strings.ReplaceAll(name, " ", "-")
	}
	return names
}

// TestNamedFilesExist looks at what stands in backticks and looks like a path.
// Decisions are left out: they speak of their day, and of what was not done.
func TestNamedFilesExist(t *testing.T) {
	files := mustTree(t)
	like := regexp.MustCompile(`^[\w.*-]+(/[\w.*-]+)*/?$`)
	file := regexp.MustCompile(`(/|[\w*]\.(go|md|ya?ml|json|lua|sh|txtar|txt|conf|mod|sum|png|version))$`)
	example := []string{"firstask.yaml", "./ours.yaml", "manifest.json", "config.yaml"} // of the reader's own
	for _, page := range files.ending(".md") {
		if strings.HasPrefix(page, "docs/adr/") {
			continue
		}
		for _, name := range all(ticked.String(), fenced.ReplaceAllString(mustRead(t, page), "")) {
			named := like.MatchString(name) && (file.MatchString(name) || rooted(files, name))
			if named && !slices.Contains(example, name) && !files.has(path.Dir(page), name) {
				t.Errorf("%s names %s, which does not exist", page, name)
			}
		}
	}
}

// rooted reports whether a name begins like a path from the root.
func rooted(files tree, name string) bool {
	first, _, deeper := strings.Cut(name, "/")
	return deeper && slices.Contains(files.dirs, first)
}

func TestVerbsAreDescribed(t *testing.T) {
	table := section(t, mustRead(t, "docs/users.md"), "## The verbs")
	same(t, "verbs of docs/users.md", firsts(table), verbs())
	typed := mustAliases(t)
	for _, row := range cells(table) {
		verb := ticked.FindStringSubmatch(row[0])[1]
		var described []string
		for _, word := range regexp.MustCompile(`[,\s]+`).Split(row[1], -1) {
			if word != "" {
				described = append(described, word)
			}
		}
		if want := typed[verb]; len(want)+len(described) > 0 {
			same(t, "other words for "+verb, described, want)
		}
	}
}

// verbs are those that handlers carry out.
func verbs() []string {
	known := handlers.New(handlers.Options{}).Verbs()
	names := make([]string, len(known))
	for i, v := range known {
		names[i] = v.Verb
	}
	return names
}

// mustAliases are the words people may type for each verb, of all languages.
func mustAliases(tb testing.TB) map[string][]string {
	tb.Helper()
	words := map[string][]string{}
	for _, locale := range text.Locales() {
		var catalog map[string]any
		if err := json.Unmarshal([]byte(mustRead(tb, "text/locales/"+locale+".json")), &catalog); err != nil {
			tb.Fatal(err)
		}
		for key, value := range catalog {
			verb, typed := strings.CutPrefix(key, "typed.")
			if list, ok := value.(string); typed && ok {
				for word := range strings.SplitSeq(list, ",") {
					if word = strings.TrimSpace(word); word != "" && !slices.Contains(words[verb], word) {
						words[verb] = append(words[verb], word)
					}
				}
			}
		}
	}
	return words
}

// counters is a registerer that only takes down what is registered.
type counters struct{ labels map[string][]string }

func (c counters) Register(from prometheus.Collector) error {
	descriptions := make(chan *prometheus.Desc, 16)
	from.Describe(descriptions)
	close(descriptions)
	for d := range descriptions {
		m := regexp.MustCompile(`fqName: "([^"]+)".*variableLabels: \{([^}]*)\}`).FindStringSubmatch(d.String())
		c.labels[m[1]] = strings.FieldsFunc(m[2], func(r rune) bool { return r == ',' || r == ' ' })
	}
	return nil
}

func (c counters) MustRegister(from ...prometheus.Collector) {
	for _, f := range from {
		_ = c.Register(f)
	}
}

func (counters) Unregister(prometheus.Collector) bool { return false }

func TestMetricsAreDescribed(t *testing.T) {
	counted := counters{labels: map[string][]string{}}
	bot.NewSenderMetrics(counted)
	bot.NewInboundMetrics(counted)
	for _, file := range mustTree(t).ending(".go") {
		if !strings.HasSuffix(file, "_test.go") {
			for _, name := range all(`"(firstask_[a-z_]+)"`, mustRead(t, file)) {
				if _, known := counted.labels[name]; !known {
					counted.labels[name] = nil
				}
			}
		}
	}
	delete(counted.labels, "firstask_delivery") // the type of our message metadata
	present := slices.Collect(maps.Keys(counted.labels))
	page := mustRead(t, "docs/operations.md")
	table := section(t, page, "## Metrics")
	same(t, "metrics of docs/operations.md", firsts(table), present)
	for _, row := range cells(table) {
		name := ticked.FindStringSubmatch(row[0])[1]
		for _, label := range counted.labels[name] {
			if !slices.Contains(all(ticked.String(), row[2]), label) {
				t.Errorf("label %s of %s is not described", label, name)
			}
		}
	}
	for _, file := range mustTree(t).ending(".md") {
		for _, name := range all(`\b(firstask_[a-z_]+)`, mustRead(t, file)) {
			name = regexp.MustCompile(`_(bucket|sum|count)$`).ReplaceAllString(name, "")
			if _, known := counted.labels[name]; !known && name != "firstask_" {
				t.Errorf("%s names the metric %s, which does not exist", file, name)
			}
		}
	}
}

func TestSettingsAreDescribed(t *testing.T) {
	for page, heading := range map[string]string{
		"docs/operations.md": "## Settings", "docs/configuration.md": "## Settings of the running service",
	} {
		same(t, "settings of "+page, firsts(section(t, mustRead(t, page), heading)), config.SettingNames())
	}
	flags := mustRead(t, "app/commands.go")
	for _, row := range cells(section(t, mustRead(t, "docs/operations.md"), "## Settings")) {
		name, flag := strings.Trim(row[0], "`"), strings.TrimPrefix(strings.Trim(row[1], "`"), "--")
		named := regexp.MustCompile(`name:"` + flag + `" help:"[^"]*\(\$` + name + `\)`).MatchString(flags)
		plain := regexp.MustCompile("\n\t\\w+ +string `help:\"[^\"]*\\(\\$"+name+`\)`).MatchString(flags) &&
			flag == strings.ToLower(strings.ReplaceAll(name, "_", "-"))
		if !named && !plain {
			t.Errorf("%s is no flag for %s", flag, name)
		}
	}
}

func TestNoticesAreDescribed(t *testing.T) {
	present := make([]string, 0, len(text.Kinds()))
	for _, k := range text.Kinds() {
		present = append(present, string(k))
	}
	same(t, "notices of docs/architecture.md", firsts(section(t, mustRead(t, "docs/architecture.md"), "## Notices")), present)
}

func TestEventsAreDescribed(t *testing.T) {
	verb, present := map[string]string{}, []string{"urgent", "major"} // one command for both
	var sources []string
	for _, file := range mustTree(t).ending(".go") {
		if path.Dir(file) == "ticket" && !strings.HasSuffix(file, "_test.go") {
			sources = append(sources, mustRead(t, file))
		}
	}
	src := strings.Join(sources, "\n")
	for _, m := range regexp.MustCompile(`(Verb\w+)\s+Verb = "([\w-]+)"`).FindAllStringSubmatch(src, -1) {
		verb[m[1]] = m[2]
	}
	for _, m := range regexp.MustCompile(`Event\{\s*Kind:\s*(?:"(\w+)"|string\((Verb\w+)\))`).FindAllStringSubmatch(src, -1) {
		kind := m[1] + verb[m[2]]
		if !slices.Contains(present, kind) {
			present = append(present, kind)
		}
	}
	same(t, "events of docs/architecture.md", firsts(section(t, mustRead(t, "docs/architecture.md"), "## Events")), present)
}

// TestStatesAreDrawn holds the picture to the states of the program and to the
// table of clocks, which a test of ticket/ plays through.
func TestStatesAreDrawn(t *testing.T) {
	states := section(t, mustRead(t, "docs/architecture.md"), "## States")
	arrows := regexp.MustCompile(`(?m)^ +(\S+) --> (\S+): (.+)$`).FindAllStringSubmatch(states, -1)
	drawn, ends := make([]string, 0, len(arrows)), make([]string, 0, 2*len(arrows))
	for _, m := range arrows {
		drawn = append(drawn, strings.Join(m[1:], " "))
		ends = append(ends, m[1], m[2])
	}
	slices.Sort(ends)
	ends = slices.DeleteFunc(slices.Compact(ends), func(s string) bool { return s == "[*]" })
	for _, s := range ends {
		if !slices.Contains(ticket.States(), ticket.State(s)) {
			t.Errorf("the picture has %s, which is no state", s)
		}
	}
	rows := cells(states)
	listed := make([]string, len(rows))
	for i, row := range rows {
		listed[i] = row[0]
	}
	same(t, "states of docs/architecture.md", listed, ends)
	for _, row := range cells(mustRead(t, "docs/clocks.md")) {
		if len(row) < 4 || !slices.Contains(ticket.States(), ticket.State(row[3])) {
			continue
		}
		from := regexp.MustCompile(`^[A-Z_]*`).FindString(row[0])
		verb, _, _ := strings.Cut(row[1], ":")
		if from == "" {
			from = "[*]"
		}
		if arrow := from + " " + row[3] + " " + verb; from != row[3] && !slices.Contains(drawn, arrow) {
			t.Errorf("docs/clocks.md has %q, the picture has not", arrow)
		}
	}
}

// TestRoomsAreListed: a directory with Go files is a room that AGENTS.md knows.
func TestRoomsAreListed(t *testing.T) {
	listed := firsts(section(t, mustRead(t, "AGENTS.md"), "## Rooms"))
	rooms := []string{"main.go"}
	for _, file := range mustTree(t).ending(".go") {
		if room, _, deeper := strings.Cut(file, "/"); deeper && !slices.Contains(rooms, room+"/") {
			rooms = append(rooms, room+"/")
		}
	}
	same(t, "rooms of AGENTS.md", listed, rooms)
}

func TestAgentsStoryIsOne(t *testing.T) {
	known := all(`"(\w+)": +(?:w\.|func)`, mustRead(t, "app/steps_test.go"))
	_, story, found := strings.Cut(section(t, mustRead(t, "AGENTS.md"), "## A story"), "-- story --\n")
	story, _, _ = strings.Cut(story, "```")
	if !found || strings.TrimSpace(story) == "" {
		t.Fatal("no story in AGENTS.md")
	}
	for line := range strings.SplitSeq(strings.TrimSpace(story), "\n") {
		if step, _, _ := strings.Cut(line, " "); !slices.Contains(known, step) {
			t.Errorf("AGENTS.md: no step is called %s", step)
		}
	}
}

// TestNothingOfThisMachine: no path, registry, proxy or host of whoever worked
// on it stands in the repository.
func TestNothingOfThisMachine(t *testing.T) {
	own := regexp.MustCompile(`(?m)(^|[\s"'` + "`" + `=(,:])(/(wor` + `k|roo` + `t|tm` + `p|hom` + `e/\w+|User` + `s/\w+)(/|\b))`)
	hosts := regexp.MustCompile(`[\w.-]*(artifact` + `ory|nexu` + `s\.|jfro` + `g|registr` + `y\.)[a-z][\w.-]+|\b(10\.\d{1,3}|192\.168)(\.\d{1,3}){2}\b`)
	var names []string
	for _, variable := range []string{"GOPROXY", "GOSUMDB", "HTTP_PROXY", "HTTPS_PROXY"} {
		for entry := range strings.FieldsFuncSeq(os.Getenv(variable), func(r rune) bool { return r == ',' || r == '|' || r == ' ' }) {
			if u, err := url.Parse(entry); err == nil && len(u.Hostname()) > 4 && !strings.HasSuffix(u.Hostname(), "golang.org") && u.Hostname() != "localhost" {
				names = append(names, u.Hostname())
			}
		}
	}
	for _, file := range tracked(t) {
		if slices.Contains([]string{".png", ".ico", ".sum"}, path.Ext(file)) {
			continue
		}
		src := mustRead(t, file)
		for _, found := range slices.Concat(own.FindAllString(src, -1), hosts.FindAllString(src, -1)) {
			t.Errorf("%s has %q", file, strings.TrimSpace(found))
		}
		for _, name := range names {
			if strings.Contains(src, name) {
				t.Errorf("%s names this machine's %s", file, name)
			}
		}
	}
}

// tracked are the files that git knows and that are there; without git, all.
func tracked(tb testing.TB) []string {
	tb.Helper()
	there := mustTree(tb).files
	known, err := exec.CommandContext(tb.Context(), "git", "-C", "..", "ls-files", "-z").Output()
	if err != nil || len(known) == 0 {
		return there
	}
	names := strings.Split(string(known), "\x00")
	return slices.DeleteFunc(there, func(p string) bool { return !slices.Contains(names, p) })
}
