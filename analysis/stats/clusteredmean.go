package stats

import "math"

// ClusteredMean is the mean of values that come in clusters, with an error that lets the
// values of a cluster hang together.
type ClusteredMean struct {
	N, Clusters int
	Mean        float64
	SE          float64 // CR3
	DF          float64 // Satterthwaite
	Size        float64 // mean values a cluster
}

// MeanByCluster returns the mean of values whose clusters are 0 … g−1, with
//
//	SE² = Σ_g (Σ_{i∈g} (x_i − x̄) / (1 − n_g/N))² / N²
//
// that is Fit.Cluster and Clustered.Adjusted(1) of a fit of the intercept alone, in closed
// form: with h_g = n_g/N, f_g = 1/(1−h_g), a_g = f_g²h_g and b_g = f_g h_g the degrees of
// freedom are (Σ(a_g − b_g²))² / (Σ(a_g² − 2a_g b_g²) + (Σb_g²)²). With every value a cluster
// of its own these are N−1, and SE is s/√N times √(N/(N−1)). Clusters without values do not
// count. SE and DF are NaN for fewer than two clusters, Mean for no values.
//
// Source: Bell & McCaffrey (2002), Survey Methodology 28; Pustejovsky & Tipton (2018),
// Journal of Business & Economic Statistics 36.
func MeanByCluster(values []float64, cluster []int32, g int) ClusteredMean {
	m := ClusteredMean{N: len(values), Mean: math.NaN(), SE: math.NaN(), DF: math.NaN(), Size: math.NaN()}
	if m.N == 0 {
		return m
	}
	n := float64(m.N)
	m.Mean = meanOf(values)
	var squares, trace, first, cross float64
	add := func(sum, size float64) {
		m.Clusters++
		h := size / n
		f := 1 / (1 - h)
		a, b := f*f*h, f*h
		squares += sum * f * sum * f
		trace += a - b*b
		first += a*a - 2*a*b*b
		cross += b * b
	}
	if apart(cluster) {
		for _, x := range values {
			add(x-m.Mean, 1)
		}
	} else {
		sums, sizes := make([]float64, g), make([]float64, g)
		for i, x := range values {
			sums[cluster[i]] += x - m.Mean
			sizes[cluster[i]]++
		}
		for j, size := range sizes {
			if size > 0 {
				add(sums[j], size)
			}
		}
	}
	m.Size = n / float64(m.Clusters)
	if m.Clusters < 2 {
		return m
	}
	m.SE = math.Sqrt(squares) / n
	m.DF = trace * trace / (first + cross*cross)
	return m
}

// apart reports whether clusters come in order, a value each: there is nothing to add up then.
func apart(cluster []int32) bool {
	for i := 1; i < len(cluster); i++ {
		if cluster[i] <= cluster[i-1] {
			return false
		}
	}
	return true
}

// meanOf is Σx/n about the first value, so that values alike give that value.
func meanOf(x []float64) float64 {
	var s float64
	for _, v := range x {
		s += v - x[0]
	}
	return x[0] + s/float64(len(x))
}
