package aa

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"

	"uptake/analysis"
	"uptake/analysis/compare"
	"uptake/analysis/counted"
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
	labels []uint16 // of the units, in the units' order
	facts  []string // what shuffling keeps
}

// shuffledEntry is one metric with its units' values.
type shuffledEntry struct {
	analysis.Entry
	main          *vectors
	with, without *vectors // by whether the covariate is known; nil without CUPED
	drawn         *drawn   // of quantiles
	capped        []report.Winsorized
}

func newShuffler(ctx context.Context, exp *spec.Experiment, demand spec.Demand, t *study.Tables, o Options) (*shuffler,
	error) {
	all, cols, err := analysis.Entries(exp, demand, t.Shape)
	if err != nil {
		return nil, err
	}
	var list []analysis.Entry
	for _, e := range all {
		if _, planned := e.Planned(exp); planned || e.Metric.Role != spec.Diagnostic || slices.ContainsFunc(exp.Metrics,
			func(m spec.Metric) bool { return m.Name == e.Metric.Name }) {
			list = append(list, e)
		}
	}
	if len(list) == 0 {
		return nil, fmt.Errorf("the experiment has no metrics, so there is nothing to compare")
	}
	a := &shuffler{}
	var columns []fold.Column
	var numbers []string
	at := make([]int, len(list)) // of each entry: its column, or its place among numbers
	for i, e := range list {
		k := e.Col
		switch {
		case e.Metric.Of != "":
			at[i] = len(numbers)
			numbers = append(numbers, e.Metric.Of)
			continue
		case e.Kind.Valued:
			k = e.Kept
		}
		c := cols[k]
		c.Keep, c.Series, c.Segments, c.Extremes = true, false, false, false
		at[i] = len(columns)
		columns = append(columns, c)
	}
	f, err := fold.Fold(ctx, exp, columns, t, o.Workers, fold.Beside{Numbers: numbers})
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
	v := f.Kept
	order := unitOrder(v)
	if len(order) < leastAAUnits {
		return nil, counted.Errorf("%d units of the result can be shuffled, and %d are needed: with fewer there are "+
			"too few ways to deal them out", len(order), leastAAUnits)
	}
	a.prepare(exp, t, v, order)
	a.out = &report.AA{Schema: report.AASchema, ProgramVersion: o.ProgramVersion, Experiment: exp.ID,
		InputHash: f.Tally.Hash.String(),
		Runs:      o.Runs, Seed: o.Seed, Units: int64(len(order)), Alpha: report.Num(exp.Statistics.Alpha),
		GuardrailAlpha: report.Num(exp.Decision.GuardAlpha),
		Sequential:     exp.Statistics.Sequential, MadeUp: len(exp.Arms) == 0, Set: append([]string{}, exp.Set...),
		Metrics: []report.AAMetric{}, Cautions: []report.Caution{}}
	if t.HasTime {
		a.out.DataFrom, a.out.DataTo = report.Stamp(t.From), report.Stamp(t.To)
	}
	for i, n := range a.by.Names {
		a.out.Arms = append(a.out.Arms, report.AAArm{Name: n, Control: i == a.by.Control, Units: a.by.Units[i]})
	}
	if n := stats.Total(f.Crossing); n > 0 {
		a.out.Cautions = append(a.out.Cautions, report.Cautionf("crossovers", "%d units were seen in two arms and are "+
			"left out, as in the readout.", n))
	}
	a.facts = keptFacts(a.by, f.Result, rows)
	for i, e := range list {
		s := shuffledEntry{Entry: e}
		switch {
		case e.Metric.Of != "":
			s.drawn = ofNumbers(&f.Numbers[at[i]], len(exp.Arms) > 0)
		case e.Kind.Valued:
			s.drawn = unitValues(v.Columns[at[i]], order, e.Scales[0])
		default:
			s.capped = e.Capped(&columns[at[i]], t.Shape.Arms)
			s.main, s.with, s.without = unitVectors(v, at[i], order)
		}
		a.list = append(a.list, s)
	}
	return a, nil
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
			if d := cmp.Or(unlike(&v.Columns[i], int(a), int(b)), unlike(&v.Before[i], int(a), int(b))); d != 0 {
				return d
			}
		}
		return cmp.Compare(v.Arm[a], v.Arm[b])
	})
	return order
}

// unlike compares two units in one column; those with a value come first.
func unlike(c *fold.Values, a, b int) int {
	if c.Has == nil {
		return 0
	}
	if c.Has[a] != c.Has[b] {
		if c.Has[a] {
			return -1
		}
		return 1
	}
	if d := c.Y.At(a).Cmp(c.Y.At(b)); d != 0 || c.X.Len() == 0 {
		return d
	}
	return c.X.At(a).Cmp(c.X.At(b))
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
func unitVectors(v *fold.Vectors, column int, order []int32) (main, with, without *vectors) {
	own, before := &v.Columns[column], &v.Before[column]
	take := func(want func(u int32) bool, columns ...*fold.Values) *vectors {
		var unit []int32
		var values []fold.Ints
		for i, u := range order {
			if own.Has[u] && want(u) {
				unit = append(unit, int32(i))
			}
		}
		for _, c := range columns {
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
	main = take(func(int32) bool { return true }, own)
	if before.Has != nil {
		with = take(func(u int32) bool { return before.Has[u] }, own, before)
		without = take(func(u int32) bool { return !before.Has[u] }, own)
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

// ofNumbers are the values of a quantile over suggestions. Only units with a value
// are known, so the arms are shuffled over those, in an order of their own; without
// declared arms two halves are made up.
func ofNumbers(got *fold.Numbers, arms bool) *drawn {
	type owner struct {
		values []float64
		arm    uint16
	}
	var units []owner
	for arm := range got.Value {
		first := len(units)
		for range got.Units[arm] {
			units = append(units, owner{arm: uint16(arm)})
		}
		for i, u := range got.Unit[arm] {
			o := &units[first+int(u)]
			o.values = append(o.values, got.Value[arm][i])
		}
	}
	for _, u := range units {
		slices.Sort(u.values)
	}
	slices.SortFunc(units, func(a, b owner) int {
		return cmp.Or(slices.Compare(a.values, b.values), cmp.Compare(a.arm, b.arm))
	})
	var value []float64
	var unit []int32
	labels := halves(len(units))
	for i, u := range units {
		for _, x := range u.values {
			value, unit = append(value, x), append(unit, int32(i))
		}
		if arms {
			labels[i] = u.arm
		}
	}
	d := newDrawn(value, unit)
	d.labels = labels
	return d
}
