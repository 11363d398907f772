package readout

import (
	"fmt"
	"strings"

	"uptake/analysis"
	"uptake/analysis/counted"
	"uptake/analysis/fold"
	"uptake/analysis/report"
)

// caps puts beside every metric what it was capped at, and says what that changed.
func caps(metrics []report.Metric, list []analysis.Entry, cols []fold.Column, arms []string) {
	for i, e := range list {
		if e.Col >= 0 {
			metrics[i].Winsorized = e.Capped(&cols[e.Col], arms)
			metrics[i].Cautions = append(metrics[i].Cautions, cappedCautions(metrics[i].Winsorized)...)
		}
	}
}

// cappedCautions say what the caps changed: the metric compares capped values.
func cappedCautions(list []report.Winsorized) []report.Caution {
	var out []report.Caution
	for _, w := range list {
		switch {
		case w.Flat || w.Cap == 0 && sumOf(w, capped) > 0:
			out = append(out, report.Cautionf("cap_of_zero", "%s", flatText(w)))
		case w.Cap.Defined() || w.Lower != nil && w.Lower.Cap.Defined():
			out = append(out, report.Cautionf("winsorized", "%s", boundText(w)))
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
		bounds, quantiles = append(bounds, fmt.Sprintf("at least %.6g", float64(w.Lower.Cap))),
			append(quantiles, fmt.Sprintf("%.6g%%", 100*float64(w.Lower.Quantile)))
	}
	if w.Cap.Defined() {
		bounds, quantiles = append(bounds, fmt.Sprintf("at most %.6g", float64(w.Cap))),
			append(quantiles, fmt.Sprintf("%.6g%%", 100*float64(w.Quantile)))
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
			parts = append(parts, counted.Sprintf("%d of %d units in %s", of(a), a.Units, a.Arm))
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
	return fmt.Sprintf("The %s counts as %s, the %s %s of all units%s, arms together: that %s.", report.Spoken(w.Of),
		strings.Join(bounds, " and "), strings.Join(quantiles, " and "), noun, zeros, strings.Join(did, ", and "))
}

// flatText says that a cap leaves nothing, or nothing above 0, to compare.
func flatText(w report.Winsorized) string {
	of, n, more, less := report.Spoken(w.Of), sumOf(w, units), sumOf(w, capped), sumOf(w, raised)
	lower, others := "", ""
	if w.Lower != nil {
		lower = fmt.Sprintf("lower: %.6g%%, ", 100*float64(w.Lower.Quantile))
	}
	if w.Flat && less > 0 {
		others = fmt.Sprintf(" and %d less", less)
	}
	advice := "cap at a higher quantile"
	if !w.SkipZeros {
		advice = fmt.Sprintf("write winsorize: {%supper: %.6g%%, skip_zeros: true} for the quantile of the units "+
			"that are not 0, or cap at a higher one", lower, 100*float64(w.Quantile))
	}
	switch {
	case w.Cap == 0:
		left := "all that is above 0 counts as 0"
		if w.Flat {
			left = "every unit counts as 0 and there is nothing left to compare"
		}
		return counted.Sprintf("The cap of the %s is 0, the %.6g%% quantile of all units, because only %d of %d units "+
			"have more%s: %s. To compare it, %s.", of, 100*float64(w.Quantile), more, n, others, left, advice)
	case w.Cap.Defined() && less > 0:
		return counted.Sprintf("Both caps of the %s are %.6g, the %.6g%% and the %.6g%% quantile of all units: %d of "+
			"%d units have less, %d have more, and all count as that, so there is nothing left to compare. To compare "+
			"it, cap at quantiles further out.",
			of, float64(w.Cap), 100*float64(w.Lower.Quantile), 100*float64(w.Quantile), less, n, more)
	case w.Cap.Defined():
		return counted.Sprintf("The cap of the %s is %.6g, the %.6g%% quantile of all units, and no unit has less: %d "+
			"of %d units have more and count as that, so there is nothing left to compare. To compare it, cap at a "+
			"higher quantile.",
			of, float64(w.Cap), 100*float64(w.Quantile), more, n)
	}
	return counted.Sprintf("The lower cap of the %s is %.6g, the %.6g%% quantile of all units, and no unit has more: "+
		"%d of %d units have less and count as that, so there is nothing left to compare. To compare it, cap at a "+
		"lower quantile.",
		of, float64(w.Lower.Cap), 100*float64(w.Lower.Quantile), less, n)
}

// flattened is the caution of a metric whose caps leave nothing to compare, nil for others.
func flattened(list []report.Winsorized) *report.Caution {
	for _, w := range list {
		own := w.Of == "value" || (w.Of == "numerator" || w.Of == "denominator") && w.Cap == 0
		if w.Flat && own {
			c := report.Cautionf("cap_of_zero", "%s", flatText(w))
			return &c
		}
	}
	return nil
}
