package text

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Command is a typed line, understood.
type Command struct {
	// Verb is what to do; "" when the line is text: a request, or a note in a thread.
	Verb string
	// Number is the ticket's; 0 for none.
	Number int64
	// Rest is what follows verb and number as it was typed; the whole line when it is text.
	Rest string
	// Text is Rest without its mentions.
	Text string
	// Detail is what the rest says in a button's words: who asked (customer,
	// colleague, me), a reason to return, not_request; "" for none.
	Detail string
	// Near is the verb the line may have meant: nothing may be done before the
	// person is asked. A verb that stands alone and wants something after it is
	// near too, with number 0.
	Near string
	// Say is how Near is typed in the language of the line.
	Say string
	// Mentions are the people mentioned in Rest, in order, by id.
	Mentions []string
}

// Parse reads what somebody typed, in any of the languages. It is a command
// only if its first word is a verb and the rest fits that verb's grammar; all
// else is text and loses nothing.
func (c *Catalog) Parse(line string) Command { return c.verbs.parse(c, line, false) }

// ParseThread is Parse for a line in a ticket's own thread: verbs need no number there.
func (c *Catalog) ParseThread(line string) Command { return c.verbs.parse(c, line, true) }

func (x *lexicon) parse(c *Catalog, line string, thread bool) Command {
	l := newTyped(line)
	if name, _, ok := l.option(0); ok && x.options[name] != "" {
		return x.finish(l, Command{Verb: x.rules[0].verb, Rest: l.rest(0)})
	}
	for _, a := range x.aliases {
		next, ok := l.afterAlias(a)
		if !ok {
			continue
		}
		if cmd, fits := x.fit(c, l, a, next, thread); fits {
			return x.finish(l, cmd)
		}
	}
	if cmd, ok := x.myself(c, l); ok && !thread {
		return x.finish(l, cmd)
	}
	if cmd := x.bareVerb(l); cmd.Near != "" {
		return x.finish(l, cmd)
	}
	return x.finish(l, x.near(l))
}

// bareVerb finds a verb with nothing after it that needs something.
func (x *lexicon) bareVerb(l typed) Command {
	for _, a := range x.aliases {
		if next, ok := l.afterAlias(a); ok && l.ends(next) {
			return Command{Near: a.rule.verb, Say: string(l.raw[:next])}
		}
	}
	return Command{}
}

// typed is a line as typed and folded for comparing: rune by rune the same
// length, full width made half, capitals made small.
type typed struct{ raw, folded []rune }

func newTyped(line string) typed {
	raw := []rune(strings.TrimSpace(strings.ToValidUTF8(line, "\ufffd")))
	l := typed{raw: raw, folded: make([]rune, len(raw))}
	for i, r := range raw {
		l.folded[i] = fold(r)
	}
	return l
}

func fold(r rune) rune {
	switch {
	case unicode.IsSpace(r):
		return ' '
	case r >= 0xFF01 && r <= 0xFF5E:
		r -= 0xFEE0
	}
	return unicode.ToLower(r)
}

func foldAll(s string) string { return strings.Map(fold, s) }

func (l typed) at(i int) rune {
	if i >= len(l.folded) {
		return 0
	}
	return l.folded[i]
}

func (l typed) rest(i int) string { return strings.TrimSpace(string(l.raw[min(i, len(l.raw)):])) }
func (l typed) folds(i int) string {
	return strings.TrimSpace(string(l.folded[min(i, len(l.folded)):]))
}
func (l typed) spaces(i int) int { return l.skip(i, func(r rune) bool { return r == ' ' }) }
func (l typed) breaks(i int) int {
	return l.skip(i, func(r rune) bool { return r == ' ' || strings.ContainsRune(":,;\u3001", r) })
}
func (l typed) done(i int) bool { return i >= len(l.folded) }
func (l typed) ends(i int) bool {
	return l.skip(i, func(r rune) bool { return r == ' ' || unicode.IsPunct(r) }) >= len(l.folded)
}

func (l typed) word(i int) string {
	return string(l.folded[i:l.skip(i, func(r rune) bool { return r != ' ' && r != '#' })])
}
func (l typed) mention(i int) bool { return l.at(i) == '@' || (l.at(i) == '<' && l.at(i+1) == '@') }
func (l typed) starts(i int, w string) bool {
	return strings.HasPrefix(string(l.folded[min(i, len(l.folded)):]), w)
}

