package config

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Secret is a text that shows itself to nobody: printing it, in whatever way,
// prints stars. Use Reveal where the secret is needed.
type Secret string

// String returns stars, or "" for an empty secret.
func (s Secret) String() string {
	if s == "" {
		return ""
	}
	return "***"
}

// GoString returns what String does.
func (s Secret) GoString() string { return strconv.Quote(s.String()) }

// MarshalText writes what String returns, so that no encoder tells it either.
func (s Secret) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// Reveal returns the secret itself.
func (s Secret) Reveal() string { return string(s) }

// Settings are what a running service needs from its environment.
type Settings struct {
	BotToken      Secret // xoxb-…
	SigningSecret Secret // of the app; needed without AppToken
	AppToken      Secret // xapp-…; when set, Socket Mode is used
	APIURL        string // of Slack's Web API, ends in /api/
	RedisURL      Secret // may carry a password
	ConfigPath    string
	Listen        string // host:port or :port
	LogLevel      string
}

// SocketMode reports whether Slack is reached over a web socket; else Slack
// sends HTTP requests, which the signing secret proves.
func (s Settings) SocketMode() bool { return s.AppToken != "" }

// The defaults of settings that need not be given.
const (
	DefaultAPIURL   = "https://slack.com/api/"
	DefaultListen   = ":8080"
	DefaultLogLevel = "info"
)

// LogLevels are the words that FIRSTASK_LOG_LEVEL may be.
func LogLevels() []string { return []string{"trace", "debug", "info", "warn", "error"} }

// SettingNames are the environment variables that FromEnv reads. Each may be
// given as NAME_FILE, the path of a file that holds the value.
func SettingNames() []string {
	return []string{
		"SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET", "SLACK_APP_TOKEN", "SLACK_API_URL",
		"REDIS_URL", "FIRSTASK_CONFIG", "FIRSTASK_LISTEN", "FIRSTASK_LOG_LEVEL",
	}
}

// FromEnv reads the settings. Lookup answers for a variable as os.LookupEnv
// does, readFile for a file as os.ReadFile does. An empty variable counts as
// not given. All that is missing or wrong is in the error, one plain sentence
// a line; it wraps ErrSettings and never holds a value.
func FromEnv(lookup func(name string) (string, bool), readFile func(path string) ([]byte, error)) (Settings, error) {
	e := &environment{lookup: lookup, readFile: readFile}
	s := Settings{
		BotToken:      Secret(e.value("SLACK_BOT_TOKEN")),
		SigningSecret: Secret(e.value("SLACK_SIGNING_SECRET")),
		AppToken:      Secret(e.value("SLACK_APP_TOKEN")),
		APIURL:        cmp.Or(e.value("SLACK_API_URL"), DefaultAPIURL),
		RedisURL:      Secret(e.value("REDIS_URL")),
		ConfigPath:    e.value("FIRSTASK_CONFIG"),
		Listen:        cmp.Or(e.value("FIRSTASK_LISTEN"), DefaultListen),
		LogLevel:      cmp.Or(e.value("FIRSTASK_LOG_LEVEL"), DefaultLogLevel),
	}
	e.slack(s)
	e.rest(s)
	if len(e.wrong) > 0 {
		return Settings{}, fmt.Errorf("%w:\n%w", ErrSettings, errors.Join(e.wrong...))
	}
	return s, nil
}

// environment reads variables and collects what is wrong.
type environment struct {
	lookup   func(string) (string, bool)
	readFile func(string) ([]byte, error)
	wrong    []error
	failed   []string // variables that are given but could not be read
}

func (e *environment) say(format string, args ...any) {
	e.wrong = append(e.wrong, fmt.Errorf(format, args...))
}

// value is a variable's own value, or what its file holds.
func (e *environment) value(name string) string {
	own, _ := e.lookup(name)
	path, _ := e.lookup(name + "_FILE")
	own = strings.TrimSpace(own)
	switch {
	case own != "" && path != "":
		e.failed = append(e.failed, name)
		e.say("%s and %s_FILE are both set: keep one of them", name, name)
		return ""
	case path == "":
		return own
	}
	data, err := e.readFile(path)
	if err != nil {
		e.failed = append(e.failed, name)
		e.say("%s_FILE names a file that cannot be read: %w", name, withoutPath(err))
		return ""
	}
	own = strings.TrimSpace(string(data))
	if own == "" {
		e.failed = append(e.failed, name)
		e.say("%s_FILE names a file that is empty", name)
	}
	return own
}

