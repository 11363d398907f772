package stats

import (
	"math"
	"math/big"
	"testing"
)

// TestImpute: exact imputation equals filling in the mean by hand.
func TestImpute(t *testing.T) {
	y := [2][]float64{{1, 4, 2, 8, 3}, {2, 7, 6, 1}}
	z := [2][]float64{{3, 5, math.NaN(), 9, math.NaN()}, {1, math.NaN(), 6, 2}}
	mean := (3.0 + 5 + 9 + 1 + 6 + 2) / 6
	var with, without []Sums
	var want []Sample
	for a := range y {
		var yw, zw, yo, filled []float64
		for i, v := range z[a] {
			if math.IsNaN(v) {
				yo, filled = append(yo, y[a][i]), append(filled, mean)
				continue
			}
			yw, zw, filled = append(yw, y[a][i]), append(zw, v), append(filled, v)
		}
		w, o := whole(yw, zw), whole(yo)
		all, _ := FromValues(y[a], filled)
		with, without, want = append(with, w), append(without, o), append(want, all.Sample())
	}
	for a, s := range Impute(with, without) {
		got := s.Sample()
		if got.N != want[a].N {
			t.Fatalf("arm %d has %d units, not %d", a, got.N, want[a].N)
		}
		for i := range got.Mean {
			near(t, "mean", got.Mean[i], want[a].Mean[i])
		}
		for i := range got.Cross {
			near(t, "cross product", got.Cross[i], want[a].Cross[i])
		}
	}
}

// whole are the exact sums of columns of whole numbers.
func whole(columns ...[]float64) Sums {
	k := len(columns)
	s := Sums{N: int64(len(columns[0])), Sum: bigs(k), Cross: bigs(k * (k + 1) / 2), Den: bigs(k)}
	for i := range k {
		s.Den[i].SetInt64(1)
		for row, v := range columns[i] {
			s.Sum[i].Add(s.Sum[i], big.NewInt(int64(v)))
			for j := i; j < k; j++ {
				s.Cross[s.at(i, j)].Add(s.Cross[s.at(i, j)], big.NewInt(int64(v*columns[j][row])))
			}
		}
	}
	return s
}

func near(t *testing.T, what string, got, want float64) {
	t.Helper()
	if math.Abs(got-want) > 1e-12*math.Max(1, math.Abs(want)) {
		t.Errorf("%s is %v, want %v", what, got, want)
	}
}

// TestFiellerPair: with the two means' own difference it is Fieller, and its ends
// lie where the test of d − L·m is just at the critical value.
func TestFiellerPair(t *testing.T) {
	for _, c := range []struct{ mc, qc, mt, qt, z float64 }{{10, 0.3, 11, 0.2, 1.96}, {-4, 0.1, -3, 0.4, 2.1},
		{0.02, 1e-6, 0.021, 2e-6, 1.96}} {
		d := c.mt - c.mc
		lo, hi, g := FiellerPair(d, c.qc+c.qt, c.mc, c.qc, -c.qc, c.z)
		wantLo, wantHi, wantG := Fieller(c.mc, c.qc, c.qt, d/math.Abs(c.mc), c.z)
		near(t, "lower end", lo, wantLo)
		near(t, "upper end", hi, wantHi)
		near(t, "g", g, wantG)
		vd, cov := 0.6*(c.qc+c.qt), -0.4*c.qc
		lo, hi, _ = FiellerPair(d, vd, c.mc, c.qc, cov, c.z)
		m, s := math.Abs(c.mc), 1.0
		if c.mc < 0 {
			s = -1
		}
		for _, l := range []float64{lo, hi} {
			near(t, "statistic at an end", math.Abs(d-l*m)/math.Sqrt(vd-2*l*s*cov+l*l*c.qc), c.z)
		}
	}
	if lo, _, g := FiellerPair(1, 1, 1, 1, 0, 1.96); !math.IsNaN(lo) || g < 1 {
		t.Errorf("a control mean that cannot be told from 0 gives %v, g %v", lo, g)
	}
}
