package config_test

import (
	"bytes"
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/firstask/firstask/config"
	"github.com/firstask/firstask/policy"
	"github.com/firstask/firstask/policy/presets"
)

const (
	fileSchema   = "../docs/firstask.schema.json"
	presetSchema = "../docs/preset.schema.json"
)

func mustSchema(tb testing.TB, path string) *jsonschema.Schema {
	tb.Helper()
	s, err := jsonschema.NewCompiler().Compile(path)
	if err != nil {
		tb.Fatal(err)
	}
	return s
}

// instance is a YAML text as a schema sees it; false if it is not YAML.
func instance(src []byte) (any, bool) {
	data, err := yaml.YAMLToJSON(src)
	if err != nil {
		return nil, false
	}
	v, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
	return v, err == nil
}

func TestSchemaAcceptsWhatIsGood(t *testing.T) {
	files, books := mustSchema(t, fileSchema), mustSchema(t, presetSchema)
	check := func(s *jsonschema.Schema, name string, src []byte) {
		v, ok := instance(src)
		if !ok {
			t.Errorf("%s is not YAML", name)
		}
		if err := s.Validate(v); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, path := range goodFiles(t) {
		check(files, path, mustRead(t, path))
	}
	for _, path := range mustGlob(t, "testdata/good/books/*.yaml") {
		check(books, path, mustRead(t, path))
	}
	for _, id := range presets.Names() {
		src, err := presets.Source(id)
		if err != nil {
			t.Fatal(err)
		}
		check(books, id, src)
	}
}

// What only a look at several places, or at another file, can find.
func beyondSchemas() []string {
	return []string{
		"anchors", "bracket", "disjoint", "empty", "extends", "fields", "fields_named", "holes", "language", "no_default",
		"reply", "reply_needless", "reply_role", "rule_books", "tab", "terms",
		"two_documents", "unset_limit", "windows",
	}
}

func TestSchemaRefusesWhatIsBad(t *testing.T) {
	files := mustSchema(t, fileSchema)
	for _, path := range mustGlob(t, "testdata/bad/*.yaml") {
		name := strings.TrimSuffix(filepath.Base(path), ".yaml")
		v, ok := instance(mustRead(t, path))
		if slices.Contains(beyondSchemas(), name) || !ok {
			continue
		}
		if err := files.Validate(v); err == nil {
			t.Errorf("%s passes", path)
		}
	}
	for _, name := range []string{"broken", "fields", "language"} {
		v, ok := instance(mustRead(t, "testdata/bad/books/"+name+".yaml"))
		if err := mustSchema(t, presetSchema).Validate(v); !ok || err == nil {
			t.Errorf("%s.yaml passes", name)
		}
	}
}

// One mistake at a time in a rule book, and in the newer parts of a file.
func TestSchemaRefusesEachMistakeOfTheLanguage(t *testing.T) {
	files, books := mustSchema(t, fileSchema), mustSchema(t, presetSchema)
	for _, tt := range []struct {
		schema   *jsonschema.Schema
		path     string
		mistakes []string // old and bad, in turns
	}{
		{schema: files, path: "testdata/good/every_key.yaml", mistakes: []string{
			"departments: [support]", "departments: []x", "types: [order]}", "types: [order], kinds: [look]}",
			"top_leader: U0HE", "top_leader: He Jing", "supervision: [U0SUP", "supervision: [Sup",
			"starts: delivery", "starts: request", "alone: 3d", "alone: given", "{to: top_leader, after: 30m}", "{to: top_leader, afters: 30m}",
			"{to: top_leader, after: 30m}", "{after: 30m}", "repeat: 10m", "repeat: 1wd", "soft: 2h", "soft: 2", "from: 2026-11-23", "from: soon",
			"for: 10wd", "for: 10h", `quiet: {from: "20:00", `, "quiet: {", "noise: {hour: 6", "noise: {hour: 0", "day: 20}", "days: 20}",
			"promise_alone: 3wd", "promise_alone: today", "never: true", "never: 1",
		}},
		{schema: books, path: "testdata/good/books/every_key.yaml", mistakes: []string{
			"id: EK", "id: E K", "by: addressed", "by: address", "verb: handoff", "verb: hand-off", "have: [promise", "have: [money",
			"from: CAPTURED", "from: WAIT_CUSTOMER", "    to: HANDED_OFF\n", "", "until: [handoff", "until: [hand-off", "again: [reply", "again: [replied",
			"marks: [urgent", "marks: [urgently", "askers: [customer", "askers: [nobody", "urgency: [normal", "urgency: [high",
			"limit: at once", "limit: at twice", "limit: 1wd 4h", "limit: 1wd 4", "on: superior", "on: chief", "then: alarm", "then: breach",
			"cumulative: false", "cumulative: 0", "kind: look\n", "kind: Look\n", "while: [INVESTIGATING], after", "while: [INVESTIGATING], from: CAPTURED, to: CLOSED, after",
			"id: top_leader", "id: top.leader", "id: order.late", "id: order..late",
		}},
	} {
		good := string(mustRead(t, tt.path))
		for i := 0; i < len(tt.mistakes); i += 2 {
			src := strings.Replace(good, tt.mistakes[i], tt.mistakes[i+1], 1)
			if src == good {
				t.Errorf("%s has no %q", tt.path, tt.mistakes[i])
			}
			if v, ok := instance([]byte(src)); ok && tt.schema.Validate(v) == nil {
				t.Errorf("%s passes", tt.mistakes[i+1])
			}
		}
	}
}

// One mistake at a time: each must be enough for the schema to refuse.
func TestSchemaRefusesEachMistake(t *testing.T) {
	files := mustSchema(t, fileSchema)
	good := string(mustRead(t, "../docs/example.yaml"))
	for _, tt := range []struct{ old, bad string }{
		{"fallback: C0ADMIN", "fallback: '#admin'"},
		{"locale: zh-Hans", "locale: zh-CN"},
		{"emoji: ticket", "emoji: my ticket"},
		{"head: U0HE", "head: He Jing"},
		{"head: zhao.min@example.com", "heads: zhao.min@example.com"},
		{"deputy: U0CHEN", "deputy: S0GROUP"},
		{"intake: on-request", "intake: never"},
		{"starts: 2026-01-05", "starts: Monday"},
		{`at: "08:00"`, `at: "8 o'clock"`},
		{"every: week", "every: fortnight"},
		{"people: [U0CHEN, U0LIU]", "people: []"},
		{"limit: 30m,", "limit: 30,"},
		{"remind: [50%, 80%]", "remind: [half]"},
		{"ladder: [head,", "ladder: [the boss,"},
		{"per_day: 3", "per_day: 0"},
		{`mon-fri: ["09:00-12:00"`, `mon-fri: ["9-12"`},
		{"apology: true", "apology: maybe"},
		{"promise_alone: 3wd", "promise_alone: 0wd"},
	} {
		if !strings.Contains(good, tt.old) {
			t.Errorf("the example has no %q", tt.old)
		}
		src := strings.Replace(good, tt.old, tt.bad, 1)
		if v, ok := instance([]byte(src)); !ok || files.Validate(v) == nil {
			t.Errorf("%s passes", tt.bad)
		}
		if _, err := config.Parse("test.yaml", []byte(src), nil); err == nil {
			t.Errorf("%s passes the decoder", tt.bad)
		}
	}
}

// schemas walks schema documents as data.
type schemas struct {
	docs map[string]map[string]any
	keys map[string][]string
}

func mustWalk(tb testing.TB, path string) map[string][]string {
	tb.Helper()
	s := &schemas{docs: map[string]map[string]any{}, keys: map[string][]string{}}
	for _, p := range []string{fileSchema, presetSchema} {
		var doc map[string]any
		if err := json.Unmarshal(mustRead(tb, p), &doc); err != nil {
			tb.Fatal(err)
		}
		s.docs[filepath.Base(p)] = doc
	}
	base := filepath.Base(path)
	s.walk(base, s.docs[base], "")
	return s.keys
}

// walk notes the keys of every object by pattern, as the decoder does.
func (s *schemas) walk(doc string, node map[string]any, pattern string) {
	if ref, ok := node["$ref"].(string); ok {
		file, name, _ := strings.Cut(ref, "#/$defs/")
		if file != "" {
			doc = file
		}
		defs, _ := s.docs[doc]["$defs"].(map[string]any)
		def, _ := defs[name].(map[string]any)
		s.walk(doc, def, pattern)
	}
	if choices, ok := node["anyOf"].([]any); ok {
		for _, one := range choices {
			s.walk(doc, one.(map[string]any), pattern)
		}
	}
	if props, ok := node["properties"].(map[string]any); ok {
		s.keys[pattern] = slices.Sorted(maps.Keys(props))
		for key, p := range props {
			s.walk(doc, p.(map[string]any), strings.TrimPrefix(pattern+"."+key, "."))
		}
	}
	if free, ok := node["additionalProperties"].(map[string]any); ok {
		s.walk(doc, free, strings.TrimPrefix(pattern+".*", "."))
	}
	if items, ok := node["items"].(map[string]any); ok {
		s.walk(doc, items, pattern+"[]")
	}
}

func sortedKeys(known map[string][]string) map[string][]string {
	out := map[string][]string{}
	for pattern, keys := range known {
		out[pattern] = slices.Sorted(slices.Values(keys))
	}
	return out
}

// mustKeys are the keys the decoder knows: testdata/every_key.yaml and its rule
// book visit every object there is, so what it was ready to read there is all.
func mustKeys(tb testing.TB) (file, preset map[string][]string) {
	tb.Helper()
	return config.Keys(tb, "every_key.yaml", mustRead(tb, "testdata/good/every_key.yaml"), os.DirFS("testdata/good"))
}

func TestSchemaAndDecoderKnowTheSameKeys(t *testing.T) {
	file, preset := mustKeys(t)
	if diff := cmp.Diff(mustWalk(t, fileSchema), sortedKeys(file)); diff != "" {
		t.Errorf("configuration: -schema +decoder:\n%s", diff)
	}
	if diff := cmp.Diff(mustWalk(t, presetSchema), sortedKeys(preset)); diff != "" {
		t.Errorf("rule book: -schema +decoder:\n%s", diff)
	}
}

func TestSchemaNamesTheSameWords(t *testing.T) {
	enums := map[string][][]string{}
	for _, path := range []string{fileSchema, presetSchema} {
		var doc any
		if err := json.Unmarshal(mustRead(t, path), &doc); err != nil {
			t.Fatal(err)
		}
		collectEnums(doc, filepath.Base(path), enums)
	}
	for _, want := range []struct {
		schema string
		words  []string
	}{
		{"firstask.schema.json", []string{"en", "zh-Hans", "zh-Hant"}},
		{"firstask.schema.json", words(policy.Steps())},
		{"firstask.schema.json", []string{"every-message", "offer", "on-request"}},
		{"firstask.schema.json", config.States()},
		{"firstask.schema.json", words(policy.SharedModes())},
		{"firstask.schema.json", words(policy.LeadBys())},
		{"firstask.schema.json", words(policy.Releases())},
		{"firstask.schema.json", words(policy.ReplyBys())},
		{"preset.schema.json", config.Life()},
		{"preset.schema.json", config.Verbs()},
		{"preset.schema.json", config.Marks()},
		{"preset.schema.json", config.Askers()},
		{"preset.schema.json", config.Urgencies()},
		{"preset.schema.json", config.Needed()},
		{"preset.schema.json", words(policy.FirstBys())},
		{"firstask.schema.json", words(policy.Starts())[1:]},
		{"preset.schema.json", words(policy.Roles())},
		{"preset.schema.json", words(policy.Actions())[1:]},
	} {
		slices.Sort(want.words)
		if !slices.ContainsFunc(enums[want.schema], func(e []string) bool { return slices.Equal(e, want.words) }) {
			t.Errorf("%s has no list of %v", want.schema, want.words)
		}
	}
}

func words[T ~string](all []T) []string {
	out := make([]string, 0, len(all))
	for _, w := range all {
		out = append(out, string(w))
	}
	return out
}

func collectEnums(node any, doc string, enums map[string][][]string) {
	switch n := node.(type) {
	case map[string]any:
		if list, ok := n["enum"].([]any); ok {
			all := make([]string, 0, len(list))
			for _, w := range list {
				all = append(all, w.(string))
			}
			slices.Sort(all)
			enums[doc] = append(enums[doc], all)
		}
		for _, v := range n {
			collectEnums(v, doc, enums)
		}
	case []any:
		for _, v := range n {
			collectEnums(v, doc, enums)
		}
	}
}

// docs/configuration.md explains every key, in backticks.
func TestDocsExplainEveryKey(t *testing.T) {
	text := string(mustRead(t, "../docs/configuration.md"))
	file, preset := mustKeys(t)
	for _, known := range []map[string][]string{file, preset} {
		for pattern, keys := range known {
			for _, key := range keys {
				if !strings.Contains(text, "`"+key+"`") {
					t.Errorf("%s of %q is not in docs/configuration.md", key, pattern)
				}
			}
		}
	}
	for _, name := range config.SettingNames() {
		if !strings.Contains(text, "`"+name+"`") {
			t.Errorf("%s is not in docs/configuration.md", name)
		}
	}
}
