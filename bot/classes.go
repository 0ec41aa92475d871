package bot

import (
	"context"
	"encoding/json"
	"errors"
	"net"
	"net/http"
	"time"

	"github.com/slack-go/slack"
)

// class is how a failure of Slack is dealt with.
type class string

// The classes.
const (
	classInstall   class = "install"     // the token is dead: pause, keep the queue
	classRefresh   class = "refresh"     // the token has expired
	classConfig    class = "config"      // a scope or setting is missing: no retry helps
	classSafe      class = "retry"       // nothing was done: again, later
	classAmbiguous class = "ambiguous"   // it may have been done: look first
	classMigrating class = "wait_out"    // the workspace moves to an organisation: minutes to hours
	classPlace     class = "destination" // this channel or person cannot be reached
	classEdit      class = "edit_lost"   // the live message cannot be edited: post a new one
	classBug       class = "bug"         // what we sent is wrong: plain text, once
	classUnknown   class = "unknown"     // a few tries, then given up
	classWords     class = "words"       // there is nothing to say
)

// classOf is the one table from Slack's errors to classes.
func classOf(code string) class {
	switch code {
	case "account_inactive", "token_revoked", "invalid_auth", "not_authed", "two_factor_setup_required",
		"accesslimited", "invalid_token", "app_uninstalled", "team_disabled":
		return classInstall
	case "token_expired":
		return classRefresh
	case "missing_scope", "not_allowed_token_type", "method_deprecated", "not_enabled", "plan_upgrade_required",
		"permission_denied", "unknown_method", "as_user_not_supported", "deprecated_endpoint":
		return classConfig
	case "ratelimited", "service_unavailable", "message_limit_exceeded", "team_quota_exceeded":
		return classSafe
	case "internal_error", "fatal_error", "request_timeout", "rate_limited", "unknown_error":
		return classAmbiguous
	case "team_added_to_org", "org_login_required":
		return classMigrating
	case "message_not_found", "edit_window_closed", "cant_update_message", "is_inactive":
		return classEdit
	case "invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long", "msg_too_long", "invalid_arguments",
		"invalid_arg_name", "invalid_array_arg", "invalid_charset", "invalid_form_data", "invalid_post_type",
		"missing_post_type", "view_too_large", "no_text", "too_many_attachments", "invalid_attachments",
		"metadata_too_large", "invalid_metadata_format", "invalid_metadata_schema", "metadata_must_be_sent_from_app":
		return classBug
	default:
		if personGone(code) || channelGone(code) {
			return classPlace
		}
		return classUnknown
	}
}

// channelGone lists what makes a channel or thread unreachable.
func channelGone(code string) bool {
	switch code {
	case "channel_not_found", "is_archived", "not_in_channel", "restricted_action", "restricted_action_read_only_channel",
		"restricted_action_thread_only_channel", "restricted_action_non_threadable_channel",
		"restricted_action_thread_locked", "no_permission", "access_denied", "ekm_access_denied", "team_access_not_granted",
		"thread_not_found", "thread_locked", "cannot_reply_to_message", "messages_in_thread_limit_exceeded",
		"method_not_supported_for_channel_type":
		return true
	default:
		return false
	}
}

// threadGone lists what Slack says of a thread that cannot be answered in.
func threadGone(code string) bool {
	return code == "thread_not_found" || code == "cannot_reply_to_message"
}

// personGone lists what makes a person unreachable.
func personGone(code string) bool {
	switch code {
	case "user_disabled", "user_not_found", "users_not_found", "user_not_visible", "messages_tab_disabled",
		"cannot_dm_bot", "invalid_user_combination", "user_not_in_channel", "cannot_message_self", "is_bot":
		return true
	default:
		return false
	}
}

// codeUnreached is our word for a connection that was never made.
const codeUnreached = "no_connection"

// failure is an error of a call, classed.
type failure struct {
	class
	// code is Slack's word, or a short one of our own.
	code string
	// after is how long Slack asked to wait; 0 if it did not.
	after time.Duration
	// limited is true for a rate limit.
	limited bool
	// needed is the scope that is missing; messages are what Slack found wrong.
	needed   string
	messages []string
	err      error
}

// halts reports whether the failure may concern every call.
func (f failure) halts() bool {
	return f.class == classInstall || f.class == classRefresh || f.class == classMigrating
}

// classify finds out what an error of a call to Slack means.
func classify(err error) failure {
	if e, ok := errors.AsType[*slack.RateLimitedError](err); ok {
		return failure{class: classSafe, code: "ratelimited", after: e.RetryAfter, limited: true, err: err}
	}
	if e, ok := errors.AsType[slack.SlackErrorResponse](err); ok {
		return failure{
			class: classOf(e.Err), code: e.Err, limited: e.Err == "ratelimited" || e.Err == "rate_limited",
			needed: e.Needed, messages: e.ResponseMetadata.Messages, err: err,
		}
	}
	if e, ok := errors.AsType[slack.StatusCodeError](err); ok {
		return classifyStatus(e, err)
	}
	return failure{class: classifyWire(err), code: wireCode(err), err: err}
}

// faultless reports whether the failure says nothing of the entry: Slack asked
// to wait, or was not reached at all. However often, it is no reason to give up.
func (f failure) faultless() bool {
	return f.class == classSafe && (f.limited || f.code == codeUnreached)
}

func classifyStatus(e slack.StatusCodeError, err error) failure {
	switch {
	case e.Code == http.StatusTooManyRequests:
		return failure{class: classSafe, code: "ratelimited", limited: true, err: err}
	case e.Code >= http.StatusInternalServerError:
		return failure{class: classAmbiguous, code: "http_5xx", err: err}
	default:
		return failure{class: classSafe, code: "http_status", err: err}
	}
}

// classifyWire tells a connection that was never made from one that broke:
// only before it stood is it certain that nothing was done.
func classifyWire(err error) class {
	if _, ok := errors.AsType[*net.DNSError](err); ok {
		return classSafe
	}
	if op, ok := errors.AsType[*net.OpError](err); ok && op.Op == "dial" {
		return classSafe
	}
	return classAmbiguous
}

func wireCode(err error) string {
	var syntax *json.SyntaxError
	var timeout net.Error
	switch {
	case errors.As(err, &syntax):
		return "not_json"
	case errors.Is(err, context.DeadlineExceeded), errors.As(err, &timeout) && timeout.Timeout():
		return "timeout"
	case classifyWire(err) == classSafe:
		return codeUnreached
	default:
		return "connection_broke"
	}
}