func (l typed) skip(i int, while func(rune) bool) int {
	for i < len(l.folded) && while(l.folded[i]) {
		i++
	}
	return i
}

// afterAlias is where the line goes on after an alias; false if it does not begin with it.
func (l typed) afterAlias(a alias) (int, bool) {
	n := len(a.word)
	if n > len(l.folded) || !slices.Equal(l.folded[:n], a.word) {
		return 0, false
	}
	next := l.at(n)
	if a.latin && next != 0 && next != ' ' && next != '#' && !l.ends(n) {
		return 0, false
	}
	return n, true
}

// fit reads the rest of a line after its verb.
func (x *lexicon) fit(c *Catalog, l typed, a alias, i int, thread bool) (Command, bool) {
	cmd := Command{Verb: a.rule.verb, Rest: l.rest(l.breaks(i))}
	switch a.rule.needs {
	case alone:
		cmd.Rest = ""
		return cmd, l.ends(i)
	case opening:
		_, _, optional := l.option(l.spaces(i))
		return cmd, l.ends(i) || optional
	case onDuty:
		return cmd, l.ends(i) || isOneWord(l.folds(i)) || x.isDuty(c, l, i)
	case topic:
		return cmd, !l.ends(i) && isTopic(l.folds(i))
	case verbName:
		if n, next, ok := x.number(l, l.spaces(i)); ok && l.ends(next) {
			cmd.Number, cmd.Rest = n, ""
			return cmd, true
		}
		word := strings.TrimFunc(l.folds(i), unicode.IsPunct)
		if cmd.Rest = x.verbOf(word); slices.Contains(x.all, word) {
			cmd.Rest = All
		}
		return cmd, l.ends(i) || cmd.Rest != ""
	case ofBook:
		if n, next, ok := x.number(l, l.spaces(i)); ok && l.ends(next) {
			cmd.Number, cmd.Rest = n, ""
			return cmd, true
		}
		return cmd, l.ends(i) || l.wordEnds(a, i) && isOneWord(l.folds(l.breaks(i)))
	case absence:
		return cmd, l.ends(i) || x.isAbsence(c, l, i)
	case ofPost:
		p := x.posting(cmd.Rest)
		return cmd, l.ends(i) || p.Part != "" || isOneWord(l.folds(i))
	case assigned:
		_, _, ok := x.assignment(c, l, l.breaks(i))
		return cmd, ok
	case bare, numbered, whose:
	}
	return x.fitTicket(l, a, i, thread)
}

// fitTicket reads the number a ticket verb needs and what may follow it.
func (x *lexicon) fitTicket(l typed, a alias, i int, thread bool) (Command, bool) {
	n, next, ok := x.number(l, l.breaks(i))
	switch {
	case ok:
		i = next
	case !thread || !l.wordEnds(a, i):
		return Command{}, false
	}
	i = l.breaks(i)
	cmd := Command{Verb: a.rule.verb, Number: n, Rest: l.rest(i), Detail: x.detail(a.rule.verb, l.folds(i))}
	switch {
	case a.rule.needs == bare && l.ends(i):
		cmd.Rest = ""
		return cmd, true
	case a.rule.needs == bare:
		return Command{Near: cmd.Verb, Say: a.say(), Number: n, Rest: l.rest(0)}, ok && !thread
	case a.rule.needs == whose && (a.strict || !ok):
		return cmd, cmd.Detail != "" || l.mention(i)
	case a.rule.needs == whose:
		return cmd, cmd.Rest != ""
	default:
		return cmd, true
	}
}

// wordEnds reports whether the verb stands by itself: a Chinese verb without a
// number must not be the beginning of a longer word.
func (l typed) wordEnds(a alias, i int) bool {
	return a.latin || l.done(i) || l.at(i) == ' ' || unicode.IsPunct(l.at(i)) || l.mention(i)
}

// number reads a ticket number: 42, #42, or with a counting word after it. What
// follows must not make it something else: "5pm", "2.5", "42nd", two machines.
func (x *lexicon) number(l typed, i int) (n int64, next int, ok bool) {
	if l.at(i) == '#' {
		i++
	}
	end := l.skip(i, func(r rune) bool { return r >= '0' && r <= '9' })
	n, err := strconv.ParseInt(string(l.folded[i:end]), 10, 64)
	if err != nil || n <= 0 {
		return 0, i, false
	}
	return n, x.unitAfter(l, end), x.apart(l, x.unitAfter(l, end))
}

