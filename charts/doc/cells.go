package doc

import (
	"fmt"

	"uptake/analysis/report"
	"uptake/charts/say"
)

// IntervalCell is an estimate over its range, a Dash where it is undefined.
func IntervalCell(iv report.Interval, sc say.Scale) Cell {
	sp := say.Difference(iv, sc)
	if !sp.Known {
		return Cell{Text: say.Dash}
	}
	return Cell{Text: sp.Estimate(), Sub: sp.Range()}
}

// CorrectedCell is a p after correction, and of how many that were corrected together; 0 of
// them say nothing.
func CorrectedCell(p report.Num, family int) Cell {
	c := Cell{Text: say.P(p)}
	if family > 0 {
		c.Sub = "of " + say.Count(int64(family))
	}
	return c
}

// Discoveries say how many comparisons hold up among all, "" where there are none.
func Discoveries(d report.Discoveries, where string) string {
	if d.Family == 0 {
		return ""
	}
	return fmt.Sprintf("%s of %s %s %s a p that may be read (before the end, and after it was read, the always-valid "+
		"one). With all of them taken together, %s found at a false discovery rate of %s, which means that about %s "+
		"of what is found so is expected to be chance (Benjamini and Hochberg; it takes experiments as independent, "+
		"or as pushed alike by what they share). Verdicts do not hang on it.",
		say.Plural(d.Family, "primary comparison", "primary comparisons"), say.Plural(d.Experiments, "experiment",
			"experiments"), where, map[bool]string{true: "has", false: "have"}[d.Family == 1],
		say.Plural(d.Found, "is", "are"), say.Share(d.Level), say.Share(d.Level))
}
