package spec

import "slices"

// AcceptedMargin is how far accepted suggestions per unit may fall where fewer
// are shown, unless the metric has a margin of its own.
var AcceptedMargin = Amount{Value: 0.05, Form: Relative, Text: "5%"}

// Accepted, Shown and Seen are the built-in metrics that the rules of a verdict
// ask for by name.
const (
	Accepted = "accepted_per_unit"
	Shown    = "shown_per_unit"
	Seen     = "seen_per_unit"
)

// Limited reports whether the metric is a guardrail with a margin: only its margin
// judges it. One without is watched for harm like any other metric.
func (m Metric) Limited() bool { return m.Role == Guardrail && m.Margin.Given() }

// Among names the built-in counts per unit that the metric divides by, where it is
// a rate among suggestions: less of them can raise it and gain nothing. A ratio of
// one's own is such a rate when it divides by events that show suggestions.
func (e *Experiment) Among(m Metric) []string {
	switch b, ok := FindBuiltin(m.Name); {
	case m.Builtin && ok && b.Shown && m.Name == "edit_rate":
		return []string{Seen, Accepted}
	case m.Builtin && ok && b.Shown:
		return []string{Seen}
	case m.Builtin:
		return nil
	case m.Kind == Graded:
		return []string{Shown}
	case m.Kind != Ratio || len(m.Denominator.Event) == 0:
		return nil
	}
	for _, role := range []string{"shown", "accepted"} {
		names := e.Suggestions.Events[role]
		if !slices.ContainsFunc(m.Denominator.Event, func(n string) bool { return !slices.Contains(names, n) }) {
			return map[string][]string{"shown": {Shown, Seen}, "accepted": {Seen, Accepted}}[role]
		}
	}
	return nil
}

// HoldsAccepted is the margin that accepted suggestions per unit are held to where
// a primary metric is a rate among suggestions; false where none is.
func (e *Experiment) HoldsAccepted() (Amount, bool) {
	if !slices.ContainsFunc(e.Metrics, func(m Metric) bool { return m.Role == Primary && len(e.Among(m)) > 0 }) {
		return Amount{}, false
	}
	for _, m := range e.Metrics {
		if m.Builtin && m.Name == Accepted && m.Margin.Given() {
			return m.Margin, true
		}
	}
	return AcceptedMargin, true
}
