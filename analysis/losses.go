package analysis

import (
	"fmt"
	"math"
	"strings"

	"uptake/analysis/report"
	"uptake/analysis/spec"
	"uptake/analysis/stats"
	"uptake/analysis/study"
)

// maxRounding is the share of the sum of absolute values above which lost
// decimals are worth a word.
const maxRounding = 1e-6

// losses says what a metric's values lost on the way in: units without a
// value, and decimals beyond its scale.
func (b *board) losses(m spec.Metric, s []stats.Sample, t *study.Tables) []report.Caution {
	var out []report.Caution
	if b.exp.Layout == spec.Units {
		var parts []string
		for i, n := range b.units {
			if d := n - s[i].N; d > 0 {
				parts = append(parts, fmt.Sprintf("%d of %d in %s", d, n, b.arms[i]))
			}
		}
		if len(parts) > 0 {
			out = append(out, caution("missing_values", "Units without a value are left out of this metric: %s. If having a value depends on the arm, the comparison is biased.",
				strings.Join(parts, ", ")))
		}
	}
	for i, v := range t.Shape.Variables {
		if v.Metric != m.Name || i >= len(t.Rounding) {
			continue
		}
		if share := t.Rounding[i].Share(); share > maxRounding {
			more := int(math.Ceil(math.Log10(share / maxRounding)))
			out = append(out, caution("rounded", "%d values of %s have more than %d decimals; rounding may move the sum by up to %.2g of itself. Write scale: %d to keep them.",
				t.Rounding[i].Values, v.Name, v.Scale, share, min(v.Scale+more, 15)))
		}
	}
	return out
}

// notComputed says which part of a comparison is always null in this version.
func (b *board) notComputed() []report.Caution {
	if b.control < 0 {
		return nil
	}
	return []report.Caution{caution("not_computed", "This version computes no CUPED adjustment; that part of a comparison is empty.")}
}
