package stats

import (
	"math"
	"math/rand/v2"
	"testing"
)

// The golden values of the adoption notes, worked out there with plain arithmetic.
// Those of slices, reliance and the incidence stand in the tests of their files,
// Miller's number of questions in package power.
func TestGoldenValues(t *testing.T) {
	near := func(what string, got, want float64) {
		t.Helper()
		if !(math.Abs(got-want) <= 1e-9) {
			t.Errorf("%s is %.12g, want %.12g", what, got, want)
		}
	}
	k := Kitagawa([]float64{50, 50}, []float64{.30, .50}, []float64{70, 30}, []float64{.35, .48})
	near("difference", k.Total, -.011)
	near("three-fold rate", k.ThreeRate, .015)
	near("three-fold mix", k.ThreeMix, -.040)
	near("three-fold together", k.ThreeTogether, .014)

	pairs := PairedCounts{N: 200, B: 25, C: 11}
	exact, mid := pairs.Exact()
	near("exact p", exact.P, .0288167197)
	near("mid-p", mid.P, .0200738519)
	chi, p := pairs.McNemar(false)
	near("p of chi-square", p.P, .0196306573)
	if math.Abs(chi-5.4444) > 5e-5 {
		t.Errorf("chi-square is %g", chi)
	}
	chi, p = pairs.McNemar(true)
	near("p with continuity", p.P, .0302602802)
	if math.Abs(chi-4.6944) > 5e-5 {
		t.Errorf("chi-square with continuity is %g", chi)
	}
	d, se := pairs.Diff()
	near("paired difference", d, .07)
	near("its Wald error", se, .0295888493)
	z := NormalISF(0.025)
	if math.Abs(d-z*se-.0120069) > 5e-8 || math.Abs(d+z*se-.1279931) > 5e-8 {
		t.Errorf("its interval is %g … %g", d-z*se, d+z*se)
	}

	clusters := ratioFrom(t, []float64{2, 0, 4, 1}, []float64{3, 2, 4, 3})
	near("clustered mean", clusters.Value(), 7./12)
	near("clustered SE with C/(C−1)", clusters.SE(), .2100240041)
	near("Miller's SE", clusters.SE()*math.Sqrt(3./4), .1818861230)
	near("naive SE", FromCount(12, 7).SE(), .1486470975)

	lo, hi := Wilson(150, 60, z)
	near("Wilson, lower", lo, .3250432074)
	near("Wilson, upper", hi, .4799508415)

	b := BetaBinomialMoments([]int64{8, 2, 15, 5, 10}, []int64{20, 20, 20, 20, 20})
	near("mean", b.Mean, .4)
	near("rho", b.Rho, .2160087719)
	if math.Abs(b.Alpha-1.4517766) > 5e-8 || math.Abs(b.Beta-2.1776650) > 5e-8 || b.Boundary {
		t.Errorf("beta-binomial: %+v", b)
	}
	near("design effect", 1+19*b.Rho, 5.1041666667)
	if b := BetaBinomialMoments([]int64{5, 5, 5}, []int64{10, 10, 10}); !b.Boundary || b.Rho != 0 ||
		!math.IsNaN(b.Alpha) {
		t.Errorf("rates that do not vary: %+v", b)
	}
	if b := BetaBinomialMoments([]int64{5, 5}, []int64{10, 11}); !math.IsNaN(b.Rho) {
		t.Errorf("unequal trials: %+v", b)
	}
}

func ratioFrom(t *testing.T, y, n []float64) Sample {
	t.Helper()
	s, err := FromValues(y, n)
	if err != nil {
		t.Fatal(err)
	}
	return s.Ratio()
}

// Mix and rate add up to the difference of the rates whatever the segments, and
// the order and the names of segments are of no matter.
func TestKitagawaLaws(t *testing.T) {
	r := rand.New(rand.NewPCG(2, 8))
	for range 200 {
		k := 1 + r.IntN(8)
		nc, rc, nt, rt := make([]float64, k), make([]float64, k), make([]float64, k), make([]float64, k)
		var sums [4]float64
		for i := range k {
			nc[i], nt[i], rc[i], rt[i] = 1+float64(r.IntN(500)), 1+float64(r.IntN(500)), r.Float64(), r.Float64()
			sums[0], sums[1], sums[2], sums[3] = sums[0]+nc[i], sums[1]+nc[i]*rc[i], sums[2]+nt[i], sums[3]+nt[i]*rt[i]
		}
		s := Kitagawa(nc, rc, nt, rt)
		want := sums[3]/sums[2] - sums[1]/sums[0]
		if math.Abs(s.Rate+s.Composition-want) > 1e-14 || math.Abs(s.ThreeRate+s.ThreeMix+
			s.ThreeTogether-want) > 1e-14 {
			t.Fatalf("rate %v and mix %v, the difference is %v", s.Rate, s.Composition, want)
		}
		order := r.Perm(k)
		pick := func(v []float64) []float64 {
			out := make([]float64, k)
			for i, j := range order {
				out[i] = v[j]
			}
			return out
		}
		p := Kitagawa(pick(nc), pick(rc), pick(nt), pick(rt))
		sameList(t, "relabelled", []float64{p.Rate, p.Composition}, []float64{s.Rate, s.Composition}, 1e-13)
		sameList(t, "relabelled cells", p.CentredByCell, pick(s.CentredByCell), 1e-13)
	}
}

