package analysis_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"

	"uptake/analysis/method"
	"uptake/analysis/metric"
	"uptake/analysis/moment"
	"uptake/analysis/stats"
)

// Levels and days: shrunken intervals must hold the levels' true effects, the test
// of whether levels differ must alarm as often as it says without an effect, in
// its far tail too, and so must the change of an effect over the days since
// exposure. What stood in their place before is in the same tables and must fail.
//
// The whole run writes testdata/calibration-levels.txt:
//
//	go test ./analysis -run Levels -calibration.full -timeout 30m
const (
	shrunkStudies, shrunkSample = 2000, 60
	testedStudies, testedSample = 4000, 200
)

// studies runs draw for every seed below n on all processors and adds up what it counts.
func studies(stream uint64, n, counts int, draw func(r *rand.Rand, count []float64)) []float64 {
	workers := runtime.GOMAXPROCS(0)
	parts := make([][]float64, workers)
	var wg sync.WaitGroup
	for w := range workers {
		parts[w] = make([]float64, counts)
		wg.Go(func() {
			for s := w; s < n; s += workers {
				draw(rand.New(rand.NewPCG(stream, uint64(s))), parts[w])
			}
		})
	}
	wg.Wait()
	out := make([]float64, counts)
	for _, p := range parts {
		for i, v := range p {
			out[i] += v / float64(n)
		}
	}
	return out
}

// of makes the sample of n drawn values.
func of(n int, value func() float64) stats.Sample {
	var sum, squares float64
	for i := range n {
		d := value() - sum
		sum += d / float64(i+1)
		squares += d * (float64(i) / float64(i+1) * d)
	}
	return stats.FromMoments(int64(n), sum, squares/float64(n-1))
}

// shrunk draws one study of levels of 30 and 30 units, true effects N(0, tau
// standard errors), and counts levels and extremes that are held.
func shrunk(levels int, tau float64) func(r *rand.Rand, count []float64) {
	return func(r *rand.Rand, count []float64) {
		se := math.Sqrt(2.0 / 30)
		var truth, effects, variances, df []float64
		mean, estimated := 0.0, 0.0
		for i := range levels {
			effect := tau * se * r.NormFloat64()
			l := stats.NewLevelEffect(of(30, r.NormFloat64), of(30, func() float64 { return effect + r.NormFloat64() }))
			truth, effects, variances, df = append(truth, effect), append(effects, l.Effect),
				append(variances, l.Variance), append(df, l.DF)
			mean += (truth[i] - mean) / float64(i+1)
			estimated += (effects[i] - estimated) / float64(i+1)
		}
		furthest := func(v []float64, mean float64) (at int) {
			for i := range v {
				if math.Abs(v[i]-mean) > math.Abs(v[at]-mean) {
					at = i
				}
			}
			return at
		}
		looks, is := furthest(effects, estimated), furthest(truth, mean)
		old := stats.Cochran(effects, variances).Shrunken(effects, variances)
		for i, s := range stats.Shrink(effects, variances, df, 0.05) {
			raw := stats.StudentISF(0.025, df[i]) * math.Sqrt(variances[i])
			lo, hi := old[i].Interval(0.05)
			held := s.Lo <= truth[i] && truth[i] <= s.Hi
			before := lo <= truth[i] && truth[i] <= hi
			for k, add := range []float64{one(held), one(held && i == looks) * float64(levels),
				one(held && i == is) * float64(levels), (s.Hi - s.Lo) / (2 * raw),
				one(before), one(before && i == looks) * float64(levels), one(math.Abs(effects[i]-truth[i]) <= raw)} {
				count[k] += add / float64(levels)
			}
		}
	}
}

func one(b bool) float64 {
	if b {
		return 1
	}
	return 0
}

// differing draws levels without an effect and counts alarms at 5 % and at 0.1 %,
// by the product's test and by Cochran's Q against the chi-square.
func differing(levels, control, treatment int, sample func(r *rand.Rand, units int) stats.Sample) func(r *rand.Rand,
	count []float64) {
	return func(r *rand.Rand, count []float64) {
		var drawn []method.Level
		var effects, variances []float64
		for range levels {
			c, t := sample(r, control), sample(r, treatment)
			l := stats.NewLevelEffect(c, t)
			if l.Variance > 0 && l.DF > 0 {
				drawn = append(drawn, method.Level{LevelEffect: l, Units: [2]int64{c.N, t.N}})
				effects, variances = append(effects, l.Effect), append(variances, l.Variance)
			}
		}
		p, old := float64(method.Levels(drawn).P), stats.Cochran(effects, variances).P.P
		for k, alarm := range []bool{p < 0.05, p < 0.001, old < 0.05, old < 0.001} {
			count[k] += one(alarm)
		}
	}
}

