package stats

import "math"

// Stratum is one stratum's two arms.
type Stratum struct{ Control, Treatment Sample }

// size returns the units of both arms.
func (s Stratum) size() float64 { return float64(s.Control.N) + float64(s.Treatment.N) }

// usable says whether both arms have a variance.
func (s Stratum) usable() bool { return s.Control.N > 1 && s.Treatment.N > 1 }

// PostStratified is the difference of means weighted by the strata's shares of
// all units, and control's mean weighted alike, with their covariance.
type PostStratified struct {
	Control, Diff               float64 // weighted means
	VarControl, VarDiff, Covary float64 // of those
}

// PostStratify weighs the strata's differences by w_h = n_h/N, with variances
// for random strata sizes:
//
//	Var = [Σ w_h(n_h/n_th·s_th² + n_h/n_ch·s_ch²) + Σ w_h·d_h² − d²]/N
//
// the second part being the multinomial variance of the weights; the control
// mean and the covariance alike. NaN when an arm of a stratum has fewer than
// two units: put such strata together with others first.
//
// Source: gbstats 0.8.0, EffectMomentsPostStratification; Miratrix, Sekhon & Yu
// (2013), JRSS B 75, for the unconditional variance.
func PostStratify(strata []Stratum) PostStratified {
	var out PostStratified
	var total float64
	for _, s := range strata {
		total += s.size()
		if !s.usable() {
			total = math.NaN()
		}
	}
	for _, s := range strata {
		w := s.size() / total
		out.Diff += w * s.Control.Diff(s.Treatment)
		out.Control += w * s.Control.Value()
	}
	for _, s := range strata {
		w := s.size() / total
		within := w * s.size()
		vc, vt := within*s.Control.Q(), within*s.Treatment.Q()
		d, m := s.Control.Diff(s.Treatment)-out.Diff, s.Control.Value()-out.Control
		out.VarDiff += vc + vt + w*d*d
		out.VarControl += vc + w*m*m
		out.Covary += -vc + w*d*m
	}
	out.VarDiff /= total
	out.VarControl /= total
	out.Covary /= total
	return out
}

// Test returns the difference with the normal as reference.
func (p PostStratified) Test() Test { return Test{p.Diff, math.Sqrt(p.VarDiff), math.Inf(1)} }

// Lift returns d/|m_c| with the delta variance
//
//	Var(d)/m² + d²·Var(m)/m⁴ − 2d·Cov(d, m)/m³
//
// and the normal as reference; NaN for m_c = 0.
func (p PostStratified) Lift() Test {
	if p.Control == 0 {
		return Test{math.NaN(), math.NaN(), math.NaN()}
	}
	r := p.Diff / p.Control
	v := p.VarDiff + r*r*p.VarControl - 2*r*p.Covary
	m := math.Abs(p.Control)
	return Test{p.Diff / m, math.Sqrt(math.Max(v, 0)) / m, math.Inf(1)}
}

// PostStratifySimple takes the strata's weights as fixed: Σ w_h·d_h with variance
// Σ w_h²(q_th + q_ch), the normal as reference. NaN as PostStratify.
//
// Source: Cochran (1977), Sampling Techniques, 3rd ed., section 5A.9.
func PostStratifySimple(strata []Stratum) Test {
	var total, d, v float64
	for _, s := range strata {
		total += s.size()
	}
	for _, s := range strata {
		if !s.usable() {
			return Test{math.NaN(), math.NaN(), math.NaN()}
		}
		w := s.size() / total
		d += w * s.Control.Diff(s.Treatment)
		v += w * w * (s.Control.Q() + s.Treatment.Q())
	}
	if len(strata) == 0 {
		return Test{math.NaN(), math.NaN(), math.NaN()}
	}
	return Test{d, math.Sqrt(v), math.Inf(1)}
}