// Every row twice says nothing new: the rate and its clustered error stay, the
// error of independent rows shrinks by √2. Parting a user's rows between two
// names is another study: the error changes.
func TestClusteredErrorLaws(t *testing.T) {
	r := rand.New(rand.NewPCG(6, 1))
	var y, n, y2, n2 []float64
	var rows, events int64
	for range 80 {
		trials := 2 + r.IntN(20)
		accepted, p := 0, r.Float64()
		for range trials {
			if r.Float64() < p {
				accepted++
			}
		}
		y, n = append(y, float64(accepted)), append(n, float64(trials))
		y2, n2 = append(y2, 2*float64(accepted)), append(n2, 2*float64(trials))
		rows, events = rows+int64(trials), events+int64(accepted)
	}
	once, twice := ratioFrom(t, y, n), ratioFrom(t, y2, n2)
	sameList(t, "every row twice", []float64{twice.Value(), twice.SE()}, []float64{once.Value(), once.SE()}, 1e-15)
	shrunk := FromCount(rows, events).SE() / FromCount(2*rows, 2*events).SE()
	// √2 but for the divisor n − 1
	sameList(t, "naive error", []float64{shrunk},
		[]float64{math.Sqrt2 * math.Sqrt((float64(rows)-0.5)/(float64(rows)-1))}, 1e-12)

	split := ratioFrom(t, append([]float64{y[0] / 2, y[0] / 2}, y[1:]...), append([]float64{n[0] / 2, n[0] / 2},
		n[1:]...))
	if math.Abs(split.Value()-once.Value()) > 1e-15 || math.Abs(split.SE()/once.SE()-1) < 1e-6 {
		t.Errorf("one user under two names: %v ± %v, before %v ± %v", split.Value(), split.SE(), once.Value(),
			once.SE())
	}
	// the same of the regression's errors
	yy, x, first := strataOf()
	var dy []bool
	dx, df := make([][]float64, len(x)), []int32{0}
	for g := 0; g+1 < len(first); g++ {
		for range 2 {
			dy = append(dy, yy[first[g]:first[g+1]]...)
			for a := range x {
				dx[a] = append(dx[a], x[a][first[g]:first[g+1]]...)
			}
		}
		df = append(df, int32(len(dy)))
	}
	a, b := LogisticMargins(yy, x, first), LogisticMargins(dy, dx, df)
	sameList(t, "effects of every row twice", append(b.Effect, b.EffectSE...), append(a.Effect, a.EffectSE...), 1e-10)
}

// Two arms alike, users of 20 suggestions with a correlation of 0.2: clustered
// errors reject 5 in 100, errors of independent rows about 37 (a design effect of
// 4.8).
func TestFalseAlarmsAtRho(t *testing.T) {
	const studies, users, trials = 2000, 150, 20
	r := rand.New(rand.NewPCG(12, 5))
	gamma := func(shape float64) float64 { // Marsaglia & Tsang (2000), shape above 1
		d := shape - 1./3
		for {
			x := r.NormFloat64()
			v := 1 + x/math.Sqrt(9*d)
			if v = v * v * v; v > 0 && math.Log(1-r.Float64()) < x*x/2+d-d*v+d*math.Log(v) {
				return d * v
			}
		}
	}
	clustered, naive := 0, 0
	for range studies {
		var arms, rows [2]Sample
		for arm := range arms {
			y, n, events := make([]float64, users), make([]float64, users), int64(0)
			for u := range y {
				a, b := gamma(1.6), gamma(2.4) // mean 0.4, ρ = 1/(1.6+2.4+1)
				for range trials {
					if r.Float64() < a/(a+b) {
						y[u]++
						events++
					}
				}
				n[u] = trials
			}
			arms[arm], rows[arm] = ratioFrom(t, y, n), FromCount(users*trials, events)
		}
		if WelchTest(arms[0], arms[1]).TwoSided().P < 0.05 {
			clustered++
		}
		if WelchTest(rows[0], rows[1]).TwoSided().P < 0.05 {
			naive++
		}
	}
	// 5 % ± 3 standard errors of 2000 studies
	if share := float64(clustered) / studies; math.Abs(share-0.05) > 0.0146 {
		t.Errorf("clustered: %.1f %% false alarms", 100*share)
	}
	if share := float64(naive) / studies; share < 0.30 {
		t.Errorf("naive: %.1f %% false alarms; the correlation is not in the data", 100*share)
	}
}
