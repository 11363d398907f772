package stats

import "math"

// Ancova is the covariate-adjusted difference with θ fitted by regression.
type Ancova struct {
	ThetaWithin            float64 // of y on arm and x
	Within                 Test    // with the classical error, n−3 degrees of freedom
	ThetaControl, ThetaOwn float64 // each arm's own slope
	PerArm                 float64 // the difference at the overall mean of x with the arms' own slopes
	SimpleSE, HC2SE        float64 // residual variances over n, and the sandwich HC2 of the interacted fit
}

// AncovaOf fits y on the arm and the covariate x, with one slope and with one
// per arm. HC2 never hurts asymptotically, whatever the split. NaN where an arm
// has fewer than three units or a constant covariate.
//
// Source: Fisher (1932) for one slope; Lin (2013), Agnostic notes on regression
// adjustments to experimental data, Annals of Applied Statistics 7, for one per
// arm.
func AncovaOf(yc, xc, yt, xt []float64) (Ancova, error) {
	sc, err := FromValues(yc, xc)
	if err != nil {
		return Ancova{}, err
	}
	st, err := FromValues(yt, xt)
	if err != nil {
		return Ancova{}, err
	}
	c, t := sc.Sample(), st.Sample()
	a := Ancova{ThetaWithin: ThetaWithin(c, t), ThetaControl: c.Theta(), ThetaOwn: t.Theta()}
	dy, dx := c.diffOf(t, 0), c.diffOf(t, 1)
	nc, nt := float64(c.N), float64(t.N)
	xx := c.Cross[2] + t.Cross[2]
	rss := c.Cross[0] + t.Cross[0] - a.ThetaWithin*(c.Cross[1]+t.Cross[1])
	a.Within = Test{dy - a.ThetaWithin*dx, math.Sqrt(math.Max(rss, 0) / (nc + nt - 3) * (1/nc + 1/nt + dx/xx*dx)),
		nc + nt - 3}
	// m_x is dx·n_t/(n_c+n_t) above control's mean
	a.PerArm = dy - a.ThetaOwn*(dx*nc/(nc+nt)) - a.ThetaControl*(dx*nt/(nc+nt))
	ac, at := c.Adjusted(a.ThetaControl), t.Adjusted(a.ThetaOwn)
	a.SimpleSE = math.Sqrt(ac.Q() + at.Q())
	vc, err := interceptHC2(yc, xc, dx*nt/(nc+nt))
	if err != nil {
		return a, err
	}
	vt, err := interceptHC2(yt, xt, -dx*nc/(nc+nt))
	if err != nil {
		return a, err
	}
	a.HC2SE = math.Sqrt(vc + vt)
	return a, nil
}

// interceptHC2 is the HC2 variance of the fitted y at offset above the mean of x.
func interceptHC2(y, x []float64, offset float64) (float64, error) {
	s, err := FromValues(x)
	if err != nil {
		return 0, err
	}
	m := s.Sample()
	ones, centred := make([]float64, len(x)), make([]float64, len(x))
	for i, v := range x {
		ones[i], centred[i] = 1, (v-m.Mean[0])-m.Tail[0]-offset
	}
	f, err := LeastSquares([][]float64{ones, centred}, y)
	if err != nil {
		return 0, err
	}
	se := f.HC(2)[0]
	return se * se, nil
}
