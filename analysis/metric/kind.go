package metric

import (
	"math"
	"math/big"

	"uptake/analysis/health"
	"uptake/analysis/method"
	"uptake/analysis/moment"
	"uptake/analysis/report"
	"uptake/analysis/spec"
	"uptake/analysis/stats"
)

// Kind is one metric kind.
type Kind struct {
	Name  spec.Kind
	About string
	// Dim is the number of values of a unit: y, or y and x.
	Dim int
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
