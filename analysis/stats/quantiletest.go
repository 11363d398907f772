package stats

import "math"

// OrderQuantile is a sample quantile with the two order statistics that bound
// its 95 % interval: the values at n*·(ν ± z·sqrt(ν(1−ν)/n*)), z = 1.96.
type OrderQuantile struct {
	N            int64   // events
	NStar        int64   // the sample size at which the bounds were taken
	Level        float64 // ν, between 0 and 1
	Value        float64
	Lower, Upper float64
	// Cluster is the variance of the share of events below the quantile, clustered
	// by unit, over that of independent events; 0 stands for 1.
	Cluster float64
}

// Sample returns the quantile as a sample of n values with that mean and the
// variance ((upper−lower)/(2z))²·n*·(n−1)/n (times Cluster), at least 1e-5 from
// n = 100 on, so that the methods for means apply. ok is false, and the quantile
// is not to be compared, when n ≤ z²ν/(1−ν) or n ≤ z²(1−ν)/ν, or when the bounds
// have collapsed and n < 1000.
//
// Source: gbstats 0.8.0, QuantileStatistic; Deng, Knoblich & Lu (2018); Yao, Li
// & Lu (2024).
func (q OrderQuantile) Sample() (s Sample, ok bool) {
	z := NormalISF(0.025)
	n, odds := float64(q.N), q.Level/(1-q.Level)
	if q.N < 2 || n <= z*z*odds || n <= z*z/odds {
		return Sample{}, false
	}
	half := (q.Upper - q.Lower) / (2 * z)
	v := float64(q.NStar) / n * (n - 1) * half * half
	if q.Cluster != 0 {
		v *= q.Cluster
	}
	if v <= 0 && q.N < 1000 {
		return Sample{}, false
	}
	if q.N >= 100 {
		v = math.Max(v, 1e-5)
	}
	return FromMoments(q.N, q.Value, v), true
}

// ClusterFactor returns what clustering does to the variance of a share: the
// delta-method variance of Σy/Σx over units (component 0 the events of a unit
// below the quantile, 1 all its events) against ν(1−ν)/n of n independent events.
//
// Source: Deng, Knoblich & Lu (2018), KDD, section 4.
func ClusterFactor(s Sums, level float64, n int64) float64 {
	return s.Ratio().Q() / (level * (1 - level)) * float64(n)
}
