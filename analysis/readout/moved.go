package readout

import (
	"uptake/analysis/compare"
	"uptake/analysis/report"
	"uptake/analysis/spec"
)

// moved splits every ratio metric's change per unit into volume and rate. The
// numbers are those of the report, so that the parts add up to what it prints.
// It is the two-factor decomposition of Kitagawa (1955), JASA 50.
func moved(by *compare.Terms, metrics []report.Metric) []report.Moved {
	out := []report.Moved{}
	if by.Control < 0 {
		return out
	}
	for _, m := range metrics {
		if spec.Kind(m.Kind) != spec.Ratio || !by.Gates.Metric(m.Name).Given() {
			continue
		}
		c := m.Arms[by.Control]
		for _, i := range by.Compared() {
			t := m.Arms[i]
			if !c.Value.Defined() || !t.Value.Defined() || c.Units == 0 || t.Units == 0 {
				continue
			}
			yc, yt := float64(c.Numerator)/float64(c.Units), float64(t.Numerator)/float64(t.Units)
			xc, xt := float64(c.Denominator)/float64(c.Units), float64(t.Denominator)/float64(t.Units)
			v, rate := (xt-xc)*(yc/xc+yt/xt)/2, (yt/xt-yc/xc)*(xc+xt)/2
			out = append(out, report.Moved{Metric: m.Name, Arm: by.Names[i], Control: by.Names[by.Control],
				PerUnit: report.Num(yt - yc),
				Volume:  report.Num(v), Rate: report.Num(rate), Opposite: v*rate < 0})
		}
	}
	return out
}