// accepting is a team's acceptance rate, with the variance that leaves one user out.
func accepting(r *rand.Rand, units int) stats.Sample {
	m := moment.New(2)
	var y, x []float64
	for range units {
		u := population(r, 0)
		m.Add(u.accepted, u.seen)
		y, x = append(y, float64(u.accepted)), append(x, float64(u.seen))
	}
	s := metric.Sums(m, 0, 0).Ratio()
	if s.NeedsLeftOut() {
		l := stats.NewLeaveOneOut(y, x, 1)
		s.LeftOut = &l
	}
	return s
}

// ageing draws two arms of units followed over a first day and four later ones,
// few of them heavy, with what the treatment does to each, and counts changes seen
// by method.Change and by two intervals of 95 % that do not overlap.
func ageing(units int, ratio bool, early, late float64) func(r *rand.Rand, count []float64) {
	return func(r *rand.Rand, count []float64) {
		var w [2]method.Windows
		for arm := range w {
			first, last, both := moment.New(1), moment.New(1), moment.New(2)
			if ratio {
				first, last, both = moment.New(2), moment.New(2), moment.New(4)
			}
			var v [4][]float64
			for range units {
				heavy := math.Exp(0.8 * r.NormFloat64())
				f, g := 1.0, 1.0
				if arm == 1 {
					f, g = early, late
				}
				if !ratio {
					e, l := poisson(r, 6*heavy*f), poisson(r, 24*heavy*g)
					first.Add(e)
					last.Add(l)
					both.Add(e, l)
					continue
				}
				xe, xl := poisson(r, 4*heavy), poisson(r, 16*heavy)
				p := 0.1 + 0.4*r.Float64()
				ye, yl := flips(r, xe, p*f), flips(r, xl, p*g)
				first.Add(ye, xe)
				last.Add(yl, xl)
				both.Add(ye, xe, yl, xl)
				for k, n := range []int64{ye, xe, yl, xl} {
					v[k] = append(v[k], float64(n))
				}
			}
			if ratio {
				l := stats.NewLogLeaveOneOut(v[0], v[1], v[2], v[3])
				w[arm] = method.Windows{Early: metric.Sums(first, 0, 0).Ratio(), Late: metric.Sums(last, 0, 0).Ratio(),
					Both: metric.Sums(both, 0, 0, 0, 0).RatioPair(), LeftOut: &l}
			} else {
				w[arm] = method.Windows{Early: metric.Sums(first, 0).Sample(), Late: metric.Sums(last, 0).Sample(),
					Both: metric.Sums(both, 0, 0).Sample()}
			}
		}
		c := method.Change(w[0], w[1], ratio, 0.05)
		e, l := method.Welch(w[0].Early, w[1].Early, 0.05).Rel, method.Welch(w[0].Late, w[1].Late, 0.05).Rel
		for k, seen := range []bool{c.P < 0.05, c.P < 0.001, e.Lo > l.Hi || l.Lo > e.Hi, c.P.Defined()} {
			count[k] += one(seen)
		}
	}
}

func flips(r *rand.Rand, n int64, p float64) (k int64) {
	for range n {
		if r.Float64() < p {
			k++
		}
	}
	return k
}

