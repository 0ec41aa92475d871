package ticket

// verb finds what a verb does; nil for none. The array costs nothing to make: a
// map would be built anew for every command.
func verb(v Verb) func(*turn, Command) error {
	for _, row := range [...]struct {
		verb Verb
		do   func(*turn, Command) error
	}{
		{VerbAccept, (*turn).accept},
		{VerbHandoff, (*turn).handoff},
		{VerbReturn, (*turn).giveBack},
		{VerbAsk, (*turn).ask},
		{VerbAnswer, (*turn).answer},
		{VerbThirdParty, (*turn).thirdParty},
		{VerbResume, (*turn).resume},
		{VerbRedirect, (*turn).redirect},
		{VerbDeclare, (*turn).declare},
		{VerbDuplicate, (*turn).duplicate},
		{VerbTriage, (*turn).triage},
		{VerbLead, (*turn).lead},
		{VerbShare, (*turn).share},
		{VerbEndorse, (*turn).endorse},
		{VerbTaskforce, (*turn).taskforce},
		{VerbTakeover, (*turn).takeover},
		{VerbMoved, (*turn).moved},
		{VerbJoined, (*turn).joined},
		{VerbUrge, (*turn).urge},
		{VerbSupervise, (*turn).supervise},
		{VerbComplainUp, (*turn).complainUp},
		{VerbPromise, (*turn).promise},
		{VerbEscalate, (*turn).escalate},
		{VerbUrgent, (*turn).urgent},
		{VerbMajor, (*turn).major},
		{VerbAck, (*turn).ack},
		{VerbReport, (*turn).report},
		{VerbDispute, (*turn).dispute},
		{VerbPlan, (*turn).setPlan},
		{VerbInform, (*turn).tellAll},
		{VerbUnderstood, (*turn).understood},
		{VerbResolve, (*turn).resolve},
		{VerbReply, (*turn).reply},
		{VerbConfirm, (*turn).confirm},
		{VerbCallback, (*turn).callback},
		{VerbRate, (*turn).rate},
		{VerbReopen, (*turn).reopen},
		{VerbRule, (*turn).rule},
		{VerbReview, (*turn).review},
		{VerbFinal, (*turn).final},
		{VerbWithdraw, (*turn).withdraw},
		{VerbCorrect, (*turn).correct},
		{VerbConsent, (*turn).consent},
		{VerbField, (*turn).field},
		{VerbAbout, (*turn).about},
		{VerbReveal, (*turn).reveal},
		{VerbExport, (*turn).export},
		{VerbAsker, (*turn).asker},
		{VerbNote, (*turn).note},
		{VerbEdited, (*turn).edited},
		{VerbDelivered, (*turn).delivered},
		{VerbUnreachable, (*turn).unreachable},
	} {
		if row.verb == v {
			return row.do
		}
	}
	return nil
}
