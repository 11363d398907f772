package analysis

import (
	"context"
	"math"
	"slices"

	"uptake/analysis/fold"
	"uptake/analysis/moment"
	"uptake/analysis/report"
	"uptake/analysis/spec"
	"uptake/analysis/study"
)

// Winsorize finds the caps of the metrics that ask for one and sets them in
// their columns: for each component of a unit's vector, covariates included, the
// type-7 quantile of all arms' units together, once, so that the cap does not
// depend on the arm. It returns what was capped, by place in list. The units are
// read once more, only where a metric asks.
func Winsorize(ctx context.Context, exp *spec.Experiment, list []Entry, cols []fold.Column, t *study.Tables, workers int) ([][]report.Winsorized, error) {
	out := make([][]report.Winsorized, len(list))
	var wanted []fold.Column
	var at []int
	for i, e := range list {
		if e.Metric.Winsorize.Upper == 0 && e.Metric.Winsorize.Lower == 0 || e.Col < 0 {
			continue
		}
		c := cols[e.Col]
		wanted, at = append(wanted, c), append(at, i)
		if len(c.Covariate) > 0 { // as a column of its own
			z := fold.Column{Name: c.Name, Window: c.Window, Y: c.Covariate[0]}
			if len(c.Covariate) == 2 {
				z.X = &c.Covariate[1]
			}
			wanted, at = append(wanted, z), append(at, i)
		}
	}
	if len(wanted) == 0 {
		return out, nil
	}
	v, err := fold.Collect(ctx, exp, wanted, t, workers)
	if err != nil {
		return nil, err
	}
	for k, i := range at {
		e, c := list[i], &cols[list[i].Col]
		covariate := len(c.Bounds) > 0
		scales, names := e.Scales, []string{"value"}
		if wanted[k].X != nil {
			names = []string{"numerator", "denominator"}
		}
		if covariate {
			scales = e.Before
			names = map[bool][]string{false: {"covariate"}, true: {"covariate_numerator", "covariate_denominator"}}[wanted[k].X != nil]
		}
		for d, values := range []*fold.Ints{&v.Columns[k].Y, &v.Columns[k].X}[:len(names)] {
			bound, w := boundAt(e.Metric.Winsorize, values, v, k, scales[d], t.Shape.Arms)
			w.Of = names[d]
			c.Bounds = append(c.Bounds, bound)
			out[i] = append(out[i], w)
		}
	}
	return out, nil
}

// boundAt holds one component between the quantiles that are asked for, and counts
// the units beyond; without a unit there is no bound. Where zeros are skipped, they
// stay: no unit that has nothing is given something.
func boundAt(ask spec.Winsorize, values *fold.Ints, v *fold.Vectors, column, scale int, arms []string) (fold.Bound, report.Winsorized) {
	kept := make([]moment.Sum128, 0, values.Len())
	for u := range values.Len() {
		if x := values.At(u); v.Columns[column].Has[u] && !v.Crossover[u] && (x.Sign() != 0 || !ask.SkipZeros) {
			kept = append(kept, x)
		}
	}
	slices.SortFunc(kept, moment.Sum128.Cmp)
	bound := fold.Bound{Low: moment.Least, High: moment.Most, Zero: ask.SkipZeros}
	w := report.Winsorized{Quantile: report.Undefined(), SkipZeros: ask.SkipZeros, Cap: report.Undefined()}
	of := func(quantile float64, bound *moment.Sum128, at *report.Num) {
		*at = report.Undefined()
		if len(kept) > 0 {
			*bound = moment.Quantile(kept, quantile)
			*at = report.Num(bound.Float() / math.Pow10(scale))
		}
	}
	if ask.Upper > 0 {
		w.Quantile = report.Num(ask.Upper)
		of(ask.Upper, &bound.High, &w.Cap)
	}
	if ask.Lower > 0 {
		w.Lower = &report.LowerCap{Quantile: report.Num(ask.Lower)}
		of(ask.Lower, &bound.Low, &w.Lower.Cap)
	}
	for _, n := range arms {
		w.Arms = append(w.Arms, report.CappedUnits{Arm: n})
	}
	least, most, changed := moment.Most, moment.Least, false
	for u := range values.Len() {
		if !v.Columns[column].Has[u] || v.Crossover[u] {
			continue
		}
		x := values.At(u)
		a, held := &w.Arms[v.Arm[u]], bound.Of(x)
		a.Units++
		switch held.Cmp(x) {
		case -1:
			a.Capped++
		case 1:
			a.Raised++
		}
		if changed = changed || held != x; held.Cmp(least) < 0 {
			least = held
		}
		if held.Cmp(most) > 0 {
			most = held
		}
	}
	w.Flat = changed && least == most
	return bound, w
}
