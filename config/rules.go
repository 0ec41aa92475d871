package config

import (
	"time"

	"github.com/firstask/firstask/calendar"
	"github.com/firstask/firstask/policy"
)

// settingsDoc is the numbers of a rule book that belong to no window. What is
// not given is zero.
type settingsDoc struct {
	calendar      str
	promiseAlone  policy.Limit
	reopenWithin  policy.Limit
	repeatWithin  policy.Limit
	retention     policy.Limit
	join, grace   time.Duration
	fold, gather  time.Duration
	quiet         quietDoc
	noise         noiseDoc
	urge          policy.Urge
	news          policy.News
	gap           policy.Gap
	absence       absenceDoc
	returnReasons []str
	duty          shiftsDoc
	pingPong      pingPongDoc
	shared        policy.Shared
	leadBy        policy.LeadBy
	release       policy.Release
	replyBy       policy.ReplyBy
	replyRole     str
	callbackBy    str
	stages        []str
	redirect      str
	direct        str
	phrases       policy.PhraseCheck
}

// pingPongDoc is how often a ticket may be passed on. Given without anything in
// it, that is not counted.
type pingPongDoc struct {
	policy.PingPong
	given bool
}

// quietDoc is the hours in which telling waits. Given without anything in it,
// it holds nothing back.
type quietDoc struct {
	given    bool
	hours    bool // from and to are given
	from, to calendar.Minute
	calendar str
}

// noiseDoc is how much a person is told. Given without anything in it, there is
// no limit.
type noiseDoc struct {
	policy.Noise
	given bool
}

// absenceDoc is what is asked of absences; given says that needs is.
type absenceDoc struct {
	given, needs bool
	undo         time.Duration
}

func (a absenceDoc) put(to *policy.AbsenceRules) {
	if a.given {
		to.NeedsDelegate = a.needs
	}
	over(&to.Undo, a.undo)
}

func (r *reader) settings(v value, s *settingsDoc) {
	span := func(to *time.Duration) func(value) { return func(v value) { *to = r.span(v) } }
	r.object(v,
		may("calendar", func(v value) { s.calendar, _ = r.text(v) }),
		may("promise_alone", func(v value) { s.promiseAlone = r.period(v) }),
		may("reopen_within", func(v value) { s.reopenWithin = r.period(v) }),
		may("repeat_within", func(v value) { s.repeatWithin = r.period(v) }),
		may("retention", func(v value) { s.retention = r.period(v) }),
		may("join", span(&s.join)),
		may("grace", span(&s.grace)),
		may("fold", span(&s.fold)),
		may("gather", span(&s.gather)),
		may("quiet", func(v value) { s.quiet = r.quiet(v) }),
		may("noise", func(v value) { s.noise = r.noise(v) }),
		may("urge", func(v value) {
			r.object(v, may("first", span(&s.urge.First)), may("every", span(&s.urge.Every)),
				may("per_day", func(v value) { s.urge.PerDay = r.count(v) }), may("asker_every", span(&s.urge.AskerEvery)))
		}),
		may("news", func(v value) { r.object(v, may("within", span(&s.news.Within)), may("round", span(&s.news.Round))) }),
		may("gap", func(v value) { r.object(v, may("between", span(&s.gap.Between)), may("before", span(&s.gap.Before))) }),
		may("absence", func(v value) {
			r.object(v, may("needs_delegate", func(v value) { s.absence.given, s.absence.needs = true, r.flag(v) }), may("undo", span(&s.absence.undo)))
		}),
		may("redirect", func(v value) { s.redirect, _ = r.word(v, "a way to redirect", texts(policy.Redirects())) }),
		may("direct_third_party", func(v value) {
			s.direct, _ = r.word(v, "a way with third parties", texts(policy.Directs()))
		}),
		may("phrase_check", func(v value) { s.phrases = choice(r, v, "what becomes of a phrase", policy.PhraseChecks()) }),
		may("return_reasons", func(v value) { s.returnReasons = r.texts(v) }),
		may("duty", func(v value) { s.duty = r.shifts(v) }),
		may("ping_pong", func(v value) { s.pingPong = r.pingPong(v) }),
		may("shared_mode", func(v value) { s.shared = choice(r, v, "a way of sharing", policy.SharedModes()) }),
		may("lead_by", func(v value) { s.leadBy = choice(r, v, "one who names a lead", policy.LeadBys()) }),
		may("fr_release", func(v value) { s.release = choice(r, v, "a moment of release", policy.Releases()) }),
		may("reply_by", func(v value) { s.replyBy = r.replyBy(v) }),
		may("reply_role", func(v value) { s.replyRole, _ = r.text(v) }),
		may("stages", func(v value) { s.stages = r.words(v, "a stage of the work", policy.Stages()) }),
		may("callback_by", func(v value) { s.callbackBy, _ = r.text(v) }),
	)
}

