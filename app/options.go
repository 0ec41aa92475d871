// Package app plugs the rooms together: it is the only one that knows them
// all. The stories of app/testdata run it whole.
package app

import (
	"context"
	"io/fs"
	"net"
	"net/http"
	"os"
	"time"

	"github.com/rs/zerolog"

	"github.com/firstask/firstask/bot"
	"github.com/firstask/firstask/config"
)

// Options say what a program is made of. The zero value of an optional field
// is what `firstask serve` uses.
type Options struct {
	Settings config.Settings
	// Config is the checked configuration; nil loads Settings.ConfigPath, and loads
	// it again when it, or a file that it names, has changed.
	Config *config.Config
	// Files is the folder of the configuration; nil is that of Settings.ConfigPath on disk.
	Files fs.FS
	// Watch is how often its files are looked at; 0 is five seconds.
	Watch time.Duration
	// Reload makes the configuration be read at once, with each signal; may be nil.
	Reload <-chan os.Signal
	// Now is the program's clock; nil is time.Now.
	Now func() time.Time
	// Moved is true where that clock is moved by hand: a jump is no outage.
	Moved bool
	Log   zerolog.Logger
	// HTTPClient and Dial reach Slack; tests and the demo bring their own.
	HTTPClient *http.Client
	Dial       func(ctx context.Context, network, addr string) (net.Conn, error)
	// Listener serves HTTP; nil listens on Settings.Listen.
	Listener net.Listener
	// Pace spaces what is sent; the zero Pace does not.
	Pace bot.Pace
	// Tick is how often the loops look whatever they know.
	Tick time.Duration
	// Lease is how long another replica waits for a silent sender; 0 is 15 seconds.
	Lease time.Duration
	// Instance names this run of the program in the sender's lease: no other run
	// has the same. "" makes one up.
	Instance string
	// Grace is how long a stop waits for HTTP requests under way; 0 means ten
	// seconds. What is on its way to Slack has half a minute more.
	Grace time.Duration
}

func (o Options) withDefaults() Options {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Tick <= 0 {
		o.Tick = time.Second
	}
	if o.Watch <= 0 {
		o.Watch = 5 * time.Second
	}
	if o.Grace <= 0 {
		o.Grace = 10 * time.Second
	}
	if o.Lease <= 0 {
		o.Lease = 15 * time.Second
	}
	if o.Instance == "" {
		o.Instance = instance()
	}
	return o
}
