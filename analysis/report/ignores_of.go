package report

import (
	"regexp"
	"strings"
	"sync"
)

// Studied is an outcome of seen suggestions that an investigation can be of, with the
// words for it.
type Studied struct {
	Name  string // as in Ignores.Of
	Done  string // "38% are ignored", "most is ignored"
	Do    string // users "ignore" something
	Does  string // a user "ignores" something
	Tail  string // what follows the something
	Doing string // "what goes with ignoring"
	Ones  string // "all ignores"
	Rate  string // "the ignore rate"
	Never string // who never did otherwise
	Any   string // what those did of the suggestions they saw
}

// Investigated lists the outcomes that can be studied, the usual one first.
var Investigated = []Studied{
	{"ignored", "ignored", "ignore", "ignores", "", "ignoring", "ignores", "ignore rate", "never-engagers",
		"neither accepted nor dismissed one"},
	{"dismissed", "dismissed", "dismiss", "dismisses", "", "dismissing", "dismissals", "dismiss rate",
		"users who dismiss everything", "dismissed every one"},
	{"non_use", "left unused", "leave", "leaves", " unused", "leaving unused", "unused ones", "non-use rate",
		"users who accept nothing", "accepted none"},
}

// StudiedNamed is the outcome of that name; "" is the usual one, and so, with false, is
// what there is not.
func StudiedNamed(name string) (Studied, bool) {
	for _, s := range Investigated {
		if s.Name == name || name == "" {
			return s, true
		}
	}
	return Investigated[0], false
}

var wordSlots = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`\{([A-Za-z ]+)(:[^{}]*)?\}`) })

// Say fills the outcome's words into a text that is written for the usual one with its
// words in braces: {ignored}, {ignoring}, {ignores}, {ignore rate}, {never-engagers} as
// {never}, {any}; a verb takes what it is done to along: {ignore:everything},
// {ignores:some}. A word that begins with a capital is given one.
func (s Studied) Say(text string) string {
	return wordSlots().ReplaceAllStringFunc(text, func(slot string) string {
		word, object, verb := strings.Cut(strings.Trim(slot, "{}"), ":")
		out := map[string]string{"ignored": s.Done, "ignoring": s.Doing, "ignores": s.Ones, "ignore rate": s.Rate,
			"never": s.Never, "any": s.Any}[strings.ToLower(word)]
		if verb {
			out = map[string]string{"ignore": s.Do, "ignores": s.Does}[strings.ToLower(word)] + " " + object + s.Tail
		}
		if word[0] < 'a' && out != "" {
			out = strings.ToUpper(out[:1]) + out[1:]
		}
		return out
	})
}
