package stats

import (
	"cmp"
	"math"
	"slices"
)

// LogChange is how one arm's mean moved between two windows of the same units:
// Estimate is ln(m_l/m_e) of the later over the earlier, Q its squared error on
// DF degrees of freedom.
type LogChange struct{ Estimate, Q, DF float64 }

// NewLogChange takes a sample whose components 0 and 1 are one value of every
// unit in the earlier and in the later window, means or linearised ratios
// (Sums.RatioPair). By the delta method, with the units' own covariance:
//
//	Q = (s_e²/m_e² + s_l²/m_l² − 2·s_el/(m_e·m_l)) / n,  DF = n−1
//
// NaN for fewer than two units and unless both means are above 0.
//
// Source: Deng, Knoblich & Lu (2018), KDD; the delta method on ln.
func NewLogChange(s Sample) LogChange {
	if s.N < 2 || !(s.Mean[0] > 0) || !(s.Mean[1] > 0) {
		return LogChange{math.NaN(), math.NaN(), math.NaN()}
	}
	e, l, n := s.Mean[0], s.Mean[1], float64(s.N)
	q := s.Cross[0]/e/e - 2*s.Cross[1]/e/l + s.Cross[2]/l/l
	return LogChange{math.Log(l / e), math.Max(q, 0) / (n - 1) / n, n - 1}
}

// NewLogLeaveOneOut is LeaveOneOut of ln(R_l/R_e), two ratios of the same units:
// y and x of the earlier window, then of the later. A unit that is left out moves
// both:
//
//	Q = Σ(e_l/(1−h_l)/(X_l·R_l) − e_e/(1−h_e)/(X_e·R_e))²
//
// Trace and Squares are those of independent rows of one variance on the log
// scale, x_u of them in each window of unit u, in one cluster. NaN as for one
// ratio, and unless both ratios are above 0.
//
// Source: as LeaveOneOut.
func NewLogLeaveOneOut(ye, xe, yl, xl []float64) LeaveOneOut {
	type unit struct{ ye, xe, yl, xl float64 }
	units := make([]unit, len(ye))
	for i := range ye {
		units[i] = unit{ye[i], xe[i], yl[i], xl[i]}
	}
	slices.SortFunc(units, func(a, b unit) int { // so that sums do not depend on order
		return cmp.Or(cmp.Compare(a.xe, b.xe), cmp.Compare(a.xl, b.xl), cmp.Compare(a.ye, b.ye),
			cmp.Compare(a.yl, b.yl))
	})
	var sum unit
	for _, u := range units {
		sum.ye, sum.xe, sum.yl, sum.xl = sum.ye+u.ye, sum.xe+u.xe, sum.yl+u.yl, sum.xl+u.xl
	}
	nan := LeaveOneOut{math.NaN(), math.NaN(), math.NaN()}
	re, rl := sum.ye/sum.xe, sum.yl/sum.xl
	if !(sum.xe > 0) || !(sum.xl > 0) || !(re > 0) || !(rl > 0) {
		return nan
	}
	var out LeaveOneOut
	var outerE, outerL, both float64
	for _, u := range units {
		he, hl := u.xe/sum.xe, u.xl/sum.xl
		if he < 0 || hl < 0 || he == 1 || hl == 1 {
			return nan
		}
		e := (u.yl-rl*u.xl)/(1-hl)/sum.yl - (u.ye-re*u.xe)/(1-he)/sum.ye
		out.Q += e * e
		ge, gl := he/(1-he)/re, hl/(1-hl)/rl                                       // Zᵀw in each window
		ae, al := he/sum.xe/((1-he)*(1-he))/re/re, hl/sum.xl/((1-hl)*(1-hl))/rl/rl // |w|²
		a, b := ae+al, ae*he+al*hl
		out.Trace += a - b
		out.Squares += a*a - 2*a*b
		outerE += ge * ge / sum.xe
		outerL += gl * gl / sum.xl
		both += ge * gl
	}
	out.Squares += outerE*outerE + outerL*outerL + 2*both*both/sum.xe/sum.xl
	return out
}
