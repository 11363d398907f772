package charts

import (
	"fmt"
	"math"

	"uptake/analysis/report"
)

// sureCard says how sure the main metric's change is: both chances in one at
// the planned end, before it the band that may be read every day.
func (s *subject) sureCard(m *report.Metric, c *report.Comparison) card {
	k := card{Label: "How sure"}
	switch {
	case m == nil || c == nil:
		k.Big, k.Sub = "none", "There is no comparison group."
		if m == nil && s.comparing() {
			k.Sub = "There is no main metric."
		}
	case s.hides(m) != "":
		k.Big, k.Sub, k.Tone = hidden, s.hides(m), invalid
	case s.undecided() && !s.Decision.Early:
		k.Big, k.Sub = "not yet", "Nothing is read before the planned end."
	case c.Bayes == nil || s.Decision.Early:
		return s.rangeCard(k, m, c)
	default:
		return s.chancesCard(k, m, c)
	}
	return k
}

// rangeCard stands where no chance is given: before the end, or of a metric
// whose chances cannot be computed.
func (s *subject) rangeCard(k card, m *report.Metric, c *report.Comparison) card {
	sp := relOrAbs(m, c)
	what := "The " + s.level + " interval of the change, read once."
	if s.Decision.Early {
		what = "The " + s.level + " band of the change: it may be looked at every day, and the chances come at the planned end."
	}
	switch {
	case !sp.Known:
		k.Big, k.Sub = unknown, "There is no difference to be sure of: see the cautions."
	case !sp.Bounded && s.Decision.Early:
		k.Big, k.Sub = "no band yet", bandBegins(s.units())
	case !sp.Bounded:
		k.Big, k.Sub = "no limits", "The data set no finite limit to the change: see the cautions."
	default:
		k.Big, k.Sub = sp.Range(), what
		if sp.Unit == points.unit {
			k.Big += points.unit
		}
	}
	return k
}

// chancesCard is the chance that the change helps at all and by enough, and what
// it costs if it does not.
func (s *subject) chancesCard(k card, m *report.Metric, c *report.Comparison) card {
	b := c.Bayes
	k.Big = chanceText(b.ChanceBetter)
	k.Sub = "that it really helps"
	if flat := chanceText(b.Flat.ChanceBetter); flat != k.Big && b.Flat.ChanceBetter.Defined() {
		k.Sub += fmt.Sprintf(". The data alone say %s; %s", flat, "most changes do little, so we count that in")
	} else {
		k.Sub += ", assuming, as for most changes, that big effects are rare"
	}
	k.Sub += "."
	if m.MinimumEffect != nil && b.ChanceEnough.Defined() {
		k.Note = chanceText(b.ChanceEnough) + " for at least the " + name(m.MinimumEffect.Text) + " you asked for."
	} else {
		k.Note = "No smallest effect that matters was declared."
	}
	return k
}

// chanceText says a probability in whole numbers: never 0 and never 100.
func chanceText(p report.Num) string {
	if !p.Defined() {
		return unknown
	}
	switch n := int(math.Round(100 * float64(p))); {
	case n >= 100:
		return "> 99 in 100"
	case n <= 0:
		return "< 1 in 100"
	default:
		return fmt.Sprintf("%d in 100", n)
	}
}
