package evals

import (
	"fmt"

	"uptake/analysis/report"
)

// directed takes from the tool which is better, more or less of a score, where the file does not say it. What the file
// says counts; that it differs is said.
func (b *board) directed() error {
	more := map[string]string{"up": "more", "down": "less"}
	for m := range b.metrics {
		x := &b.metrics[m]
		says, who := "", ""
		for v, name := range b.versions {
			way := b.read[v].Better[x.Name]
			switch {
			case way == "" || way == says:
			case says == "":
				says, who = way, name
			case x.declared:
				return fmt.Errorf("metric %s: %s of it is better in %s and %s in %s, as their results say: two "+
					"scorers under one name; score both versions with the same one",
					x.Name, more[says], who, more[way], name)
			}
		}
		if says == "" || says == x.better() || len(x.Grades) > 0 {
			continue
		}
		if x.Directed {
			b.caution(report.Cautionf("eval_direction", "%s of %s is better, as the results say; the evaluation "+
				"file says better: %s, which counts", more[says], x.Name, x.better()))
			continue
		}
		x.Down = says == "down"
		if !x.declared {
			continue
		}
		b.caution(report.Cautionf("eval_direction", "%s of %s is better, as the results say and the evaluation "+
			"file does not; where that is wrong, say better: up", more[says], x.Name))
	}
	return nil
}
