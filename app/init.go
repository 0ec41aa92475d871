package app

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/firstask/firstask/bot"
	"github.com/firstask/firstask/config"
)

// InitCmd is `firstask init`.
type InitCmd struct {
	Out           string   `help:"The file to write; it must not be there yet." default:"firstask.yaml" type:"path"`
	Group         []string `help:"A user group that is a department, by handle; again for each. All by default." placeholder:"HANDLE" sep:"none"`
	Head          []string `help:"Who heads a department: its id, and a name, e-mail address or member id." placeholder:"DEPT=PERSON" sep:"none"`
	Desk          []string `help:"A channel in which people may ask a department; again for each." placeholder:"DEPT=#CHANNEL" sep:"none"`
	Work          []string `help:"Where a department's working cards are." placeholder:"DEPT=#CHANNEL" sep:"none"`
	Fallback      string   `help:"The channel where every ladder of silence ends." placeholder:"#CHANNEL"`
	Default       string   `help:"The department of direct messages; the first one if nobody says." placeholder:"DEPT"`
	Timezone      string   `help:"The company's clock, Asia/Shanghai for instance; that of most people by default." placeholder:"ZONE"`
	Locale        string   `help:"Language of shared channels; that of most people by default." enum:",en,zh-Hans,zh-Hant" default:""`
	SlackBotToken string   `help:"Bot token, xoxb-… ($SLACK_BOT_TOKEN)."`
	SlackAPIURL   string   `name:"slack-api-url" help:"Root of the Web API, ends in /api/ ($SLACK_API_URL)."`
}

// Run asks Slack who and what there is, asks whoever sits at the terminal what
// Slack cannot know, and writes a configuration that check accepts. Without a
// terminal what no flag says is left in the file as a question. A file that is
// there is never touched. Nothing is changed in Slack.
func (c *InitCmd) Run(ctx context.Context, s Streams) error {
	if _, err := os.Lstat(c.Out); !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("app: init: %s is there already: move it away, or name another file with --out", c.Out)
	}
	token, err := setting(s, "SLACK_BOT_TOKEN", c.SlackBotToken)
	if err != nil {
		return err
	}
	api, _ := s.Env("SLACK_API_URL")
	client := bot.NewClient(bot.ClientOptions{Token: token, APIURL: cmp.Or(c.SlackAPIURL, api, config.DefaultAPIURL)})
	seen, err := bot.Look(ctx, client, logger(s.Err, config.DefaultLogLevel))
	if err != nil {
		return fmt.Errorf("app: init: %w", err)
	}
	d := &drafter{cmd: c, seen: seen, asks: newQuestions(s)}
	draft, err := d.draft()
	if err != nil {
		return fmt.Errorf("app: init: %w", err)
	}
	src := draft.YAML()
	if _, err := config.Parse(filepath.Base(c.Out), src, nil); err != nil {
		return fmt.Errorf("app: init: nothing was written, the file would have mistakes:\n%w", err)
	}
	if err := writeNew(c.Out, src); err != nil {
		return fmt.Errorf("app: init: %w", err)
	}
	c.report(s, seen, draft)
	return nil
}

// writeNew writes a file that was not there.
func writeNew(path string, data []byte) error {
	const ownersOnly = 0o600
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, ownersOnly) //nolint:gosec // whoever runs it names the file
	if err != nil {
		return err
	}
	_, err = file.Write(data)
	return errors.Join(err, file.Close())
}

func (c *InitCmd) report(s Streams, seen bot.Survey, draft config.Draft) {
	say := func(format string, args ...any) { _, _ = fmt.Fprintf(s.Out, format, args...) }
	say("%s is written: %d departments, %d people, %d channels seen.\n", c.Out, len(draft.Departments), len(seen.People), len(seen.Channels))
	if len(seen.Lacks) > 0 {
		say("Slack did not show everything; missing: %s (firstask manifest has all scopes).\n", strings.Join(seen.Lacks, ", "))
	}
	say("Its lines with DECIDE are questions to you. Then: firstask check %s\n", c.Out)
}
