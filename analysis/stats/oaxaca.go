package stats

import "math"

// MeanSplit is a difference of two group means split into what differs in the
// covariates and what differs in the coefficients.
type MeanSplit struct {
	Total float64
	// Explained by the covariates at the coefficients of control, of treatment, and
	// of a pooled fit that holds the group too; the rest is unexplained.
	Control, Treatment, Pooled         float64
	Endowments, Coefficients, Together float64 // the three-fold form
}

// OaxacaBlinder splits the difference of the mean of y between treatment and
// control by least-squares fits of y on the columns and an intercept:
//
//	explained = Δx̄·β,  threefold: Δx̄·β_c + x̄_c·Δβ + Δx̄·Δβ
//
// An error when a group has fewer rows than coefficients or collinear columns.
//
// Source: Oaxaca (1973), International Economic Review 14; Blinder (1973),
// Journal of Human Resources 8; the pooled form with the group as a regressor:
// Jann (2008), Stata Journal 8.
func OaxacaBlinder(columns [][]float64, y []float64, treated []bool) (MeanSplit, error) {
	var control, treatment, pooled [][]float64
	split := func(v []float64) (c, t []float64) {
		for i, x := range v {
			if treated[i] {
				t = append(t, x)
			} else {
				c = append(c, x)
			}
		}
		return c, t
	}
	yc, yt := split(y)
	ones := func(n int) []float64 {
		out := make([]float64, n)
		for i := range out {
			out[i] = 1
		}
		return out
	}
	control, treatment = append(control, ones(len(yc))), append(treatment, ones(len(yt)))
	group := make([]float64, len(y))
	for i, t := range treated {
		if t {
			group[i] = 1
		}
	}
	pooled = append(pooled, ones(len(y)))
	var delta, base []float64
	for _, col := range columns {
		c, t := split(col)
		control, treatment, pooled = append(control, c), append(treatment, t), append(pooled, col)
		delta, base = append(delta, meanDiff(c, t)), append(base, Mean(c))
	}
	pooled = append(pooled, group)
	fc, err := LeastSquares(control, yc)
	if err != nil {
		return MeanSplit{}, err
	}
	ft, err := LeastSquares(treatment, yt)
	if err != nil {
		return MeanSplit{}, err
	}
	fp, err := LeastSquares(pooled, y)
	if err != nil {
		return MeanSplit{}, err
	}
	s := MeanSplit{Total: meanDiff(yc, yt), Coefficients: ft.Beta[0] - fc.Beta[0]}
	for j, d := range delta {
		s.Control += d * fc.Beta[j+1]
		s.Treatment += d * ft.Beta[j+1]
		s.Pooled += d * fp.Beta[j+1]
		s.Coefficients += base[j] * (ft.Beta[j+1] - fc.Beta[j+1])
		s.Together += d * (ft.Beta[j+1] - fc.Beta[j+1])
	}
	s.Endowments = s.Control
	return s, nil
}

// meanDiff is mean(t) − mean(c) by exact sums; NaN for an empty list.
func meanDiff(c, t []float64) float64 {
	a, err := FromValues(c)
	if err != nil {
		return math.NaN()
	}
	b, err := FromValues(t)
	if err != nil {
		return math.NaN()
	}
	return a.Sample().Diff(b.Sample())
}
