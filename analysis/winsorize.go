package analysis

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"

	"uptake/analysis/fold"
	"uptake/analysis/report"
	"uptake/analysis/spec"
	"uptake/analysis/stats"
	"uptake/analysis/study"
)

// winsorize finds the caps of the metrics that ask for one and sets them in
// their columns: for each component of a unit's vector, covariates included, the
// type-7 quantile of all arms' units together, once, so that the cap does not
// depend on the arm. It returns what was capped, by place in list. The units are
// read once more, only where a metric asks.
func winsorize(ctx context.Context, exp *spec.Experiment, list []entry, cols []fold.Column, t *study.Tables, workers int) ([][]report.Winsorized, error) {
	out := make([][]report.Winsorized, len(list))
	var wanted []fold.Column
	var at []int
	for i, e := range list {
		if e.m.Winsorize.Upper == 0 || e.col < 0 {
			continue
		}
		c := cols[e.col]
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
		e, c := list[i], &cols[list[i].col]
		covariate := len(c.Caps) > 0
		scales, names := e.scales, []string{"value"}
		if wanted[k].X != nil {
			names = []string{"numerator", "denominator"}
		}
		if covariate {
			scales = e.before
			names = map[bool][]string{false: {"covariate"}, true: {"covariate_numerator", "covariate_denominator"}}[wanted[k].X != nil]
		}
		for d, values := range [][]int64{v.Columns[k].Y, v.Columns[k].X}[:len(names)] {
			limit, capped := capAt(e.m.Winsorize, values, v, k, t.Shape.Arms)
			c.Caps = append(c.Caps, limit)
			w := report.Winsorized{Of: names[d], Quantile: report.Num(e.m.Winsorize.Upper), SkipZeros: e.m.Winsorize.SkipZeros,
				Cap: report.Num(float64(limit) / math.Pow10(scales[d])), Arms: capped}
			if limit == math.MaxInt64 {
				w.Cap = report.Undefined()
			}
			out[i] = append(out[i], w)
		}
	}
	return out, nil
}

// capAt is the cap of one component and the units above it; without a unit
// there is no cap.
func capAt(w spec.Winsorize, values []int64, v *fold.Vectors, column int, arms []string) (int64, []report.CappedUnits) {
	kept := make([]int64, 0, len(values))
	for u, x := range values {
		if v.Columns[column].Has[u] && !v.Crossover[u] && (x != 0 || !w.SkipZeros) {
			kept = append(kept, x)
		}
	}
	limit := int64(math.MaxInt64)
	if len(kept) > 0 {
		slices.Sort(kept)
		limit = stats.IntQuantile(kept, w.Upper)
	}
	out := make([]report.CappedUnits, len(arms))
	for a, n := range arms {
		out[a].Arm = n
	}
	for u, x := range values {
		if v.Columns[column].Has[u] && !v.Crossover[u] {
			out[v.Arm[u]].Units++
			if x > limit {
				out[v.Arm[u]].Capped++
			}
		}
	}
	return limit, out
}

// cappedCautions say what the caps changed: the metric compares capped values.
func cappedCautions(list []report.Winsorized) []report.Caution {
	var out []report.Caution
	for _, w := range list {
		if !w.Cap.Defined() {
			continue
		}
		var parts []string
		for _, a := range w.Arms {
			parts = append(parts, fmt.Sprintf("%d of %d units in %s", a.Capped, a.Units, a.Arm))
		}
		zeros := ""
		if w.SkipZeros {
			zeros = " that are not 0"
		}
		out = append(out, caution("winsorized", "The %s counts as at most %.6g, the %.6g%% quantile of all units%s, arms together: that capped %s.",
			strings.ReplaceAll(w.Of, "_", " "), float64(w.Cap), 100*float64(w.Quantile), zeros, strings.Join(parts, " and ")))
	}
	return out
}
