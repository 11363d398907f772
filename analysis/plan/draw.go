package plan

import (
	"math"
	"math/rand/v2"

	"uptake/analysis/power"
	"uptake/analysis/spec"
	"uptake/analysis/stats"
)

// planSeed was fixed beforehand; every drawn experiment has its own stream of it,
// the same for every true effect, so that chances do not jump between effects.
const planSeed = 20260601

// planDraw holds one drawn experiment's deviations: for every metric and arm one
// for the mean and one for the variance, the means' correlated over metrics.
type planDraw struct {
	mean, spread [][]float64 // metric → arm
}

func newPlanDraw(seed uint64, factor [][]float64, metrics, arms int) *planDraw {
	r := rand.New(rand.NewPCG(planSeed, seed))
	d := &planDraw{mean: make([][]float64, metrics), spread: make([][]float64, metrics)}
	raw := make([][]float64, metrics)
	for i := range metrics {
		raw[i], d.mean[i], d.spread[i] = make([]float64, arms), make([]float64, arms), make([]float64, arms)
		for a := range arms {
			raw[i][a], d.spread[i][a] = r.NormFloat64(), r.NormFloat64()
		}
	}
	for i := range metrics {
		for a := range arms {
			if factor == nil {
				d.mean[i][a] = raw[i][a]
				continue
			}
			for j := range factor[i] {
				d.mean[i][a] += factor[i][j] * raw[j][a]
			}
		}
	}
	return d
}

// sample is what arm a of n units shows of metric i when its true value is the
// baseline plus shift.
//
//	means, ratios   mean N(μ, v/n), variance v·χ²/(n−1) by Wilson & Hilferty
//	proportions     a binomial count; CUPED and clusters divide n by their factor
//
// v is the unit variance times what CUPED and clusters make of it.
func (d *planDraw) sample(m power.Metric, i, a int, n int64, shift float64) stats.Sample {
	f := m.Factor()
	if m.Kind == spec.Proportion {
		n = max(2, int64(math.Round(float64(n)/f)))
		return stats.FromCount(n, binomial(d.mean[i][a], float64(n), m.Base+shift))
	}
	v := m.Variance * f
	k := 2 / (9 * float64(n-1))
	root := math.Max(0, 1-k+d.spread[i][a]*math.Sqrt(k))
	s := stats.FromMoments(n, m.Base+shift+d.mean[i][a]*math.Sqrt(v/float64(n)), v*root*root*root)
	if m.Effective > 0 {
		s.Effective = float64(n) * m.Effective / float64(m.Units)
	}
	return s
}

// binomial turns a standard normal deviate into a binomial count of n trials with
// chance p: by its own distribution where fewer than 50 of the rarer outcome are
// expected, else by the Cornish-Fisher expansion, rounded.
//
// Source: Cornish & Fisher (1938), Revue de l'Institut International de Statistique 5.
func binomial(z, n, p float64) int64 {
	p = math.Min(math.Max(p, 0), 1)
	if p > 0.5 {
		return int64(n) - binomial(-z, n, 1-p)
	}
	if p == 0 {
		return 0
	}
	if n*p < 50 {
		u, k := stats.NormalSF(-z), 0.0
		chance := math.Exp(n * math.Log1p(-p))
		for sum := chance; sum < u && k < n && chance > 0; sum += chance {
			chance *= (n - k) / (k + 1) * p / (1 - p)
			k++
		}
		return int64(k)
	}
	x := n*p + z*math.Sqrt(n*p*(1-p)) + (z*z-1)*(1-2*p)/6
	return int64(math.Min(math.Max(math.Round(x), 0), n))
}

// correlationFactor is the lower triangle L with LL' the correlations of the
// metrics (Cholesky); nil where they are not known. A metric that follows from
// earlier ones gets no part of its own.
func correlationFactor(c [][]float64) [][]float64 {
	if c == nil {
		return nil
	}
	l := make([][]float64, len(c))
	for i := range c {
		l[i] = make([]float64, i+1)
		for j := range i + 1 {
			sum := c[i][j]
			for k := range j {
				sum -= l[i][k] * l[j][k]
			}
			switch {
			case i == j:
				l[i][i] = math.Sqrt(math.Max(sum, 0))
			case l[j][j] > 1e-8:
				l[i][j] = sum / l[j][j]
			}
		}
	}
	return l
}
