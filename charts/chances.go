package charts

import (
	"fmt"
	"math"

	"uptake/analysis/report"
)

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

// assumptions stands beneath every chance.
const assumptions = "Given this data and a sceptical starting point."

// chanceCards are the chance that it helps at all and that it helps enough,
// and what shipping costs when it does not help. Nil where no chance is known:
// before the planned end, or without a lift.
func (s *subject) chanceCards(m *report.Metric, c *report.Comparison) []card {
	if c == nil || c.Bayes == nil {
		return nil
	}
	b := c.Bayes
	any := card{Label: "Chance that it helps at all", Big: chanceText(b.ChanceBetter), Sub: assumptions}
	enough := card{Label: "Chance that it helps enough", Big: chanceText(b.ChanceEnough), Sub: "No smallest effect that matters was declared."}
	if m.MinimumEffect != nil {
		enough.Sub = "Better by at least " + amountText(m, m.MinimumEffect) + "."
		enough.Note = assumptions
	}
	sc, of := plain, ""
	if m.Unit == "share" {
		sc, of = scale{1000, ""}, " per 1,000 "+s.per1000(m)
	}
	loss := float64(b.ExpectedLoss) * sc.factor
	cost := card{Label: "Cost if we ship and are wrong", Big: fixed(loss, digits(loss, 2)), Note: "The average over all that the data leave open.",
		Sub: upperFirst(metricName(m.Name)) + " lost on average" + of + "."}
	if m.Better == "down" {
		cost.Sub = upperFirst(metricName(m.Name)) + " added on average" + of + "."
	}
	if loss < 0.005 {
		cost.Big = "< 0.01"
	}
	return []card{any, enough, cost}
}
