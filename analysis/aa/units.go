package aa

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"

	"uptake/analysis"
	"uptake/analysis/compare"
	"uptake/analysis/fold"
	"uptake/analysis/health"
	"uptake/analysis/report"
	"uptake/analysis/spec"
	"uptake/analysis/stats"
	"uptake/analysis/study"
)

// shuffler is all that a run needs.
type shuffler struct {
	by     *compare.Terms
	out    *report.AA
	list   []shuffledEntry
	capped [][]report.Winsorized
	labels []uint16 // of the units, in the units' order
	facts  []string // what shuffling keeps
}

// shuffledEntry is one metric with its units' values.
type shuffledEntry struct {
	analysis.Entry
	main          *vectors
	with, without *vectors // by whether the covariate is known; nil without CUPED
	drawn         *drawn   // of quantiles
}

func newShuffler(ctx context.Context, exp *spec.Experiment, demand spec.Demand, t *study.Tables, o Options) (*shuffler, error) {
	all, cols, err := analysis.Entries(exp, demand, t.Shape)
	if err != nil {
		return nil, err
	}
	var list []analysis.Entry
	for _, e := range all {
		if _, planned := e.Planned(exp); planned || e.Metric.Role != spec.Diagnostic || slices.ContainsFunc(exp.Metrics, func(m spec.Metric) bool { return m.Name == e.Metric.Name }) {
			list = append(list, e)
		}
	}
	if len(list) == 0 {
		return nil, fmt.Errorf("the experiment has no metrics, so there is nothing to compare")
	}
	a := &shuffler{}
	if a.capped, err = analysis.Winsorize(ctx, exp, list, cols, t, o.Workers); err != nil {
		return nil, err
	}
	// Every metric's column, and its covariate as a column of its own.
	var wanted []fold.Column
	at, before := make([]int, len(list)), make([]int, len(list))
	for i, e := range list {
		at[i], before[i] = -1, -1
		c, ok := columnOf(e, cols, t)
		if !ok {
			continue
		}
		at[i] = len(wanted)
		wanted = append(wanted, c)
		if len(c.Covariate) == 0 {
			continue
		}
		z := fold.Column{Name: c.Name, Window: c.Window, Y: c.Covariate[0]}
		if len(c.Covariate) == 2 {
			z.X = &c.Covariate[1]
		}
		if len(c.Bounds) > 0 {
			z.Bounds = c.Bounds[c.Dim():]
		}
		before[i] = len(wanted)
		wanted = append(wanted, z)
	}
	f, err := fold.Fold(ctx, exp, nil, t, o.Workers, fold.Beside{})
	if err != nil {
		return nil, err
	}
	rows, err := analysis.Counted(t, &f.Tally)
	if err != nil {
		return nil, err
	}
	if stats.Total(f.Units)+stats.Total(f.Crossing) == 0 {
		return nil, &analysis.NoUnitsError{Read: rows.Read, Dropped: rows.Dropped}
	}
	v, err := fold.Collect(ctx, exp, wanted, t, o.Workers)
	if err != nil {
		return nil, err
	}
	order := unitOrder(v)
	if len(order) < leastAAUnits {
		return nil, fmt.Errorf("%d units of the result can be shuffled, and %d are needed: with fewer there are too few ways to deal them out", len(order), leastAAUnits)
	}
	a.prepare(exp, t, v, order)
	a.out = &report.AA{Schema: report.AASchema, ProgramVersion: o.ProgramVersion, Experiment: exp.ID, InputHash: fmt.Sprintf("%016x%016x", f.Tally.Hash.Hi, f.Tally.Hash.Lo),
		Runs: o.Runs, Seed: o.Seed, Units: int64(len(order)), Alpha: report.Num(exp.Statistics.Alpha), GuardrailAlpha: report.Num(exp.Decision.GuardAlpha),
		Sequential: exp.Statistics.Sequential, MadeUp: len(exp.Arms) == 0, Set: append([]string{}, exp.Set...), Metrics: []report.AAMetric{}, Cautions: []report.Caution{}}
	if t.HasTime {
		a.out.DataFrom, a.out.DataTo = report.Stamp(t.From), report.Stamp(t.To)
	}
	for i, n := range a.by.Names {
		a.out.Arms = append(a.out.Arms, report.AAArm{Name: n, Control: i == a.by.Control, Units: a.by.Units[i]})
	}
	if n := stats.Total(f.Crossing); n > 0 {
		a.out.Cautions = append(a.out.Cautions, report.Cautionf("crossovers", "%d units seen in two arms are left out, as in the readout.", n))
	}
	a.facts = keptFacts(a.by, f, rows)
	for i, e := range list {
		s := shuffledEntry{Entry: e}
		switch {
		case at[i] < 0:
			if s.drawn, err = a.numbers(ctx, exp, e, t, o.Workers); err != nil {
				return nil, err
			}
		case e.Metric.Kind == spec.Quantile:
			s.drawn = unitValues(v.Columns[at[i]], order, e.Scales[0])
		default:
			s.main, s.with, s.without = unitVectors(v, at[i], before[i], order)
		}
		a.list = append(a.list, s)
	}
	return a, nil
}