// unitAfter skips the counting words of a number, longest first.
func (x *lexicon) unitAfter(l typed, i int) int {
	from := l.spaces(i)
	for _, u := range x.unit {
		w := strings.ToLower(u)
		if after := from + len([]rune(w)); l.starts(from, w) && x.apart(l, after) {
			return after
		}
	}
	return i
}

// apart reports whether a number ends here.
func (x *lexicon) apart(l typed, i int) bool {
	r := l.at(i)
	switch {
	case r == 0, r == ' ', l.mention(i):
		return true
	case strings.ContainsRune(",:;.!?)\u3001\u3002", r):
		return !unicode.IsDigit(l.at(i + 1))
	}
	for _, g := range x.give {
		if at := i + len([]rune(g)); l.starts(i, g) && l.mention(l.spaces(at)) {
			return true
		}
	}
	return false
}

// isOneWord keeps "duty finance" apart from a sentence that begins with "duty".
func isOneWord(s string) bool {
	return !strings.ContainsAny(s, " ,.?!\u3002") && len([]rune(s)) <= 24
}

// isDuty reports whether "duty" goes on with a day, or with what can be said of
// duty and the rest that wants: nothing, a number, a person.
func (x *lexicon) isDuty(c *Catalog, l typed, i int) bool {
	folded := l.folds(l.breaks(i))
	detail, n := x.detailEnd("duty", folded)
	rest := strings.TrimSpace(string([]rune(folded)[n:]))
	ended := strings.TrimFunc(rest, unicode.IsPunct) == ""
	switch detail {
	case "":
		_, next, ok := c.times.scan([]rune(folded))
		return ok && strings.TrimFunc(string([]rune(folded)[next:]), isFiller) == ""
	case DutyStart, DutyEnd, DutyHere:
		return ended
	case DutySwap, DutyRelieve, DutyRelease, DutyCall:
		return !ended
	case DutyLog, DutyResult, DutyRound: // "值班记录表" begins with one and is none
		after, _ := utf8.DecodeRuneInString(string([]rune(folded)[n:]))
		return ended || !unicode.IsLetter(after)
	default:
		r := newTyped(rest)
		_, next, ok := x.number(r, 0)
		return ended || ok && (detail == DutyHandover || r.ends(next))
	}
}

// isTopic keeps "whois invoice" apart from a story that begins so.
func isTopic(s string) bool {
	s = strings.TrimRightFunc(s, unicode.IsPunct)
	return s != "" && len([]rune(s)) <= 40 && !strings.ContainsAny(s, ",.;!\u3002\n")
}

// isAbsence reports whether "away" goes on with a time or an end of it, perhaps
// after a person, or takes back what went to others.
func (x *lexicon) isAbsence(c *Catalog, l typed, i int) bool {
	i = l.breaks(i)
	if detail, n := x.detailEnd("away", l.folds(i)); detail == DetailUndo {
		return l.ends(i+n) || l.mention(l.spaces(i+n))
	}
	if l.at(i) == '<' && l.at(i+1) == '@' {
		i = l.breaks(l.nameEnd(i))
	}
	if next, ok := word(l.folded, i, x.over); ok && l.ends(next) {
		return true
	}
	_, ok := x.leave(c, l, i)
	return ok
}

// finish adds what every command carries.
func (x *lexicon) finish(l typed, cmd Command) Command {
	if cmd.Verb == "" {
		cmd.Rest = string(l.raw)
	}
	for _, m := range x.mention.FindAllStringSubmatch(cmd.Rest, -1) {
		cmd.Mentions = append(cmd.Mentions, m[1])
	}
	cmd.Text = strings.TrimSpace(x.mention.ReplaceAllString(cmd.Rest, ""))
	return cmd
}

// mentionOf matches a mention and the "to" before it.
func mentionOf(give []string) *regexp.Regexp {
	words := make([]string, 0, len(give))
	for _, g := range give {
		w := regexp.QuoteMeta(g)
		if isLatin(g) {
			w = `\b(?i:` + w + `)\s+`
		}
		words = append(words, w)
	}
	return regexp.MustCompile(`(?:` + strings.Join(words, "|") + `)?<@([A-Z][A-Z0-9]+)(?:\|[^<>]*)?>`)
}