// choice reads one of the words of a closed set; "" for any other.
func choice[T ~string](r *reader, v value, what string, known []T) T {
	s, _ := r.word(v, what, texts(known))
	return T(s.string)
}

func (r *reader) pingPong(v value) pingPongDoc {
	p := pingPongDoc{given: true}
	r.object(v,
		may("handoffs", func(v value) { p.Handoffs = r.count(v) }),
		may("returns", func(v value) { p.Returns = r.count(v) }))
	return p
}

func (p pingPongDoc) put(to *policy.PingPong) {
	if p.given && p.PingPong == (policy.PingPong{}) {
		*to = policy.PingPong{}
	}
	over(&to.Handoffs, p.Handoffs)
	over(&to.Returns, p.Returns)
}

func (r *reader) quiet(v value) quietDoc {
	q := quietDoc{given: true}
	var from, to bool
	r.object(v,
		may("from", func(v value) { q.from, _, from = r.minute(v) }),
		may("to", func(v value) { q.to, _, to = r.minute(v) }),
		may("calendar", func(v value) { q.calendar, _ = r.text(v) }))
	if q.hours = from && to; from != to {
		r.fail(v.spot, `from: "20:00" and to: "08:00"`, "quiet hours have a beginning and an end")
	}
	return q
}

func (q quietDoc) put(to *policy.Quiet) {
	if q.given && !q.hours && q.calendar.string == "" {
		*to = policy.Quiet{}
	}
	if q.hours {
		to.From, to.To = q.from, q.to
	}
	over(&to.Calendar, q.calendar.string)
}

func (r *reader) noise(v value) noiseDoc {
	n := noiseDoc{given: true}
	r.object(v,
		may("hour", func(v value) { n.Hour = r.count(v) }),
		may("day", func(v value) { n.Day = r.count(v) }))
	return n
}

func (n noiseDoc) put(to *policy.Noise) {
	if n.given && n.Noise == (policy.Noise{}) {
		*to = policy.Noise{}
	}
	over(&to.Hour, n.Hour)
	over(&to.Day, n.Day)
}

// put writes what is given over what the policy has.
func (s *settingsDoc) put(p *policy.Policy) {
	over(&p.Calendar, s.calendar.string)
	over(&p.PromiseAlone, s.promiseAlone)
	over(&p.ReopenWithin, s.reopenWithin)
	over(&p.RepeatWithin, s.repeatWithin)
	over(&p.Retention, s.retention)
	over(&p.Join, s.join)
	over(&p.Grace, s.grace)
	over(&p.Fold, s.fold)
	over(&p.Gather, s.gather)
	s.quiet.put(&p.Quiet)
	s.noise.put(&p.Noise)
	s.duty.put(&p.Shifts)
	over(&p.Urge.First, s.urge.First)
	over(&p.Urge.Every, s.urge.Every)
	over(&p.Urge.PerDay, s.urge.PerDay)
	over(&p.Urge.AskerEvery, s.urge.AskerEvery)
	over(&p.News.Within, s.news.Within)
	over(&p.News.Round, s.news.Round)
	over(&p.Gap.Between, s.gap.Between)
	over(&p.Gap.Before, s.gap.Before)
	s.absence.put(&p.Absence)
	s.pingPong.put(&p.PingPong)
	over(&p.SharedMode, s.shared)
	over(&p.LeadBy, s.leadBy)
	over(&p.Release, s.release)
	over(&p.ReplyBy, s.replyBy)
	over(&p.ReplyRole, s.replyRole.string)
	over(&p.CallbackBy, s.callbackBy.string)
	over(&p.Redirect, policy.Redirect(s.redirect.string))
	over(&p.PhraseCheck, s.phrases)
	over(&p.DirectThirdParty, policy.Direct(s.direct.string))
	if len(s.stages) > 0 {
		p.Stages = plain(s.stages)
	}
	if len(s.returnReasons) > 0 {
		p.ReturnReasons = plain(s.returnReasons)
	}
}

func over[T comparable](to *T, given T) {
	var zero T
	if given != zero {
		*to = given
	}
}
