package stats

import (
	"math"
	"math/rand/v2"
	"testing"
)

// TestClusterQuantileCovers: values of a unit are alike; the interval that counts
// units covers the population's 90th percentile, the one that counts values does not.
func TestClusterQuantileCovers(t *testing.T) {
	const studies, units = 1500, 150
	// value = e^(u + v), u of the unit and v of the event: log is N(0, 0.8² + 0.5²)
	truth := math.Exp(NormalISF(0.1) * math.Hypot(0.8, 0.5))
	covered, naive, naiveWidth := 0, 0, 0.0
	r := rand.New(rand.NewPCG(7, 9))
	for range studies {
		var values []float64
		var unit, own []int32
		for u := range units {
			m := 0.8 * r.NormFloat64()
			for range 1 + r.IntN(20) {
				own = append(own, int32(len(values)))
				values, unit = append(values, math.Exp(m+0.5*r.NormFloat64())), append(unit, int32(u))
			}
		}
		s := ClusterQuantile(values, unit, units, 0.9, 0.05)
		half := StudentISF(0.025, units-1) * s.SE()
		if math.Abs(s.Value()-truth) <= half {
			covered++
		}
		n := ClusterQuantile(values, own, len(values), 0.9, 0.05)
		if math.Abs(n.Value()-truth) <= 1.96*n.SE() {
			naive++
		}
		naiveWidth += n.SE() / s.SE() / studies
	}
	if c := float64(covered) / studies; c < 0.93 || c > 0.965 {
		t.Errorf("clustered by unit it covers %.3f", c)
	}
	if c := float64(naive) / studies; c > 0.85 {
		t.Errorf("counting values it covers %.3f: the test could not tell", c)
	}
}

func TestClusterQuantileBounds(t *testing.T) {
	values, unit := make([]float64, 100), make([]int32, 100)
	for i := range values {
		values[i], unit[i] = float64(i+1), int32(i)
	}
	s := ClusterQuantile(values, unit, 100, 0.5, 0.05)
	// Half way between the 50th and the 51st: u is 1 of 49 values, ¾ and ¼ of two, 0 of
	// 49, so Σ(u−½)² = 98·0.25 + 2·0.0625 = 24.625; leaving one of 100 units out its
	// variance is 24.625/99², and t₉₉ = 1.9842 of its roots are 9.846 of 99 ranks.
	half := StudentISF(0.025, 99) * math.Sqrt(24.625)
	if s.Value() != 50.5 || math.Abs(s.Order.Lo-50.5+half) > 1e-9 || math.Abs(s.Order.Hi-50.5-half) > 1e-9 ||
		math.Abs(half-9.846) > 1e-3 {
		t.Errorf("median %v, bounds %v to %v, half %v", s.Value(), s.Order.Lo, s.Order.Hi, half)
	}
	if se := math.Sqrt(24.625); math.Abs(s.SE()-se) > 1e-9 {
		t.Errorf("se %v, want %v", s.SE(), se)
	}
	if math.Abs(s.Order.Cluster-0.24625/0.25*100/99) > 1e-12 || s.Effective != 100 {
		t.Errorf("cluster factor %v, effective units %v", s.Order.Cluster, s.Effective)
	}
	// One half at 0, 30 of 100 at 1, the rest at 2: mid ranks 24.5, 64.5 and 89.5, so
	// the median, at rank 49.5, lies 25/40 of the way from 0 to 1.
	for i := range values {
		values[i] = []float64{0, 0, 0, 0, 0, 1, 1, 1, 2, 2}[i/10]
	}
	if s := ClusterQuantile(values, unit, 100, 0.5, 0.05); math.Abs(s.Value()-0.625) > 1e-12 || s.Order.Plain != 0.5 ||
		s.Order.Why != "" {
		t.Errorf("median of counts %v, plain %v: %s", s.Value(), s.Order.Plain, s.Order.Why)
	}
	values = values[:0]
	for i := range 100 {
		values = append(values, float64(i+1))
	}
	same := make([]float64, 100)
	for name, bad := range map[string]Sample{
		"one unit":     ClusterQuantile(values, make([]int32, 100), 1, 0.5, 0.05),
		"at the edge":  ClusterQuantile(values, unit, 100, 0.99, 0.05),
		"all the same": ClusterQuantile(same, unit, 100, 0.5, 0.05),
		"no values":    ClusterQuantile(nil, nil, 0, 0.5, 0.05),
	} {
		if bad.Order.Why == "" || !math.IsNaN(bad.SE()) || !math.IsNaN(bad.Order.Lo) {
			t.Errorf("%s: se %v, bounds %v, because %q", name, bad.SE(), bad.Order.Lo, bad.Order.Why)
		}
	}
}
