package readout

import (
	"hash/fnv"
	"math"
	"slices"
	"strings"

	"uptake/analysis"
	"uptake/analysis/compare"
	"uptake/analysis/fold"
	"uptake/analysis/health"
	"uptake/analysis/method"
	"uptake/analysis/report"
	"uptake/analysis/spec"
)

// unitNames are those of the asked conventions that need units.
func unitNames(exp *spec.Experiment) []string {
	var out []string
	for _, c := range method.UnitConventions {
		if slices.Contains(exp.Statistics.Also, c.Name) {
			out = append(out, c.Name)
		}
	}
	return out
}

// alsoOf reports whether the units of an entry are wanted for such conventions.
func alsoOf(exp *spec.Experiment, e analysis.Entry, cols []fold.Column) bool {
	return e.Col >= 0 && e.Metric.Role != spec.Diagnostic && cols[e.Col].Dim() == 1 && len(unitNames(exp)) > 0
}

// also puts the conventions beside the comparisons of the metrics, or says why one
// has none. Sums do not hold what they need: it is made of the units that were kept.
func also(by *compare.Terms, metrics []report.Metric, list []analysis.Entry, cols []fold.Column, v *fold.Vectors) {
	names := unitNames(by.Exp)
	for i, e := range list {
		leave := by.Gates.Metric(e.Metric.Name)
		switch m := &metrics[i]; {
		case !leave.Given() || len(names) == 0 || e.Metric.Role == spec.Diagnostic:
		case alsoOf(by.Exp, e, cols):
			alsoIn(leave, by, m, e, names, v)
		default:
			m.Cautions = append(m.Cautions, report.Cautionf("also_unavailable", "%s need one value of each unit, "+
				"which a %s has not.", strings.Join(names, ", "), e.Metric.Kind))
		}
	}
}

func alsoIn(_ health.Leave, by *compare.Terms, m *report.Metric, e analysis.Entry, names []string, v *fold.Vectors) {
	for k, arm := range by.Compared() {
		c := &m.Comparisons[k]
		if !c.P.Defined() {
			continue
		}
		got, why := method.AlsoUnits(names, unitsOf(by, e, v, arm), by.Asked(e))
		c.Also, c.Cautions = append(c.Also, got...), append(c.Cautions, why...)
	}
}

// unitsOf are the units of control and one arm, those seen in two arms left out.
func unitsOf(by *compare.Terms, e analysis.Entry, v *fold.Vectors, arm int) method.Units {
	own, before := &v.Columns[e.Col], &v.Before[e.Col]
	h := fnv.New64a()
	h.Write([]byte(strings.Join([]string{by.Exp.ID, e.Metric.Name, by.Names[arm]}, "\x00")))
	out := method.Units{Binary: e.Kind.Binary, Seed: h.Sum64()}
	var rows []int
	for _, side := range []int{by.Control, arm} {
		for u, has := range own.Has {
			if has && int(v.Arm[u]) == side && !v.Crossover[u] {
				rows = append(rows, u)
				if y := own.Y.Float(u) / math.Pow10(e.Scales[0]); side == by.Control {
					out.Control = append(out.Control, y)
				} else {
					out.Treatment = append(out.Treatment, y)
				}
			}
		}
	}
	if len(e.Before) == 1 {
		if z := known(before, rows, e.Before[0]); z != nil {
			out.Covariates = append(out.Covariates, z)
		}
	}
	for _, d := range v.Levels {
		out.Covariates = append(out.Covariates, indicators(d, rows)...)
	}
	return out
}

// known is a covariate, missing ones at the mean of the others; nil where it does
// not vary.
func known(c *fold.Values, rows []int, scale int) []float64 {
	out := make([]float64, len(rows))
	sum, n, varies := 0.0, 0.0, false
	first := -1
	for i, u := range rows {
		if c.Has[u] {
			out[i] = c.Y.Float(u) / math.Pow10(scale)
			sum, n = sum+out[i], n+1
			if first < 0 {
				first = u
			}
			varies = varies || c.Y.At(u) != c.Y.At(first)
		}
	}
	if !varies {
		return nil
	}
	for i, u := range rows {
		if !c.Has[u] {
			out[i] = sum / n
		}
	}
	return out
}

// indicators are 0 and 1 columns of a segment's levels but the largest; levels
// beyond segmentCap count as the largest, which nothing of the arm's effect needs.
func indicators(d fold.Segment, rows []int) [][]float64 {
	count := make([]int, len(d.Names))
	for _, u := range rows {
		count[d.Code[u]]++
	}
	var order []int
	for l, n := range count {
		if n > 0 {
			order = append(order, l)
		}
	}
	slices.SortStableFunc(order, func(x, y int) int { return count[y] - count[x] })
	var out [][]float64
	for k := 1; k < min(len(order), segmentCap); k++ {
		x := make([]float64, len(rows))
		for i, u := range rows {
			if int(d.Code[u]) == order[k] {
				x[i] = 1
			}
		}
		out = append(out, x)
	}
	return out
}
