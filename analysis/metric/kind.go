package metric

import (
	"math"
	"math/big"

	"uptake/analysis/fold"
	"uptake/analysis/health"
	"uptake/analysis/method"
	"uptake/analysis/moment"
	"uptake/analysis/report"
	"uptake/analysis/spec"
	"uptake/analysis/stats"
)

// Kind is one metric kind: what is collected for it, and how that becomes numbers.
type Kind struct {
	Name  spec.Kind
	About string
	// Dim is the number of values of a unit: y, or y and x; 0 for kinds that are valued.
	Dim int
	// Binary: a unit has what is counted or has it not, so the value is a share of units.
	Binary bool
	// Adds: a unit's value adds up over its days and has no bound, so it can be followed
	// by age, and single units can make a difference.
	Adds bool
	// Valued: made of values one by one. No sums of it add up by day or by level.
	Valued bool
	// Before: the same of the time before exposure foretells it (CUPED).
	Before bool
	// variables are collected of a unit's rows; nil for what suggestions carry.
	variables func(k Kind, layout spec.Layout, m spec.Metric) []spec.Variable
	// Carried is the fold column, with the decimals of each side, of a kind that is made of
	// what suggestions carry; nil for others.
	Carried func(exp *spec.Experiment, m spec.Metric) (column fold.Column, scales []int)
	// positive reports whether no unit's value can be below 0; nil where nothing says so.
	positive func(m spec.Metric) bool
	// Sample makes an arm's sample of its exact sums; nil for kinds made of values.
	Sample func(stats.Sums) stats.Sample
	// Estimate gives an arm's value with a two-sided interval at alpha.
	Estimate func(arm string, s stats.Sample, alpha float64) report.Estimate
	// compare compares an arm with control at a two-sided alpha.
	compare func(control, treatment stats.Sample, alpha float64) report.Comparison
}

// Compare compares an arm with control at a two-sided alpha, or says why it may not.
func (k Kind) Compare(l health.Leave, control, treatment stats.Sample, alpha float64) report.Comparison {
	if !l.Given() {
		return method.Undefined("", l.Why())
	}
	return k.compare(control, treatment, alpha)
}

// Positive reports whether no unit's value of the metric can be below 0: shares and
// counts, but not sums of a field, of which nothing says so.
func (k Kind) Positive(m spec.Metric) bool { return k.Binary || k.positive != nil && k.positive(m) }

// counts reports whether an aggregate is a number of rows.
func counts(a spec.Aggregate) bool { return len(a.Event) > 0 && a.How != spec.Sum }

// Kinds lists the metric kinds.
var Kinds = []Kind{Proportion, Mean, Ratio, quantile, graded}

// Find returns the kind of that name.
func Find(name spec.Kind) (Kind, bool) {
	for _, k := range Kinds {
		if k.Name == name {
			return k, true
		}
	}
	return Kind{}, false
}

// Sums converts moments of scaled integers to exact sums: component i is
// divided by 10^scales[i].
func Sums(m moment.Moment, scales ...int) stats.Sums {
	s := stats.Sums{N: m.N}
	s.Sum, s.Cross = m.Big()
	for i := range scales {
		if m.Dim() == 0 { // no unit at all
			s.Sum = append(s.Sum, new(big.Int))
			for range scales[i:] {
				s.Cross = append(s.Cross, new(big.Int))
			}
		}
		s.Den = append(s.Den, new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(scales[i])), nil))
	}
	return s
}

// estimate is the common part: value with numerator and denominator, and a t
// interval of the mean with n−1 degrees of freedom.
func estimate(arm string, s stats.Sample, alpha float64) report.Estimate {
	e := report.Estimate{Arm: arm, Units: s.N, Value: report.Num(s.Value()), SE: report.Undefined(),
		Lo: report.Undefined(), Hi: report.Undefined(),
		Numerator: report.Num(s.Numerator), Denominator: report.Num(s.Denominator),
		EffectiveUnits: report.Num(s.Effective)}
	if s.N < 2 || math.IsNaN(s.Value()) {
		return e
	}
	se := s.SE()
	e.SE = report.Num(se)
	if se > 0 {
		half := stats.StudentISF(alpha/2, float64(s.N-1)) * se
		e.Lo, e.Hi = report.Num(s.Value()-half), report.Num(s.Value()+half)
	}
	return e
}
