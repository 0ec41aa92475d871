// Command firstask runs first-asked responsibility inside Slack.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"runtime/debug"
	"strings"
	"syscall"

	"github.com/alecthomas/kong"

	"github.com/firstask/firstask/app"
)

// Exit codes, a promise to scripts.
const (
	exitGood    = 0
	exitRefused = 1
	exitUsage   = 2
)

// cli is the command line; app carries the commands out.
type cli struct {
	Version kong.VersionFlag `help:"Print the version and leave."`

	Serve    app.ServeCmd    `cmd:"" help:"Run the service."`
	Demo     app.DemoCmd     `cmd:"" help:"Try it in the browser: a Slack workspace in this process, nothing else needed."`
	Init     app.InitCmd     `cmd:"" help:"Write a first configuration from the people, channels and user groups in Slack."`
	Check    app.CheckCmd    `cmd:"" help:"Check a configuration file; every mistake is reported with line and column. Or ask it: --say, --explain, --replay; --coverage."`
	Doctor   app.DoctorCmd   `cmd:"" help:"Look at Slack, Redis and the clock as the service would meet them."`
	Export   app.ExportCmd   `cmd:"" help:"Write all tickets with their history, one JSON object a line."`
	Manifest app.ManifestCmd `cmd:"" help:"Print the Slack app manifest."`
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second signal ends it at once
	streams := app.Streams{Out: os.Stdout, Err: os.Stderr, Env: os.LookupEnv, ReadFile: os.ReadFile}
	if info, err := os.Stdin.Stat(); err == nil && info.Mode()&os.ModeCharDevice != 0 {
		streams.In = os.Stdin // a terminal: somebody can answer
	}
	os.Exit(run(ctx, os.Args[1:], streams))
}

// run carries out one command line and returns the exit code.
func run(ctx context.Context, args []string, s app.Streams) (code int) {
	asked := false // for help: kong wants to leave
	parser, err := kong.New(&cli{}, kong.Name("firstask"), kong.Writers(s.Out, s.Err), kong.Exit(func(int) { asked = true }), kong.Vars{"version": version()},
		kong.Description("Whoever is asked first stays with it until the right person says yes."))
	if err != nil {
		_, _ = fmt.Fprintln(s.Err, "firstask:", err)
		return exitUsage
	}
	k, err := parser.Parse(args)
	if asked {
		return exitGood
	}
	if err != nil {
		_, _ = fmt.Fprintf(s.Err, "firstask: %v\nfirstask --help shows what there is.\n", err)
		return exitUsage
	}
	k.BindTo(ctx, (*context.Context)(nil))
	k.Bind(s)
	if err := k.Run(); err != nil {
		_, _ = fmt.Fprintln(s.Err, "firstask:", err)
		return exitRefused
	}
	return exitGood
}

// version is what the build knows of itself: the module's version, or the
// revision it was built from.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "firstask, unknown version"
	}
	words := []string{"firstask", info.Main.Version}
	for _, setting := range info.Settings {
		if setting.Key == "vcs.revision" {
			words = append(words, setting.Value)
		}
	}
	return strings.Join(append(words, info.GoVersion), " ")
}
