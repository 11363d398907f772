package analysis_test

import (
	"flag"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"

	"uptake/analysis/health"
	"uptake/analysis/metric"
	"uptake/analysis/moment"
	"uptake/analysis/spec"
	"uptake/analysis/stats"
)

// Calibration: studies are drawn as unit tables with a known truth, and the
// 95 % intervals must hold it 95 times in 100; without an effect 5 in 100
// tests must reject. The naive method, which takes every suggestion as a trial
// of its own, stands in the same table and must fail.
//
// The whole run (10,000 studies per case, seconds on two cores) writes
// testdata/calibration.txt:
//
//	go test ./analysis -run Calibration -calibration.full -timeout 30m
var fullCalibration = flag.Bool("calibration.full", false, "run 10,000 studies per calibration case and write "+
	"testdata/calibration.txt")

const (
	fullStudies   = 10_000
	sampleStudies = 400
	plantedPoints = 0.02
)

// sizes are the units per arm; the smaller leaves the acceptance rate with
// barely 200 effective ones.
var sizes = []int{320, 1000}

// unitDraw is one unit: seen and accepted suggestions, a 0/1 outcome and a value.
type unitDraw struct{ seen, accepted, success, value int64 }

// population draws units of one arm: a beta-distributed propensity to accept,
// moved by shift points; a lognormal, gamma-mixed number of suggestions that
// does not depend on the arm; outcome and value around the propensity.
func population(r *rand.Rand, shift float64) unitDraw {
	p := 0.10 + 0.5*r.Float64() // mean 0.35, with a wide spread between units
	lambda := math.Exp(2 + 0.6*r.NormFloat64())
	u := unitDraw{seen: poisson(r, lambda)}
	for range u.seen {
		if r.Float64() < p+shift {
			u.accepted++
		}
	}
	if r.Float64() < 0.30+shift {
		u.success = 1
	}
	u.value = int64(math.Floor((1+shift+0.8*r.ExpFloat64()*(0.5+p))*1e9 + 0.5))
	return u
}

func poisson(r *rand.Rand, lambda float64) (n int64) {
	for t := r.ExpFloat64(); t < lambda; t += r.ExpFloat64() {
		n++
	}
	return n
}

// calibrated lists the estimators: how a unit enters, what is compared, and the
// true difference for a shift of the propensities.
var calibrated = []struct {
	name  string
	kind  spec.Kind
	dim   int
	scale int
	truth func(shift float64) float64
	add   func(m *moment.Moment, u unitDraw)
	naive bool // must fail
}{
	{"proportion", spec.Proportion, 1, 0, func(s float64) float64 { return s },
		func(m *moment.Moment, u unitDraw) { m.Add(u.success) }, false},
	{"mean", spec.Mean, 1, 9, func(s float64) float64 { return s },
		func(m *moment.Moment, u unitDraw) { m.Add(u.value) }, false},
	{"acceptance_rate", spec.Ratio, 2, 0, func(s float64) float64 { return s },
		func(m *moment.Moment, u unitDraw) { m.Add(u.accepted, u.seen) }, false},
	// E[seen] = exp(μ + σ²/2)
	{"accepted_per_unit", spec.Mean, 1, 0, func(s float64) float64 { return s * math.Exp(2+0.18) },
		func(m *moment.Moment, u unitDraw) { m.Add(u.accepted) }, false},
	{"naive_rows", spec.Proportion, 1, 0, func(s float64) float64 { return s },
		func(m *moment.Moment, u unitDraw) { // every seen suggestion as a unit of its own
			m.N += u.seen
			m.Sum[0].AddInt(u.accepted)
			m.Cross[0].AddProduct(u.accepted, 1)
		}, true},
}

// outcome counts over studies.
type outcome struct {
	covered, rejected, low, high int // low, high: the truth lay below, above the interval
	relCovered                   int // relative lift, of those with bounds
	relBounded                   int
	effective                    float64
	studies                      int
}

func (o *outcome) add(p outcome) {
	o.covered += p.covered
	o.rejected += p.rejected
	o.low += p.low
	o.high += p.high
	o.relCovered += p.relCovered
	o.relBounded += p.relBounded
	o.effective += p.effective
	o.studies += p.studies
}

// calibrate runs studies seeds and returns one outcome per estimator.
func calibrate(studies, units int, shift float64) []outcome {
	workers := runtime.GOMAXPROCS(0)
	parts := make([][]outcome, workers)
	var wg sync.WaitGroup
	for w := range workers {
		parts[w] = make([]outcome, len(calibrated))
		wg.Go(func() {
			for s := w; s < studies; s += workers {
				oneStudy(uint64(s), units, shift, parts[w])
			}
		})
	}
	wg.Wait()
	total := make([]outcome, len(calibrated))
	for _, p := range parts {
		for i := range total {
			total[i].add(p[i])
		}
	}
	return total
}

