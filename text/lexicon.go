package text

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/firstask/firstask/ticket"
)

// grammar says what must follow a verb for the line to be a command.
type grammar int

const (
	alone    grammar = iota // nothing
	opening                 // nothing, or options
	bare                    // a ticket number and nothing else
	numbered                // a ticket number, then anything
	whose                   // a ticket number, then who asked
	onDuty                  // nothing, one word, a day, or what is said of duty
	topic                   // something to look for
	verbName                // nothing, a verb, or a ticket number
	ofBook                  // nothing, a ticket number, or one word
	absence                 // nothing, or a time
	assigned                // somebody, until when, a colon, and what
	ofPost                  // nothing, a post, or a post, what of it, and what that is to be
)

// verbRule is a verb and its grammar.
type verbRule struct {
	verb  string
	needs grammar
}

// verbRules are all verbs people may type, in the order help shows them.
func verbRules() []verbRule {
	return []verbRule{
		{"new", opening},
		{"accept", bare},
		{"handoff", numbered},
		{"return", numbered},
		{"ask", numbered},
		{"answer", numbered},
		{"urge", numbered},
		{"promise", numbered},
		{"plan", numbered},
		{"inform", numbered},
		{"understood", numbered},
		{"resolve", numbered},
		{"reply", numbered},
		{"confirm", bare},
		{"reopen", numbered},
		{"escalate", numbered},
		{"supervise", numbered},
		{"complain-up", numbered},
		{"correct", numbered},
		{"triage", numbered},
		{"endorse", numbered},
		{"lead", numbered},
		{"share", numbered},
		{"taskforce", numbered},
		{"takeover", numbered},
		{"thirdparty", numbered},
		{"consent", numbered},
		{"redirect", numbered},
		{"field", numbered},
		{"dispute", numbered},
		{"declare", numbered},
		{"duplicate", numbered},
		{"resume", numbered},
		{"urgent", numbered},
		{"major", numbered},
		{"ack", bare},
		{"report", numbered},
		{"callback", numbered},
		{"about", whose},
		{"rule", numbered},
		{"review", numbered},
		{"final", numbered},
		{"rate", numbered},
		{"withdraw", numbered},
		{"asker", whose},
		{"note", numbered},
		{"show", bare},
		{"why", bare},
		{"reveal", numbered},
		{"export", numbered},
		{"task", assigned},
		{"mine", alone},
		{"list", alone},
		{"duty", onDuty},
		{"away", absence},
		{"back", alone},
		{"whois", topic},
		{"guide", ofBook},
		{"kb", topic},
		{"post", ofPost},
		{"help", verbName},
	}
}

// takesNumber reports whether a verb is about one ticket.
func (g grammar) takesNumber() bool { return g == bare || g == numbered || g == whose }

// Verbs are all verbs, in the order help shows them, all allowed.
func (c *Catalog) Verbs() []VerbHelp {
	verbs := make([]VerbHelp, 0, len(c.verbs.rules))
	for _, r := range c.verbs.rules {
		verbs = append(verbs, VerbHelp{Verb: r.verb, Number: r.needs.takesNumber(), Allowed: true})
	}
	return verbs
}

// alias is one way to type a verb.
type alias struct {
	word []rune
	rule verbRule
	// latin words end at a space; words in Chinese may be followed directly by a number.
	latin bool
	// strict is an everyday word ("for"): the rest has to leave no doubt.
	strict bool
}

// say is how the verb is typed: its name, or the Chinese word.
func (a alias) say() string {
	if a.latin {
		return a.rule.verb
	}
	return string(a.word)
}

// All is what Rest says after "help" where every verb is asked for.
const All = "all"

// lexicon is what people type, in all languages at once.
type lexicon struct {
	rules   []verbRule
	aliases []alias // longest first
	// details are the words that stand for what a button would say: verb -> detail -> words.
	details   map[string]map[string][]string
	notNear   []string
	unit      []string
	give      []string
	all       []string // words that ask for all of something
	agreed    []string // words that say the customer agreed
	and       []string // words between two who are named together
	explained []string // words before what explains why something cannot be done
	direct    []string // words that say the asker deals with a third party themselves
	order     []string // words that make a request an order
	purpose   []string // words before what something is for
	sameAs    []string // words before the ticket that another one is the same as
	// options are the form fields by the names of options, fields the words for
	// what is noted of whoever asked, by field, parts those for what an answer says
	// by name.
	options map[string]string
	fields  FieldNames
	parts   map[string][]string
	// What is said of absences: until, from, on leave, it is over, "I am".
	through, since, leaves, over, me []string

	mention *regexp.Regexp
}

