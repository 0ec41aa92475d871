package config

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"
	"unicode/utf8"

	"github.com/goccy/go-yaml"
)

// RuleKind says how far a program can go with a rule.
type RuleKind string

// The kinds.
const (
	Enforce RuleKind = "ENFORCE" // the program does it, or refuses what breaks it
	Support RuleKind = "SUPPORT" // it records, reminds and measures; people act
	Teach   RuleKind = "TEACH"   // it shows it
	Out     RuleKind = "OUT"     // beyond any software; not counted
)

// longestSays bounds a rule's wording, in characters: one line of a terminal
// with its id and kind.
const longestSays = 110

// Rule is one rule of the rule books and what carries it out, as docs/rules.yaml
// has it. The head of that file says what each list may hold.
type Rule struct {
	ID string `yaml:"id"` // may stand for several: "XX-1, 2", "XX-1.1–3"
	// Of is the rule of which this is a part, where parts of it are told apart.
	Of    string   `yaml:"of"`
	Kind  RuleKind `yaml:"kind"`
	Says  string   `yaml:"says"`
	By    []string `yaml:"by"`
	Proof []string `yaml:"proof"`
	// Pending is what is to prove it; it counts for nothing.
	Pending []string `yaml:"pending"`
	// Open is what is missing although something is there.
	Open string `yaml:"open"`
}

// Rules decodes a list of rules and keeps its order. Each has an id of its own,
// a known kind and a wording of at most 110 characters; what has proof says
// what it is done by. The error names every entry that is not so, and a key
// that is unknown or given twice with its line.
func Rules(src []byte) ([]Rule, error) {
	var rules []Rule
	err := yaml.NewDecoder(bytes.NewReader(src), yaml.Strict()).Decode(&rules)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("config: rules: %w", err)
	}
	if len(rules) == 0 {
		return nil, errors.New("config: rules: there are none")
	}
	var wrong []error
	seen := make(map[string]bool, len(rules))
	for i, r := range rules {
		if err := r.check(seen[r.ID]); err != nil {
			wrong = append(wrong, fmt.Errorf("config: rules: entry %d, %q: %w", i+1, r.ID, err))
		}
		seen[r.ID] = true
	}
	if err := errors.Join(wrong...); err != nil {
		return nil, err
	}
	return rules, nil
}

// check says what is wrong with an entry by itself; again means that its id was
// given before.
func (r Rule) check(again bool) error {
	switch n := utf8.RuneCountInString(r.Says); {
	case r.ID == "":
		return errors.New("no id")
	case again:
		return errors.New("this id stands above")
	case !slices.Contains([]RuleKind{Enforce, Support, Teach, Out}, r.Kind):
		return fmt.Errorf("no kind is called %q", r.Kind)
	case n == 0 || n > longestSays || strings.ContainsAny(r.Says, "\t\n\v\f"):
		return fmt.Errorf("says is one line of 1 to %d characters, not %d", longestSays, n)
	case r.Kind == Out && len(r.By)+len(r.Proof) > 0:
		return errors.New("done although beyond any software")
	case len(r.Proof) > 0 && len(r.By) == 0:
		return errors.New("proved, and by does not say what does it")
	}
	return nil
}

// Covered reports whether a story or a test shows the rule.
func (r Rule) Covered() bool { return len(r.Proof) > 0 }

// state is what there is of it, for people.
func (r Rule) state() string {
	done := strings.Join(r.By, ", ")
	switch {
	case r.Kind == Out:
		return "no software can"
	case done == "":
		return "open"
	case !r.Covered():
		return "open: nothing shows it yet; by " + done
	}
	done += "; shown by " + strings.Join(r.Proof, ", ")
	if r.Open != "" {
		done += "; open: " + r.Open
	}
	return done
}

// Coverage writes each rule of src, in its order, with kind, wording, what
// implements and what shows it, or that it is open, then the line "N of M". N are the rules
// that have at least one proof, M all but those beyond any software; a rule in
// parts counts once, and as shown when all of them are. If src is not a list of
// rules as Rules wants it, nothing is written.
func Coverage(w io.Writer, src []byte) (n, of int, err error) {
	rules, err := Rules(src)
	if err != nil {
		return 0, 0, err
	}
	out := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	whole := map[string]bool{} // all parts so far are shown
	for _, r := range rules {
		fmt.Fprintf(out, "%s\t%s\t%s\t%s\n", r.ID, r.Kind, r.Says, r.state())
		if name := cmp.Or(r.Of, r.ID); r.Kind != Out {
			before, known := whole[name]
			whole[name] = r.Covered() && (before || !known)
		}
	}
	of = len(whole)
	for _, shown := range whole {
		if shown {
			n++
		}
	}
	if err := out.Flush(); err != nil {
		return n, of, fmt.Errorf("config: coverage: %w", err)
	}
	if _, err := fmt.Fprintf(w, "%d of %d\n", n, of); err != nil {
		return n, of, fmt.Errorf("config: coverage: %w", err)
	}
	return n, of, nil
}
