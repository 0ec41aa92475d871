package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/firstask/firstask/config"
	"github.com/firstask/firstask/docs"
	"github.com/firstask/firstask/policy"
	"github.com/firstask/firstask/text"
)

// CheckCmd is `firstask check FILE`, and what else a configuration can be asked
// without running it.
type CheckCmd struct {
	File string `arg:"" optional:"" help:"The configuration file."`

	Say        bool   `help:"Print the whole policy as sentences, and which limit holds in which department." xor:"what"`
	Locale     string `help:"Language of --say and --explain: ${enum}." enum:"en,zh-Hans,zh-Hant" default:"en"`
	Explain    string `help:"Print what a limit would count, piece by piece." placeholder:"RULE" xor:"what"`
	From       string `help:"When the limit of --explain starts: \"2026-02-13 16:00\" on the organisation's clock, or RFC 3339; now by default." placeholder:"TIME"`
	Department string `help:"The department of --explain, by its id; the default department without it." placeholder:"ID"`
	Replay     string `help:"Play recorded tickets (firstask export) again under this policy." placeholder:"TICKETS.jsonl" xor:"what"`
	Coverage   bool   `help:"Print for each rule of the rule books what carries it out; needs no file." xor:"what"`
}

// Validate finds what makes no sense on the command line.
func (c *CheckCmd) Validate() error {
	switch {
	case c.File == "" && !c.Coverage:
		return errors.New("check needs a configuration file")
	case c.From != "" && c.Explain == "", c.Department != "" && c.Explain == "":
		return errors.New("--from and --department are for --explain")
	case c.From != "":
		_, err := instant(c.From, time.UTC)
		return err
	default:
		return nil
	}
}

// Run checks the file and prints what it found, or what it was asked. The error
// is ErrChecks if the file is not good.
func (c *CheckCmd) Run(_ context.Context, s Streams) error {
	if c.Coverage {
		_, _, err := config.Coverage(s.Out, docs.Rules())
		return err
	}
	asked := c.Say || c.Explain != "" || c.Replay != ""
	if !asked {
		if !config.Check(s.Out, c.File, time.Now(), jobsFit) {
			return ErrChecks
		}
		return nil
	}
	conf, err := config.Load(c.File)
	if err != nil {
		config.Check(s.Err, c.File, time.Now(), jobsFit)
		return ErrChecks
	}
	rules := policy.Rules{Policy: conf.Policy, Org: conf.Org, Gone: map[string]bool{}}
	switch {
	case c.Explain != "":
		from := time.Now()
		if c.From != "" {
			if from, err = instant(c.From, conf.Org.Zone); err != nil {
				return err
			}
		}
		return c.explain(s.Out, rules, conf.Labels, from)
	case c.Replay != "":
		return c.replayed(s, rules, len(conf.Unresolved))
	default:
		return say(s.Out, rules, conf.Labels, c.Locale)
	}
}

func (c *CheckCmd) replayed(s Streams, rules policy.Rules, unknown int) error {
	if unknown > 0 {
		_, _ = fmt.Fprintf(s.Err, "%d people or groups are written as e-mail addresses or user groups, which only Slack knows: they are nobody here\n", unknown)
	}
	file, err := os.Open(c.Replay)
	if err != nil {
		return fmt.Errorf("app: replay: %w", err)
	}
	defer func() { _ = file.Close() }()
	return replayAll(s.Out, file, rules)
}

// instant reads a time of the command line, in a zone where it names none.
func instant(s string, zone *time.Location) (time.Time, error) {
	if at, err := time.Parse(time.RFC3339, s); err == nil {
		return at, nil
	}
	at, err := time.ParseInLocation("2006-01-02 15:04", s, zone)
	if err != nil {
		return at, fmt.Errorf("%q is no time: write \"2026-02-13 16:00\" or 2026-02-13T16:00:00+08:00", s)
	}
	return at, nil
}

// say prints the policy as sentences.
func say(w io.Writer, rules policy.Rules, words policy.Labels, locale string) error {
	catalog, err := text.Load()
	if err != nil {
		return err
	}
	if _, err := io.WriteString(w, catalog.Policy(rules, words, locale, time.Now())); err != nil {
		return fmt.Errorf("app: say: %w", err)
	}
	return nil
}
