package stats

import "math"

// Anytime is an always-valid inference on each coefficient of a fit.
type Anytime struct {
	LogG         []float64 // ln of the e-value against a coefficient of 0
	Lower, Upper []float64 // bounds, infinite when the sample is too small for the level
}

// AnytimeRegression returns t-statistic e-values with a g-prior and the intervals
// that they give, valid at all sample sizes at once for normal errors: with r =
// g/(g+n), ν = n−k and t = β/se
//
//	ln G = ½ ln r + (ν+1)/2·[ln(1+t²/ν) − ln(1+r·t²/ν)]
//	β ± se·sqrt(ν(1−q)/(q−r)),  q = (r·α²)^(1/(ν+1)), infinite for q ≤ r
//
// The fit must have n > k.
//
// Source: Lindon, Ham, Tingley & Bojinov (2022), Anytime-valid linear models and
// regression adjusted causal inference, arXiv 2210.08589, section 2.
func AnytimeRegression(f Fit, g, alpha float64) Anytime {
	r, nu := g/(g+float64(f.N)), float64(f.N-f.K)
	q := math.Exp((math.Log(r) + 2*math.Log(alpha)) / (nu + 1))
	radius := math.Inf(1)
	if q > r {
		radius = math.Sqrt(nu * (1 - q) / (q - r))
	}
	var a Anytime
	for j, se := range f.SE() {
		t := f.Beta[j] / se
		s := t / nu * t
		a.LogG = append(a.LogG, 0.5*math.Log(r)+(nu+1)/2*(math.Log1p(s)-math.Log1p(r*s)))
		a.Lower = append(a.Lower, f.Beta[j]-radius*se)
		a.Upper = append(a.Upper, f.Beta[j]+radius*se)
	}
	return a
}
