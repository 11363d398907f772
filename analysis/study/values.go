package study

import (
	"fmt"
	"slices"
	"strings"

	"uptake/analysis/counted"
	"uptake/analysis/spec"
	"uptake/analysis/sums"
)

// CheckValues refuses the study when more than MaxBadRows of the cells that a
// value is made of are broken in one arm; t is the tally of all rows. Each row is
// used without its broken cell, so that the numbers would be of the others alone.
func (s *Tables) CheckValues(t *sums.Tally) error {
	var why, metrics []string
	for k, arms := range t.Values {
		for a, n := range arms {
			if float64(n.Broken) > s.MaxBadRows*float64(n.Rows) {
				why = append(why, brokenValue(&s.Shape.Values[k], s.Shape.Arms[a], n))
				if name := s.Shape.Values[k].Metric; !slices.Contains(metrics, name) {
					metrics = append(metrics, name)
				}
			}
		}
	}
	if why == nil {
		return nil
	}
	if n := len(why) - maxProblems; n > 0 {
		why = append(why[:maxProblems], fmt.Sprintf("and %d more", n))
	}
	return NewMetricError(metrics, fmt.Errorf("more values are broken than max_bad_rows allows (%.6g %% of those "+
		"that a metric is made of, in every arm): %s. "+
		"Mend the export, or say how it writes them: csv: {decimal: …, thousands: …} on the source where numbers are "+
		"grouped or have a comma, missing: […] for words that stand for no value; or raise max_bad_rows",
		100*s.MaxBadRows, strings.Join(why, "; ")))
}

// maxProblems is how many metrics and arms one sentence lists.
const maxProblems = 5

func brokenValue(v *spec.CellValue, arm string, n sums.Values) string {
	of := v.Metric
	if v.Covariate {
		of += ", before exposure"
	}
	expects, first := v.Expects, ": "+v.Name
	if x := n.Example; x != nil { // an engine shows none
		if hint := spec.NumberHint(x.Value); hint != "" {
			expects += "; " + hint
		}
		first = fmt.Sprintf(", the first in %s, row %d: %s = %q", x.File, x.Row, v.Name, x.Shown())
	}
	return counted.Sprintf("metric %s, arm %s: %d of %d (%.1f %%)%s, expected %s",
		of, arm, n.Broken, n.Rows, 100*float64(n.Broken)/float64(n.Rows), first, expects)
}
