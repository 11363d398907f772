package health

import (
	"fmt"
	"math"
	"strings"

	"uptake/analysis/report"
)

// The bounds of belief: a relative lift beyond ±hugeLift whose whole interval lies
// beyond ±largeLift, or one beyond ±largeLift by more than tooManyErrors standard
// errors from none. Many standard errors alone prove nothing but many units.
const (
	tooManyErrors = 10
	hugeLift      = 0.5
	largeLift     = 0.25
)

// tooGood applies Twyman's law to the primary metrics: any figure that looks
// interesting is usually wrong. A wide interval around a large lift is noise
// rather than a broken log, so it does not count.
//
// Source: Kohavi, Tang & Xu (2020), Trustworthy Online Controlled Experiments,
// chapter 3; the bounds are ours.
func tooGood(f *Facts) (report.Check, bool) {
	var found []string
	compared := 0
	for _, m := range f.Primaries {
		for _, c := range m.Comparisons {
			if !c.Abs.Value.Defined() {
				continue
			}
			compared++
			name := report.Spoken(m.Name) + " in " + c.Arm
			z := math.Abs(float64(c.Statistic))
			switch lift := float64(c.Rel.Value); {
			case math.Abs(lift) > hugeLift && (float64(c.Rel.Lo) > largeLift || float64(c.Rel.Hi) < -largeLift):
				found = append(found, fmt.Sprintf("%s differs by %s (%s to %s)", name, wholePercent(lift),
					wholePercent(float64(c.Rel.Lo)), wholePercent(float64(c.Rel.Hi))))
			case z > tooManyErrors && math.Abs(lift) > largeLift:
				found = append(found, fmt.Sprintf("%s differs by %s, %.1f standard errors from no difference", name,
					wholePercent(lift), z))
			}
		}
	}
	switch {
	case compared == 0:
		return report.Check{}, false
	case len(found) > 0:
		return check("warn", "Check the logging before believing it: %s.", list(found)), true
	}
	return check("ok", "No primary metric differs by more than %d%% with an interval clear of ±%d%%, or by more than "+
		"%d%% and %d standard errors.",
		int(100*hugeLift), int(100*largeLift), int(100*largeLift), tooManyErrors), true
}

// wholePercent prints a relative number with its sign.
func wholePercent(v float64) string {
	if math.IsInf(v, 0) || math.IsNaN(v) {
		return "no bound"
	}
	return strings.Replace(fmt.Sprintf("%+.0f%%", 100*v), "-", "−", 1)
}

var tooGoodWords = Words{
	Meaning: "An effect this large is seldom real; most often something else differs between the arms.",
	Causes: []string{"the arms log the event differently", "a default, a redirect or a bug sets the action off by " +
		"itself", "one arm has robots or test accounts"},
	Todo: "Check the logging of the metric in both arms by hand for a few units before believing it.",
}
