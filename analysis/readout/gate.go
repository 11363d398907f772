package readout

import (
	"uptake/analysis"
	"uptake/analysis/compare"
	"uptake/analysis/health"
	"uptake/analysis/report"
	"uptake/analysis/spec"
)

// gate runs the health checks, which decide what may be compared.
func gate(by *compare.Terms, r *report.Report, f *health.Facts) {
	r.Health, by.Gates = health.Run(f)
	r.Withheld = by.Gates.Withheld(r.Health)
	for i, name := range by.Names {
		a := report.Arm{Name: name, Control: i == by.Control, Units: by.Units[i],
			PlannedShare: report.Num(by.Shares[i])}
		if len(by.Exp.Arms) == 0 {
			a.PlannedShare = report.Undefined()
		}
		r.Arms = append(r.Arms, a)
	}
}

// primaries runs the checks that need results: only primary metrics are looked at.
// nonZero is by place in list and arm, nil where it was not counted. It gives what
// the caps of primary metrics leave nothing to compare of.
func primaries(r *report.Report, h *health.Facts, list []analysis.Entry, nonZero [][]int64) []string {
	var flat []string
	for i, e := range list {
		if e.Metric.Role != spec.Primary {
			continue
		}
		if e.Flat != nil {
			flat = append(flat, e.Flat.Detail)
		}
		h.Primaries = append(h.Primaries, health.Primary{Name: e.Metric.Name, Comparisons: r.Metrics[i].Comparisons,
			NonZero: nonZero[i]})
	}
	health.RunAfter(h, &r.Health)
	return flat
}
