package lint

import (
	"fmt"
	"math"

	"uptake/analysis/stats"
)

// Share is how large a part is so, with its 95 % interval for one look: users are what is
// sampled, so rows of one user count together.
type Share struct {
	Of    string  `json:"of"`
	Value float64 `json:"value"`
	Lo    float64 `json:"lo"`
	Hi    float64 `json:"hi"`
	Units int     `json:"units"` // that it is made of
}

// tally adds up, unit by unit, how much of what there is of something is so.
type tally struct {
	units, with       int // units, and those of which something is so
	y, x, yy, xy, xxx float64
}

func (t *tally) add(y, x float64) {
	if x == 0 {
		return
	}
	if t.units++; y > 0 {
		t.with++
	}
	t.y, t.x, t.yy, t.xy, t.xxx = t.y+y, t.x+x, t.yy+y*y, t.xy+x*y, t.xxx+x*x
}

// rate is the share in all, and the variance of it over units (delta method).
func (t *tally) rate() (r, v float64) {
	if t.x == 0 {
		return math.NaN(), math.NaN()
	}
	r = t.y / t.x
	if t.units < 2 {
		return r, math.NaN()
	}
	n := float64(t.units)
	return r, n / (n - 1) * max(t.yy-2*r*t.xy+r*r*t.xxx, 0) / (t.x * t.x)
}

// share is the rate with its interval: Wilson's for as many independent trials as the
// clustered error is worth, Student's quantile for the few units that are concerned.
func (t *tally) share(of string) *Share {
	r, v := t.rate()
	s := &Share{Of: of, Value: r, Lo: 0, Hi: 1, Units: t.units}
	if t.units < 2 {
		return s
	}
	worth := float64(t.units)
	if v > 0 && r > 0 && r < 1 {
		worth = min(r*(1-r)/v, t.x)
	}
	few := min(t.with, t.units-t.with)
	s.Lo, s.Hi = stats.WilsonShare(worth, r, stats.StudentISF(0.025, float64(max(few, 3))))
	if r == 1 { // but for rounding
		s.Hi = 1
	}
	return s
}

// say prints a share with its interval.
func (s *Share) say() string {
	return fmt.Sprintf("%.3g %% (95 %% interval %.3g to %.3g %%)", 100*s.Value, 100*s.Lo, 100*s.Hi)
}

// against compares the rate of one side with that of another: the ratio with its interval
// for one look, and the standard normal deviate of its logarithm from that of a bound.
// Where a side has none, by the units that have any: each of the one would have had some
// with the other's chance.
func (t *tally) against(o *tally, bound float64) (ratio, lo, hi, z float64) {
	r, v := t.rate()
	q, w := o.rate()
	if !(q > 0) || math.IsNaN(v) || math.IsNaN(w) {
		return math.NaN(), math.NaN(), math.NaN(), math.NaN()
	}
	if r == 0 {
		chance := float64(o.with) / float64(o.units) // that a unit has any
		n := float64(t.units)
		if chance >= 1 {
			chance = 1 - 0.5/float64(o.units)
		}
		_, logP := 0.0, n*math.Log1p(-chance*bound)
		return 0, 0, min(1, (1-math.Pow(0.025, 1/n))/chance), -stats.NormalISF(max(math.Exp(logP), 1e-300))
	}
	se := math.Sqrt(v/(r*r) + w/(q*q))
	at := math.Log(r / q)
	df := float64(max(min(t.with, o.with)-1, 2))
	half := se * stats.StudentISF(0.025, df)
	return r / q, math.Exp(at - half), math.Exp(at + half), (at - math.Log(bound)) / se
}

// below is the p of a deviate that far below.
func below(z float64) float64 { return stats.NormalSF(-z) }

// lost is the share that a ratio below 1 lacks.
func lost(of string, ratio, lo, hi float64, units int) *Share {
	return &Share{Of: of, Value: 1 - ratio, Lo: max(1-hi, 0), Hi: min(1-lo, 1), Units: units}
}