// TestLevelsCalibration holds all three to what they say.
func TestLevelsCalibration(t *testing.T) {
	shrink, tests := shrunkSample, testedSample
	if *fullCalibration {
		shrink, tests = shrunkStudies, testedStudies
	}
	band := func(p float64, n int) float64 { return 3.29 * math.Sqrt(p*(1-p)/float64(n)) }
	var table strings.Builder
	fmt.Fprintf(&table, "%d studies a row, levels of 30 + 30 normal units, true effects N(0, τ), 95%% intervals. "+
		"Shares that are held.\n", shrink)
	fmt.Fprintf(&table, "Asked: 92.5%% on average, 90%% of the level that looks furthest out, never wider than the "+
		"raw one.\n")
	fmt.Fprintf(&table, "Before: the interval that takes an estimate of τ for the truth.\n\n")
	fmt.Fprintf(&table, "%-6s %5s %9s %15s %14s %10s %14s %21s %8s\n", "levels", "τ/se", "average", "looks furthest",
		"truly furthest", "width/raw", "average before", "looks furthest before", "raw")
	for _, levels := range []int{3, 5, 10, 20} {
		for _, tau := range []float64{0, 0.5, 1, 2} {
			c := studies(uint64(levels)<<8+uint64(10*tau), shrink, 7, shrunk(levels, tau))
			fmt.Fprintf(&table, "%-6d %5.1f %8.1f%% %14.1f%% %13.1f%% %10.2f %13.1f%% %20.1f%% %7.1f%%\n", levels, tau,
				100*c[0], 100*c[1], 100*c[2], c[3], 100*c[4], 100*c[5], 100*c[6])
			if c[0] < 0.925-band(0.075, shrink*levels) || c[1] < 0.90-band(0.10, shrink) || c[3] > 1 {
				t.Errorf("%d levels, τ/se %v: holds %.3f, of the one that looks furthest %.3f, width %.3f of the raw "+
					"one", levels, tau, c[0], c[1], c[3])
			}
			if levels == 5 && tau == 1 && c[4] > 0.88 {
				t.Errorf("the old interval holds %.3f: the test could not tell a wrong method", c[4])
			}
		}
	}
	normal := func(r *rand.Rand, n int) stats.Sample { return of(n, r.NormFloat64) }
	skewed := func(r *rand.Rand, n int) stats.Sample { return of(n, r.ExpFloat64) }
	share := func(r *rand.Rand, n int) stats.Sample { return stats.FromCount(int64(n), flips(r, int64(n), 0.1)) }
	fmt.Fprintf(&table, "\n%d studies a row without an effect: how often levels are said to differ, at 5%% and at "+
		"0.1%%.\n", tests)
	fmt.Fprintf(&table, "Before: Cochran's Q against the chi-square.\n\n%-46s %8s %8s %14s %14s\n", "levels", "5%",
		"0.1%", "5% before", "0.1% before")
	for i, row := range []struct {
		name               string
		levels             int
		control, treatment int
		sample             func(r *rand.Rand, n int) stats.Sample
	}{
		{"20 × 15 + 15, normal", 20, 15, 15, normal},
		{"15 × 18 + 18, normal", 15, 18, 18, normal},
		{"3 × 15 + 15, normal", 3, 15, 15, normal},
		{"20 × 15 + 15, exponential", 20, 15, 15, skewed},
		{"20 × 760 + 40, exponential", 20, 760, 40, skewed},
		{"20 × 120 + 30, exponential", 20, 120, 30, skewed},
		{"20 × 760 + 40, share of 10 %", 20, 760, 40, share},
		{"20 × 100 + 100, share of 10 %", 20, 100, 100, share},
		{"20 teams × 15 + 15 users, acceptance rate", 20, 15, 15, accepting},
		{"20 teams × 30 + 30 users, acceptance rate", 20, 30, 30, accepting},
		{"15 teams × 36 + 36 users, acceptance rate", 15, 36, 36, accepting},
		{"20 teams × 120 + 30 users, acceptance rate", 20, 120, 30, accepting},
	} {
		c := studies(7000+uint64(i), tests, 4, differing(row.levels, row.control, row.treatment, row.sample))
		fmt.Fprintf(&table, "%-46s %7.2f%% %7.2f%% %13.2f%% %13.2f%%\n", row.name, 100*c[0], 100*c[1], 100*c[2],
			100*c[3])
		if c[0] > 0.05+band(0.05, tests) || c[1] > 0.001+band(0.001, tests) {
			t.Errorf("%s: alarms %.4f, %.4f at 0.1 %%", row.name, c[0], c[1])
		}
		if strings.Contains(row.name, "760 + 40, share") && c[2] < 0.15 {
			t.Errorf("%s: Cochran's Q alarms %.4f: the test could not tell a wrong method", row.name, c[2])
		}
	}
	fmt.Fprintf(&table, "\n%d studies a row: how often an effect is said to change from day 0 to days 1 to 4, at 5%% "+
		"and at 0.1%%.\n", tests)
	fmt.Fprintf(&table, "Before: two 95%% intervals that do not overlap.\n\n%-46s %8s %8s %9s %8s\n", "units an arm",
		"5%", "0.1%", "before", "defined")
	for i, row := range []struct {
		name        string
		units       int
		ratio       bool
		early, late float64
	}{
		{"400, +30 % on every day", 400, false, 1.3, 1.3},
		{"60, +30 % on every day", 60, false, 1.3, 1.3},
		{"20, a ratio, +20 % on every day", 20, true, 1.2, 1.2},
		{"60, a ratio, +20 % on every day", 60, true, 1.2, 1.2},
		{"400, a ratio, +20 % on every day", 400, true, 1.2, 1.2},
		{"400, +55 % and then +30 %", 400, false, 1.55, 1.3},
		{"400, a ratio, +20 % and then nothing", 400, true, 1.2, 1},
	} {
		c := studies(8000+uint64(i), tests, 4, ageing(row.units, row.ratio, row.early, row.late))
		fmt.Fprintf(&table, "%-46s %7.2f%% %7.2f%% %8.2f%% %7.1f%%\n", row.name, 100*c[0], 100*c[1], 100*c[2], 100*c[3])
		switch changes := row.early != row.late; {
		case !changes && (c[0] > 0.05+band(0.05, tests) || c[1] > 0.001+band(0.001, tests)):
			t.Errorf("%s: %.4f and %.4f are said to change", row.name, c[0], c[1])
		case changes && !(c[0] > 0.9 && c[2] < 0.6):
			t.Errorf("%s: %.4f are found, %.4f before", row.name, c[0], c[2])
		}
	}
	t.Log("\n" + table.String())
	if *fullCalibration {
		if err := os.WriteFile(filepath.Join("..", "testdata", "calibration-levels.txt"), []byte(table.String()),
			0o644); err != nil {
			t.Fatal(err)
		}
	}
}
