package stats

import "math"

// BetaBinomialFit is a beta-binomial distribution fitted to counts x of n.
type BetaBinomialFit struct {
	Alpha, Beta float64
	Mean        float64 // α/(α+β)
	Rho         float64 // 1/(α+β+1), the correlation within a unit
	LogLik      float64 // with the binomial coefficients
	// Boundary says that the likelihood rises to the edge: Rho is 0 (no more
	// variation than binomial) or Mean 0 or 1, and Alpha and Beta are NaN.
	Boundary bool
}

// BetaBinomialMLE fits by maximum likelihood: Newton on the score in the logit of
// the mean and the log of the dispersion γ = ρ/(1−ρ), with sums of
// Σ ln(μ + jγ)-terms, which stay exact as γ → 0, where the fit is the binomial.
// Counts with x outside 0…n, or no trials at all, give NaN.
//
// Source: Griffiths (1973), Biometrics 29; the form in μ and γ: Prentice (1986),
// JASA 81.
func BetaBinomialMLE(x, n []int64) BetaBinomialFit {
	return weightedBetaBinomial(x, n, nil, logCoefficients(x, n))
}

// weightedBetaBinomial counts unit i w[i] times, which is once where w is nil or its binomial
// coefficient, whose logarithms add up to coefficients, is not 1.
func weightedBetaBinomial(x, n []int64, w []float64, coefficients float64) BetaBinomialFit {
	nan := math.NaN()
	var sx, sn float64
	for i := range x {
		if x[i] < 0 || x[i] > n[i] {
			return BetaBinomialFit{nan, nan, nan, nan, nan, false}
		}
		k := weightAt(w, i)
		sx, sn = sx+k*float64(x[i]), sn+k*float64(n[i])
	}
	if sn == 0 {
		return BetaBinomialFit{nan, nan, nan, nan, nan, false}
	}
	b := tallyCounts(x, n, w, coefficients)
	mean := sx / sn
	edge := BetaBinomialFit{Alpha: nan, Beta: nan, Mean: mean, Boundary: true, LogLik: b.logLik(mean, 0)}
	if sx == 0 || sx == sn {
		edge.LogLik = 0
		return edge
	}
	if b.slopeAtZero(mean) <= 0 {
		return edge
	}
	mu, gamma, ok := b.maximise(mean)
	if !ok {
		return edge
	}
	return BetaBinomialFit{Alpha: mu / gamma, Beta: (1 - mu) / gamma, Mean: mu, Rho: gamma / (1 + gamma),
		LogLik: b.logLik(mu, gamma)}
}

// exceedances holds, for j = 0, 1, …, how many units have x > j, n−x > j and n > j:
// the likelihood is Σ_j up·ln(μ+jγ) + down·ln(1−μ+jγ) − all·ln(1+jγ).
type exceedances struct {
	up, down, all []float64
	binomial      float64 // Σ ln C(n, x)
}

func weightAt(w []float64, i int) float64 {
	if w == nil {
		return 1
	}
	return w[i]
}

func tallyCounts(x, n []int64, w []float64, coefficients float64) exceedances {
	c := exceedances{binomial: coefficients}
	var mostUp, mostDown, most int64
	for i := range x {
		mostUp, mostDown, most = max(mostUp, x[i]), max(mostDown, n[i]-x[i]), max(most, n[i])
	}
	tail := func(size int64, value func(i int) int64) []float64 {
		out := make([]float64, size+1)
		for i := range x {
			out[value(i)] += weightAt(w, i)
		}
		for j := size - 1; j >= 0; j-- {
			out[j] += out[j+1]
		}
		return out[min(1, size+1):] // units with value > j
	}
	c.up = tail(mostUp, func(i int) int64 { return x[i] })
	c.down = tail(mostDown, func(i int) int64 { return n[i] - x[i] })
	c.all = tail(most, func(i int) int64 { return n[i] })
	return c
}

