package method

import (
	"math"

	"uptake/analysis/counted"
	"uptake/analysis/report"
	"uptake/analysis/stats"
)

// Units are the values of two arms, unit by unit.
type Units struct {
	Control, Treatment []float64
	Binary             bool
	// Covariates are columns over control's and then treatment's units: what was
	// known before exposure, and the levels of segments as 0 and 1.
	Covariates [][]float64
	Seed       uint64
}

// UnitConvention is a convention that sums do not hold, only the units.
type UnitConvention struct {
	Name    string
	About   string
	compute func(u Units, a Asked) (out report.Also, why string) // why it cannot be given, "" where it can
}

const (
	resamples     = 1999
	mostResampled = 100_000   // units of both arms
	mostFitted    = 2_000_000 // units × columns² of a regression
)

// UnitConventions lists those that `statistics: {also: […]}` can name beside Conventions.
var UnitConventions = []UnitConvention{
	{"mann_whitney", "how much more often than half a unit of the arm exceeds one of control, with Brunner and " +
		"Munzel's interval", func(u Units, a Asked) (report.Also, string) {
		t := stats.MannWhitney(u.Control, u.Treatment)
		if math.IsNaN(t.P.P) {
			return report.Also{}, "all values are equal"
		}
		lo, hi := t.BrunnerMunzel.Interval(a.Alpha)
		return report.Also{Scale: "superiority", Value: report.Num(t.Superiority - 0.5), Lo: report.Num(lo),
			Hi: report.Num(hi), P: report.Num(t.P.P),
			Note: "it compares ranks, not means"}, ""
	}},
	{"permutation", "difference of means, p by dealing the arms out anew: every way where there are few, else 1,999 " +
		"seeded draws", func(u Units, _ Asked) (report.Also, string) {
		if n := len(u.Control) + len(u.Treatment); n > mostResampled {
			return report.Also{}, counted.Sprintf("it is made for at most %d units, and there are %d", mostResampled, n)
		}
		undefined := report.Undefined()
		out := report.Also{Scale: "abs", Value: report.Num(stats.Mean(u.Treatment) - stats.Mean(u.Control)),
			Lo: undefined, Hi: undefined}
		if count, total, err := stats.PermutationMeans(u.Control, u.Treatment); err == nil {
			out.P = report.Num(float64(count) / float64(total))
			return out, ""
		}
		out.P = report.Num(stats.PermutationSample(u.Control, u.Treatment, resamples, u.Seed))
		return out, ""
	}},
	{"bootstrap", "difference of means, interval by the BCa bootstrap over units within arms, 1,999 seeded resamples",
		func(u Units, a Asked) (report.Also, string) {
			if n := len(u.Control) + len(u.Treatment); n > mostResampled {
				return report.Also{}, counted.Sprintf("it is made for at most %d units, and there are %d",
					mostResampled, n)
			}
			b := stats.BootstrapDifference(u.Control, u.Treatment, resamples, u.Seed)
			lo, hi, _, _, _ := b.BCa(a.Alpha, 7)
			if math.IsNaN(lo) {
				return report.Also{}, "no resample differs from the estimate"
			}
			return report.Also{Scale: "abs", Value: report.Num(b.Estimate), Lo: report.Num(lo), Hi: report.Num(hi),
				P: report.Undefined()}, ""
		}},
	{"ols", "difference by least squares on the arm, the covariate from before exposure and the segments, with HC2 " +
		"errors", func(u Units, a Asked) (report.Also, string) {
		columns, y, why := u.design()
		if why != "" {
			return report.Also{}, why
		}
		f, err := stats.LeastSquares(columns, y)
		if err != nil {
			return report.Also{}, err.Error()
		}
		out, ok := linear("abs", stats.Test{Estimate: f.Beta[1], SE: f.HC(2)[1], DF: float64(f.N - f.K)}, a.Alpha)
		if !ok {
			return out, "the values do not vary"
		}
		return out, ""
	}},
	{"logistic", "change of the odds of a proportion by logistic regression on the arm and the segments",
		func(u Units, a Asked) (report.Also, string) {
			if !u.Binary {
				return report.Also{}, "the values are not 0 and 1"
			}
			columns, y, why := u.design()
			if why != "" {
				return report.Also{}, why
			}
			f, err := stats.Logistic(columns, y, nil)
			switch {
			case err != nil:
				return report.Also{}, err.Error()
			case !f.Converged:
				return report.Also{}, "the columns tell the outcomes apart (separation), so no finite estimate exists"
			}
			t := stats.Test{Estimate: f.Beta[1], SE: f.SE[1], DF: math.Inf(1)}
			lo, hi := t.Interval(a.Alpha)
			return report.Also{Scale: "odds", Value: report.Num(math.Expm1(t.Estimate)), Lo: report.Num(math.Expm1(lo)),
				Hi: report.Num(math.Expm1(hi)),
				P:  report.Num(t.TwoSided().P), Note: "of the odds, not of the share"}, ""
		}},
}

// design is the intercept, the arm and the covariates as columns, and the values.
func (u Units) design() (columns [][]float64, y []float64, why string) {
	n := len(u.Control) + len(u.Treatment)
	y = append(append(y, u.Control...), u.Treatment...)
	one, arm := make([]float64, n), make([]float64, n)
	for i := range n {
		one[i] = 1
		if i >= len(u.Control) {
			arm[i] = 1
		}
	}
	columns = append([][]float64{one, arm}, u.Covariates...)
	if k := len(columns); n <= k || n*k*k > mostFitted {
		return nil, nil, counted.Sprintf("%d units and %d columns are too few or too many for it (units × columns² of "+
			"at most %d)", n, k, mostFitted)
	}
	return columns, y, ""
}

// AlsoUnits computes the named conventions that need units, in the order of the
// table, and a caution for each that cannot be given. Both arms need 2 units.
func AlsoUnits(names []string, u Units, a Asked) (out []report.Also, cautions []report.Caution) {
	for _, k := range UnitConventions {
		for _, n := range names {
			if n != k.Name {
				continue
			}
			why := "an arm has fewer than 2 units"
			var got report.Also
			if min(len(u.Control), len(u.Treatment)) >= 2 {
				got, why = k.compute(u, a)
			}
			if why != "" {
				cautions = append(cautions, report.Cautionf("also_unavailable", "%s is not given: %s.", n, why))
				continue
			}
			got.Method = n
			out = append(out, got)
		}
	}
	return out, cautions
}
