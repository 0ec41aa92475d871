package sandbox

// The rate tiers, in requests per minute.
const (
	tier2 = 20
	tier3 = 50
	tier4 = 100
)

func (s *Slack) method(name string) (method, bool) {
	for _, table := range []func() map[string]method{s.appMethods, s.chatMethods, s.roomMethods, s.peopleMethods, s.fileMethods} {
		if m, ok := table()[name]; ok {
			return m, true
		}
	}
	return method{}, false
}

func (s *Slack) appMethods() map[string]method {
	return map[string]method{
		"api.test":                       {run: s.apiTest, anonymous: true},
		"auth.test":                      {run: s.authTest},
		"auth.revoke":                    {run: s.authRevoke, perMinute: tier3},
		"auth.teams.list":                {run: s.authTeamsList, perMinute: tier2},
		"apps.connections.open":          {run: s.connectionsOpen, perMinute: tier3, appToken: true},
		"apps.event.authorizations.list": {run: s.authorizationsList, appToken: true},
		"team.info":                      {run: s.teamInfo, scope: "team:read", perMinute: tier3},
		"bots.info":                      {run: s.botsInfo, scope: "users:read", perMinute: tier3},
		"views.open":                     {run: s.viewsOpen, perMinute: tier4},
		"views.push":                     {run: s.viewsPush, perMinute: tier4},
		"views.update":                   {run: s.viewsUpdate, perMinute: tier4},
		"views.publish":                  {run: s.viewsPublish, perMinute: tier4},
	}
}

func (s *Slack) chatMethods() map[string]method {
	return map[string]method{
		"chat.postMessage":   {run: s.chatPostMessage, scope: "chat:write"},
		"chat.update":        {run: s.chatUpdate, scope: "chat:write", perMinute: tier3},
		"chat.delete":        {run: s.chatDelete, scope: "chat:write", perMinute: tier3},
		"chat.postEphemeral": {run: s.chatPostEphemeral, scope: "chat:write", perMinute: tier4},
		"chat.getPermalink":  {run: s.chatGetPermalink},
		"reactions.add":      {run: s.reactionsAdd, scope: "reactions:write", perMinute: tier3},
		"reactions.remove":   {run: s.reactionsRemove, scope: "reactions:write", perMinute: tier2},
		"reactions.get":      {run: s.reactionsGet, scope: "reactions:read", perMinute: tier3},
	}
}

func (s *Slack) roomMethods() map[string]method {
	return map[string]method{
		"conversations.open":    {run: s.conversationsOpen, scope: "im:write|mpim:write", perMinute: tier3},
		"conversations.info":    {run: s.conversationsInfo, perMinute: tier3},
		"conversations.list":    {run: s.conversationsList, perMinute: tier2},
		"conversations.members": {run: s.conversationsMembers, perMinute: tier4},
		"conversations.history": {run: s.conversationsHistory, perMinute: tier3},
		"conversations.replies": {run: s.conversationsReplies, perMinute: tier3},
		"conversations.join":    {run: s.conversationsJoin, scope: "channels:join", perMinute: tier3},
	}
}

func (s *Slack) peopleMethods() map[string]method {
	return map[string]method{
		"users.info":              {run: s.usersInfo, scope: "users:read", perMinute: tier4},
		"users.list":              {run: s.usersList, scope: "users:read", perMinute: tier2},
		"users.lookupByEmail":     {run: s.usersLookupByEmail, scope: "users:read.email", perMinute: tier3},
		"users.conversations":     {run: s.usersConversations, perMinute: tier3},
		"usergroups.list":         {run: s.usergroupsList, scope: "usergroups:read", perMinute: tier2},
		"usergroups.users.list":   {run: s.usergroupsUsersList, scope: "usergroups:read", perMinute: tier2},
		"usergroups.users.update": {run: s.usergroupsUsersUpdate, scope: "usergroups:write", perMinute: tier2},
	}
}
