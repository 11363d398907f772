package readout

import (
	"errors"
	"math"
	"slices"

	"uptake/analysis/compare"
	"uptake/analysis/counted"
	"uptake/analysis/health"
	"uptake/analysis/method"
	"uptake/analysis/power"
	"uptake/analysis/report"
	"uptake/analysis/spec"
)

// duringEmbargo are the parts that are made while the numbers are closed: what is said
// of rows, units and health before, and of the file.
var duringEmbargo = []string{"traits", "stated cautions", "verdict"}

// embargo closes the numbers where the file asks for it and the data do not reach the end
// of the days that it names: no part that follows is made but those that say nothing of
// what the arms did.
func (w *work) embargo() error {
	days := w.exp.Embargo
	if days == 0 {
		return nil
	}
	if !w.t.HasTime || len(w.facts.Days) == 0 {
		return errors.New("embargo closes the numbers for the first days of exposures, and the rows carry no time " +
			"that tells them; bind it with columns: {ts: …}, or remove embargo")
	}
	last := w.facts.Days[0].Day + spec.Day(days) - 1
	if w.exp.End != spec.NoDay {
		last = min(last, w.exp.End)
	}
	if complete(w.by, w.to, last) {
		return nil
	}
	e := &report.Embargo{Days: days, Last: last.String(), Opens: (last + 1).String()}
	closed := report.Caution{Code: "embargo", Detail: counted.Sprintf("The file keeps the numbers closed for the "+
		"first %d days of exposures (embargo), so that nobody acts on them. They open on %s, once the data reach the "+
		"end of %s; until then only health and counts are shown.", days, e.Opens, e.Last)}
	w.r.Embargo, w.by.Gates = e, health.Closed(closed)
	w.r.Bridge = []report.Bridge{} // made before the checks
	w.say(closed)
	for _, x := range w.list[:len(w.exp.Metrics)] {
		w.r.Metrics = append(w.r.Metrics, closedMetric(w.by, x.Metric, closed))
	}
	return nil
}

// closedMetric is a metric of which only is said what the file does.
func closedMetric(by *compare.Terms, m spec.Metric, closed report.Caution) report.Metric {
	out := report.Metric{Name: m.Name, Kind: string(m.Kind), Role: string(m.Role), Better: "up", Builtin: m.Builtin,
		Unit: "number", Scale: m.Scale, SoFarShare: report.Undefined(),
		MinimumEffect: power.Amount(m.MinimumEffect, math.NaN()), Margin: power.Amount(m.Margin, math.NaN()),
		Arms: []report.Estimate{}, Comparisons: []report.Comparison{}, Cautions: []report.Caution{closed}}
	if m.Down {
		out.Better = "down"
	}
	for _, i := range by.Compared() {
		c := method.Undefined("", closed)
		c.Arm, c.Control = by.Names[i], by.Names[by.Control]
		out.Comparisons = append(out.Comparisons, c)
	}
	return out
}

// open reports whether a part is made.
func (w *work) open(p part) bool { return w.r.Embargo == nil || slices.Contains(duringEmbargo, p.name) }
