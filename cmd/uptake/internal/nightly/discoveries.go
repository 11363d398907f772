package nightly

import (
	"uptake/analysis/report"
	"uptake/analysis/stats"
)

// discoveryLevel is the false discovery rate at which comparisons of many experiments are
// counted as found.
const discoveryLevel = 0.05

// primariesOf are the primary comparisons of a readout with the p that may be read: that
// of the end where this is the reading made there, once; else the always-valid one, which
// holds whenever it is read. What planned looks spend makes no p of its own.
func primariesOf(r *report.Report) []report.PrimaryTest {
	out := []report.PrimaryTest{}
	if r.Withheld != nil || r.Embargo != nil {
		return out
	}
	for _, m := range r.Metrics {
		if m.Role != "primary" {
			continue
		}
		for _, c := range m.Comparisons {
			a := c.Adjusted()
			x := report.PrimaryTest{Metric: m.Name, Arm: c.Arm, Control: c.Control, P: a.P, Basis: "end",
				Q: report.Undefined()}
			if r.Decision.Early || r.Decision.FirstCut != "" || c.Looks != nil {
				if x.P, x.Basis = report.Undefined(), "always_valid"; a.Sequential != nil {
					x.P = a.Sequential.P
				}
			}
			if x.P.Defined() {
				out = append(out, x)
			}
		}
	}
	return out
}

// discoveries gives the tests of several experiments their q and counts those found.
func discoveries(lists ...[]report.PrimaryTest) report.Discoveries {
	d := report.Discoveries{Method: "benjamini_hochberg", Level: discoveryLevel}
	var all []*report.PrimaryTest
	var p []float64
	for _, list := range lists {
		if len(list) > 0 {
			d.Experiments++
		}
		for i := range list {
			all, p = append(all, &list[i]), append(p, float64(list[i].P))
		}
	}
	d.Family = len(all)
	for i, q := range stats.BenjaminiHochberg(p) {
		if all[i].Q = report.Num(q); q <= discoveryLevel {
			d.Found++
		}
	}
	return d
}

// discoveriesOf are those of all rows.
func discoveriesOf(rows []report.IndexRow) report.Discoveries {
	var lists [][]report.PrimaryTest
	for i := range rows {
		lists = append(lists, rows[i].Primaries)
	}
	return discoveries(lists...)
}
