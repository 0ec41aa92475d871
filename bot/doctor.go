package bot

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/gorilla/websocket"
)

const (
	skewWarns   = 60 * time.Second
	skewRefuses = signedFor
)

// Check is one finding about the installation.
type Check struct {
	Name string
	OK   bool
	// Warn: it works, but not well.
	Warn   bool
	Detail string
	// Fix is what to do about it; "" where nothing is.
	Fix string
}

// DoctorOptions say what to look at.
type DoctorOptions struct {
	Now func() time.Time
	// Minimal: the app was made from the minimal manifest.
	Minimal bool
	// Socket: the app is reached by Socket Mode; Dial opens its connection, nil dials the network.
	Socket bool
	Dial   func(ctx context.Context, network, address string) (net.Conn, error)
	// User is somebody whose direct messages are tried; "" tries nobody's.
	User string
}

// Doctor looks at the app as Slack sees it. It posts nothing.
func Doctor(ctx context.Context, c *Client, o DoctorOptions) []Check {
	me, header, err := identify(ctx, c)
	if err != nil {
		return []Check{{
			Name: "token", Detail: "Slack does not accept the bot token: " + err.Error(),
			Fix: "Copy the Bot User OAuth Token (xoxb-…) from the app's page into SLACK_BOT_TOKEN; reinstall the app if it was removed.",
		}}
	}
	checks := []Check{
		{Name: "token", OK: true, Detail: "bot " + me.BotUser + " in team " + me.Team + " (" + me.URL + ")"},
		checkScopes(header, o.Minimal),
		checkClock(header, o.Now()),
	}
	if o.User != "" {
		checks = append(checks, checkDM(ctx, c, o.User))
	}
	if o.Socket {
		checks = append(checks, checkSocket(ctx, c, o))
	}
	return checks
}

func checkScopes(header http.Header, minimal bool) Check {
	granted := strings.FieldsFunc(header.Get("X-Oauth-Scopes"), func(r rune) bool { return r == ',' || r == ' ' })
	if len(granted) == 0 {
		return Check{Name: "scopes", OK: true, Warn: true, Detail: "Slack did not say which scopes were granted"}
	}
	var missing, optional []string
	for _, s := range Scopes(minimal) {
		switch {
		case slices.Contains(granted, s):
		case slices.Contains(optionalScopes(), s):
			optional = append(optional, s)
		default:
			missing = append(missing, s)
		}
	}
	switch {
	case len(missing) > 0:
		return Check{
			Name: "scopes", Detail: "missing: " + strings.Join(missing, ", "),
			Fix: "Paste the output of firstask manifest into the app's manifest and reinstall the app.",
		}
	case len(optional) > 0:
		return Check{Name: "scopes", OK: true, Warn: true, Detail: "not granted, optional: " + strings.Join(optional, ", ")}
	default:
		return Check{Name: "scopes", OK: true, Detail: fmt.Sprintf("%d scopes granted", len(granted))}
	}
}

func checkClock(header http.Header, now time.Time) Check {
	theirs, err := http.ParseTime(header.Get("Date"))
	if err != nil {
		return Check{Name: "clock", OK: true, Warn: true, Detail: "Slack's answer carries no date"}
	}
	skew := now.Sub(theirs).Truncate(time.Second).Abs()
	check := Check{Name: "clock", OK: skew <= skewRefuses, Warn: skew > skewWarns, Detail: "differs from Slack's by " + skew.String()}
	if check.Warn {
		check.Fix = "Set this machine's clock by NTP: Slack's requests are refused at a difference of five minutes."
	}
	return check
}

func checkDM(ctx context.Context, c *Client, user string) Check {
	_, err := c.form(ctx, "conversations.open", url.Values{"users": {user}}, nil)
	if err != nil {
		return Check{
			Name: "direct messages", Detail: "cannot write to " + user + ": " + err.Error(),
			Fix: "Grant im:write, and turn the Messages tab on under App Home.",
		}
	}
	return Check{Name: "direct messages", OK: true, Detail: "can write to " + user}
}

// checkSocket connects once to learn how many others are connected.
func checkSocket(ctx context.Context, c *Client, o DoctorOptions) Check {
	n, err := countSockets(ctx, c, o)
	switch {
	case err != nil:
		return Check{
			Name: "socket mode", Detail: err.Error(),
			Fix: "Turn Socket Mode on, and put an app-level token (xapp-…) with connections:write into SLACK_APP_TOKEN.",
		}
	case n > 1:
		return Check{
			Name: "socket mode", OK: true, Warn: true, Detail: fmt.Sprintf("%d other connections of this app are open", n-1),
			Fix: "Each connection gets only a part of what people do: they must all be replicas of this installation.",
		}
	default:
		return Check{Name: "socket mode", OK: true, Detail: "connected"}
	}
}

func countSockets(ctx context.Context, c *Client, o DoctorOptions) (int, error) {
	s := NewSocket(Options{Client: c, Now: o.Now, Dial: o.Dial})
	l, err := s.dial(ctx)
	if err != nil {
		return 0, err
	}
	defer l.close(ctx)
	defer func() {
		_ = l.send(websocket.CloseMessage, websocket.FormatCloseMessage(websocket.CloseNormalClosure, ""))
	}()
	for {
		_, raw, err := l.conn.ReadMessage() // the watchdog ends it
		if err != nil {
			return 0, fmt.Errorf("bot: no hello from slack: %w", err)
		}
		var f frame
		if decode(raw, &f) == nil && f.Type == "hello" {
			return f.Connections, nil
		}
	}
}