// withoutPath leaves the path out of an error: somebody may have put the secret
// itself where the path of its file belongs.
func withoutPath(err error) error {
	if e, ok := errors.AsType[*fs.PathError](err); ok {
		return e.Err
	}
	return errors.New("reading failed")
}

// missing says that a needed variable is not there, unless that was said.
func (e *environment) missing(name, what string) {
	if !slices.Contains(e.failed, name) {
		e.say("%s is missing: %s", name, what)
	}
}

func (e *environment) slack(s Settings) {
	switch token := s.BotToken.Reveal(); {
	case token == "":
		e.missing("SLACK_BOT_TOKEN", "the bot's token, from \"OAuth & Permissions\" of the Slack app, begins with xoxb-")
	case !shaped(token, "xoxb"):
		e.say("SLACK_BOT_TOKEN is not a bot token: it must begin with xoxb-%s", kindOfToken(token))
	}
	switch token := s.AppToken.Reveal(); {
	case token == "" && s.SigningSecret == "":
		if !slices.Contains(e.failed, "SLACK_APP_TOKEN") {
			e.missing("SLACK_SIGNING_SECRET", "needed to receive HTTP requests from Slack (or set SLACK_APP_TOKEN for Socket Mode)")
		}
	case token != "" && !shaped(token, "xapp"):
		e.say("SLACK_APP_TOKEN is not an app-level token: it must begin with xapp-%s", kindOfToken(token))
	}
	if secret := s.SigningSecret.Reveal(); secret != "" && !plainText(secret) {
		e.say("SLACK_SIGNING_SECRET holds spaces or control characters: copy it again from \"Basic Information\" of the Slack app")
	}
	if u, err := url.Parse(s.APIURL); err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Host == "" || !strings.HasSuffix(u.Path, "/api/") {
		e.say("SLACK_API_URL must be an http or https address that ends in /api/")
	}
}

func (e *environment) rest(s Settings) {
	switch u := s.RedisURL.Reveal(); {
	case u == "":
		e.missing("REDIS_URL", "where Redis is, for instance redis://localhost:6379/0")
	case !redisURL(u):
		e.say("REDIS_URL must begin with redis://, rediss://, redis-sentinel:// or redis-cluster:// and name a host")
	}
	if s.ConfigPath == "" {
		e.missing("FIRSTASK_CONFIG", "the path of the configuration file; docs/example.yaml is one")
	}
	if !listenable(s.Listen) {
		e.say("FIRSTASK_LISTEN must be an address with a port, like :8080 or 127.0.0.1:8080, and is %q", s.Listen)
	}
	if !slices.Contains(LogLevels(), s.LogLevel) {
		e.say("FIRSTASK_LOG_LEVEL must be one of %s, and is %q", strings.Join(LogLevels(), ", "), s.LogLevel)
	}
}

func shaped(token, prefix string) bool {
	return regexp.MustCompile(`^` + prefix + `-[A-Za-z0-9.-]+$`).MatchString(token)
}

// kindOfToken says which other token it is, without showing it.
func kindOfToken(token string) string {
	switch {
	case strings.HasPrefix(token, "xoxp-"):
		return "; this is a person's token"
	case strings.HasPrefix(token, "xoxb-"):
		return "; this is a bot token, or one with characters that do not belong there"
	case strings.HasPrefix(token, "xapp-"):
		return "; this is an app-level token, or one with characters that do not belong there"
	default:
		return ""
	}
}

func plainText(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r <= ' ' || r == 0x7f })
}

// redisURL reports whether store/ can dial it: one server, sentinels or a
// cluster, each also with TLS. Several hosts stand behind commas.
func redisURL(s string) bool {
	m := regexp.MustCompile(`^rediss?(-sentinel|-cluster)?://([^@/]*@)?([^/?]+)`).FindStringSubmatch(s)
	return m != nil && plainText(s)
}

func listenable(s string) bool {
	_, port, err := net.SplitHostPort(s)
	if err != nil {
		return false
	}
	n, err := strconv.Atoi(port)
	return err == nil && n >= 0 && n <= 65535
}
