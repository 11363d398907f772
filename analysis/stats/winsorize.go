package stats

import "math"

// Winsorized returns the values with everything above cap set to cap and below
// floor set to floor (±Inf for no bound), and how many were changed. The
// estimand becomes the mean of the capped values: say so beside it.
//
// Take the cap from all arms together, once: a cap per arm biases the
// comparison.
func Winsorized(x []float64, floor, cap float64) (out []float64, changed int64) {
	out = make([]float64, len(x))
	for i, v := range x {
		out[i] = math.Min(math.Max(v, floor), cap)
		if out[i] != v {
			changed++
		}
	}
	return out, changed
}

// Cap returns the type-kind quantile at p of the values, of those that are not 0
// when nonzero is set (all of them when none is); NaN for no values.
func Cap(x []float64, p float64, kind int, nonzero bool) float64 {
	var kept []float64
	for _, v := range x {
		if !nonzero || v != 0 {
			kept = append(kept, v)
		}
	}
	if len(kept) == 0 {
		kept = x
	}
	return Quantile(Sorted(kept), p, kind)
}
