package stats

import "math"

// PairedShares is the comparison of two shares over the same items: of N items B are right
// with the version only and C with the baseline only. They need not be whole: items that
// stand for fewer independent ones, or answers that are means over repeats.
type PairedShares struct{ N, B, C float64 }

// Score returns Tango's statistic of the difference d = (B−C)/N against delta in −1 … 1,
// standard normal where delta is the truth:
//
//	z = (B − C − N·delta) / √(N·(2q + delta(1−delta)))
//
// q the share of C that fits best under delta, the larger root of 2N·q² − (B+C−(2N−B+C)·delta)·q
// − C·delta(1−delta) = 0. At delta 0 it is McNemar's. NaN for no items, and where neither
// items nor delta leave any spread (delta 0 without a discordant item, delta ±1).
//
// Source: Tango (1998), Statistics in Medicine 17.
func (p PairedShares) Score(delta float64) float64 {
	if !(p.N > 0) {
		return math.NaN()
	}
	a := 2 * p.N
	b := -p.B - p.C + (2*p.N-p.B+p.C)*delta
	c := -p.C * delta * (1 - delta)
	root := math.Sqrt(math.Max(b*b-4*a*c, 0))
	q := (root - b) / (2 * a)
	if b > 0 { // without the difference of two like numbers
		q = -2 * c / (root + b)
	}
	v := p.N * (2*q + delta*(1-delta))
	if !(v > 0) {
		return math.NaN()
	}
	return (p.B - p.C - p.N*delta) / math.Sqrt(v)
}

// Lower returns the bound below which Score rejects at z: the delta with Score = z, at least
// −1. NaN for no items.
func (p PairedShares) Lower(z float64) float64 {
	if !(p.N > 0) {
		return math.NaN()
	}
	lo, hi := -1.0, (p.B-p.C)/p.N
	for range 60 { // Score falls with delta
		m := (lo + hi) / 2
		if p.Score(m) > z {
			lo = m
		} else {
			hi = m
		}
	}
	return lo
}

// Upper is the bound above which Score rejects at −z, at most 1.
func (p PairedShares) Upper(z float64) float64 { return -PairedShares{p.N, p.C, p.B}.Lower(z) }
