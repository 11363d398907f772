package calibration

import (
	"fmt"
	"math"
)

// Worlds in which the treatment does something: what may not be shipped, and what should be.

// hiding shows 40 % fewer, of those that are seldom accepted: accepted per user is truly 5 % lower.
var hiding = row{name: "hides 40 % of what is shown, accepted −5 %", sample: 10,
	file: twoWeeks("suggestions", shownColumns, 2, acceptance+"  - {name: accepted_per_unit, role: secondary}\n",
		shownOutcome+planned),
	words: []word{{name: "ship", nominal: guard, because: "accepted per unit is truly at the margin of 5 %: " +
		"guardrail_alpha", said: ships}, never},
	draw: func(x *export) {
		x.head = "id,user,arm,o"
		id := 0
		for u := range 1200 {
			arm := x.arm(2)
			own := 0.4 * x.NormFloat64()
			for i := range 1 + int(math.Exp(2.3+0.9*x.NormFloat64())) {
				id++
				// the first is shown to everybody, so that nobody is missing
				good, p := x.Float64() < strongShare || i == 0, 0.0
				if p = hidden; good {
					p = 1 / (1 + math.Exp(0.4-own))
				}
				o := x.chance(p)
				if arm == 1 && !good {
					continue
				}
				day := x.day(id-1, 14)
				x.add(day, id, u, names[arm], o)
			}
		}
	}}

// Of a user's suggestions after the first, m = 14.4543 in the mean (Σ P(e^x ≥ j), x
// normal with mean 2.3 and sd .9), the strong are strongShare = s, so that 40 % of all
// are hidden: (1 − s)·m = .4·(1 + m). What is hidden is accepted in control as often as
// makes 5 % of all that are accepted there: (1 − s)·m·h = .05·((1 − s)·m·h + (1 + s·m)·q),
// q the mean over users of 1/(1 + e^(.4 − own)), own normal with sd .4: .4048 by quadrature.
const (
	more        = 14.4543
	strongShare = 1 - 0.4*(1+more)/more
	hidden      = 0.05 * (1 + strongShare*more) * 0.4048 / (0.95 * (1 - strongShare) * more)
)

// revenueDown lets acceptance rise by 3 points and revenue fall by a quarter.
var revenueDown = row{name: "acceptance +3pp, revenue −25 %", sample: 15,
	file: twoWeeks("units", unitColumns, 2, "  - {name: rate, kind: ratio, numerator: accepted, denominator: seen, "+
		"role: primary, minimum_effect: 2%}\n"+
		"  - {name: revenue, kind: mean, role: secondary}\n  - {name: bought, kind: proportion, role: secondary}\n  "+
		"- {name: tasks, kind: mean, role: secondary}\n", planned),
	words: []word{never, {name: "ship", said: ships, right: true, lost: 1, because: "only where the page cannot tell " +
		"the loss: shown, without a limit"}},
	draw: func(x *export) {
		x.head = "unit,arm,accepted,seen,revenue,bought,tasks"
		for i := range 4000 {
			arm := x.arm(2)
			p := min(0.99, 0.15+0.3*x.Float64()+0.03*float64(arm))
			seen := 1 + x.poisson(9)
			accepted := x.successes(seen, p)
			bought := x.chance(0.2 * (1 - 0.25*float64(arm)))
			revenue := 0.0
			if bought == 1 {
				revenue = math.Exp(2.5 + 0.8*x.NormFloat64())
			}
			day := x.day(i, 14)
			x.add(day, i, names[arm], accepted, seen, revenue, bought, x.poisson(5))
		}
	}}

// strong is an effect of the primary metric that is always found: 1 of 10, 4.7 standard errors of 400 an arm.
const strong = 1.0

// atMargin is a guardrail that is worse by just its margin.
var atMargin = func() row {
	m := []values{{"y", primary, strong}, {"g", "role: guardrail, better: down, margin: 3%", 0.3}}
	return row{name: "a guardrail truly at its margin of 3 %", sample: 50, file: twoWeeks("units", unitColumns, 2,
		asked(m), planned), draw: unitValues(400, 2, 14, m...),
		words: []word{{name: "ship", nominal: guard, because: "guardrail_alpha", said: ships}, never}}
}()

// worseBy is a secondary metric worse by what Holm over all five asks, 2.576, and 2.33 standard errors of .2121 more.
var worseBy = func() row {
	m := append([]values{{"y", primary, strong}, {"s", "role: secondary", -(2.576 + 2.33) * 0.2121}},
		others(3, "role: secondary")...)
	return row{name: "1 of 5 metrics worse by z of Holm + 2.33 se", sample: 50, file: twoWeeks("units", unitColumns, 2,
		asked(m), planned), draw: unitValues(400, 2, 14, m...),
		words: []word{{name: "ship", nominal: 0.01, because: "missed beyond 2.33 standard errors", said: ships}, never}}
}()

// power is a primary metric better by .65 of 10, 3.06 standard errors of 400 an arm, beside others that do not move.
func power(name string, secondary, guards int, margin string, lost float64) row {
	m := append([]values{{"y", primary, 0.65}}, others(secondary, "role: secondary")...)
	for i := range guards {
		m = append(m, values{name: fmt.Sprintf("g%d", i), as: "role: guardrail, better: down, margin: " + margin})
	}
	return row{name: name, sample: 30, file: twoWeeks("units", unitColumns, 2, asked(m), planned),
		draw: unitValues(400, 2, 14, m...),
		words: []word{{name: "ship", said: ships, right: true, lost: lost,
			because: fmt.Sprintf("at most %g points fewer than before", 100*lost)}, never}}
}

// acceptancePower is a rate that rises by 5 points with all built-in metrics beside it.
var acceptancePower = row{name: "power, acceptance +5pp beside the built-ins", sample: 10,
	file: twoWeeks("suggestions", shownColumns, 2, acceptance+"  - {name: accepted_per_unit, role: secondary}\n",
		shownOutcome+planned),
	words: []word{{name: "ship", said: ships, right: true, lost: 0.05, because: "at most 5 points fewer than before"},
		never},
	draw: func(x *export) {
		x.head = "id,user,arm,o"
		id := 0
		for u := range 1200 {
			arm := x.arm(2)
			p := min(0.99, 0.15+0.3*x.Float64()+0.05*float64(arm))
			for range 1 + x.poisson(7) {
				day := x.day(id, 14)
				x.add(day, id, u, names[arm], x.chance(p))
				id++
			}
		}
	}}
