package method

import (
	"fmt"
	"math"

	"uptake/analysis/report"
	"uptake/analysis/stats"
)

// Quantiles compares two quantiles by their samples (stats.ClusterQuantile) as
// Ratio compares ratios, with the errors that their order statistics give.
// Undefined with a caution (quantile_bounds) where an arm's quantile has none.
//
// Source: Deng, Knoblich & Lu (2018), KDD, section 4; Welch (1947); Fieller (1954).
func Quantiles(c, t stats.Sample, alpha float64) report.Comparison {
	for i, s := range []stats.Sample{c, t} {
		if s.N > 0 && math.IsNaN(s.Q()) {
			why := "fewer than 2 units have a value"
			if s.Order != nil {
				why = s.Order.Why
			}
			out := Undefined("order_statistics", caution("quantile_bounds", "The quantile of %s cannot be bounded: %s.", armNames[i], why))
			out.Abs.Value = report.Num(c.Diff(t))
			if c.Value() != 0 {
				out.Rel.Value = report.Num(c.Diff(t) / math.Abs(c.Value()))
			}
			return out
		}
	}
	out := welch(c, t, alpha, "quantile")
	out.Method = "order_statistics"
	if out.P.Defined() {
		out.Abs.Method = "order_statistics"
	}
	if few := math.Min(c.Effective, t.Effective); few < FewUnits && out.P.Defined() {
		out.Cautions = append(out.Cautions, caution("few_effective_units",
			"The smaller arm rests on %.0f effective units of %d; below %d the interval of a quantile may be too narrow.", few, min(c.N, t.N), FewUnits))
	}
	if c.Order != nil && t.Order != nil {
		if k := math.Max(c.Order.Cluster, t.Order.Cluster); k > 2 {
			out.Cautions = append(out.Cautions, report.Caution{Code: "clustered_quantile",
				Detail: fmt.Sprintf("Values of one unit are alike: the error is %.1f times what independent values would give.", math.Sqrt(k))})
		}
	}
	return out
}
