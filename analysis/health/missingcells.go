package health

import (
	"fmt"
	"math"
	"strings"

	"uptake/analysis/counted"
	"uptake/analysis/report"
	"uptake/analysis/stats"
)

// cellsLimit is the difference between the arms' shares of cells without a value
// from which they warn: rows of one unit are alike, so a small one is chance.
const cellsLimit = 0.01

// mostCells is the share of cells without a value, of all arms together, from which a
// metric is hardly that of its name: a renamed column, a field that newer files lack.
const mostCells = 0.5

// missingCells compares, metric by metric, the share of cells without a value, or
// with a broken one, between the arms. A row without a value adds nothing to its
// unit, so an arm that logs fewer values looks like one that has less. Rows are not
// independent of each other, so the test (that of missingByArm) never gates. Where half
// of all cells or more have no value it warns too, however alike the arms are. It
// applies where rows hold values and some do not.
func missingCells(f *Facts) (report.Check, bool) {
	lost := int64(0)
	for _, v := range f.Cells {
		for _, n := range v.Missing {
			lost += n
		}
	}
	if !f.Compare || lost == 0 {
		return report.Check{}, false
	}
	var found, hollow []string
	for _, v := range f.Cells {
		least, most := math.Inf(1), math.Inf(-1)
		if missing, all := stats.Total(v.Missing), stats.Total(v.Missing)+stats.Total(v.Has); all > 0 &&
			share(missing, all) >= mostCells {
			hollow = append(hollow, counted.Sprintf("%s has none in %d of %d rows", report.Spoken(v.Metric), missing,
				all))
		}
		var parts []string
		for _, k := range f.splitArms() {
			if n := v.Has[k] + v.Missing[k]; n > 0 {
				least, most = min(least, share(v.Missing[k], n)), max(most, share(v.Missing[k], n))
				parts = append(parts, counted.Sprintf("%d of %d rows in %s", v.Missing[k], n, f.Arms[k].Name))
			}
		}
		if most-least > cellsLimit && f.unlike(v)*float64(len(f.Cells)) < f.atNight(f.Exp.Statistics.SRMAlpha) {
			found = append(found, fmt.Sprintf("%s has no value in %s", report.Spoken(v.Metric),
				strings.Join(parts, " and ")))
		}
	}
	var said []string
	if found != nil {
		said = append(said, "The arms differ in how many rows lack the value that a metric is made of, and a row "+
			"without one adds nothing: "+strings.Join(found, "; ")+".")
	}
	if hollow != nil {
		said = append(said, "Most rows lack the value that a metric is made of, and a row without one adds nothing: "+
			strings.Join(hollow, "; ")+".")
	}
	if said == nil {
		return check("ok", "The arms are alike in how many rows lack the value that a metric is made of."), true
	}
	return check("warn", "%s", strings.Join(said, " ")), true
}

var missingCellsWords = Words{
	Meaning: "A row without a value adds nothing to its unit, so the arm that logs fewer values looks like one that " +
		"has less; where most rows have none, the metric is one of the few that do.",
	Causes: []string{
		"the column was renamed, or newer files lack it",
		"one arm runs code that leaves the field out",
		"values are written in another form in one arm and cannot be read",
	},
	Todo: "Look at rows without the value, and mend the logging or name the missing words (missing: " +
		"[...]).",
}
