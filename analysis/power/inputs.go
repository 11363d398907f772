package power

import "uptake/analysis/spec"

// Inputs is what a plan is made of. Shares of Arms add up to 1.
type Inputs struct {
	Alpha, GuardAlpha float64 // two-sided; one-sided
	Target            float64 // wanted power
	Arms              []spec.Arm
	Comparisons       int // that share Alpha, at least 1
	Metrics           []Metric
	UnitsPerWeek      float64 // new units of all arms; 0 = not known
	Weeks             int     // asked planned end; 0 = as long as is needed
	MinWeeks          int     // full weeks that the decision asks for
	PlannedUnits      int     // N*, and the planned end where no weeks are asked for; 0 = not given
	Sequential        bool    // the always-valid interval decides, not the fixed one
	// the always-valid band is watched beside the reading at the end, which has what it leaves of alpha
	Beside bool
	// days after the end at which a second reading is declared, which has its part of alpha; 0 = none
	Extension    int
	ChanceEnough float64 // what Ship asks for
	// Correlation of unit values between Metrics, by index; nil = not known.
	Correlation [][]float64
}

// Metric is what is known of one metric before the experiment.
type Metric struct {
	Name     string
	Kind     spec.Kind
	Role     spec.Role // primary, guardrail, or diagnostic for accepted_per_unit
	Down     bool
	Builtin  bool
	Share    bool    // printed as a percentage
	Base     float64 // control's value
	Variance float64 // of one unit; of a proportion Base(1−Base)
	// Units and Effective are those the baseline rests on; 0 when it was given.
	Units     int64
	Effective float64
	Effect    spec.Amount // primary: minimum effect
	Margin    spec.Amount // guardrail
	CUPED     float64     // correlation with the covariate
	Clusters  Clusters
}

// Clusters are groups of units that are assigned together. The zero value is
// none.
type Clusters struct{ Size, CV, ICC float64 }

// Effect returns the design effect, 1 without clusters.
func (c Clusters) Effect() float64 {
	if c.Size == 0 {
		return 1
	}
	return DesignEffect(c.Size, c.CV, c.ICC)
}

// planned reports whether units and weeks are planned for the metric. A guardrail
// without a margin is only drawn: it is watched for harm.
func (m Metric) planned() bool {
	return m.Role == spec.Primary || m.Role == spec.Guardrail && m.Margin.Given()
}

// Factor is what CUPED and clusters make of the metric's variance.
func (m Metric) Factor() float64 { return Adjusted(1, m.CUPED) * m.Clusters.Effect() }

// Sign is the direction of better, +1 or −1.
func (m Metric) Sign() float64 {
	if m.Down {
		return -1
	}
	return 1
}

// Enough is the minimum effect in the metric's unit, above 0.
func (m Metric) Enough() float64 {
	v, _ := m.Effect.Abs(m.Base)
	return v
}

// limit returns a guardrail's margin in the metric's unit, and what its limit
// makes of control's value (see Test.Safe).
func (m Metric) limit() (margin, grow float64) {
	v, _ := m.Margin.Abs(m.Base)
	if m.Margin.Form == spec.Relative {
		return v, m.grow(v)
	}
	return v, 1
}

// grow is the factor on control's value at a relative limit of margin in the
// metric's unit: m_c ∓ Δ|m_c| = m_c(1 ∓ Δ·sgn m_c).
func (m Metric) grow(margin float64) float64 {
	if m.Margin.Form != spec.Relative {
		return 1
	}
	return 1 - m.Sign()*margin/m.Base
}

// Smallest returns the index of control and of the other arm with the smallest
// share, the first of equals: the comparison that is planned for.
func (in *Inputs) Smallest() (control, arm int) {
	control, arm = -1, -1
	for i, a := range in.Arms {
		if a.Control {
			control = i
		} else if arm < 0 || a.Share < in.Arms[arm].Share {
			arm = i
		}
	}
	return control, arm
}

// guardAlpha is the level that a guardrail is shown safe at, by the reading at the
// end or by the always-valid band, which has its share alone.
func (in *Inputs) guardAlpha(sequential bool) float64 {
	if sequential {
		return in.GuardAlpha * spec.BandShare
	}
	return in.GuardAlpha * in.left()
}

// left is the share of alpha that the reading at the end has, whatever the days.
func (in *Inputs) left() float64 { return spec.ReadShare(in.Beside, in.Extension > 0) }

// test is the metric's planned comparison; the always-valid band has its share of
// alpha alone, and the reading at the end what that leaves.
func (in *Inputs) test(m Metric, sequential bool, nStar float64) Test {
	alpha := in.Alpha / float64(in.Comparisons)
	if sequential {
		alpha *= spec.BandShare
	} else {
		alpha *= in.left()
	}
	return Test{Proportion: m.Kind == spec.Proportion, Base: m.Base, Variance: m.Variance, Factor: m.Factor(),
		Cluster: m.Clusters.Size,
		Alpha:   alpha, Sequential: sequential, NStar: nStar}
}
