package readout

import (
	"context"
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
	"uptake/analysis/study"
)

// alsoUnits holds the units' values for conventions that sums do not hold. The
// units of just the declared metrics are read once more, only where the file asks.
type alsoUnits struct {
	names      []string
	units      *fold.Vectors
	at, before map[int]int // place in the list → column of units; with the covariate, where it has one
}

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

func newAlsoUnits(ctx context.Context, exp *spec.Experiment, list []analysis.Entry, cols []fold.Column, t *study.Tables, workers int) (*alsoUnits, error) {
	a := &alsoUnits{names: unitNames(exp), at: map[int]int{}, before: map[int]int{}}
	var wanted []fold.Column
	for i, e := range list {
		if e.Col < 0 || e.Metric.Role == spec.Diagnostic || cols[e.Col].Dim() != 1 {
			continue
		}
		c := cols[e.Col]
		a.at[i] = len(wanted)
		wanted = append(wanted, c)
		if len(c.Covariate) == 1 {
			z := fold.Column{Name: c.Name, Window: c.Window, Y: c.Covariate[0]}
			if len(c.Bounds) > 0 {
				z.Bounds = c.Bounds[c.Dim():]
			}
			a.before[i] = len(wanted)
			wanted = append(wanted, z)
		}
	}
	if len(a.names) == 0 || len(wanted) == 0 {
		return a, nil
	}
	var err error
	a.units, err = fold.Collect(ctx, exp, wanted, t, workers)
	return a, err
}

// add puts the conventions beside the comparisons of the metrics, or says why one
// has none.
func (a *alsoUnits) add(by *compare.Terms, metrics []report.Metric, list []analysis.Entry) {
	for i, e := range list {
		if leave := by.Gates.Metric(e.Metric.Name); leave.Given() && len(a.names) > 0 && e.Metric.Role != spec.Diagnostic {
			a.addTo(leave, by, &metrics[i], e, i)
		}
	}
}

func (a *alsoUnits) addTo(_ health.Leave, by *compare.Terms, m *report.Metric, e analysis.Entry, i int) {
	if _, ok := a.at[i]; !ok {
		m.Cautions = append(m.Cautions, report.Cautionf("also_unavailable", "%s need one value of each unit, which a %s has not.", strings.Join(a.names, ", "), e.Metric.Kind))
		return
	}
	for k, arm := range by.Compared() {
		c := &m.Comparisons[k]
		if !c.P.Defined() {
			continue
		}
		got, why := method.AlsoUnits(a.names, a.of(by, e, i, arm), by.Asked(e))
		c.Also, c.Cautions = append(c.Also, got...), append(c.Cautions, why...)
	}
}

// of are the units of control and one arm, those seen in two arms left out.
func (a *alsoUnits) of(by *compare.Terms, e analysis.Entry, i, arm int) method.Units {
	v := &a.units.Columns[a.at[i]]
	h := fnv.New64a()
	h.Write([]byte(strings.Join([]string{by.Exp.ID, e.Metric.Name, by.Names[arm]}, "\x00")))
	out := method.Units{Binary: e.Metric.Kind == spec.Proportion, Seed: h.Sum64()}
	var rows []int
	for _, side := range []int{by.Control, arm} {
		for u, has := range v.Has {
			if has && int(a.units.Arm[u]) == side && !a.units.Crossover[u] {
				rows = append(rows, u)
				if y := v.Y.Float(u) / math.Pow10(e.Scales[0]); side == by.Control {
					out.Control = append(out.Control, y)
				} else {
					out.Treatment = append(out.Treatment, y)
				}
			}
		}
	}
	if at, ok := a.before[i]; ok {
		if z := known(&a.units.Columns[at], rows, e.Before[0]); z != nil {
			out.Covariates = append(out.Covariates, z)
		}
	}
	for _, d := range a.units.Levels {
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
