package analysis

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"

	"uptake/analysis/fold"
	"uptake/analysis/moment"
	"uptake/analysis/report"
	"uptake/analysis/spec"
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
		if e.m.Winsorize.Upper == 0 && e.m.Winsorize.Lower == 0 || e.col < 0 {
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
		covariate := len(c.Bounds) > 0
		scales, names := e.scales, []string{"value"}
		if wanted[k].X != nil {
			names = []string{"numerator", "denominator"}
		}
		if covariate {
			scales = e.before
			names = map[bool][]string{false: {"covariate"}, true: {"covariate_numerator", "covariate_denominator"}}[wanted[k].X != nil]
		}
		for d, values := range []*fold.Ints{&v.Columns[k].Y, &v.Columns[k].X}[:len(names)] {
			bound, w := boundAt(e.m.Winsorize, values, v, k, scales[d], t.Shape.Arms)
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

// cappedCautions say what the caps changed: the metric compares capped values.
func cappedCautions(list []report.Winsorized) []report.Caution {
	var out []report.Caution
	for _, w := range list {
		switch {
		case w.Flat || w.Cap == 0 && sumOf(w, capped) > 0:
			out = append(out, caution("cap_of_zero", "%s", flatText(w)))
		case w.Cap.Defined() || w.Lower != nil && w.Lower.Cap.Defined():
			out = append(out, caution("winsorized", "%s", boundText(w)))
		}
	}
	return out
}

func capped(a report.CappedUnits) int64 { return a.Capped }
func raised(a report.CappedUnits) int64 { return a.Raised }
func units(a report.CappedUnits) int64  { return a.Units }

func sumOf(w report.Winsorized, of func(report.CappedUnits) int64) int64 {
	var n int64
	for _, a := range w.Arms {
		n += of(a)
	}
	return n
}

// boundText says between what a value is held and how many units that changed.
func boundText(w report.Winsorized) string {
	var bounds, quantiles []string
	if w.Lower != nil && w.Lower.Cap.Defined() {
		bounds, quantiles = append(bounds, fmt.Sprintf("at least %.6g", float64(w.Lower.Cap))), append(quantiles, fmt.Sprintf("%.6g%%", 100*float64(w.Lower.Quantile)))
	}
	if w.Cap.Defined() {
		bounds, quantiles = append(bounds, fmt.Sprintf("at most %.6g", float64(w.Cap))), append(quantiles, fmt.Sprintf("%.6g%%", 100*float64(w.Quantile)))
	}
	noun, zeros := "quantile", ""
	if len(quantiles) > 1 {
		noun = "quantiles"
	}
	if w.SkipZeros {
		zeros = " that are not 0"
	}
	changed := func(verb string, of func(report.CappedUnits) int64) string {
		var parts []string
		for _, a := range w.Arms {
			parts = append(parts, fmt.Sprintf("%d of %d units in %s", of(a), a.Units, a.Arm))
		}
		return verb + " " + strings.Join(parts, " and ")
	}
	var did []string
	if w.Lower != nil && w.Lower.Cap.Defined() {
		did = append(did, changed("raised", raised))
	}
	if w.Cap.Defined() {
		did = append(did, changed("capped", capped))
	}
	return fmt.Sprintf("The %s counts as %s, the %s %s of all units%s, arms together: that %s.", strings.ReplaceAll(w.Of, "_", " "),
		strings.Join(bounds, " and "), strings.Join(quantiles, " and "), noun, zeros, strings.Join(did, ", and "))
}

// flatText says that a cap leaves nothing, or nothing above 0, to compare.
func flatText(w report.Winsorized) string {
	of, n, more, less := strings.ReplaceAll(w.Of, "_", " "), sumOf(w, units), sumOf(w, capped), sumOf(w, raised)
	lower, others := "", ""
	if w.Lower != nil {
		lower = fmt.Sprintf("lower: %.6g%%, ", 100*float64(w.Lower.Quantile))
	}
	if w.Flat && less > 0 {
		others = fmt.Sprintf(" and %d less", less)
	}
	advice := "cap at a higher quantile"
	if !w.SkipZeros {
		advice = fmt.Sprintf("write winsorize: {%supper: %.6g%%, skip_zeros: true} for the quantile of the units that are not 0, or cap at a higher one", lower, 100*float64(w.Quantile))
	}
	switch {
	case w.Cap == 0:
		left := "all that is above 0 counts as 0"
		if w.Flat {
			left = "every unit counts as 0 and there is nothing left to compare"
		}
		return fmt.Sprintf("The cap of the %s is 0, the %.6g%% quantile of all units, because only %d of %d units have more%s: %s. To compare it, %s.", of, 100*float64(w.Quantile), more, n, others, left, advice)
	case w.Cap.Defined() && less > 0:
		return fmt.Sprintf("Both caps of the %s are %.6g, the %.6g%% and the %.6g%% quantile of all units: %d of %d units have less, %d have more, and all count as that, so there is nothing left to compare. To compare it, cap at quantiles further out.",
			of, float64(w.Cap), 100*float64(w.Lower.Quantile), 100*float64(w.Quantile), less, n, more)
	case w.Cap.Defined():
		return fmt.Sprintf("The cap of the %s is %.6g, the %.6g%% quantile of all units, and no unit has less: %d of %d units have more and count as that, so there is nothing left to compare. To compare it, cap at a higher quantile.",
			of, float64(w.Cap), 100*float64(w.Quantile), more, n)
	}
	return fmt.Sprintf("The lower cap of the %s is %.6g, the %.6g%% quantile of all units, and no unit has more: %d of %d units have less and count as that, so there is nothing left to compare. To compare it, cap at a lower quantile.",
		of, float64(w.Lower.Cap), 100*float64(w.Lower.Quantile), less, n)
}

// flattened is the caution of a metric whose caps leave nothing to compare, nil for others.
func flattened(list []report.Winsorized) *report.Caution {
	for _, w := range list {
		own := w.Of == "value" || (w.Of == "numerator" || w.Of == "denominator") && w.Cap == 0
		if w.Flat && own {
			c := caution("cap_of_zero", "%s", flatText(w))
			return &c
		}
	}
	return nil
}
