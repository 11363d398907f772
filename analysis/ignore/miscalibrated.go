package ignore

import (
	"context"
	"fmt"
	"math"

	"uptake/analysis/report"
	"uptake/analysis/stats"
)

// mostSuggested is the rows above which the step to confirm is looked for in a share
// of the units.
const mostSuggested = 150_000

// steps are the confidences above which the model may be less right than it says.
var steps = []float64{0.5, 0.6, 0.7, 0.8, 0.9}

// miscalibrated: above some confidence, more is ignored than the slope of the
// confidences promises to the same users.
func miscalibrated(_ context.Context, f *Facts) ([]candidate, error) {
	c := f.columnNamed("confidence")
	if c < 0 || !f.spread(c) {
		return nil, nil
	}
	best, bestZ := math.NaN(), findZ
	looked := f.promised(0, c, mostSuggested, steps[0])
	for _, t := range steps {
		for i, v := range looked.x[1] {
			looked.x[0][i] = beyond(v, t)
		}
		if beta, se := drop(looked); beta/se > bestZ {
			best, bestZ = t, beta/se
		}
	}
	if math.IsNaN(best) {
		return nil, nil
	}
	fit := f.promised(1, c, mostRefit, best)
	beta, se := drop(fit)
	if !(se > 0) {
		return nil, nil
	}
	k := &f.columns[c]
	in := func(_ *person, row int) bool { return float64(k.values[row]) > best }
	d := f.apart(1, func(p *person, row int) int {
		switch {
		case math.IsNaN(float64(k.values[row])):
			return -1
		case in(p, row):
			return 0
		}
		return 1
	})
	// What the drop is worth: the share above times how much more the same users
	// ignore there than the slope of the confidences promises.
	own := within{FixedFit: stats.FixedEffects(fit.y, fit.x, fit.first), units: fit.units}
	own.df = float64(own.Informative - 1)
	w := f.sameUserWorth(1, in, &own)
	level := fmt.Sprintf("over %g", best)
	return []candidate{{p: stats.NormalSF(beta / se), in: in, worth: w, by: []int{c},
		Cause: report.Cause{Mechanism: "miscalibrated", Lens: "calibration", Attribute: "confidence", Level: level,
			Points: f.worthInterval(&w),
			Users:  report.Num(d.users), Badge: "adjusted", Rival: f.of.Say(mechanisms["miscalibrated"].rival),
			Sentence: fmt.Sprintf(f.of.Say("Suggestions with a confidence over %g are {ignored} in %.1f%% of cases, "+
				"%.1f points more than the slope of the confidences promises for the same users."),
				best, 100*d.sides[0].rate(), 100*own.Effect)}}}, nil
}

// drop is the log odds ratio of being ignored above a confidence, beside the
// confidence itself, within users.
func drop(d design) (beta, se float64) {
	if len(d.y) == 0 {
		return math.NaN(), math.NaN()
	}
	fit := stats.ConditionalLogit(d.y, d.x, d.first)
	return fit.Beta[0], fit.SE[0]
}

// beyond is the column of whether a confidence is above a step.
func beyond(confidence, step float64) float64 {
	if confidence > step {
		return 1
	}
	return 0
}

// promised is the rows of one half with whether they are above a confidence, beside
// the confidence itself.
func (f *Facts) promised(half, c, most int, step float64) design {
	k := &f.columns[c]
	return f.design(half, 2, most, func(_ *person, row int, to []float64) bool {
		v := float64(k.values[row])
		to[0], to[1] = beyond(v, step), v
		return !math.IsNaN(v)
	})
}
