package config

import (
	"errors"
	"fmt"
	"io/fs"
	"regexp"
	"slices"
	"strings"

	"github.com/firstask/firstask/policy"
	"github.com/firstask/firstask/policy/presets"
)

// builtinPreset is how problems in a built-in rule book call its file.
const builtinPreset = "preset "

// presetDoc is one rule book: where it was named, then what it says.
type presetDoc struct {
	use          str
	id           str
	extends      str
	title        policy.Name
	about        aboutDoc
	notes        []policy.Name
	guidance     []guidanceDoc
	settings     settingsDoc
	sizes        []sizeDoc
	channels     []wordDoc
	types        []wordDoc
	roles        []wordDoc
	kinds        []wordDoc
	fields       []fieldDoc
	first        []policy.FirstRule
	needs        []needDoc
	routes       []routeDoc
	replies      []replyDoc
	matters      []matterDoc
	satisfaction []sentenceDoc
	fullNotice   []sentenceDoc
	phrases      []phraseDoc
	answers      []answerDoc
	answerFirst  answerFirstDoc
	rulings      []rulingDoc
	outcomes     []outcomeDoc
	endorsements []endorsementDoc
	dispatch     mandateDoc
	manage       mandateDoc
	watch        mandateDoc
	forms        []formDoc
	complainUp   []str
	jobs         []jobDoc
	windows      []windowDoc
	rules        []str // of all windows, also of those with mistakes
}

// wordDoc is a word of the vocabulary with its labels.
type wordDoc struct {
	id   str
	name policy.Name
	host bool // of a service channel: a request by it comes with a host
}

// needDoc is what must be there before a verb.
type needDoc struct {
	rule, verb str
	when       whenDoc
	have       []str
}

// preset reads a rule book. What can be read of one with mistakes is used, so
// that its other mistakes are found too; it is false if nothing can be.
func (l *loader) preset(use str) (presetDoc, bool) {
	src, err := presets.Source(use.string)
	name := builtinPreset + use.string
	if err != nil && l.isFile(use.string) {
		name = use.string
		src, err = l.file(use.string)
	}
	switch {
	case errors.Is(err, fs.ErrNotExist) && !l.isFile(use.string):
		l.fail(use.spot, hintOf(use.string, presets.Names())+", or a file beside this one (./ours.yaml)", "%q is not a rule book", use.string)
		return presetDoc{}, false
	case err != nil:
		l.unreadable(use, err)
		return presetDoc{}, false
	}
	own := &reader{known: l.knownOf()}
	p := own.preset(use, name, src)
	l.problems = append(l.problems, own.problems...)
	l.warnings = append(l.warnings, own.warnings...)
	l.incomplete = l.incomplete || len(own.problems) > 0
	return p, p.id.string != ""
}

// knownOf keeps what is known of presets apart from the keys of configurations.
func (l *loader) knownOf() map[string][]string {
	if l.presetKeys == nil {
		l.presetKeys = map[string][]string{}
	}
	return l.presetKeys
}

