package power

import (
	"math"

	"uptake/analysis/stats"
)

// Midway asks, in the middle of an experiment, how many more units would be needed.
type Midway struct {
	Units int64   // in both arms so far
	SE    float64 // of the estimate so far
	MDE   float64 // the effect to find
	Alpha float64
	// Goals is the number of primary metrics: Alpha is divided by it when Corrected,
	// and the target power is taken to 1/Goals.
	Goals     int
	Corrected bool
	// Sequential: the threshold is the confidence sequence tuned at NStar units.
	Sequential bool
	NStar      float64
	// A normal prior on the effect; PriorSD = 0 stands for none. Not with Sequential.
	PriorMean, PriorSD float64
}

// Power returns the power with (1 + more) times the units so far.
//
// Source: gbstats 0.8.0, MidExperimentPower.
func (m Midway) Power(more float64) float64 {
	alpha := m.Alpha
	if m.Corrected {
		alpha /= float64(m.Goals)
	}
	se := m.SE / math.Sqrt(1+more)
	effect, crit := math.Abs(m.MDE), stats.NormalISF(alpha/2)
	switch {
	case m.PriorSD > 0:
		// the posterior's z is beyond crit when the estimate is beyond crit·√(1+r²) − the prior's pull
		r := se / m.PriorSD
		shift := r * m.PriorMean / m.PriorSD
		crit *= math.Sqrt(1 + r*r)
		d := effect / se
		return stats.NormalSF(crit-shift-d) + stats.NormalSF(crit+shift+d)
	case m.Sequential:
		crit = stats.SequenceRadius(float64(m.Units)*(1+more), stats.MixtureRho(alpha, m.NStar), alpha)
	}
	p, _ := Threshold(effect, se, crit)
	return p
}

// More returns the multiple of the units so far that is needed on top for each
// goal to reach target^(1/Goals); 0 when there are enough, +Inf beyond 2^27.
func (m Midway) More(target float64) float64 {
	goal := math.Pow(target, 1/float64(max(m.Goals, 1)))
	if m.Power(0) >= goal {
		return 0
	}
	return rise(m.Power, goal, 1<<27)
}
