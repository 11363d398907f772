package readout

import (
	"fmt"
	"math"

	"uptake/analysis/report"
	"uptake/charts/doc"
	"uptake/charts/draw"
	"uptake/charts/say"
)

// sureCard says how sure the main metric's change is: both chances in one at
// the planned end, before it the band that may be read every day.
func (s *subject) sureCard(m *report.Metric, c *report.Comparison) doc.Card {
	k := doc.Card{Label: "How sure" + s.here()}
	switch {
	case m != nil && c == nil && m.Across != nil:
		return s.acrossCard(k, m)
	case m == nil || c == nil:
		k.Big, k.Sub = "none", "There is no comparison group."
		if m == nil && s.comparing() {
			k.Sub = "There is no main metric."
		}
	case s.keepsBack(m) != "":
		k.Big, k.Sub, k.Tone = say.Hidden, s.keepsBack(m), draw.Invalid
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
func (s *subject) rangeCard(k doc.Card, m *report.Metric, c *report.Comparison) doc.Card {
	sp := relOrAbs(m, c)
	what := "The " + s.level + " interval of the change, read once."
	if s.Decision.Early {
		what = "The " + s.level + " band of the change: it may be looked at every day, and the chances come at the " +
			"planned end."
		switch {
		case s.Decision.FirstCut != "":
			what = "The " + s.level + " band of the change: it may be looked at every day, also after the end."
		case s.End == "":
			what = "The " + s.level + " band of the change: it may be looked at every day. No chance is given " +
				"without an end."
		case s.Looks != nil:
			what = "The " + s.level + " interval of the change at this look; the chances come at the last one."
		}
	}
	switch {
	case !sp.Known:
		k.Big, k.Sub = say.Unknown, "There is no difference to be sure of: see the cautions."
	case !sp.Bounded && s.Decision.Early:
		k.Big, k.Sub = "no band yet", bandBegins(s.units())
	case !sp.Bounded:
		k.Big, k.Sub = "no limits", "The data set no finite limit to the change: see the cautions."
	default:
		k.Big, k.Sub = sp.Range(), what
		if sp.Unit == say.Points.Unit {
			k.Big += say.Points.Unit
		}
	}
	return k
}

// chancesCard is the chance that the change helps at all and by enough, and what
// it costs if it does not.
func (s *subject) chancesCard(k doc.Card, m *report.Metric, c *report.Comparison) doc.Card {
	b := c.Bayes
	k.Big = chanceText(b.ChanceBetter)
	k.Sub = "that it really helps"
	if flat := chanceText(b.Flat.ChanceBetter); flat != k.Big && b.Flat.ChanceBetter.Defined() {
		k.Sub += fmt.Sprintf(". The data alone say %s; %s", flat, countedIn(b))
	} else {
		k.Sub += ", " + assuming(b)
	}
	k.Sub += "."
	if m.MinimumEffect != nil && b.ChanceEnough.Defined() {
		k.Note = chanceText(b.ChanceEnough) + " for at least the " + writtenText(m, m.MinimumEffect) + " you asked for."
	} else {
		k.Note = "No smallest effect that matters was declared."
	}
	if l := s.lossWords(m, b); l != "" {
		k.Note += " " + l
	}
	return k
}

// countedIn and assuming say what was believed before the data. Only where a
// smallest effect that matters is declared, and no other prior, is that most
// changes do little.
func countedIn(b *report.Bayes) string {
	switch b.PriorKind {
	case "sceptical":
		return "most changes do little, so we count that in"
	case "stated":
		return "what the file expects of such changes is counted in"
	}
	return "very large effects are counted as rare"
}

func assuming(b *report.Bayes) string {
	switch b.PriorKind {
	case "sceptical":
		return "assuming, as for most changes, that big effects are rare"
	case "stated":
		return "given what the file expects of such changes"
	}
	return "assuming that very large effects are rare"
}

// leastChance is the least chance of being worse for which a cost is given.
const leastChance = 1e-6

// lossWords say what it costs if the arm is worse after all, how likely that is,
// and what shipping costs on average over all that the data leave open.
func (s *subject) lossWords(m *report.Metric, b *report.Bayes) string {
	wrong := 1 - float64(b.ChanceBetter)
	if !b.LossIfWorse.Defined() || !(wrong >= leastChance) {
		return ""
	}
	return "If it is worse after all (" + oneIn(wrong) + "): about " + s.lossText(m, b.LossIfWorse) + "; averaged " +
		"over all that may be true, " + s.lossSize(m, b.ExpectedLoss) + "."
}

// lossSize is an amount lost as a bare number, per 1,000 of a share.
func (s *subject) lossSize(m *report.Metric, loss report.Num) string {
	if m.Unit == "share" {
		loss *= 1000
	}
	return small(float64(loss))
}

// lossText is an amount lost: "1.8 fewer accepted per 1,000".
func (s *subject) lossText(m *report.Metric, loss report.Num) string {
	word := "lower"
	if m.Better == "down" {
		word = "higher"
	}
	if m.Unit != "share" {
		return s.lossSize(m, loss) + " " + word
	}
	word = map[bool]string{true: "more", false: "fewer"}[m.Better == "down"]
	for _, n := range rateNouns {
		if m.Builtin && n.Metric == m.Name {
			word += " " + n.More
		}
	}
	return s.lossSize(m, loss) + " " + word + " per 1,000"
}

// small prints an amount to two digits; one that is not worth writing out is said to be less.
func small(v float64) string {
	if v < 0.001 {
		return "less than 0.001"
	}
	return say.Fixed(v, say.Digits(v, 2))
}

// oneIn says a chance in hundreds, a rare one as "1 in 10,000".
func oneIn(p float64) string {
	if p >= 0.0095 {
		return chanceText(report.Num(p))
	}
	n := 1 / p
	round := math.Pow(10, math.Floor(math.Log10(n))-1)
	return "1 in " + say.Fixed(math.Round(n/round)*round, 0)
}

// chanceText says a probability in whole numbers: never 0 and never 100.
func chanceText(p report.Num) string {
	if !p.Defined() {
		return say.Unknown
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
