package config

import (
	"slices"

	"github.com/firstask/firstask/policy"
)

// replyDoc is who brings the results of some requests.
type replyDoc struct {
	rule str
	when whenDoc
	by   policy.ReplyBy
	role str
	// asked is the role that must have been asked for help before.
	asked str
	at    spot
}

// replies reads who brings which results, in order. In a rule book each names its rule.
func (l *loader) replies(v value, rule func(string, func(value)) field) []replyDoc {
	var all []replyDoc
	l.list(v, func(v value) {
		r := replyDoc{at: v.spot}
		before := len(l.problems)
		l.object(v,
			rule("rule", func(v value) { r.rule, _ = l.text(v) }),
			may("when", func(v value) { r.when = l.when(v) }),
			must("reply_by", func(v value) { r.by = l.replyBy(v) }),
			may("reply_role", func(v value) { r.role, _ = l.text(v) }),
			may("asked", func(v value) { r.asked, _ = l.text(v) }))
		if len(l.problems) == before {
			all = append(all, r)
		}
	})
	return all
}

func (r *reader) replyBy(v value) policy.ReplyBy {
	return choice(r, v, "one who brings the result", policy.ReplyBys())
}

// takeReplies are those of the file, then those of the rule books, each with
// what binds it. One that no ticket has is left out.
func (l *loader) takeReplies(org *policy.Org) []policy.Reply {
	var replies []policy.Reply
	take := func(all []replyDoc, to whenDoc) {
		for _, r := range all {
			l.checkWhen(r.when)
			l.checkReplyRole(r.role, r.by == policy.ReplyDesignated)
			l.checkCoordinator(r.asked)
			if r.by == policy.ReplyDesignated && r.role.string == "" {
				l.fail(r.at, "reply_role: the id of a role", "somebody is designated to bring results, and nothing says which role")
			}
			if when, empty := r.when.narrow(to, org); empty == "" {
				replies = append(replies, policy.Reply{Rule: r.rule.string, When: when.when(), By: r.by, Role: r.role.string, Asked: policy.Step(r.asked.string)})
			}
		}
	}
	take(l.doc.replies, whenDoc{})
	for p, to := range l.eachBook() {
		take(p.replies, to)
	}
	return replies
}

// checkReply sees to it that there is a role for whoever is designated to bring
// results, and none for nobody.
func (l *loader) checkReply(p *policy.Policy, all []settingsDoc) {
	designated := p.ReplyBy == policy.ReplyDesignated
	for _, s := range all {
		l.checkReplyRole(s.replyRole, designated)
	}
	if designated && p.ReplyRole == "" {
		l.fail(l.doc.uses[0].spot, "reply_role: the id of a role", "somebody is designated to bring results, and no setting says which role fills it")
	}
}

func (l *loader) checkReplyRole(role str, designated bool) {
	switch known := l.roleIDs(); {
	case role.string == "" || l.incomplete:
	case !slices.Contains(known, role.string):
		l.fail(role.spot, hintOf(role.string, known), "%q is not a role", role.string)
	case designated:
		l.useRole(role)
	default:
		l.fail(role.spot, "reply_by: designated", "nobody is designated to bring results: reply_role has no meaning")
	}
}

// checkCoordinator wants a role: the heads of a department are no reason to have
// somebody else bring the result.
func (l *loader) checkCoordinator(asked str) {
	switch known := l.roleIDs(); {
	case asked.string == "" || l.incomplete:
	case !slices.Contains(known, asked.string):
		l.fail(asked.spot, hintOf(asked.string, known), "%q is not a role", asked.string)
	default:
		l.useRole(asked)
	}
}
