package overlap

import (
	"fmt"
	"math"
	"slices"

	"uptake/analysis/counted"
	"uptake/analysis/report"
	"uptake/analysis/stats"
)

// table is what the units that two experiments share come to, by arm of the one and arm
// of the other.
type table struct {
	a, b   *Experiment
	units  []int64  // by cell: arm of a × arms of b + arm of b
	values []values // of the metrics of a, then of b
}

// values are the sums of one metric by cell, of differences from a first value, so that
// squares keep their digits.
type values struct {
	m      *Metric
	y0, x0 float64
	any    bool
	cells  []cell
}

// cell is the sums of one group's units.
type cell struct {
	n                int64
	y, x, yy, yx, xx float64
}

func newTable(a, b *Experiment) *table {
	t := &table{a: a, b: b, units: make([]int64, len(a.Arms)*len(b.Arms))}
	for _, e := range []*Experiment{a, b} {
		for i := range e.Metrics {
			t.values = append(t.values, values{m: &e.Metrics[i], cells: make([]cell, len(t.units))})
		}
	}
	return t
}

// add takes in one unit by its rows.
func (t *table) add(inA, inB int) {
	at := int(t.a.Arm[inA])*len(t.b.Arms) + int(t.b.Arm[inB])
	t.units[at]++
	for k := range t.values {
		if t.values[k].m.Y == nil {
			continue
		}
		row := inA
		if k >= len(t.a.Metrics) {
			row = inB
		}
		t.values[k].add(at, row)
	}
}

func (v *values) add(at, row int) {
	y, x := v.m.Y[row], 1.0
	if v.m.X != nil {
		x = v.m.X[row]
	}
	if math.IsNaN(y) || math.IsNaN(x) {
		return
	}
	if !v.any {
		v.y0, v.x0, v.any = y, x, true
	}
	y, x = y-v.y0, x-v.x0
	c := &v.cells[at]
	c.n++
	c.y, c.x, c.yy, c.yx, c.xx = c.y+y, c.x+x, c.yy+y*y, c.yx+y*x, c.xx+x*x
}

// mean is a group's mean, of a ratio Σy/Σx, and its squared standard error by the delta
// method over units.
func (v *values) mean(c cell) (mean, q float64) {
	n := float64(c.n)
	my, mx := v.y0+c.y/n, v.x0+c.x/n
	mean = my / mx
	yy, yx, xx := c.yy-c.y*c.y/n, c.yx-c.y*c.x/n, c.xx-c.x*c.x/n
	return mean, max(0, yy-2*mean*yx+mean*mean*xx) / (n - 1) / n / (mx * mx)
}

// pair is what is said of the two.
func (t *table) pair() report.Pair {
	p := report.Pair{A: t.a.ID, B: t.b.ID, UnitsA: int64(len(t.a.Units)), UnitsB: int64(len(t.b.Units)),
		Assignment: t.assignment(), Interaction: []report.Interaction{}}
	p.SameExport = slices.ContainsFunc(t.a.Sources, func(f string) bool { return slices.Contains(t.b.Sources, f) })
	for _, n := range t.units {
		p.Shared += n
	}
	for k := range t.values {
		of, with := t.a, t.b
		if k >= len(t.a.Metrics) {
			of, with = t.b, t.a
		}
		for i := range of.Arms {
			for j := range with.Arms {
				if i != of.Control && j != with.Control && of.Control >= 0 && with.Control >= 0 {
					p.Interaction = append(p.Interaction, t.interaction(&t.values[k], of, with, i, j))
				}
			}
		}
	}
	return p
}

