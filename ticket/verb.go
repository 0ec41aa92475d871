package ticket

// verb finds what a verb does; nil for none. Four tables by purpose: as one map
// they would be built anew for every command.
func (x *turn) verb(v Verb) func(Command) error {
	for _, table := range [...]func(Verb) func(Command) error{x.hands, x.clocks, x.results, x.record} {
		if do := table(v); do != nil {
			return do
		}
	}
	return nil
}

// hands: whose hands the request is in.
func (x *turn) hands(v Verb) func(Command) error {
	switch v { //nolint:exhaustive // the others stand in the other tables
	case VerbAccept:
		return x.accept
	case VerbHandoff:
		return x.handoff
	case VerbReturn:
		return x.giveBack
	case VerbAsk:
		return x.ask
	case VerbAnswer:
		return x.answer
	case VerbThirdParty:
		return x.thirdParty
	case VerbResume:
		return x.resume
	case VerbRedirect:
		return x.redirect
	case VerbDeclare:
		return x.declare
	case VerbDuplicate:
		return x.duplicate
	case VerbTriage:
		return x.triage
	case VerbLead:
		return x.lead
	case VerbShare:
		return x.share
	case VerbEndorse:
		return x.endorse
	case VerbTaskforce:
		return x.taskforce
	case VerbTakeover:
		return x.takeover
	case VerbMoved:
		return x.moved
	case VerbJoined:
		return x.joined
	}
	return nil
}

// clocks: time and those above.
func (x *turn) clocks(v Verb) func(Command) error {
	switch v { //nolint:exhaustive // the others stand in the other tables
	case VerbUrge:
		return x.urge
	case VerbSupervise:
		return x.supervise
	case VerbComplainUp:
		return x.complainUp
	case VerbPromise:
		return x.promise
	case VerbEscalate:
		return x.escalate
	case VerbUrgent:
		return x.urgent
	case VerbMajor:
		return x.major
	case VerbAck:
		return x.ack
	case VerbReport:
		return x.report
	case VerbDispute:
		return x.dispute
	}
	return nil
}

// results: the result and what comes after it.
func (x *turn) results(v Verb) func(Command) error {
	switch v { //nolint:exhaustive // the others stand in the other tables
	case VerbPlan:
		return x.setPlan
	case VerbInform:
		return x.tellAll
	case VerbUnderstood:
		return x.understood
	case VerbResolve:
		return x.resolve
	case VerbReply:
		return x.reply
	case VerbConfirm:
		return x.confirm
	case VerbCallback:
		return x.callback
	case VerbRate:
		return x.rate
	case VerbReopen:
		return x.reopen
	case VerbRule:
		return x.rule
	case VerbReview:
		return x.review
	case VerbFinal:
		return x.final
	case VerbWithdraw:
		return x.withdraw
	}
	return nil
}

// record: what the ticket says.
func (x *turn) record(v Verb) func(Command) error {
	switch v { //nolint:exhaustive // the others stand in the other tables
	case VerbCorrect:
		return x.correct
	case VerbConsent:
		return x.consent
	case VerbField:
		return x.field
	case VerbAbout:
		return x.about
	case VerbReveal:
		return x.reveal
	case VerbExport:
		return x.export
	case VerbAsker:
		return x.asker
	case VerbNote:
		return x.note
	case VerbEdited:
		return x.edited
	case VerbDelivered:
		return x.delivered
	case VerbUnreachable:
		return x.unreachable
	}
	return nil
}