func (r *reader) preset(use str, name string, src []byte) presetDoc {
	p := presetDoc{use: use}
	root, ok := r.parse(name, src)
	if !ok {
		return p
	}
	l := &loader{reader: *r}
	l.object(root, append(l.about(&p.about),
		must("id", func(v value) { p.id = l.bookID(v) }),
		may("extends", func(v value) { p.extends, _ = l.text(v) }),
		may("title", func(v value) { p.title = l.name(v) }),
		may("notes", func(v value) { l.list(v, func(v value) { p.notes = append(p.notes, l.name(v)) }) }),
		may("guidance", func(v value) { p.guidance = l.guidance(v) }),
		may("settings", func(v value) { l.settings(v, &p.settings) }),
		may("natural_fr_rules", func(v value) { p.first = l.firstRules(v) }),
		may("complain_up", func(v value) { p.complainUp = l.texts(v) }),
		may("reminders", func(v value) { p.sizes = l.sizes(v) }),
		may("jobs", func(v value) { p.jobs = l.jobs(v) }),
		may("vocabulary", func(v value) {
			l.object(v,
				may("channels", func(v value) { p.channels = l.serviceChannels(v) }),
				may("types", func(v value) { p.types = l.vocabulary(v, l.code) }),
				may("roles", func(v value) { p.roles = l.vocabulary(v, l.id) }),
				may("kinds", func(v value) { p.kinds = l.vocabulary(v, l.id) }),
				may("fields", func(v value) { p.fields = l.fields(v) }))
		}),
		may("needs", func(v value) { l.list(v, func(v value) { p.needs = append(p.needs, l.need(v)) }) }),
		may("routes", func(v value) { p.routes = l.routes(v, must) }),
		may("replies", func(v value) { p.replies = l.replies(v, must) }),
		may("matters", func(v value) { p.matters = l.matters(v) }),
		may("satisfaction", func(v value) { p.satisfaction = l.satisfaction(v) }),
		may("full_notice", func(v value) { p.fullNotice = l.fullNotice(v) }),
		may("forbidden_phrases", func(v value) { p.phrases = l.phrases(v, must) }),
		may("answers", func(v value) { p.answers = l.answers(v, must) }),
		may("answer_first", func(v value) { p.answerFirst = l.answerFirst(v, must) }),
		may("rulings", func(v value) { p.rulings = l.rulings(v, must) }),
		may("outcomes", func(v value) { p.outcomes = l.outcomes(v) }),
		may("endorsements", func(v value) { p.endorsements = l.endorsements(v, must) }),
		may("dispatch", func(v value) { p.dispatch = l.mandate(v) }),
		may("manage", func(v value) { p.manage = l.mandate(v) }),
		may("watch", func(v value) { p.watch = l.mandate(v) }),
		may("forms", func(v value) { p.forms = l.forms(v) }),
		must("windows", func(v value) { l.list(v, func(v value) { l.presetWindow(v, &p) }) }),
	)...)
	for _, w := range p.roles {
		l.noStep(w.id)
	}
	*r = l.reader
	return p
}

