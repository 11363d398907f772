package simulate

import "math"

// random is SplitMix64 (Steele, Lea, Flood 2014): small, fixed forever, and
// good enough to draw a million users from.
type random struct{ s uint64 }

func mix(x uint64) uint64 {
	x ^= x >> 30
	x *= 0xbf58476d1ce4e5b9
	x ^= x >> 27
	x *= 0x94d049bb133111eb
	return x ^ x>>31
}

// stream starts an independent stream for some numbers.
func stream(seed uint64, parts ...uint64) random {
	s := mix(seed + 0x9e3779b97f4a7c15)
	for _, p := range parts {
		s = mix(s ^ p*0xd1342543de82ef95)
	}
	return random{s}
}

func (r *random) bits() uint64             { r.s += 0x9e3779b97f4a7c15; return mix(r.s) }
func (r *random) float() float64           { return float64(r.bits()>>11) / (1 << 53) }
func (r *random) chance(p float64) bool    { return r.float() < p }
func (r *random) exp(mean float64) float64 { return -mean * math.Log(1-r.float()) }
func (r *random) normal() float64 {
	return math.Sqrt(-2*math.Log(1-r.float())) * math.Cos(2*math.Pi*r.float())
}

// pick draws an index from cumulative shares.
func (r *random) pick(cumulative []float64) int {
	x := r.float()
	for i, c := range cumulative {
		if x < c {
			return i
		}
	}
	return len(cumulative) - 1
}

func (r *random) poisson(mean float64) int {
	if mean > 30 {
		return max(0, int(math.Round(mean+math.Sqrt(mean)*r.normal())))
	}
	n, p, limit := 0, 1.0, math.Exp(-mean)
	for {
		if p *= r.float(); p <= limit {
			return n
		}
		n++
	}
}

// zipf gives the cumulative shares of n ranks with exponent s.
func zipf(n int, s float64) []float64 {
	c := make([]float64, n)
	total := 0.0
	for i := range c {
		total += math.Pow(float64(i+1), -s)
		c[i] = total
	}
	for i := range c {
		c[i] /= total
	}
	return c
}
