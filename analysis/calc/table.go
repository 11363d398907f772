package calc

import "slices"

// Method is one calculator.
type Method struct {
	Name   string
	Inputs string // its inputs and options in one line, defaults included
	run    func(c *call) Result
}

// Methods is the table of calculators, family by family; each family's list
// stands in the file of its name.
var Methods = slices.Concat(
	moments,
	means,
	lifts,
	ratios,
	proportions,
	oneProportion,
	splits,
	adjustments,
	tails,
	margins,
	pairs,
	cuped,
	strata,
	quantiles,
	sequences,
	bounds,
	bayes,
	segments,
	levelEffects,
	decompositions,
	sliceScores,
	ranks,
	resampling,
	nist,
	regressions,
	oaxaca,
	survival,
	logistics,
	betaBinomials,
	spendings,
	powers,
)

func find(name string) (Method, bool) {
	for _, m := range Methods {
		if m.Name == name {
			return m, true
		}
	}
	return Method{}, false
}
