package evals

import (
	"errors"
	"fmt"
	"math"
	"strings"
	"unicode"

	"uptake/analysis/counted"
	"uptake/analysis/report"
	"uptake/analysis/scored"
)

// refused stops where scores are too often empty to be compared, or too few items are on
// both sides. Scores that nobody declared are then left uncompared, with a caution.
func (b *board) refused() error {
	left, first := 0, ""
	for m := range b.metrics {
		x := &b.metrics[m]
		why := b.whyNot(m)
		switch {
		case why == "":
		case x.declared:
			return fmt.Errorf("metric %s: %s", x.Name, why)
		default:
			x.left = true
			if left++; first == "" {
				first = fmt.Sprintf("metric %s: %s", x.Name, why)
			}
			b.caution(report.Cautionf("not_compared", "%s, which is not declared, is not compared: %s", x.Name, why))
		}
	}
	if left == len(b.metrics) {
		return errors.New(first)
	}
	return nil
}

// whyNot says why a metric cannot be compared, "" where it can.
func (b *board) whyNot(m int) string {
	share := func(v int) float64 {
		s := b.seen[m][v]
		if s.n+s.missing == 0 {
			return math.NaN()
		}
		return float64(s.missing) / float64(s.n+s.missing)
	}
	base := share(b.base)
	for v, name := range b.versions {
		s := b.seen[m][v]
		if s.n == 0 && s.missing > 0 {
			return counted.Sprintf("none of the %d scores of %s is a number; write numbers, or declare what they hold "+
				"under grades", s.missing, name)
		}
		if s.n == 0 {
			if other := b.calledAlike(m, v); other != "" {
				return fmt.Sprintf("%s has no scored run of it, but of %s; call the score alike in all versions, such "+
					"as with columns: {%s: …}", name, other, b.metrics[m].Name)
			}
			return fmt.Sprintf("%s has no scored run of it; give the file whose runs carry the score", name)
		}
		if share(v) > 0.2 {
			return counted.Sprintf("%.0f%% of the scores of %s are empty or no number (%d of %d), more than 20%%; "+
				"mend the scorer and score again", 100*share(v), name, s.missing, s.missing+s.n)
		}
		if math.Abs(share(v)-base) > 0.05 {
			return fmt.Sprintf("%.1f%% of the scores of %s are empty or no number and %.1f%% of those of %s: 5 points "+
				"apart or more, and what is missing is not missing by chance; mend the scorer and score again",
				100*share(v), name, 100*base, b.versions[b.base])
		}
	}
	if why := b.relative(m); why != "" {
		return why
	}
	for _, v := range b.others() {
		if why := b.otherScale(m, v); why != "" {
			return why
		}
		both, one := 0, 0
		var only [2]string // the first id that one side alone has
		for i := range b.items {
			p, q := b.sides[m][v][i].n > 0, b.sides[m][b.base][i].n > 0
			switch {
			case p && q:
				both++
			case p || q:
				if one++; only[0] == "" && q {
					only[0] = b.items[i].id
				} else if only[1] == "" && p {
					only[1] = b.items[i].id
				}
			}
		}
		if both == 0 || 2*both < both+one {
			if is, was := b.read[v].Decimals(), b.read[b.base].Decimals(); is != was {
				return b.decimals(v, is, both, both+one)
			}
			such := ""
			if only[0] != "" && only[1] != "" {
				such = fmt.Sprintf(" (%q is in %s alone, %q in %s)", only[0], b.versions[b.base], only[1],
					b.versions[v])
			}
			return counted.Sprintf("%d of %d items have a score in both %s and %s, fewer than half; are they known by "+
				"the same ids?%s Name the column that holds the same id in both under columns: {item: …}", both,
				both+one, b.versions[b.base], b.versions[v], such)
		}
	}
	return ""
}

// calledAlike is a score of a version that is called as a metric is but for case and what stands between its words, ""
// for none.
func (b *board) calledAlike(m, v int) string {
	letters := func(s string) string {
		return strings.Map(func(r rune) rune {
			if strings.ContainsRune(" _-.", r) {
				return -1
			}
			return unicode.ToLower(r)
		}, s)
	}
	for i, x := range b.metrics {
		if i != m && b.seen[i][v].n > 0 && letters(x.Name) == letters(b.metrics[m].Name) {
			return x.Name
		}
	}
	return ""
}

// otherScale says that a version and the baseline are scored on two scales: one has shares of 1, the other's mean is
// above 1 and fourfold. "" where they are not, where a declared range has both, and where less is better: seconds and
// costs do go from .4 to 2.
func (b *board) otherScale(m, v int) string {
	x := &b.metrics[m]
	if x.HasRange || x.HasCut || x.Down || len(x.Grades) > 0 {
		return ""
	}
	small, large, name, other := b.seen[m][v], b.seen[m][b.base], b.versions[v], b.versions[b.base]
	if (small.hi > 1) == (large.hi > 1) {
		return ""
	}
	low, high := float64(b.valueOf(m, v).Value), float64(b.valueOf(m, b.base).Value)
	if low > high {
		small, large, name, other, low, high = large, small, other, name, high, low
	}
	if !small.between || small.lo < 0 || small.hi > 1 || high <= 1 || high < 4*low {
		return ""
	}
	return fmt.Sprintf("the scores of %s go from %.4g to %.4g and those of %s from %.4g to %.4g: are they on two "+
		"scales, such as points of 100 and shares of 1? Bring both on one, or say what both can be with range: [%g, "+
		"%g]", name,
		small.lo, small.hi, other, large.lo, large.hi, math.Min(0, math.Floor(large.lo)), math.Ceil(large.hi))
}

// decimals says that two versions do not pair since one writes whole numbers as decimals.
func (b *board) decimals(v int, is bool, both, all int) string {
	as, plain := b.read[v], b.read[b.base]
	if !is {
		as, plain = plain, as
	}
	id := as.Runs[0].Item
	whole, _ := scored.Whole(id)
	return counted.Sprintf("%d of %d items have a score in both %s and %s: the ids of %s are written as decimals "+
		"(%s), those of %s are not, and texts do not prove that they are the same. Write %s in place of %s (in "+
		"pandas: astype(\"Int64\")), or bring both with input or expected text", both, all, b.versions[b.base],
		b.versions[v],
		as.Name, id, plain.Name, whole, id)
}