// bookID reads the id of a rule book: an id, or the capitals companies use.
func (r *reader) bookID(v value) str {
	s, ok := r.text(v)
	if ok && !regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9_-]*$`).MatchString(s.string) {
		r.fail(s.spot, "letters, digits, - and _; the name people read is title:", "%q is not the id of a rule book", s.string)
	}
	return s
}

// firstRules reads how the first-asked person is found, in order.
func (l *loader) firstRules(v value) []policy.FirstRule {
	var all []policy.FirstRule
	l.list(v, func(v value) {
		var by, rule str
		l.object(v,
			must("by", func(v value) { by, _ = l.word(v, "a way to be asked first", texts(policy.FirstBys())) }),
			must("rule", func(v value) { rule, _ = l.text(v) }))
		f := policy.FirstRule{By: policy.FirstBy(by.string), Rule: rule.string}
		if f.By != "" && slices.ContainsFunc(all, func(o policy.FirstRule) bool { return o.By == f.By }) {
			l.fail(by.spot, "one rule for each way", "%q is in the list already", by.string)
			return
		}
		all = append(all, f)
	})
	return all
}

func (l *loader) need(v value) needDoc {
	n := needDoc{}
	l.object(v,
		must("rule", func(v value) { n.rule, _ = l.text(v) }),
		must("verb", func(v value) { n.verb, _ = l.word(v, "a verb", append(verbs(), unclear, absent)) }),
		may("when", func(v value) { n.when = l.when(v) }),
		must("have", func(v value) {
			before := len(l.problems)
			l.list(v, func(v value) {
				if s, ok := l.fieldWord(v, "something a verb may need", needed()); ok && l.unique(s, n.have) {
					n.have = append(n.have, s)
				}
			})
			if len(n.have) == 0 && len(l.problems) == before {
				l.fail(v.spot, hintOf("", needed()), "nothing is needed")
			}
		}))
	return n
}

func (l *loader) presetWindow(v value, p *presetDoc) {
	w := windowDoc{preset: p.id.string}
	fields := append([]field{
		must("rule", func(v value) { w.rule, _ = l.text(v) }),
		may("title", func(v value) { w.title = l.name(v) }),
		may("note", func(v value) { w.note = l.name(v) }),
		may("kind", func(v value) { w.kind = l.id(v) }),
		may("when", func(v value) { w.when = l.when(v) }),
		may("unless", func(v value) { w.unless = l.when(v) }),
		must("on", func(v value) { w.on, _ = l.word(v, "a role", texts(policy.Roles())) }),
		may("asked", func(v value) { w.asked, _ = l.text(v) }),
		may("while", func(v value) { w.while = l.states(v) }),
		may("from", func(v value) { w.from, _ = l.word(v, "a state of a ticket's life", life()) }),
		may("to", func(v value) { w.to, _ = l.word(v, "a state of a ticket's life", life()) }),
		may("until", func(v value) { w.until = l.words(v, "a verb", verbs()) }),
		may("again", func(v value) { w.again = l.words(v, "a verb", verbs()) }),
		may("after", func(v value) { w.after, _ = l.text(v) }),
		may("part_of", func(v value) { w.part, _ = l.text(v) }),
		may("then", func(v value) {
			w.then, _ = l.word(v, "an action", texts(policy.Actions()[1:])) // a breach goes without saying
		}),
	}, l.timing(&w)...)
	before := len(l.problems)
	l.object(v, fields...)
	w.explicit = w.remind != nil
	if len(l.problems) == before {
		l.lifeOf(v, &w)
	}
	for _, o := range p.rules {
		if o.string == w.rule.string && w.rule.string != "" {
			l.fail(w.rule.spot, fmt.Sprintf("the first one is on line %d", o.line), "rule %s has two windows; end their ids differently (%[1]s.one)", w.rule.string)
			return
		}
	}
	p.rules = append(p.rules, w.rule)
	if len(l.problems) == before { // half a window would be reported for what it lacks
		p.windows = append(p.windows, w)
	}
}

// lifeOf turns from and to into the states between them.
func (l *loader) lifeOf(v value, w *windowDoc) {
	from, to := slices.Index(life(), w.from.string), slices.Index(life(), w.to.string)
	switch {
	case w.while != nil && from+to > -2:
		l.fail(v.spot, "while: the states, or from: and to:", "%s has both while and from or to", w.rule.string)
	case w.while != nil:
	case from < 0 || to < 0:
		l.fail(v.spot, "while: [CAPTURED], or from: CAPTURED and to: HANDED_OFF", "while is missing")
	case from >= to:
		l.fail(w.to.spot, "a ticket passes "+strings.Join(life(), ", "), "%s does not come after %s", w.to.string, w.from.string)
	default:
		for _, s := range life()[from:to] {
			w.while = append(w.while, str{s, w.from.spot})
			if s == working {
				w.while = append(w.while, w.waits()...)
			}
		}
	}
}

// waits are the states in which the work waits for somebody, but for those in
// which the window stands still.
func (w windowDoc) waits() []str {
	var more []str
	for _, s := range waiting() {
		if !slices.Contains(plain(w.pause), s) {
			more = append(more, str{s, w.from.spot})
		}
	}
	return more
}

func (l *loader) states(v value) []str { return l.words(v, "a ticket state", states()) }

func (l *loader) sizes(v value) []sizeDoc {
	sizes := []sizeDoc{}
	l.list(v, func(v value) {
		s := sizeDoc{}
		l.object(v,
			may("under", func(v value) { s.under = l.span(v) }),
			may("up_to", func(v value) { s.upTo = l.span(v) }),
			must("at", func(v value) { s.at = l.reminders(v) }))
		if n := len(sizes); n > 0 && sizes[n-1].under == 0 && sizes[n-1].upTo == 0 {
			l.fail(v.spot, "the line without a size comes last", "this line is never reached")
		}
		sizes = append(sizes, s)
	})
	return sizes
}

// serviceChannels reads the channels of a vocabulary.
func (l *loader) serviceChannels(v value) []wordDoc {
	return l.vocabulary(v, l.code, func(w *wordDoc) field { return may("host", func(v value) { w.host = l.flag(v) }) })
}

// vocabulary reads words with their names; more are further keys of theirs.
func (l *loader) vocabulary(v value, id func(value) str, more ...func(*wordDoc) field) []wordDoc {
	var words []wordDoc
	l.list(v, func(v value) {
		w := wordDoc{}
		fields := append(make([]field, 0, 2+len(more)), must("id", func(v value) { w.id = id(v) }), may("name", func(v value) { w.name = l.name(v) }))
		for _, key := range more {
			fields = append(fields, key(&w))
		}
		l.object(v, fields...)
		if !slices.ContainsFunc(words, func(o wordDoc) bool { return o.id.string == w.id.string }) {
			words = append(words, w)
			return
		}
		l.fail(w.id.spot, "", "%q is in the list already", w.id.string)
	})
	return words
}

// code reads a word of intake: an id that may have parts.
func (r *reader) code(v value) str {
	s, ok := r.text(v)
	if ok && !regexp.MustCompile(`^[a-z0-9][a-z0-9_-]*(\.[a-z0-9][a-z0-9_-]*)*$`).MatchString(s.string) {
		r.fail(s.spot, "small letters, digits, - and _, parts separated by dots; the name people read is name:", "%q is not an id", s.string)
	}
	return s
}