// columnOf is the fold column of an entry: quantiles over units have one too,
// those over suggestions none.
func columnOf(e analysis.Entry, cols []fold.Column, t *study.Tables) (fold.Column, bool) {
	if e.Col >= 0 {
		return cols[e.Col], true
	}
	for k, v := range t.Shape.Variables {
		if e.Metric.Of == "" && v.Name == e.Metric.Name {
			return fold.Column{Name: v.Name, Y: fold.Value{From: fold.Variable, Var: k}, Window: e.Metric.Window}, true
		}
	}
	return fold.Column{}, false
}

// unitOrder lists the units of the result, ordered by their values and arms, so
// that it does not matter how they are stored.
func unitOrder(v *fold.Vectors) []int32 {
	var order []int32
	for u, crossed := range v.Crossover {
		if !crossed {
			order = append(order, int32(u))
		}
	}
	slices.SortFunc(order, func(a, b int32) int {
		for i := range v.Columns {
			c := &v.Columns[i]
			if c.Has[a] != c.Has[b] {
				if c.Has[a] {
					return -1
				}
				return 1
			}
			if d := c.Y.At(int(a)).Cmp(c.Y.At(int(b))); d != 0 {
				return d
			}
			if c.X.Len() > 0 {
				if d := c.X.At(int(a)).Cmp(c.X.At(int(b))); d != 0 {
					return d
				}
			}
		}
		return cmp.Compare(v.Arm[a], v.Arm[b])
	})
	return order
}

// prepare sets the arms and the units' labels; without declared arms two halves.
func (a *shuffler) prepare(exp *spec.Experiment, t *study.Tables, v *fold.Vectors, order []int32) {
	arms, control := t.Shape.Arms, t.Shape.Control
	if len(exp.Arms) == 0 {
		arms, control, a.labels = []string{"half A", "half B"}, 0, halves(len(order))
	} else {
		for _, u := range order {
			a.labels = append(a.labels, uint16(v.Arm[u]))
		}
	}
	units := make([]int64, len(arms))
	for _, l := range a.labels {
		units[l]++
	}
	all := analysis.NewArms(exp, arms, control, units)
	all.Control, all.Shown = control, units
	a.by = &compare.Terms{Arms: all, Gates: health.Drawn(), Timed: t.HasTime}
	a.by.Ended = exp.End != spec.NoDay || !t.HasTime || !exp.Statistics.Sequential
}

// halves labels every other unit as the second half.
func halves(n int) []uint16 {
	out := make([]uint16, n)
	for i := range out {
		out[i] = uint16(i % 2)
	}
	return out
}

// unitVectors are the vectors of one column in the order of units, and, where it
// has a covariate, the same with it for units that have one, and of the others.
func unitVectors(v *fold.Vectors, column, before int, order []int32) (main, with, without *vectors) {
	take := func(want func(u int32) bool, columns ...int) *vectors {
		var unit []int32
		var values []fold.Ints
		for i, u := range order {
			if v.Columns[column].Has[u] && want(u) {
				unit = append(unit, int32(i))
			}
		}
		for _, k := range columns {
			c := &v.Columns[k]
			parts := []*fold.Ints{&c.Y}
			if c.X.Len() > 0 {
				parts = append(parts, &c.X)
			}
			for _, p := range parts {
				var out fold.Ints
				for _, u := range unit {
					out.Append(p.At(int(order[u])))
				}
				values = append(values, out)
			}
		}
		return newVectors(unit, values)
	}
	main = take(func(int32) bool { return true }, column)
	if before >= 0 {
		known := v.Columns[before].Has
		with = take(func(u int32) bool { return known[u] }, column, before)
		without = take(func(u int32) bool { return !known[u] }, column)
	}
	return main, with, without
}

func unitValues(c fold.Values, order []int32, scale int) *drawn {
	var value []float64
	var unit []int32
	for i, u := range order {
		if c.Has[u] {
			value, unit = append(value, c.Y.Float(int(u))/math.Pow10(scale)), append(unit, int32(i))
		}
	}
	return newDrawn(value, unit)
}

// numbers are the values of a quantile over suggestions. Only units with a value
// are known, so the arms are shuffled over those, in an order of their own.
func (a *shuffler) numbers(ctx context.Context, exp *spec.Experiment, e analysis.Entry, t *study.Tables, workers int) (*drawn, error) {
	got, err := fold.CollectNumbers(ctx, exp, []string{e.Metric.Of}, t, workers)
	if err != nil {
		return nil, err
	}
	type owner struct {
		values []float64
		arm    uint16
	}
	var units []owner
	for arm := range got[0].Value {
		first := len(units)
		for range got[0].Units[arm] {
			units = append(units, owner{arm: uint16(arm)})
		}
		for i, u := range got[0].Unit[arm] {
			o := &units[first+int(u)]
			o.values = append(o.values, got[0].Value[arm][i])
		}
	}
	for _, u := range units {
		slices.Sort(u.values)
	}
	slices.SortFunc(units, func(a, b owner) int { return cmp.Or(slices.Compare(a.values, b.values), cmp.Compare(a.arm, b.arm)) })
	var value []float64
	var unit []int32
	labels := halves(len(units))
	for i, u := range units {
		for _, x := range u.values {
			value, unit = append(value, x), append(unit, int32(i))
		}
		if len(exp.Arms) > 0 {
			labels[i] = u.arm
		}
	}
	d := newDrawn(value, unit)
	d.labels = labels
	return d, nil
}