// logCoefficients is Σ ln C(n, x) of counts; those outside 0…n, which have no fit, add nothing.
func logCoefficients(x, n []int64) (sum float64) {
	known := map[[2]int64]float64{} // many units have the same counts
	for i := range x {
		if x[i] < 0 || x[i] >= n[i] {
			continue
		}
		pair := [2]int64{n[i], x[i]}
		choose, ok := known[pair]
		if !ok {
			choose = logChoose(float64(n[i]), float64(x[i]))
			known[pair] = choose
		}
		sum += choose
	}
	return sum
}

// logChoose is ln C(n, k).
func logChoose(n, k float64) float64 {
	if k == 0 || k == n {
		return 0
	}
	return binomialLogPMF(k, n, 0.5, 0.5) + n*math.Ln2
}

func (c exceedances) logLik(mu, gamma float64) float64 {
	l := c.binomial
	for j, v := range c.up {
		l += v * math.Log(mu+float64(j)*gamma)
	}
	for j, v := range c.down {
		l += v * math.Log(1-mu+float64(j)*gamma)
	}
	for j, v := range c.all {
		l -= v * math.Log1p(float64(j)*gamma)
	}
	return l
}

// slopeAtZero is the slope of the log likelihood in γ at γ = 0: above 0 when the
// counts vary more than binomial ones.
func (c exceedances) slopeAtZero(mu float64) float64 {
	s := 0.0
	for j, v := range c.up {
		s += v * float64(j) / mu
	}
	for j, v := range c.down {
		s += v * float64(j) / (1 - mu)
	}
	for j, v := range c.all {
		s -= v * float64(j)
	}
	return s
}

// maximise climbs in u = logit μ and w = ln γ, from a start by moments.
func (c exceedances) maximise(mean float64) (mu, gamma float64, ok bool) {
	u, w := math.Log(mean/(1-mean)), math.Log(0.1)
	at := func(u, w float64) float64 {
		m, _ := logistic(u)
		return c.logLik(m, math.Exp(w))
	}
	best := at(u, w)
	for range 200 {
		gu, gw, huu, huw, hww := c.derivatives(u, w)
		det := huu*hww - huw*huw
		du, dw := 0.0, 0.0
		if huu < 0 && det > 0 { // concave: Newton
			du, dw = -(hww*gu-huw*gw)/det, -(huu*gw-huw*gu)/det
		} else { // uphill, by the size of the curvature
			du, dw = gu/(math.Abs(huu)+1e-300), gw/(math.Abs(hww)+1e-300)
		}
		size := math.Min(1, 3/math.Max(math.Abs(du), math.Abs(dw)))
		if math.IsNaN(size) {
			return 0, 0, false
		}
		for range 60 {
			if v := at(u+size*du, w+size*dw); v >= best-1e-13*math.Abs(best) {
				best = v
				break
			}
			size /= 2
		}
		u, w = u+size*du, w+size*dw
		if w < -40 || w > 40 || math.Abs(u) > 700 {
			return 0, 0, false
		}
		if math.Abs(du)+math.Abs(dw) < 1e-12 {
			break
		}
	}
	m, _ := logistic(u)
	return m, math.Exp(w), true
}

// derivatives are the slopes and curvatures of the log likelihood in u and w.
func (c exceedances) derivatives(u, w float64) (gu, gw, huu, huw, hww float64) {
	mu, nu := logistic(u)
	g := math.Exp(w)
	m1, m2 := mu*nu, mu*nu*(nu-mu) // dμ/du, d²μ/du²
	for j, v := range c.up {
		t := mu + float64(j)*g
		a, b := m1/t, float64(j)*g/t
		gu += v * a
		gw += v * b
		huu += v * (m2/t - a*a)
		huw -= v * a * b
		hww += v * (b - b*b)
	}
	for j, v := range c.down {
		t := nu + float64(j)*g
		a, b := -m1/t, float64(j)*g/t
		gu += v * a
		gw += v * b
		huu += v * (-m2/t - a*a)
		huw -= v * a * b
		hww += v * (b - b*b)
	}
	for j, v := range c.all {
		b := float64(j) * g / (1 + float64(j)*g)
		gw -= v * b
		hww -= v * (b - b*b)
	}
	return gu, gw, huu, huw, hww
}
