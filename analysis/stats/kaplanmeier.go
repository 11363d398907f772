package stats

import "math"

// Survival is the Kaplan–Meier curve at the times of events. Where S is 0 or 1,
// and so without a standard error on the log scale, intervals are NaN.
type Survival struct {
	Time, Risk, Events, S []float64
	SE                    []float64 // Greenwood's, NaN once S is 0
	LogSE                 []float64 // of ln S
	last                  float64   // the longest time seen
}

// KaplanMeier estimates S(t) = Π(1 − d/n) over events of any cause, with
// Greenwood's standard error S·√Σ d/(n(n−d)).
//
// Source: Kaplan & Meier (1958), JASA 53; Greenwood (1926).
func KaplanMeier(spells []Spell) Survival {
	out := Survival{last: math.Inf(-1)}
	for _, s := range spells {
		out.last = math.Max(out.last, s.Time)
	}
	v := 0.0
	for _, m := range lifeTable(pooled(spells), 1, 1) {
		v = out.step(m.time, m.total, m.failed(), v)
	}
	return out
}

// Ends is how many units' time ended at one Time: in the event, and without it.
type Ends struct {
	Time           float64
	Over, Censored int64
}

// KaplanMeierOf is KaplanMeier of units that are counted already, by ascending times.
func KaplanMeierOf(ends []Ends) Survival {
	out := Survival{last: math.Inf(-1)}
	risk := int64(0)
	for _, e := range ends {
		risk += e.Over + e.Censored
		out.last = math.Max(out.last, e.Time)
	}
	v := 0.0
	for _, e := range ends {
		if e.Over > 0 {
			v = out.step(e.Time, float64(risk), float64(e.Over), v)
		}
		risk -= e.Over + e.Censored
	}
	return out
}

// step goes over a time at which d of n at risk have the event; v is Greenwood's sum before
// it, and what is returned the sum after.
func (c *Survival) step(time, n, d, v float64) float64 {
	s := 1.0
	if k := len(c.S); k > 0 {
		s = c.S[k-1]
	}
	s *= (n - d) / n
	v += d / (n * (n - d))
	se, logSE := s*math.Sqrt(v), math.Sqrt(v)
	if s == 0 {
		se, logSE = math.NaN(), math.NaN()
	}
	c.Time, c.Risk, c.Events, c.S = append(c.Time, time), append(c.Risk, n), append(c.Events, d), append(c.S, s)
	c.SE, c.LogSE = append(c.SE, se), append(c.LogSE, logSE)
	return v
}

// LogLog returns the intervals S^exp(±z·se/|ln S|), which stay inside 0…1.
//
// Source: Kalbfleisch & Prentice (1980), The Statistical Analysis of Failure Time
// Data, section 1.3.
func (c Survival) LogLog(alpha float64) (lo, hi []float64) {
	z := NormalISF(alpha / 2)
	for i, s := range c.S {
		l := math.Log(s)
		f := math.Exp(z * c.LogSE[i] / math.Abs(l))
		a, b := math.Exp(l*f), math.Exp(l/f)
		if s == 0 || s == 1 {
			a, b = math.NaN(), math.NaN()
		}
		lo, hi = append(lo, a), append(hi, b)
	}
	return lo, hi
}

// LogScale returns the intervals S·exp(±z·se) of ln S, at most 1: R's default.
func (c Survival) LogScale(alpha float64) (lo, hi []float64) {
	z := NormalISF(alpha / 2)
	for i, s := range c.S {
		a, b := s*math.Exp(-z*c.LogSE[i]), math.Min(1, s*math.Exp(z*c.LogSE[i]))
		if s == 0 {
			a, b = math.NaN(), math.NaN()
		}
		lo, hi = append(lo, a), append(hi, b)
	}
	return lo, hi
}

// Median is the quantile ½.
func (c Survival) Median() float64 { return c.Quantile(0.5) }

// Quantile returns the first time at which S is at most 1−q, q in 0…1 without the ends; the
// middle between it and the next event time when S is exactly 1−q there; NaN when S stays
// above. As quantile of R's survfit.
func (c Survival) Quantile(q float64) float64 {
	const near = 1e-8
	for i, s := range c.S {
		switch {
		case math.Abs(s-(1-q)) < near && i+1 < len(c.S):
			return (c.Time[i] + c.Time[i+1]) / 2
		case s < 1-q+near:
			return c.Time[i]
		}
	}
	return math.NaN()
}

// Last returns the longest time seen, censored or not.
func (c Survival) Last() float64 { return c.last }

// Restricted returns the mean time up to tau, the area under S, and its standard
// error √Σ A_i²·d/(n(n−d)), A_i the area beyond event i.
//
// Source: Klein & Moeschberger (2003), Survival Analysis, 2nd ed., eq. 4.5.1–2.
func (c Survival) Restricted(tau float64) (mean, se float64) {
	from, s := 0.0, 1.0
	var area []float64 // of the step that ends at event i, then the last one
	k := 0
	for k < len(c.Time) && c.Time[k] < tau {
		area = append(area, s*(c.Time[k]-from))
		from, s = c.Time[k], c.S[k]
		k++
	}
	beyond := s * (tau - from)
	mean = beyond
	v := 0.0
	for i := k - 1; i >= 0; i-- {
		if n, d := c.Risk[i], c.Events[i]; n > d {
			v += beyond * beyond * d / (n * (n - d))
		}
		beyond += area[i]
		mean += area[i]
	}
	return mean, math.Sqrt(v)
}
