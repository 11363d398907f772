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
	for _, t := range steps {
		if beta, se := f.drop(0, c, mostSuggested, t); beta/se > bestZ {
			best, bestZ = t, beta/se
		}
	}
	if math.IsNaN(best) {
		return nil, nil
	}
	beta, se := f.drop(1, c, mostRefit, best)
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
	// What the drop is worth: the share above times the rate there against the rate
	// that the same suggestions would have without the drop.
	share := float64(d.sides[0].seen) / float64(d.sides[0].seen+d.sides[1].seen)
	z := stats.NormalISF(f.exp.Statistics.Alpha / 2)
	rate := d.sides[0].rate()
	worth := func(b float64) report.Num { return report.Num(share * (rate - shifted(rate, -b))) }
	level := fmt.Sprintf("over %g", best)
	return []candidate{{p: stats.NormalSF(beta / se), in: in, Cause: report.Cause{Mechanism: "miscalibrated", Lens: "calibration", Attribute: "confidence", Level: level,
		Points: report.Interval{Value: worth(beta), Lo: worth(beta - z*se), Hi: worth(beta + z*se), Bounded: true, Method: "conditional_logit"},
		Users:  report.Num(d.users), Badge: "adjusted", Rival: mechanisms["miscalibrated"].rival,
		Sentence: fmt.Sprintf("Suggestions with a confidence over %g are ignored in %.1f%% of cases, %.1f points more than the slope of the confidences promises for the same users.",
			best, 100*rate, 100*float64(worth(beta))/share)}}}, nil
}

// drop is the log odds ratio of being ignored above a confidence, beside the
// confidence itself, within users of one half.
func (f *Facts) drop(half, c, most int, above float64) (beta, se float64) {
	k := &f.columns[c]
	d := f.design(half, 2, most, func(_ *person, row int, to []float64) bool {
		v := float64(k.values[row])
		to[0], to[1] = 0, v
		if v > above {
			to[0] = 1
		}
		return !math.IsNaN(v)
	})
	if len(d.y) == 0 {
		return math.NaN(), math.NaN()
	}
	fit := stats.ConditionalLogit(d.y, d.x, d.first)
	return fit.Beta[0], fit.SE[0]
}
