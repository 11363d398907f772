package readout

import (
	"slices"

	"uptake/analysis"
	"uptake/analysis/compare"
	"uptake/analysis/fold"
	"uptake/analysis/report"
)

// uncappedColumns are those of capped metrics without their caps; at says for each entry which column
// that is, −1 where it has none.
func uncappedColumns(list []analysis.Entry, cols []fold.Column) (at []int, extra []fold.Column) {
	for _, e := range list {
		at = append(at, -1)
		if e.Col < 0 || !slices.ContainsFunc(cols[e.Col].Bounds, func(b *fold.Bound) bool { return b != nil }) {
			continue
		}
		c := cols[e.Col]
		at[len(at)-1] = len(cols) + len(extra)
		extra = append(extra, fold.Column{Name: c.Name + "/uncapped", Y: c.Y, X: c.X, Quotient: c.Quotient,
			Window: c.Window})
	}
	return at, extra
}

// uncapped puts the same comparison without the caps beside every one of a capped metric.
func uncapped(by *compare.Terms, metrics []report.Metric, list []analysis.Entry, at []int, left *leftOut) {
	if by.Control < 0 {
		return
	}
	for n, e := range list {
		leave := by.Gates.Metric(e.Metric.Name)
		if at[n] < 0 || !leave.Given() {
			continue
		}
		e.Flat = nil // a cap of zero is none of it
		s := left.of(e, at[n])
		for k, i := range by.Compared() {
			c := by.Compare(leave, e, s[by.Control], s[i], i)
			metrics[n].Comparisons[k].Uncapped = &report.Uncapped{Abs: c.Abs, Rel: c.Rel, SE: c.SE, P: c.P}
		}
	}
}