// assignment tests by Pearson's chi-square Σ(O−E)²/E, E = row·column/n with (r−1)(c−1)
// degrees of freedom, whether the arm of one tells that of the other. Arms without a
// shared unit are left out.
//
// Source: Pearson (1900); Agresti (2013), Categorical Data Analysis, 3.2.
func (t *table) assignment() report.Assignment {
	u := report.Undefined()
	out := report.Assignment{Chi2: u, DF: u, P: u, Q: u}
	rows, columns, all := make([]float64, len(t.a.Arms)), make([]float64, len(t.b.Arms)), 0.0
	for at, n := range t.units {
		rows[at/len(columns)] += float64(n)
		columns[at%len(columns)] += float64(n)
		all += float64(n)
	}
	some := func(list []float64) (k int) {
		for _, n := range list {
			if n > 0 {
				k++
			}
		}
		return k
	}
	r, c := some(rows), some(columns)
	if r < 2 || c < 2 {
		out.Why = "the shared units are in one arm of an experiment alone"
		return out
	}
	chi, least := 0.0, math.Inf(1)
	for at, n := range t.units {
		if e := rows[at/len(columns)] * columns[at%len(columns)] / all; e > 0 {
			chi, least = chi+(float64(n)-e)*(float64(n)-e)/e, min(least, e)
		}
	}
	if least < leastTable {
		out.Why = fmt.Sprintf("a group of both would be expected to have %.3g units, fewer than %d", least, leastTable)
		return out
	}
	df := float64((r - 1) * (c - 1))
	_, l := stats.ChiSquareSF(chi, df)
	out.Chi2, out.DF, out.P = report.Num(chi), report.Num(df), report.Num(stats.TailOf(l).P)
	return out
}

// interaction is the lift in an arm of the other experiment less the lift in its control:
//
//	(m_ij − m_cj) − (m_ic − m_cc),  se² = Σ q,  ν = (Σq)² / Σ q²/(n−1)
//
// by the four groups' means and squared standard errors, against Student's t.
//
// Source: Welch (1947), The generalization of Student's problem, Biometrika 34.
func (t *table) interaction(v *values, of, with *Experiment, arm, other int) report.Interaction {
	u := report.Undefined()
	out := report.Interaction{Of: of.ID, Metric: v.m.Name, Unit: "number", Arm: of.Arms[arm],
		Control: of.Arms[of.Control], With: with.ID, WithArm: with.Arms[other], WithControl: with.Arms[with.Control],
		Difference: report.NoInterval("difference_in_differences"), SE: u, DF: u, P: u, Q: u}
	if v.m.Share {
		out.Unit = "share"
	}
	value, sum, squares := 0.0, 0.0, 0.0
	least := int64(math.MaxInt64)
	for k, g := range [][2]int{{of.Control, with.Control}, {arm, with.Control}, {of.Control, other}, {arm, other}} {
		at := g[0]*len(t.b.Arms) + g[1]
		if of == t.b {
			at = g[1]*len(t.b.Arms) + g[0]
		}
		if v.m.Y == nil {
			out.Cells = append(out.Cells, t.units[at])
			continue
		}
		c := v.cells[at]
		out.Cells = append(out.Cells, c.n)
		if least = min(least, c.n); least < leastCell {
			continue
		}
		m, q := v.mean(c)
		value += [4]float64{1, -1, -1, 1}[k] * m
		sum, squares = sum+q, squares+q*q/float64(c.n-1)
	}
	se, df := math.Sqrt(sum), sum*sum/squares
	switch {
	case v.m.Y == nil:
		out.Why = "a quantile is not made of a value of each unit"
		return out
	case least < leastCell:
		out.Why = counted.Sprintf("the smallest of the four groups has %d units, fewer than %d", least, leastCell)
		return out
	case math.IsNaN(value) || math.IsInf(value, 0):
		out.Why = "a group's denominator is 0"
		return out
	case !(se > 0) || !(df > 0):
		out.Why = "the values do not vary"
		return out
	}
	half := stats.StudentISF(level/2, df) * se
	out.Difference.Value, out.Difference.Lo, out.Difference.Hi, out.Difference.Bounded = report.Num(value),
		report.Num(value-half), report.Num(value+half), true
	out.SE, out.DF, out.P = report.Num(se), report.Num(df),
		report.Num(stats.TailOf(stats.StudentLogSF(math.Abs(value)/se, df)+math.Ln2).P)
	return out
}
