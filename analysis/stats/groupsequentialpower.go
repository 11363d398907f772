package stats

import "math"

// walks are the densities without drift before every look.
func walks(information, z []float64) []density {
	out := make([]density, len(information))
	last := 0.0
	for i, t := range information[:len(information)-1] {
		out[i+1] = out[i].carry(math.Sqrt(t-last), z[i]*math.Sqrt(t), -9*math.Sqrt(t))
		last = t
	}
	return out
}

// crossing is the chance of ever crossing the boundaries z upwards at looks with
// the given information when the statistic at information 1 has the mean drift;
// 0 gives the level of the boundaries.
//
// The density of what has not crossed is that without drift times the likelihood
// ratio exp(drift·s − drift²t/2).
//
// Source: Jennison & Turnbull (2000), Group Sequential Methods, chapter 19.
func crossing(before []density, information, z []float64, drift float64) float64 {
	chance, last := 0.0, 0.0
	for i, t := range information {
		sd, level := math.Sqrt(t-last), z[i]*math.Sqrt(t)
		above := func(s, w float64) {
			chance += w * math.Exp(drift*s-drift*drift*last/2) * NormalSF((level-s-drift*(t-last))/sd)
		}
		if before[i].s == nil {
			above(0, 1)
		}
		for k, s := range before[i].s {
			above(s, before[i].w[k])
		}
		last = t
	}
	return chance
}

// SequentialInflation is how many times the units of a single reading looks with
// these boundaries need at most for the same power, for a one-sided level alpha.
func SequentialInflation(information, z []float64, alpha, power float64) float64 {
	once := NormalISF(alpha) + NormalISF(1-power)
	before := walks(information, z)
	lo, hi := 0.0, 4*once+4
	for range 60 {
		mid := (lo + hi) / 2
		if crossing(before, information, z, mid) < power {
			lo = mid
		} else {
			hi = mid
		}
	}
	return hi * hi / (once * once)
}
