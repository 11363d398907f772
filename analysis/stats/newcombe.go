package stats

import "math"

// Newcombe returns the hybrid score interval of the difference of two
// proportions, treatment minus control, from the two Wilson intervals with
// normal quantile z:
//
//	d − sqrt((p_t−l_t)² + (u_c−p_c)²),  d + sqrt((u_t−p_t)² + (p_c−l_c)²)
//
// It stays in [−1, 1] and exists at 0/n. NaN for an empty arm.
//
// Source: Newcombe (1998), Interval estimation for the difference between
// independent proportions, Statistics in Medicine 17, method 10.
func Newcombe(nc, xc, nt, xt int64, z float64) (lo, hi float64) {
	lc, uc := Wilson(nc, xc, z)
	lt, ut := Wilson(nt, xt, z)
	pc, pt := float64(xc)/float64(nc), float64(xt)/float64(nt)
	d := PropDiff(nc, xc, nt, xt)
	return d - math.Hypot(pt-lt, uc-pc), d + math.Hypot(ut-pt, pc-lc)
}
