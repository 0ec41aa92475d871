package sandbox

import (
	"net/url"
	"strings"
)

func (s *Slack) apiTest(c *call) (answer, error) {
	if code := c.str("error"); code != "" {
		return nil, refuse(code)
	}
	return answer{"args": c.shown()}, nil
}

func (s *Slack) authTest(*call) (answer, error) {
	return answer{
		"url": "https://" + s.team.Domain + ".slack.com/", "team": s.team.Name, "team_id": s.team.ID,
		"user": s.app.Name, "user_id": s.app.BotUserID, "bot_id": s.app.BotID, "is_enterprise_install": false,
	}, nil
}

func (s *Slack) authRevoke(c *call) (answer, error) {
	if !c.flag("test") {
		s.revoked = true
	}
	return answer{"revoked": !c.flag("test")}, nil
}

func (s *Slack) authTeamsList(*call) (answer, error) {
	return answer{"teams": []any{map[string]any{"id": s.team.ID, "name": s.team.Name}}, "response_metadata": nextCursor("")}, nil
}

func (s *Slack) authorizationsList(*call) (answer, error) {
	return answer{"authorizations": []any{s.authorization()}, "response_metadata": nextCursor("")}, nil
}

func (s *Slack) authorization() map[string]any {
	return map[string]any{
		"enterprise_id": nil, "team_id": s.team.ID, "user_id": s.app.BotUserID,
		"is_bot": true, "is_enterprise_install": false,
	}
}

// connectionsOpen hands out a single-use websocket address.
func (s *Slack) connectionsOpen(*call) (answer, error) {
	ticket := s.ids.next("ticket-")
	s.sockets.tickets[ticket] = true
	base, found := strings.CutPrefix(s.opt.BaseURL, "http")
	if !found {
		return nil, refuse("internal_error", "the base URL "+s.opt.BaseURL+" is not http")
	}
	query := url.Values{"ticket": {ticket}, "app_id": {s.app.AppID}}.Encode()
	return answer{"url": "ws" + base + "/link/?" + query}, nil
}

func (s *Slack) teamInfo(*call) (answer, error) {
	return answer{"team": map[string]any{"id": s.team.ID, "name": s.team.Name, "domain": s.team.Domain, "email_domain": ""}}, nil
}

func (s *Slack) botsInfo(c *call) (answer, error) {
	if bot := c.str("bot"); bot != "" && bot != s.app.BotID {
		return nil, refuse("bot_not_found")
	}
	return answer{"bot": map[string]any{
		"id": s.app.BotID, "deleted": s.uninstalled, "name": s.app.Name, "app_id": s.app.AppID, "user_id": s.app.BotUserID,
		"updated": 0, "icons": map[string]any{},
	}}, nil
}

func nextCursor(cursor string) map[string]any { return map[string]any{"next_cursor": cursor} }
