package config

import (
	"fmt"
	"math"
	"strings"

	"uptake/analysis/counted"
	"uptake/analysis/spec"
)

// metricSentence says what a metric measures, how it decides or guards, and what becomes of its values.
func metricSentence(m spec.Metric) string {
	s := fmt.Sprintf("Metric %s (%s): ", m.Name, m.Role)
	if b, ok := spec.FindBuiltin(m.Name); ok && m.Builtin {
		s += b.About
	} else {
		switch m.Kind {
		case spec.Graded:
			var grades []string
			for _, g := range m.Grades {
				grades = append(grades, fmt.Sprintf("%s %g", g.Name, float64(g.Cost)/math.Pow10(m.Scale)))
			}
			s += "cost per graded suggestion, each " + list(grades)
		case spec.Quantile:
			over := "units by " + aggregateWords(m.Numerator)
			if m.Of != "" {
				over = "shown suggestions by their " + m.Of
			}
			s += fmt.Sprintf("the value below which %g %% lie, over %s", 100*m.Quantile, over)
		case spec.Proportion:
			if m.Retention > 0 {
				s += fmt.Sprintf("on day %d after exposure (day 0 is its first 24 hours), ", m.Retention)
			}
			if len(m.Steps) > 0 {
				s += "share of units that reach the last of these steps, one after the other: " + list(stepWords(m))
				break
			}
			s += "share of units with " + aggregateWords(m.Numerator)
		case spec.Mean:
			s += "per unit, " + aggregateWords(m.Numerator)
		case spec.Ratio:
			s += aggregateWords(m.Numerator) + " divided by " + aggregateWords(m.Denominator)
		}
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

// stepWords tells the steps of a funnel.
func stepWords(m spec.Metric) []string {
	var out []string
	for _, step := range m.Steps {
		s := aggregateWords(spec.Aggregate{Event: step.Event, Where: step.Where, How: spec.Any})
		if step.Name != strings.Join(step.Event, " or ") {
			s = step.Name + " (" + s + ")"
		}
		if step.Within > 0 {
			s += " at most " + spec.Span(step.Within) + " after the step before"
		}
		out = append(out, s)
	}
	if m.Within > 0 {
		out[len(out)-1] += "; all at most " + spec.Span(m.Within) + " after the first"
	}
	return out
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
