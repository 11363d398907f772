package stats

import (
	"math"
	"math/big"
)

// PropDiff returns x_t/n_t − x_c/n_c rounded once.
func PropDiff(nc, xc, nt, xt int64) float64 {
	if nc < 1 || nt < 1 {
		return math.NaN()
	}
	a := new(big.Int).Mul(big.NewInt(xt), big.NewInt(nc))
	a.Sub(a, new(big.Int).Mul(big.NewInt(xc), big.NewInt(nt)))
	d, _ := quo(a, new(big.Int).Mul(big.NewInt(nt), big.NewInt(nc)))
	return d
}

// PooledZ returns the standard error under equal proportions and the score
// statistic of two proportions, treatment minus control:
//
//	se² = p(1−p)(1/n_c + 1/n_t), p = (x_c+x_t)/(n_c+n_t);  z = d/se
//
// z² is the Pearson chi-square without continuity correction. NaN for an
// empty arm; with nothing or everything a success se is 0 and z NaN.
//
// Source: Fleiss, Levin & Paik (2003), Statistical Methods for Rates and
// Proportions, eq. 3.5.
func PooledZ(nc, xc, nt, xt int64) (se, z float64) {
	if nc < 1 || nt < 1 {
		return math.NaN(), math.NaN()
	}
	n, x := float64(nc)+float64(nt), float64(xc)+float64(xt)
	se = math.Sqrt(x / n * ((n - x) / n) * (1/float64(nc) + 1/float64(nt)))
	if se == 0 {
		return 0, math.NaN()
	}
	return se, PropDiff(nc, xc, nt, xt) / se
}

// UnpooledSE returns the standard error of the difference with each arm's own
// variance: sqrt(p_c(1−p_c)/n_c + p_t(1−p_t)/n_t), in the form x(n−x)/n³.
func UnpooledSE(nc, xc, nt, xt int64) float64 {
	v := func(n, x int64) float64 {
		f := float64(n)
		return float64(x) / f * (float64(n-x) / f) / f
	}
	return math.Sqrt(v(nc, xc) + v(nt, xt))
}
