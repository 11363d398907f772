package stats

import "math"

// Table2x2 is one stratum's counts of successes and failures by arm.
type Table2x2 struct{ TreatmentYes, TreatmentNo, ControlYes, ControlNo int64 }

// MantelHaenszel returns the chi-square test of no association within strata
//
//	(Σ (a − E a))² / Σ Var a,  less ½ before squaring when corrected
//
// with 1 degree of freedom, and ln of the common odds ratio Σ(ad/n)/Σ(bc/n) with
// the standard error of Robins, Breslow & Greenland. Strata of fewer than two
// units are left out. NaN where nothing varies, or where a sum of products is 0.
//
// Source: Mantel & Haenszel (1959), JNCI 22; Robins, Breslow & Greenland (1986),
// Biometrics 42.
func MantelHaenszel(tables []Table2x2, corrected bool) (chi2 float64, p Tail, logOdds Test) {
	var delta, variance, r, s, pr, mixed, qs float64
	for _, t := range tables {
		a, b, c, d := float64(t.TreatmentYes), float64(t.TreatmentNo), float64(t.ControlYes), float64(t.ControlNo)
		n := a + b + c + d
		if n < 2 {
			continue
		}
		delta += a - (a+b)*((a+c)/n)
		variance += (a + b) / n * ((c + d) / n) * ((a + c) / (n - 1)) * (b + d)
		ri, si := a*d/n, b*c/n
		pi, qi := (a+d)/n, (b+c)/n
		r, s = r+ri, s+si
		pr += pi * ri
		mixed += pi*si + qi*ri
		qs += qi * si
	}
	d := math.Abs(delta)
	if corrected {
		d = math.Max(0, d-0.5)
	}
	chi2 = d / variance * d
	if variance == 0 {
		chi2 = math.NaN()
	}
	p = TwoSided(NormalLogSF(d / math.Sqrt(variance)))
	logOdds = Test{math.NaN(), math.NaN(), math.NaN()}
	if r > 0 && s > 0 {
		logOdds = Test{math.Log(r / s), math.Sqrt(pr/(2*r*r) + mixed/(2*r*s) + qs/(2*s*s)), math.Inf(1)}
	}
	return chi2, p, logOdds
}
