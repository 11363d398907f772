package stats

import (
	"math"
	"math/rand/v2"
	"testing"
)

// watchedPath is an experiment of days, with the band of level band whose units
// come evenly and are nStar at the end, going on to twice the information.
func watchedPath(days int, band, nStar float64) (information, radius []float64) {
	rho := MixtureRho(band, nStar)
	for d := 1; d <= 2*days; d++ {
		n := float64(d) * 4000 / float64(days)
		information = append(information, n)
		if n < 200 { // 100 units in each arm
			radius = append(radius, math.Inf(1))
			continue
		}
		radius = append(radius, SequenceRadius(n, rho, band))
	}
	return information, radius
}

// TestReadings: without a band the second reading's boundary is that of two
// correlated normals (held against scipy's multivariate normal: 2.31546, 2.44370,
// 2.56479); one reading without a band is the normal quantile; with nothing left
// the band itself; and a band makes the boundary higher than 1.96, by less than
// giving it a fifth of alpha would.
func TestReadings(t *testing.T) {
	none := math.Inf(1)
	for _, c := range []struct {
		name              string
		information, band []float64
		at                []int
		union, want       []float64
	}{
		{"alone", []float64{3}, []float64{none}, []int{0}, []float64{0.025}, []float64{1.959963984540054}},
		{"extended by a quarter", []float64{1, 1.25}, []float64{none, none}, []int{0, 1}, []float64{0.0225, 0.025},
			[]float64{2.0046544617650963, 2.3154627489}},
		{"extended by a half", []float64{2, 3}, []float64{none, none}, []int{0, 1}, []float64{0.0225, 0.025},
			[]float64{2.0046544617650963, 2.4437026986}},
		{"extended by all", []float64{1, 2}, []float64{none, none}, []int{0, 1}, []float64{0.0225, 0.025},
			[]float64{2.0046544617650963, 2.5647929504}},
		{"a band that spends all", []float64{1, 2}, []float64{1.96, 2.5}, []int{1}, []float64{0.025}, []float64{2.5}},
		{"information that falls", []float64{2, 1}, []float64{none, none}, []int{1}, []float64{0.025},
			[]float64{math.NaN()}},
	} {
		for i, z := range Readings(c.information, c.band, c.at, c.union) {
			if !(math.Abs(z-c.want[i]) < 1e-8 || math.IsNaN(z) && math.IsNaN(c.want[i])) {
				t.Errorf("%s: reading %d at %.10f, want %.10f", c.name, i+1, z, c.want[i])
			}
		}
	}
	for _, days := range []int{28, 60, 200} {
		information, radius := watchedPath(days, 0.01, 4000)
		if z := Readings(information, radius, []int{days - 1}, []float64{0.025})[0]; !(z > 1.9600 &&
			z < NormalISF(0.8*0.025)) {
			t.Errorf("%d days: %v", days, z)
		}
	}
}

// TestReadingsAreTogetherAlpha draws experiments without an effect that are watched
// every day to twice their length and read at the end, or there and after half as
// long again. Together they err in 5 of 100; the rule of before, a band and an
// interval of 5 % each, erred in up to 8, which the test has to see.
func TestReadingsAreTogetherAlpha(t *testing.T) {
	const draws = 20000
	for k, days := range []int{28, 60, 200} {
		information, radius := watchedPath(days, 0.01, 4000)
		_, wide := watchedPath(days, 0.05, 4000)
		one := Readings(information, radius, []int{days - 1}, []float64{0.025})
		two := Readings(information, radius, []int{days - 1, days*3/2 - 1}, []float64{0.0225, 0.025})
		var single, extended, before float64
		r := rand.New(rand.NewPCG(20261128, uint64(k)))
		for range draws {
			s, last := 0.0, 0.0
			var a, b, c bool
			for d, v := range information {
				s, last = s+r.NormFloat64()*math.Sqrt(v-last), v
				z := math.Abs(s) / math.Sqrt(v)
				a = a || z > radius[d] || d == days-1 && z > one[0]
				b = b || z > radius[d] || d == days-1 && z > two[0] || d == days*3/2-1 && z > two[1]
				c = c || z > wide[d] || d == days-1 && z > 1.96
			}
			for _, x := range []struct {
				is bool
				to *float64
			}{{a, &single}, {b, &extended}, {c, &before}} {
				if x.is {
					*x.to++
				}
			}
		}
		band := 3.29 * math.Sqrt(0.05*0.95/draws)
		for _, x := range []struct {
			what string
			rate float64
		}{{"one reading", single / draws}, {"two readings", extended / draws}} {
			if math.Abs(x.rate-0.05) > band {
				t.Errorf("%d days, %s: wrong in %.4f, want 0.05 ± %.4f", days, x.what, x.rate, band)
			}
		}
		if before/draws < 0.05+band {
			t.Errorf("%d days: band and interval of 5 %% each are wrong in %.4f, which this test would not see", days,
				before/draws)
		}
		t.Logf("%d days: z %.4f, wrong in %.4f; z %.4f and %.4f, wrong in %.4f; before %.4f", days, one[0],
			single/draws, two[0], two[1], extended/draws, before/draws)
	}
}
