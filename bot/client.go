package bot

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/slack-go/slack"
)

const (
	slackAPI      = "https://slack.com/api/"
	clientTimeout = 15 * time.Second
	maxAnswer     = 16 << 20
)

// ClientOptions say which workspace a client speaks to, and how.
type ClientOptions struct {
	// Token is the bot token; AppToken the app-level token of Socket Mode, or "".
	Token    string
	AppToken string
	// APIURL is the root of the Web API and ends in a slash; "" is Slack's own.
	APIURL string
	// HTTPClient carries the calls; nil makes one with a time-out of 15 s.
	HTTPClient *http.Client
}

// Client speaks to Slack's Web API. It never retries by itself: what to do
// about a failure is decided, and stored, by who called.
type Client struct {
	*slack.Client
	http  *http.Client
	base  string
	token string
}

// NewClient makes a client; it does not call Slack yet.
func NewClient(o ClientOptions) *Client {
	if o.APIURL == "" {
		o.APIURL = slackAPI
	}
	if !strings.HasSuffix(o.APIURL, "/") {
		o.APIURL += "/"
	}
	if o.HTTPClient == nil {
		o.HTTPClient = &http.Client{Timeout: clientTimeout}
	}
	return &Client{
		Client: slack.New(o.Token,
			slack.OptionAPIURL(o.APIURL),
			slack.OptionHTTPClient(o.HTTPClient),
			slack.OptionAppLevelToken(o.AppToken)),
		http:  o.HTTPClient,
		base:  o.APIURL,
		token: o.Token,
	}
}

// Identity is who the bot is in its workspace, as auth.test says.
type Identity struct {
	Team    string // T…
	URL     string // https://acme.slack.com/
	BotUser string // U…
	Bot     string // B…
}

// Identify asks Slack who the token belongs to.
func Identify(ctx context.Context, c *Client) (Identity, error) {
	me, _, err := identify(ctx, c)
	return me, err
}

func identify(ctx context.Context, c *Client) (Identity, http.Header, error) {
	var a struct {
		URL    string `json:"url"`
		TeamID string `json:"team_id"`
		UserID string `json:"user_id"`
		BotID  string `json:"bot_id"`
	}
	header, err := c.form(ctx, "auth.test", nil, &a)
	return Identity{Team: a.TeamID, URL: a.URL, BotUser: a.UserID, Bot: a.BotID}, header, err
}

// form calls a method that takes form fields; out takes the answer, read tolerantly.
func (c *Client) form(ctx context.Context, method string, args url.Values, out any) (http.Header, error) {
	return c.call(ctx, method, "application/x-www-form-urlencoded", []byte(args.Encode()), out)
}

// json calls a method that takes a JSON body; out takes the answer, read tolerantly.
func (c *Client) json(ctx context.Context, method string, args, out any) error {
	body, err := json.Marshal(args)
	if err != nil {
		return fmt.Errorf("bot: encode %s: %w", method, err)
	}
	_, err = c.call(ctx, method, "application/json; charset=utf-8", body, out)
	return err
}

func (c *Client) call(ctx context.Context, method, kind string, body []byte, out any) (http.Header, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, c.base+method, bytes.NewReader(body))
	if err != nil {
		return nil, fmt.Errorf("bot: %s: %w", method, err)
	}
	req.Header.Set("Content-Type", kind)
	req.Header.Set("Authorization", "Bearer "+c.token)
	res, err := c.http.Do(req)
	if err != nil {
		return nil, fmt.Errorf("bot: %s: %w", method, err)
	}
	defer func() { _ = res.Body.Close() }()
	if err := readAnswer(res, out); err != nil {
		return res.Header, fmt.Errorf("bot: %s: %w", method, err)
	}
	return res.Header, nil
}

// readAnswer gives the errors slack-go gives, so that one table classes both.
func readAnswer(res *http.Response, out any) error {
	raw, err := io.ReadAll(io.LimitReader(res.Body, maxAnswer))
	if err != nil {
		return err
	}
	if err := statusError(res); err != nil {
		return err
	}
	var a struct {
		OK       bool   `json:"ok"`
		Error    string `json:"error"`
		Needed   string `json:"needed"`
		Provided string `json:"provided"`
		Metadata struct {
			Messages []string `json:"messages"`
		} `json:"response_metadata"`
	}
	if err := decode(raw, &a); err != nil {
		return err
	}
	if !a.OK {
		e := slack.SlackErrorResponse{Err: orElse(a.Error, "unknown_error"), Needed: a.Needed, Provided: a.Provided}
		e.ResponseMetadata.Messages = a.Metadata.Messages
		return e
	}
	if out == nil {
		return nil
	}
	return decode(raw, out)
}

func statusError(res *http.Response) error {
	if res.StatusCode == http.StatusTooManyRequests {
		if s, err := strconv.Atoi(res.Header.Get("Retry-After")); err == nil && s >= 0 {
			return &slack.RateLimitedError{RetryAfter: time.Duration(s) * time.Second}
		}
	}
	if res.StatusCode != http.StatusOK {
		return slack.StatusCodeError{Code: res.StatusCode, Status: res.Status}
	}
	return nil
}

// apiError is Slack's word for what went wrong ("channel_not_found"); "" if
// the failure was not one that Slack named.
func apiError(err error) string {
	if e, ok := errors.AsType[slack.SlackErrorResponse](err); ok {
		return e.Err
	}
	return ""
}

// decode reads JSON as far as it has the expected shape. Slack bends fields
// now and then ([] for {}, "2" for 2): such a field stays zero.
func decode(raw []byte, out any) error {
	err := json.Unmarshal(raw, out)
	if _, bent := errors.AsType[*json.UnmarshalTypeError](err); bent {
		return nil
	}
	return err
}
