package config

import (
	"slices"

	"uptake/analysis/counted"
	"uptake/analysis/spec"
)

// embargo reads for how many days from the first exposure on the numbers stay closed.
func embargo(o *object) int {
	k := o.key("embargo", spec.SpanKey)
	s, ok := o.value("embargo")
	switch {
	case !ok:
		return 0
	case slices.Contains(k.Choices, s):
		return 7
	}
	d, err := ParseDuration(s)
	switch {
	case err != nil:
		o.bad("embargo", "%q is neither a number of whole days, such as 7d, nor first_full_week", s)
	case d%day != 0:
		o.bad("embargo", "is a number of whole days, such as 7d, for which the numbers stay closed")
	default:
		return int(d / day)
	}
	return 0
}

// embargoSentence says until when the numbers stay closed.
func embargoSentence(e *spec.Experiment) string {
	return counted.Sprintf("For the first %d days of exposures only health and counts are shown, whatever the numbers "+
		"say; they open once the data are complete to the end of the last of these days, or of the experiment.",
		e.Embargo)
}
