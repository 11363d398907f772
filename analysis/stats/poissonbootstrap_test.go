package stats

import (
	"math"
	"math/big"
	"math/rand/v2"
	"testing"
)

// The weights' distribution is what it is said to be.
func TestPoissonTable(t *testing.T) {
	n, mean, square, third, distance, rest, p := 0, 0, 0, 0.0, 0.0, 1.0, math.Exp(-1)
	for w, c := range poissonOf {
		n, mean, square = n+c, mean+w*c, square+w*w*c
		third += math.Pow(float64(w)-1, 3) * float64(c) / 65536
		distance += math.Abs(float64(c)/65536 - p)
		rest -= p
		p /= float64(w + 1)
	}
	if n != 65536 || mean != 65536 || square != 2*65536 {
		t.Errorf("%d numbers, mean %v, mean square %v", n, float64(mean)/65536, float64(square)/65536)
	}
	if math.Abs(third-1.0006) > 5e-5 || math.Abs((distance+rest)/2-0.000036) > 1e-6 {
		t.Errorf("third moment %v, distance %v", third, (distance+rest)/2)
	}
}

// Weights over units and over replicates have mean and variance 1 and do not go
// together: between units, replicates of one hash, neighbours and seeds.
func TestPoissonWeights(t *testing.T) {
	const n = 400
	b, other := NewPoissonBootstrap(n, 1), NewPoissonBootstrap(n, 2)
	var s1, s2 float64
	pairs := make([]float64, 5)
	for u := range uint64(n) {
		for r := range n {
			w := float64(b.Weight(u, r)) - 1
			s1, s2 = s1+w, s2+w*w
			for i, v := range []int{b.Weight(u+1, r), b.Weight(u, r+1), b.Weight(u, r+4), b.Weight(u+1, r+4),
				other.Weight(u, r)} {
				pairs[i] += w * (float64(v) - 1)
			}
		}
	}
	root := math.Sqrt(n * n)
	// Var of w is 1, of w² about 3 (Poisson(1): E(w−1)⁴ = 4), of a product 1.
	if math.Abs(s1)/root > 4 || math.Abs(s2-n*n)/root > 4*math.Sqrt(3) {
		t.Errorf("mean %v, variance %v", 1+s1/n/n, s2/n/n)
	}
	for i, p := range pairs {
		if math.Abs(p)/root > 4 {
			t.Errorf("pair %d goes together: %v", i, p/n/n)
		}
	}
}

// Sums are those of the weights, whatever the size of values and the order of units.
func TestPoissonBootstrapSums(t *testing.T) {
	const units, replicates = 1300, 1030
	r := rand.New(rand.NewPCG(3, 3))
	y, x := make([]int64, units), make([]int64, units)
	for u := range y {
		y[u], x[u] = r.Int64N(1000)-300, 1+r.Int64N(9)
		if u%100 == 7 {
			y[u] = math.MinInt64 + r.Int64N(9)
		}
		if u%100 == 8 {
			y[u] = 1 << 58
		}
	}
	whole := NewPoissonBootstrap(replicates, 5)
	shuffled := NewPoissonBootstrap(replicates, 5)
	for u := range y {
		whole.Add(uint64(u), y[u], x[u])
	}
	for _, u := range r.Perm(units) {
		shuffled.Add(uint64(u), y[u], x[u])
	}
	got, again := whole.Replicates(), shuffled.Replicates()
	for k := range got {
		sy, sx := new(big.Int), new(big.Int)
		for u := range y {
			w := big.NewInt(int64(whole.Weight(uint64(u), k)))
			sy.Add(sy, new(big.Int).Mul(w, big.NewInt(y[u])))
			sx.Add(sx, new(big.Int).Mul(w, big.NewInt(x[u])))
		}
		want, _ := new(big.Rat).SetFrac(sy, sx).Float64()
		if got[k] != want || again[k] != want {
			t.Fatalf("replicate %d is %v, in another order %v, want %v", k, got[k], again[k], want)
		}
	}
	one := NewPoissonBootstrap(64, 1)
	one.Add(1, 5, 1)
	undefined := 0
	for k, v := range one.Replicates() {
		if (one.Weight(1, k) == 0) != math.IsNaN(v) {
			t.Errorf("replicate %d of one unit is %v", k, v)
		}
		if math.IsNaN(v) {
			undefined++
		}
	}
	if undefined == 0 || undefined == 64 {
		t.Errorf("%d of 64 replicates are undefined", undefined)
	}
}

// The standard error over replicates is that of the mean, and of a ratio the delta method's.
func TestPoissonBootstrapSE(t *testing.T) {
	const units, replicates = 2000, 2000
	r := rand.New(rand.NewPCG(4, 4))
	mean, ratio := NewPoissonBootstrap(replicates, 9), NewPoissonBootstrap(replicates, 9)
	var y, x []float64
	for u := range uint64(units) {
		d := 1 + r.Int64N(20)
		m := r.Int64N(d + 1)
		y, x = append(y, float64(m)), append(x, float64(d))
		mean.Add(u, m, 1)
		ratio.Add(u, m, d)
	}
	one, err := FromValues(y)
	if err != nil {
		t.Fatal(err)
	}
	two, err := FromValues(y, x)
	if err != nil {
		t.Fatal(err)
	}
	for name, v := range map[string][2]float64{
		"mean":  {Bootstrap{Replicates: mean.Replicates()}.SE(), one.Sample().SE()},
		"ratio": {Bootstrap{Replicates: ratio.Replicates()}.SE(), two.Ratio().SE()},
	} {
		if math.Abs(v[0]/v[1]-1) > 4/math.Sqrt(2*replicates) {
			t.Errorf("%s: se %v over replicates, %v by formula", name, v[0], v[1])
		}
	}
}

// BenchmarkPoissonBootstrap resamples units. The whole of 10,000 replicates over
// 1,000,000 units is one iteration of the last:
//
//	go test ./analysis/stats -run - -bench PoissonBootstrap -benchtime 1x
func BenchmarkPoissonBootstrap(b *testing.B) {
	for _, size := range []struct {
		name              string
		units, replicates int
	}{{"10k_units_1k_replicates", 10_000, 1000}, {"1M_units_10k_replicates", 1_000_000, 10_000}} {
		b.Run(size.name, func(b *testing.B) {
			r := rand.New(rand.NewPCG(1, 1))
			y := make([]int64, size.units)
			for u := range y {
				y[u] = int64(1e6 * r.ExpFloat64())
			}
			b.ReportAllocs()
			b.ResetTimer()
			for range b.N {
				whole := NewPoissonBootstrap(size.replicates, 1)
				for u := range y {
					whole.Add(uint64(u), y[u], 1)
				}
				whole.Replicates()
			}
			b.ReportMetric(float64(size.units)*float64(size.replicates)*float64(b.N)/b.Elapsed().Seconds(), "weights/s")
		})
	}
}
