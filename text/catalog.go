// Package text is where the words are: it turns notices, answers and forms into
// messages in the reader's language, and what people type into commands. It
// decides nothing and knows no platform: what a mention or a link looks like is
// the Encoder's affair.
package text

import (
	"embed"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"

	"github.com/firstask/firstask/policy"
)

//go:embed locales/*.json
var files embed.FS

// The languages everything is said in.
const (
	english     = "en"
	simplified  = "zh-Hans"
	traditional = "zh-Hant"
)

// Locales are the languages of the catalog, English first.
func Locales() []string { return []string{english, simplified, traditional} }

// Catalog holds the words of every locale and the lexicon of what people type.
// It is never changed after Load and may be used by many at once; but for
// Labels, which is set before it is used.
type Catalog struct {
	// Labels are the words of the rule books of today; nil for none.
	Labels func() policy.Labels

	localizers map[string]*i18n.Localizer
	keys       map[string]bool
	verbs      lexicon
	times      timeWords
	hello      []string
	seen       func(key string) // for tests: called with every key that is used
}

// Load reads the embedded locales. An error means that the program was built wrong.
func Load() (*Catalog, error) { return load(nil) }

func load(seen func(key string)) (*Catalog, error) {
	bundle := i18n.NewBundle(language.English)
	c := &Catalog{localizers: map[string]*i18n.Localizer{}, keys: map[string]bool{}, seen: seen}
	for _, locale := range Locales() {
		if err := c.read(bundle, locale); err != nil {
			return nil, fmt.Errorf("text: load %s: %w", locale, err)
		}
	}
	c.verbs = c.readLexicon()
	c.times = c.readTimeWords()
	c.hello = c.list("typed.greetings")
	return c, nil
}

func (c *Catalog) read(bundle *i18n.Bundle, locale string) error {
	src, err := files.ReadFile("locales/" + locale + ".json")
	if err != nil {
		return err
	}
	var words map[string]json.RawMessage
	if err := json.Unmarshal(src, &words); err != nil {
		return err
	}
	for key := range maps.Keys(words) {
		c.keys[key] = true
	}
	if _, err := bundle.ParseMessageFileBytes(src, locale+".json"); err != nil {
		return err
	}
	c.localizers[locale] = i18n.NewLocalizer(bundle, locale)
	return nil
}

// data are the values of a sentence's placeholders, already encoded.
type data map[string]string

// Say is a sentence of the catalog with its placeholders filled in. The values
// are put in as they are: the caller has encoded them. A key nobody wrote is
// answered with the key itself.
func (c *Catalog) Say(locale, key string, values map[string]string) string {
	return c.say(locale, key, values, nil)
}

// Count is Say for a sentence that changes with a number, which it finds as "n".
func (c *Catalog) Count(locale, key string, n int) string {
	return c.say(locale, key, map[string]string{"n": strconv.Itoa(n)}, n)
}

func (c *Catalog) say(locale, key string, values map[string]string, plural any) string {
	if !c.keys[key] {
		return key
	}
	if c.seen != nil {
		c.seen(key)
	}
	l, config := c.localizers[Match(locale)], &i18n.LocalizeConfig{MessageID: key, TemplateData: values, PluralCount: plural}
	s, err := l.Localize(config)
	if err != nil && plural != nil { // the same words for every number
		config.PluralCount = nil
		s, err = l.Localize(config)
	}
	if err != nil {
		return key
	}
	return s
}

// Word is a word of the catalog by its key, or by the part of it that a fact
// carries ("accept" for "verb.accept"); an unknown one is shown as it stands.
func (c *Catalog) Word(key, locale string) string {
	for _, k := range []string{key, "verb." + key, "reason." + key} {
		if c.keys[k] {
			return c.say(locale, k, nil, nil)
		}
	}
	_, last, found := strings.Cut(key, ".")
	if !found {
		last = key
	}
	return strings.ReplaceAll(last, "_", " ")
}

// has reports whether the catalog has words for a key.
func (c *Catalog) has(key string) bool { return c.keys[key] }

// list joins the comma-separated words of a key from every language.
func (c *Catalog) list(key string) []string {
	var words []string
	for _, locale := range Locales() {
		for w := range strings.SplitSeq(c.say(locale, key, nil, nil), ",") {
			if w = strings.TrimSpace(w); w != "" && !slices.Contains(words, w) {
				words = append(words, w)
			}
		}
	}
	return words
}
