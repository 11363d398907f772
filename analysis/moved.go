package analysis

import (
	"uptake/analysis/report"
	"uptake/analysis/spec"
)

// moved splits every ratio metric's change per unit into volume and rate. The
// numbers are those of the report, so that the parts add up to what it prints.
// It is the two-factor decomposition of Kitagawa (1955), JASA 50.
func (b *board) moved(r *report.Report) {
	r.Moved = []report.Moved{}
	if b.control < 0 {
		return
	}
	for _, m := range r.Metrics {
		if spec.Kind(m.Kind) != spec.Ratio || !b.gates.Metric(m.Name).Given() {
			continue
		}
		c := m.Arms[b.control]
		for _, i := range b.compared() {
			t := m.Arms[i]
			if !c.Value.Defined() || !t.Value.Defined() || c.Units == 0 || t.Units == 0 {
				continue
			}
			yc, yt := float64(c.Numerator)/float64(c.Units), float64(t.Numerator)/float64(t.Units)
			xc, xt := float64(c.Denominator)/float64(c.Units), float64(t.Denominator)/float64(t.Units)
			v, rate := (xt-xc)*(yc/xc+yt/xt)/2, (yt/xt-yc/xc)*(xc+xt)/2
			r.Moved = append(r.Moved, report.Moved{Metric: m.Name, Arm: b.arms[i], Control: b.arms[b.control], PerUnit: report.Num(yt - yc),
				Volume: report.Num(v), Rate: report.Num(rate), Opposite: v*rate < 0})
		}
	}
}
