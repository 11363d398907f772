package readout

import (
	"math"

	"uptake/analysis/report"
	"uptake/analysis/stats"
)

// innerInterval is the 50% interval around a relative difference. Each side is
// the same fraction of its side of the full interval: the ratio of the two
// quantiles at the comparison's degrees of freedom. For the symmetric intervals
// of means that is exact; for Fieller's and the score intervals it keeps their
// skew. NaN where the full interval is not finite.
func innerInterval(c *report.Comparison, alpha report.Num) [2]float64 {
	iv := c.Rel
	if iv.Method == "confidence_sequence" { // its width is not that of a distribution
		return [2]float64{math.NaN(), math.NaN()}
	}
	if !iv.Value.Defined() || !iv.Lo.Defined() || !iv.Hi.Defined() {
		return [2]float64{math.NaN(), math.NaN()}
	}
	a := float64(alpha)
	if !(a > 0 && a < 0.5) {
		a = 0.05
	}
	f := quantile(0.25, c.DF) / quantile(a/2, c.DF)
	v := float64(iv.Value)
	return [2]float64{v - f*(v-float64(iv.Lo)), v + f*(float64(iv.Hi)-v)}
}

// quantile is the upper q point of Student's t, or of the normal where there are no degrees of freedom.
func quantile(q float64, df report.Num) float64 {
	if df.Defined() && df > 0 {
		if t := stats.StudentISF(q, float64(df)); t > 0 && !math.IsInf(t, 0) {
			return t
		}
	}
	return stats.NormalISF(q)
}