func (c *Catalog) readLexicon() lexicon {
	x := lexicon{rules: verbRules(), notNear: c.list("typed.not_near"), unit: c.list("typed.ticket_word"), give: c.list("typed.give_to"), agreed: c.list("typed.agreed"), all: c.list("typed.all"), direct: c.list("typed.is_direct"), explained: c.list("typed.is_explained"), order: c.list("typed.is_dispatch"), sameAs: c.list("typed.same_as"), purpose: c.list("typed.purpose"), fields: FieldNames{}}
	for _, f := range ticket.Fields() {
		x.fields[f] = append([]string{f}, c.list("typed.field_"+f)...)
	}
	x.parts = c.partNames()
	x.mention = mentionOf(x.give)
	for key, words := range map[string]*[]string{
		"typed.through": &x.through, "typed.since": &x.since, "typed.on_leave": &x.leaves, "typed.leave_over": &x.over, "typed.i_am": &x.me,
	} {
		*words = c.list(key)
		longestFirst(*words)
	}
	x.and, x.options = c.list("typed.and"), map[string]string{}
	for _, o := range optionFields() {
		x.options[o[0]] = o[1]
		for _, w := range c.list("typed.option_" + o[0]) {
			x.options[foldAll(w)] = o[1]
		}
	}
	everyday := c.list("typed.everyday")
	for _, r := range x.rules {
		for _, w := range append([]string{r.verb}, c.list("typed."+r.verb)...) {
			w = strings.ToLower(w)
			x.aliases = append(x.aliases, alias{word: []rune(w), rule: r, latin: isLatin(w), strict: slices.Contains(everyday, w)})
		}
	}
	slices.SortStableFunc(x.aliases, func(a, b alias) int { return cmp.Compare(len(b.word), len(a.word)) })
	x.details = map[string]map[string][]string{
		"asker":    c.details("customer", "colleague", "me"),
		"withdraw": c.details("not_request"),
		"ask":      {"customer": append(c.list("typed.is_asker"), "customer")},
		"promise":  c.details("agree", "decline"),
		"away":     {DetailUndo: c.list("typed.is_moved_undo")},
		"post":     c.details("holder", "backup", "topics", "file", "keep"),
		"duty": c.details(DutySwap, DetailAgree, DetailDecline, DutyUndo, DutyRelieve, DutyRelease, DutyStart, DutyEnd, DutyHandover, DutyTaken,
			DutyHere, DutyLog, DutyResult, DutyRound, DutyCall),
		"callback":   c.details(DetailOK, DetailRecurred, ticket.CallbackWish),
		"duplicate":  c.details(DetailUndo),
		"rate":       c.details(ticket.Satisfied, ticket.SoSo, ticket.Unsatisfied),
		"correct":    c.details("agree", "decline"),
		"note":       c.details(ticket.AsEvidence),
		"understood": c.details(ticket.NotClear),
		"handoff":    {DetailUnclear: c.list("typed.is_unclear")},
		"consent":    {DetailAsk: c.list("typed.is_ask")},
		"redirect":   {DetailExternal: c.list("typed.is_external")},
		"return":     c.details("not_my_area", "details_missing", "better_person", "no_capacity"),
	}
	return x
}

func (c *Catalog) details(keys ...string) map[string][]string {
	words := map[string][]string{}
	for _, k := range keys {
		words[k] = append([]string{k}, c.list("typed.is_"+k)...)
	}
	return words
}

func isLatin(word string) bool {
	return !strings.ContainsFunc(word, func(r rune) bool { return r > unicode.MaxLatin1 })
}

// verbOf finds the verb a word stands for; "" for none.
func (x *lexicon) verbOf(word string) string {
	for _, a := range x.aliases {
		if string(a.word) == word {
			return a.rule.verb
		}
	}
	return ""
}

// detail finds the detail that the beginning of folded text stands for.
func (x *lexicon) detail(verb, folded string) string {
	found, _ := x.detailEnd(verb, folded)
	return found
}

// detailEnd is detail with the number of runes that say it.
func (x *lexicon) detailEnd(verb, folded string) (found string, runes int) {
	best := 0
	for detail, words := range x.details[verb] {
		for _, w := range words {
			w = strings.ToLower(w)
			if len(w) > best && hasWord(folded, w) {
				best, found, runes = len(w), detail, utf8.RuneCountInString(w)
			}
		}
	}
	return found, runes
}

// hasWord reports whether folded text begins with a word that ends there; a
// Chinese word ends anywhere.
func hasWord(folded, word string) bool {
	rest, ok := strings.CutPrefix(folded, word)
	if !ok || rest == "" || !isLatin(word) {
		return ok
	}
	next, _ := utf8.DecodeRuneInString(rest)
	return !unicode.IsLetter(next) && !unicode.IsDigit(next)
}
