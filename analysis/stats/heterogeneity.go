package stats

import "math"

// Heterogeneity is how far the effects of several segments differ.
type Heterogeneity struct {
	Q, DF   float64 // Cochran's Q and its degrees of freedom, segments − 1
	P       Tail
	I2      float64 // share of the variation beyond chance, 0 … 1
	H2      float64 // Q/DF
	Tau2    float64 // variance of the true effects (DerSimonian–Laird)
	Fixed   Test    // the pooled effect, if there is one effect
	Random  Test    // the mean of effects that vary with Tau2
	Weights []float64
}

// Cochran tests whether effects with the given variances are one effect:
//
//	Q = Σ w_i(y_i − ȳ)², w = 1/v;  I² = max(0, (Q−df)/Q);
//	τ² = max(0, (Q−df)/(Σw − Σw²/Σw))
//
// with Welch variances per segment it assumes no equal variances. Weights are
// normalised. NaN for fewer than two segments; variances must be above 0.
//
// Source: Cochran (1954), Biometrics 10; DerSimonian & Laird (1986), Controlled
// Clinical Trials 7; Higgins & Thompson (2002), Statistics in Medicine 21.
func Cochran(effects, variances []float64) Heterogeneity {
	k := len(effects)
	h := Heterogeneity{DF: float64(k - 1)}
	mean, se, w := weighted(effects, variances, 0)
	h.Fixed, h.Weights = Test{mean, se, math.Inf(1)}, w
	if k < 2 {
		h.Q, h.P, h.I2, h.H2, h.Tau2 = math.NaN(), TailOf(math.NaN()), math.NaN(), math.NaN(), math.NaN()
		h.Random = h.Fixed
		return h
	}
	var s1, s2 float64
	for i, v := range variances {
		d := effects[i] - mean
		h.Q += d / v * d
		s1 += 1 / v
		s2 += w[i] / v
	}
	_, l := ChiSquareSF(h.Q, h.DF)
	h.P, h.H2 = TailOf(l), h.Q/h.DF
	if h.Q > h.DF {
		h.I2 = (h.Q - h.DF) / h.Q
		h.Tau2 = (h.Q - h.DF) / (s1 - s2)
	}
	m, e, _ := weighted(effects, variances, h.Tau2)
	h.Random = Test{m, e, math.Inf(1)}
	return h
}

// weighted is the inverse-variance mean of effects with variances v + tau2.
func weighted(effects, variances []float64, tau2 float64) (mean, se float64, weights []float64) {
	var total float64
	for _, v := range variances {
		w := 1 / (v + tau2)
		weights = append(weights, w)
		total += w
	}
	base := 0.0
	if len(effects) > 0 {
		base = effects[0] // equal effects have exactly that mean
	}
	for i := range weights {
		weights[i] /= total
		mean += weights[i] * (effects[i] - base)
	}
	return base + mean, 1 / math.Sqrt(total), weights
}

// Shrunken returns the segments' effects pulled towards the random-effects mean
// by what their own variance says they know: the posterior means and standard
// deviations under y ~ N(effect, v), effect ~ N(mean, Tau2). With Tau2 = 0 every
// effect is the mean.
//
// Source: Efron & Morris (1975), JASA 70; the empirical Bayes estimate of
// DerSimonian & Laird.
func (h Heterogeneity) Shrunken(effects, variances []float64) []Posterior {
	out := make([]Posterior, len(effects))
	for i, y := range effects {
		if h.Tau2 == 0 {
			out[i] = Posterior{h.Random.Estimate, h.Random.SE}
			continue
		}
		out[i] = NormalUpdate(y, math.Sqrt(variances[i]), h.Random.Estimate, math.Sqrt(h.Tau2))
	}
	return out
}
