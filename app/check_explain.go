package app

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/firstask/firstask/policy"
	"github.com/firstask/firstask/text"
	"github.com/firstask/firstask/ticket"
)

// explain prints what a rule's limit counts if it starts at from.
func (c *CheckCmd) explain(w io.Writer, rules policy.Rules, words policy.Labels, from time.Time) error {
	catalog, err := text.Load()
	if err != nil {
		return err
	}
	said, err := catalog.Explain(rules, words, c.Locale, c.Explain, from, c.Department)
	switch {
	case errors.Is(err, ticket.ErrNoWindow):
		return fmt.Errorf("no window is called %q; there are %s", c.Explain, strings.Join(windowsOf(rules.Policy), ", "))
	case errors.Is(err, ticket.ErrNoDepartment):
		return fmt.Errorf("no department is called %q", c.Department)
	case err != nil:
		return err
	}
	if _, err := io.WriteString(w, said); err != nil {
		return fmt.Errorf("app: explain: %w", err)
	}
	return nil
}

func windowsOf(p *policy.Policy) []string {
	all := make([]string, 0, len(p.Windows))
	for i := range p.Windows {
		all = append(all, p.Windows[i].Rule)
	}
	return all
}
