package stats

import "math"

// binomialLogPMF is ln of P(X = k) for n trials with chances p and q = 1−p given
// apart, by the saddle-point form of Loader (2000): right to about 1e-15·n-free
// absolute error in the logarithm for any n.
func binomialLogPMF(k, n, p, q float64) float64 {
	switch {
	case k < 0 || k > n:
		return math.Inf(-1)
	case p == 0 || q == 0:
		if (k == 0 && p == 0) || (k == n && q == 0) {
			return 0
		}
		return math.Inf(-1)
	case k == 0:
		return n * logOneMinus(p, q)
	case k == n:
		return n * logOneMinus(q, p)
	}
	return stirlingError(n) - stirlingError(k) - stirlingError(n-k) - deviance(k, n*p) - deviance(n-k, n*q) +
		0.5*(math.Log(n)-math.Log(2*math.Pi)-math.Log(k)-math.Log(n-k))
}

// logOneMinus is ln q with q = 1−p, by whichever of the two is exact.
func logOneMinus(p, q float64) float64 {
	if p < 0.5 {
		return math.Log1p(-p)
	}
	return math.Log(q)
}

// hypergeometricLogPMF is ln of the chance of k successes among n draws from
// total units of which marked are successes.
func hypergeometricLogPMF(k, n, marked, total float64) float64 {
	p, q := n/total, (total-n)/total
	return binomialLogPMF(k, marked, p, q) + binomialLogPMF(n-k, total-marked, p, q) - binomialLogPMF(n, total, p, q)
}

// slack is how much likelier than the observed one an outcome may be and still
// count as not more likely, so that rounding does not split ties (as R does).
const slack = 1e-7

// notMoreLikely sums the chances of all outcomes lo…hi that are not more likely
// than x: ln p of a two-sided exact test. logPMF rises to mode and falls after
// it; ratio(k) is P(k+1)/P(k).
func notMoreLikely(x, lo, hi, mode float64, logPMF, ratio func(float64) float64) Tail {
	limit := logPMF(x) + math.Log1p(slack)
	// the last outcome up to the mode, and the first from it on, that count
	left, right := lo-1, hi+1
	if logPMF(lo) <= limit {
		left = bisect(lo, mode, func(k float64) bool { return logPMF(k) <= limit })
	}
	if logPMF(hi) <= limit {
		right = hi + mode - bisect(mode, hi, func(k float64) bool { return logPMF(hi+mode-k) <= limit })
	}
	if left >= right-1 {
		return Tail{1, 0}
	}
	l := math.Inf(-1)
	if left >= lo {
		l = logTailSum(logPMF(left), func(i float64) float64 {
			if left-i <= lo {
				return 0
			}
			return 1 / ratio(left-i-1)
		})
	}
	if right <= hi {
		l = logAdd(l, logTailSum(logPMF(right), func(i float64) float64 {
			if right+i >= hi {
				return 0
			}
			return ratio(right + i)
		}))
	}
	return TailOf(math.Min(l, 0))
}

// bisect returns the largest whole k in lo…hi with ok(k), where ok holds up to
// some point and not after it, and holds at lo.
func bisect(lo, hi float64, ok func(float64) bool) float64 {
	if ok(hi) {
		return hi
	}
	for hi-lo > 1 {
		m := math.Floor(lo + (hi-lo)/2)
		if ok(m) {
			lo = m
		} else {
			hi = m
		}
	}
	return lo
}

// logTailSum is ln of e^first·(1 + r0 + r0·r1 + …), r_i falling to 0.
func logTailSum(first float64, r func(i float64) float64) float64 {
	sum, term := 1.0, 1.0
	for i := 0.0; i < 1e9; i++ {
		term *= r(i)
		sum += term
		if term < sum*1e-18 {
			break
		}
	}
	return first + math.Log(sum)
}

// logAdd is ln(e^a + e^b).
func logAdd(a, b float64) float64 {
	if a < b {
		a, b = b, a
	}
	if math.IsInf(b, -1) {
		return a
	}
	return a + math.Log1p(math.Exp(b-a))
}

// BinomialTest returns the exact two-sided p value of x successes in n trials
// against a chance p0: the sum of the chances of all outcomes that are not more
// likely than x (relative slack 1e-7). NaN for n < 1, x outside 0…n or p0
// outside 0…1.
//
// Source: the minimum-likelihood method, as R's binom.test.
func BinomialTest(n, x int64, p0 float64) Tail {
	if n < 1 || x < 0 || x > n || !(p0 >= 0 && p0 <= 1) {
		return TailOf(math.NaN())
	}
	nf, q := float64(n), 1-p0
	if p0 == 0 || q == 0 {
		return TailOf(binomialLogPMF(float64(x), nf, p0, q))
	}
	mode := math.Min(math.Floor((nf+1)*p0), nf)
	return notMoreLikely(float64(x), 0, nf, mode,
		func(k float64) float64 { return binomialLogPMF(k, nf, p0, q) },
		func(k float64) float64 { return (nf - k) / (k + 1) * (p0 / q) })
}

// BinomialLogTails returns ln P(X ≤ k) and ln P(X > k) for n trials with chance p.
func BinomialLogTails(k, n, p float64) (cdf, sf float64) {
	switch {
	case k < 0:
		return math.Inf(-1), 0
	case k >= n:
		return 0, math.Inf(-1)
	}
	sf, cdf = betaLogCDF(p, 1-p, k+1, n-k) // P(X > k) = I_p(k+1, n−k)
	return cdf, sf
}

// Fisher returns the two-sided p value of Fisher's exact test of two
// proportions: the sum of the chances, given the margins, of all tables not more
// likely than the observed one (relative slack 1e-7). 1 when neither or every
// unit has a success; NaN for an empty arm.
//
// Source: Fisher (1935), The logic of inductive inference, JRSS 98; two-sided as
// R's fisher.test.
func Fisher(nc, xc, nt, xt int64) Tail {
	if nc < 1 || nt < 1 || xc < 0 || xt < 0 || xc > nc || xt > nt {
		return TailOf(math.NaN())
	}
	n, marked, total := float64(nt), float64(xc+xt), float64(nc)+float64(nt)
	lo, hi := math.Max(0, n+marked-total), math.Min(n, marked)
	mode := math.Min(math.Max(math.Floor((n+1)*((marked+1)/(total+2))), lo), hi)
	return notMoreLikely(float64(xt), lo, hi, mode,
		func(k float64) float64 { return hypergeometricLogPMF(k, n, marked, total) },
		func(k float64) float64 { return (marked - k) / (k + 1) * ((n - k) / (total - marked - n + k + 1)) })
}
