package stats

import "math"

// EqualEffects is a test of whether the effects of several levels are one.
type EqualEffects struct {
	F, DF1, DF2 float64
	P           Tail
}

// WelchJames tests whether effects y_i with variances v_i, known on f_i degrees
// of freedom each, are one effect. With w = 1/v, W = Σw, ȳ = Σwy/W over k levels:
//
//	Λ = Σ(1 − w_i/W)²/f_i,  F = Σw_i(y_i − ȳ)²/(k−1) / (1 + 2(k−2)Λ/(k²−1)),
//	df1 = k−1,  df2 = (k²−1)/(3Λ)
//
// Johansen's statistic for the interaction of levels with two arms comes to the
// same with f_i Satterthwaite's of the level's difference. Where the values are
// skewed and one arm is much the smaller, a level's weight follows its own
// chance and the test alarms too often; BrownForsythe does not. NaN for fewer
// than two levels, a variance or degrees of freedom that are not above 0.
//
// Source: Welch (1951), Biometrika 38; James (1951), same; Johansen (1980),
// Biometrika 67.
func WelchJames(effects, variances, df []float64) EqualEffects {
	if !testable(variances, df) {
		return undefinedEquality()
	}
	k := float64(len(effects))
	q := Cochran(effects, variances)
	lambda := 0.0
	for i, w := range q.Weights {
		lambda += (1 - w) * (1 - w) / df[i]
	}
	return equality(q.Q/(k-1)/(1+2*(k-2)*lambda/(k*k-1)), k-1, (k*k-1)/(3*lambda))
}

// BrownForsythe tests the same by weights c_i that do not depend on the values,
// such as the levels' sizes, Σc = 1 after they are normalised. With V the
// variances on the diagonal and A = diag(c) − cc′:
//
//	F = y′Ay / tr(AV),  df1 = tr(AV)²/tr(AVAV),  df2 = tr(AV)² / Σ((1−c_i)c_i·v_i)²/f_i
//
// the degrees of freedom by Box's and Satterthwaite's two moments. NaN as WelchJames, and for a
// weight that is not above 0.
//
// Source: Brown & Forsythe (1974), Technometrics 16; Mehrotra (1997),
// Communications in Statistics B 26, for df1.
func BrownForsythe(effects, variances, df, weights []float64) EqualEffects {
	if !testable(variances, df) || !testable(weights, df) {
		return undefinedEquality()
	}
	total, mean := 0.0, 0.0
	for _, w := range weights {
		total += w
	}
	for i, y := range effects {
		mean += weights[i] / total * (y - effects[0])
	}
	mean += effects[0]
	var form, trace, squares, outer, below float64
	for i, y := range effects {
		c := weights[i] / total
		v := c * variances[i]
		form += c * (y - mean) * (y - mean)
		trace += (1 - c) * v
		squares += v * v * (1 - 2*c)
		outer += c * v
		below += (1 - c) * v * ((1 - c) * v) / df[i]
	}
	return equality(form/trace, trace*trace/(squares+outer*outer), trace*trace/below)
}

func equality(f, df1, df2 float64) EqualEffects {
	_, l := FSF(f, df1, df2)
	return EqualEffects{f, df1, df2, TailOf(l)}
}

func undefinedEquality() EqualEffects {
	nan := math.NaN()
	return EqualEffects{nan, nan, nan, TailOf(nan)}
}

// testable is whether there are two levels and every number of them is above 0.
func testable(v, df []float64) bool {
	for i := range v {
		if !(v[i] > 0) || !(df[i] > 0) {
			return false
		}
	}
	return len(v) >= 2
}

// LevelEffect is one level's difference as the tests above and Shrink take it:
// with its squared error to judge by, the degrees of freedom that is known on
// (Welch's, of a difference that leaves one unit out Satterthwaite's), and the
// level's size, 1/(1/n_c + 1/n_t).
type LevelEffect struct{ Effect, Variance, DF, Size float64 }

// NewLevelEffect takes the two arms of a level.
func NewLevelEffect(c, t Sample) LevelEffect {
	l := LevelEffect{Effect: c.Diff(t), Variance: c.SquaredError() + t.SquaredError(),
		Size: 1 / (1/float64(c.N) + 1/float64(t.N))}
	if c.LeftOut != nil && t.LeftOut != nil {
		l.DF = c.LeftOut.DF(*t.LeftOut)
	} else {
		_, l.DF = WelchDF(c.N, c.Q(), t.N, t.Q())
	}
	return l
}
