package config

import (
	"fmt"
	"strings"

	"uptake/analysis/counted"
	"uptake/analysis/spec"
)

// metricSentence says what a metric measures, how it decides or guards, and what becomes of its values.
func metricSentence(m spec.Metric) string {
	s := fmt.Sprintf("Metric %s (%s): ", m.Name, m.Role)
	if b, ok := spec.FindBuiltin(m.Name); ok && m.Builtin {
		s += b.About
	} else if k, ok := kindOf(m); ok {
		s += k.says(m)
	}
	if m.Down {
		s += "; down is better"
	}
	s += capWords(m.Winsorize)
	if m.Retention > 0 {
		s += "; a unit counts once the data hold that whole day"
	}
	if m.Window > 0 && m.Retention == 0 {
		s += "; within " + spec.Span(m.Window) + " of exposure, finished windows only"
	}
	if len(m.Covariate) > 0 {
		s += "; adjusted for " + strings.Join(m.Covariate, " / ") + " (CUPED)"
	}
	if m.MinimumEffect.Given() {
		s += "; " + amountWords(m.MinimumEffect) + " is the smallest effect that matters"
	}
	if m.Margin.Given() {
		s += "; it may get worse by less than " + amountWords(m.Margin)
	} else if m.Role == spec.Guardrail {
		s += "; without a margin it is watched for proven harm and never shown safe: say how much worse it may get, " +
			"such as margin: 5%"
	}
	if m.Scale > 0 && m.Kind != spec.Graded {
		s += counted.Sprintf("; kept to %d decimals", m.Scale)
	}
	return s + "."
}

func capWords(w spec.Winsorize) string {
	over := "all units, both arms together, "
	if w.SkipZeros {
		over = "all units that are not 0, both arms together, "
	}
	switch {
	case w.Upper > 0 && w.Lower > 0:
		return fmt.Sprintf("; values below the %g %% and above the %g %% quantile of %sare set to that quantile",
			100*w.Lower, 100*w.Upper, over)
	case w.Upper > 0:
		return fmt.Sprintf("; values above the %g %% quantile of %sare capped there", 100*w.Upper, over)
	case w.Lower > 0:
		return fmt.Sprintf("; values below the %g %% quantile of %sare raised to it", 100*w.Lower, over)
	}
	return ""
}

func amountWords(a spec.Amount) string {
	switch a.Form {
	case spec.Relative:
		return fmt.Sprintf("%g %% of control", 100*a.Value)
	case spec.Points:
		return fmt.Sprintf("%g points", 100*a.Value)
	}
	return fmt.Sprintf("%g in the metric's unit", a.Value)
}

func aggregateWords(a spec.Aggregate) string {
	if a.Column != "" {
		return "the column " + a.Column
	}
	s := ""
	switch a.How {
	case spec.Sum:
		s = fmt.Sprintf("the sum of %s over %s rows", a.Field, list(a.Event))
	case spec.Any:
		s = fmt.Sprintf("any %s row", list(a.Event))
	default:
		s = fmt.Sprintf("the number of %s rows", list(a.Event))
	}
	if len(a.Where) > 0 {
		s += " with " + list(filterWords(a.Where))
	}
	return s
}
