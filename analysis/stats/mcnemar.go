package stats

import "math"

// PairedCounts is the comparison of two binary outcomes on the same units: B
// pairs have a success with treatment only, C with control only, of N pairs.
type PairedCounts struct{ N, B, C int64 }

// Diff returns (b−c)/n with its Wald standard error sqrt(b+c−(b−c)²/n)/n; NaN
// for no pairs.
func (p PairedCounts) Diff() (diff, se float64) {
	if p.N < 1 {
		return math.NaN(), math.NaN()
	}
	n, d, s := float64(p.N), float64(p.B-p.C), float64(p.B+p.C)
	return d / n, math.Sqrt(math.Max(s-d*d/n, 0)) / n
}

// McNemar returns the chi-square (b−c)²/(b+c), or (|b−c|−1)²/(b+c) with the
// continuity correction, and its p with 1 degree of freedom. NaN when no pair
// is discordant.
//
// Source: McNemar (1947), Psychometrika 12; corrected: Edwards (1948).
func (p PairedCounts) McNemar(corrected bool) (chi2 float64, t Tail) {
	s, d := float64(p.B+p.C), math.Abs(float64(p.B-p.C))
	if s == 0 {
		return math.NaN(), TailOf(math.NaN())
	}
	if corrected {
		d = math.Max(d-1, 0)
	}
	chi2 = d / s * d
	return chi2, TwoSided(NormalLogSF(d / math.Sqrt(s)))
}

// Exact returns the two-sided binomial p of b among b+c at ½, and the mid-p:
// the same less the chance of the observed count, so that half of it counts in
// each tail. Both are 1 for b = c.
//
// Source: Fagerland, Lydersen & Laake (2013), BMC Medical Research Methodology 13.
func (p PairedCounts) Exact() (exact, mid Tail) {
	n, k := float64(p.B+p.C), float64(min(p.B, p.C))
	if n == 0 || p.B == p.C {
		return Tail{1, 0}, Tail{1, 0}
	}
	l, _ := BinomialLogTails(k, n, 0.5)
	l += math.Ln2
	mass := binomialLogPMF(k, n, 0.5, 0.5)
	return TailOf(math.Min(l, 0)), TailOf(math.Min(l+math.Log1p(-math.Exp(mass-l)), 0))
}
