package config_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/firstask/firstask/config"
	"github.com/firstask/firstask/docs"
)

const someRules = `
- {id: AA-1, kind: TEACH, says: "Be kind."}
- {id: AA-2.1–3, kind: ENFORCE, says: "Answer.", by: [window AA-2, verb reply], proof: [answers, ticket.TestAnswer]}
- {id: "AA-3, 4", kind: SUPPORT, says: "Ask.", by: [verb ask], pending: [story asks]}
- {id: AA-5, kind: ENFORCE, says: "Tell.", by: [verb tell], proof: [tells], open: "not by post"}
- {id: AA-6, kind: OUT, says: "Smile."}
- {id: AA-7a, of: AA-7, kind: ENFORCE, says: "Ring.", by: [verb ring], proof: [rings]}
- {id: AA-7b, of: AA-7, kind: ENFORCE, says: "Knock."}
- {id: AA-8a, of: AA-8, kind: ENFORCE, says: "Call.", by: [verb call], proof: [calls]}
- {id: AA-8b, of: AA-8, kind: ENFORCE, says: "Write.", by: [verb write], proof: [writes]}
`

func TestCoverage(t *testing.T) {
	const want = `AA-1      TEACH    Be kind.  open
AA-2.1–3  ENFORCE  Answer.   window AA-2, verb reply; shown by answers, ticket.TestAnswer
AA-3, 4   SUPPORT  Ask.      open: nothing shows it yet; by verb ask
AA-5      ENFORCE  Tell.     verb tell; shown by tells; open: not by post
AA-6      OUT      Smile.    no software can
AA-7a     ENFORCE  Ring.     verb ring; shown by rings
AA-7b     ENFORCE  Knock.    open
AA-8a     ENFORCE  Call.     verb call; shown by calls
AA-8b     ENFORCE  Write.    verb write; shown by writes
3 of 6
`
	var b strings.Builder
	n, of, err := config.Coverage(&b, []byte(someRules))
	if err != nil || n != 3 || of != 6 {
		t.Errorf("%d of %d, %v", n, of, err)
	}
	if b.String() != want {
		t.Errorf("printed:\n%s\nwant:\n%s", b.String(), want)
	}
}

// TestCoverageOfAll: the list of the program prints whole, a line each.
func TestCoverageOfAll(t *testing.T) {
	var b strings.Builder
	_, of, err := config.Coverage(&b, docs.Rules())
	if err != nil || of != 297 {
		t.Errorf("of %d, %v", of, err)
	}
	lines := strings.Split(strings.TrimSuffix(b.String(), "\n"), "\n")
	rules, err := config.Rules(docs.Rules())
	if err != nil {
		t.Fatal(err)
	}
	if len(lines) != len(rules)+1 || !strings.HasSuffix(lines[len(rules)], " of 297") {
		t.Errorf("%d lines, the last %q", len(lines), lines[len(lines)-1])
	}
}

func TestRulesRefuses(t *testing.T) {
	tests := map[string]struct{ src, want string }{
		"nothing":            {"", "there are none"},
		"no list":            {"id: AA-1", "config: rules: "},
		"no YAML":            {"- {id: ", "config: rules: "},
		"an unknown key":     {`- {id: AA-1, kind: TEACH, says: a, prof: [b]}`, "prof"},
		"a key twice":        {`- {id: AA-1, id: AA-1, kind: TEACH, says: a}`, "id"},
		"no id":              {`- {kind: TEACH, says: a}`, `entry 1, "": no id`},
		"an id twice":        {"- {id: AA-1, kind: TEACH, says: a}\n- {id: AA-1, kind: TEACH, says: b}", `entry 2, "AA-1": this id stands above`},
		"an unknown kind":    {`- {id: AA-1, kind: WISH, says: a}`, `no kind is called "WISH"`},
		"no wording":         {`- {id: AA-1, kind: TEACH}`, "1 to 110 characters, not 0"},
		"too long a wording": {`- {id: AA-1, kind: TEACH, says: ` + strings.Repeat("ä", 111) + `}`, "1 to 110 characters, not 111"},
		"two lines":          {`- {id: AA-1, kind: TEACH, says: "a\nb"}`, "one line"},
		"proof of nothing":   {`- {id: AA-1, kind: TEACH, says: a, proof: [b]}`, "by does not say"},
		"OUT and done":       {`- {id: AA-1, kind: OUT, says: a, by: [verb b]}`, "beyond any software"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			var b strings.Builder
			_, _, err := config.Coverage(&b, []byte(tt.src))
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want %q in it", err, tt.want)
			}
			if b.Len() > 0 {
				t.Errorf("written all the same: %q", b.String())
			}
		})
	}
}

func TestRulesNamesEveryMistake(t *testing.T) {
	_, err := config.Rules([]byte("- {id: AA-1, kind: WISH, says: a}\n- {id: AA-2, kind: TEACH}"))
	if err == nil || !strings.Contains(err.Error(), "AA-1") || !strings.Contains(err.Error(), "AA-2") {
		t.Errorf("got %v", err)
	}
}

// full is a writer without room.
type full struct{}

var errFull = errors.New("no room")

func (full) Write([]byte) (int, error) { return 0, errFull }

func TestCoverageSaysThatItCouldNotWrite(t *testing.T) {
	if _, _, err := config.Coverage(full{}, []byte(someRules)); !errors.Is(err, errFull) {
		t.Errorf("got %v", err)
	}
}