func oneStudy(seed uint64, units int, shift float64, out []outcome) {
	stream := uint64(20260401) // fixed beforehand, one stream per case
	if shift != 0 {
		stream++
	}
	r := rand.New(rand.NewPCG(stream+uint64(units)<<32, seed))
	m := make([][2]moment.Moment, len(calibrated))
	for i, c := range calibrated {
		m[i] = [2]moment.Moment{moment.New(c.dim), moment.New(c.dim)}
	}
	for arm := range 2 {
		for range units {
			u := population(r, shift*float64(arm))
			for i, c := range calibrated {
				c.add(&m[i][arm], u)
			}
		}
	}
	for i, c := range calibrated {
		kind, _ := metric.Find(c.kind)
		scales := make([]int, c.dim)
		for j := range scales {
			scales[j] = c.scale
		}
		var s [2]stats.Sample
		for arm := range s {
			s[arm] = kind.Sample(metric.Sums(m[i][arm], scales...))
		}
		cmp := kind.Compare(health.Drawn().Arms(), s[0], s[1], 0.05)
		o := &out[i]
		o.studies++
		o.effective += math.Min(s[0].Effective, s[1].Effective)
		truth := c.truth(shift)
		switch {
		case truth < float64(cmp.Abs.Lo):
			o.low++
		case truth > float64(cmp.Abs.Hi):
			o.high++
		default:
			o.covered++
		}
		if cmp.P < 0.05 {
			o.rejected++
		}
		if cmp.Rel.Bounded && shift == 0 {
			o.relBounded++
			if cmp.Rel.Lo <= 0 && cmp.Rel.Hi >= 0 {
				o.relCovered++
			}
		}
	}
}

// TestCalibration holds coverage and false alarms to their nominal values: the
// whole run to 94.3–95.7 % and 4.3–5.7 %, the sample to four binomial standard
// errors (94.3 % is 3.2 of them away over 10,000).
func TestCalibration(t *testing.T) {
	studies, slack := sampleStudies, 4*math.Sqrt(0.05*0.95/sampleStudies)
	if *fullCalibration {
		studies, slack = fullStudies, 0.007
	}
	var table strings.Builder
	fmt.Fprintf(&table, "%d studies per case, two arms, level 95%%, planted effect +2 points\n", studies)
	fmt.Fprintf(&table, "(accepted_per_unit: +2 points of the suggestions seen). Shares of studies.\n\n")
	fmt.Fprintf(&table, "%-20s %9s %8s %12s %9s %9s %11s %15s\n", "estimator", "units/arm", "eff. n", "covers +2pp",
		"too high", "too low", "A/A alarms", "A/A lift has 0")
	for _, units := range sizes {
		aa, effect := calibrate(studies, units, 0), calibrate(studies, units, plantedPoints)
		for i := range calibrated {
			judge(t, &table, i, units, effect[i], aa[i], slack)
		}
	}
	t.Log("\n" + table.String())
	if *fullCalibration {
		if err := os.WriteFile(filepath.Join("..", "testdata", "calibration.txt"), []byte(table.String()),
			0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// judge prints one row of the table and holds it to its bounds.
func judge(t *testing.T, table *strings.Builder, i, units int, e, a outcome, slack float64) {
	c := calibrated[i]
	share := func(n, of int) float64 { return float64(n) / float64(of) }
	cover, alarm, effective := share(e.covered, e.studies), share(a.rejected, a.studies), e.effective/float64(e.studies)
	fmt.Fprintf(table, "%-20s %9d %8.0f %11.2f%% %8.2f%% %8.2f%% %10.2f%% %14.2f%%\n", c.name, units, effective,
		100*cover, 100*share(e.low, e.studies),
		100*share(e.high, e.studies), 100*alarm, 100*share(a.relCovered, a.relBounded))
	switch {
	case c.naive && (cover > 0.88 || alarm < 0.12):
		t.Errorf("%s covers %.4f and alarms %.4f: the test could not tell a wrong method", c.name, cover, alarm)
	case !c.naive && (math.Abs(cover-0.95) > slack || math.Abs(alarm-0.05) > slack):
		t.Errorf("%s of %d units covers %.4f and alarms %.4f, more than %.4f from nominal", c.name, units, cover, alarm,
			slack)
	case !c.naive && effective < 200:
		t.Errorf("%s rests on %.0f effective units per arm, fewer than 200", c.name, effective)
	}
	if r := share(a.relCovered, a.relBounded); !c.naive && math.Abs(r-(1-alarm)) > 0.001 {
		t.Errorf("%s: the relative interval holds 0 in %.4f of studies, the test accepts %.4f", c.name, r, 1-alarm)
	}
}
