package evals

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"unicode"

	"uptake/analysis/counted"
	"uptake/analysis/scored"
)

// relative says why a metric is no score of an answer: it is a place among versions, a share of wins over opponents
// that nothing names, or a number of the whole version that stands beside every item. "" where it is a score. A name
// alone tells none of these: rank_correlation is a score, and so is a win of 0 or 1.
func (b *board) relative(m int) string {
	x := &b.metrics[m]
	if len(x.Grades) > 0 {
		return ""
	}
	if why := b.places(m); why != "" {
		return why
	}
	if why := b.wins(m); why != "" {
		return why
	}
	return b.copied(m)
}

// fewItems is the number of items under which what scores look like proves nothing.
const fewItems = 10

// places says that a metric called so is an ordinal place among versions.
func (b *board) places(m int) string {
	name := b.metrics[m].Name
	bound := b.e.Columns[name]
	called, column := anyOf(nameWords(name), rankWords), anyOf(nameWords(bound), rankWords)
	if !called && !column {
		return ""
	}
	most := 0.0
	for v := range b.versions {
		for x := range b.raw(m, v) {
			if x < 1 || x != math.Trunc(2*x)/2 {
				return ""
			}
			most = math.Max(most, x)
		}
	}
	n := float64(len(b.versions))
	items, ordered, equal := 0, 0, false
	closed := most <= n
	for i := range b.items {
		sum, values := 0.0, []float64{}
		for v := range b.versions {
			if s := b.sides[m][v][i]; s.n > 0 {
				equal = equal || slices.Contains(values, s.value())
				values = append(values, s.value())
				sum += s.value()
			}
		}
		if len(values) < len(b.versions) {
			continue
		}
		items++
		closed = closed && sum <= n*(n+1)/2+1e-9
		if sum > n*(n+1)/2-1e-9 {
			ordered++
		}
	}
	about := ""
	switch {
	case items < fewItems:
		return ""
	case closed && 2*ordered > items:
		about = counted.Sprintf("in %d of %d items one version is put behind another", ordered, items)
	case called && !equal && most <= 20:
		about = counted.Sprintf("they go to %g, and no two versions share one in any of %d items", most, items)
	default:
		return ""
	}
	if !called {
		about = "column " + bound + ": " + about
	}
	return "it holds places among versions (" + about + "), and a place is no score of an answer: it changes with " +
		"what else was ranked. Bring the scores that were ranked, or who was preferred: a column with 1 for the " +
		"version whose answer was, 0 for the other and 0.5 for a tie"
}

// wins says that a metric called so is a share of wins over opponents that its name does not tell.
func (b *board) wins(m int) string {
	name := b.metrics[m].Name
	words := nameWords(name)
	share := anyOf(words, []string{"winrate", "winrates", "winshare", "winratio"}) ||
		anyOf(words, winWords) && anyOf(words, shareWords)
	if !share && !(len(words) == 1 && anyOf(words, winWords)) || opponentNamed(words) {
		return ""
	}
	most, such := 0.0, math.NaN()
	for v := range b.versions {
		for x := range b.raw(m, v) {
			most = math.Max(most, x)
			if x < 0 || x > 100 {
				return ""
			}
			if math.IsNaN(such) && x != 0 && x != 0.5 && x != 1 && x != 50 && x != 100 {
				such = x
			}
		}
	}
	if math.IsNaN(such) || most > 1 && !share {
		return "" // won or lost, or how often
	}
	return fmt.Sprintf("it holds shares of wins (such as %.4g) over opponents that nothing names, and such a share "+
		"is no "+
		"score of an answer. Bring a row a comparison with one opponent, 1 where it was won, 0 where it was lost and "+
		"0.5 for a tie; or, where all were with one opponent, name it: columns: {win_rate_vs_NAME: %s}", such, name)
}

// copied says that a metric is a number of the whole version that was written beside every item.
func (b *board) copied(m int) string {
	var said []string
	seen := b.seen[m]
	for v, name := range b.versions {
		s := seen[v]
		if s.n < fewItems || s.lo != s.hi || s.lo == math.Trunc(s.lo) || v > 0 && s.lo == seen[0].lo {
			return ""
		}
		said = append(said, fmt.Sprintf("%.4g in %s", s.lo, name))
	}
	return "it is the same for every item (" + strings.Join(said, ", ") + "), as a number of the whole version is " +
		"that " +
		"was copied to its rows; bring what each item scored"
}

// raw goes through the scores of a version as they were read.
func (b *board) raw(m, v int) func(yield func(float64) bool) {
	scores := b.read[v].Of(b.metrics[m].at)
	return func(yield func(float64) bool) {
		for i := range b.read[v].Runs {
			if x, state := scores.At(i); state == scored.Scored && !yield(x) {
				return
			}
		}
	}
}

// What names of such metrics are made of.
var (
	rankWords  = []string{"rank", "ranks", "ranked", "ranking", "place", "placement", "position", "ordinal", "standing"}
	winWords   = []string{"win", "wins", "won", "winning"}
	shareWords = []string{"rate", "rates", "share", "ratio", "fraction", "percent", "percentage", "pct", "probability",
		"prob"}
	nobody = []string{"all", "any", "other", "others", "rest", "field", "pool", "model", "models", "opponent",
		"opponents", "average", "everyone"}
)

// opponentNamed reports whether a name says against whom.
func opponentNamed(words []string) bool {
	for i, w := range words[:max(0, len(words)-1)] {
		if slices.Contains([]string{"vs", "versus", "against", "over"}, w) {
			return !slices.Contains(nobody, words[i+1])
		}
	}
	return false
}

func anyOf(words, list []string) bool {
	return slices.ContainsFunc(words, func(w string) bool { return slices.Contains(list, w) })
}

// nameWords are the words of a name, in lower case: of winRate, win_rate and "Win rate" they are alike.
func nameWords(name string) []string {
	var b strings.Builder
	before := ' '
	for _, r := range name {
		if unicode.IsUpper(r) && unicode.IsLower(before) {
			b.WriteByte(' ')
		}
		b.WriteRune(unicode.ToLower(r))
		before = r
	}
	return strings.FieldsFunc(b.String(), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}
