package analysis_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"

	"uptake/analysis"
	"uptake/analysis/compare"
	"uptake/analysis/health"
	"uptake/analysis/method"
	"uptake/analysis/metric"
	"uptake/analysis/moment"
	"uptake/analysis/report"
	"uptake/analysis/spec"
	"uptake/analysis/stats"
)

// The default paths that TestCalibration leaves out, each drawn as unit tables
// without an effect and with one: few and many effective units, CUPED, caps,
// quantiles, always-valid reading on 60 days, segments with Holm, small and
// uneven arms, money. Wrong methods stand beside the right ones and must fail.
// The whole run writes testdata/calibration-paths.txt:
//
//	go test ./analysis -run Paths -calibration.full -timeout 60m

// trial is what one drawn study gives.
type trial struct {
	alarm, covered bool
	undefined      bool // neither p nor interval is given; such studies do not count
	warned         bool // the page says that the number may not hold here
}

// path is one way to a number. draw makes a study from a seeded source with an
// effect (0: none) and tells whether it alarms and whether the interval holds the
// truth; coverage is not judged where once is false.
type path struct {
	name   string
	effect float64
	draw   func(r *rand.Rand, effect float64) trial
	cover  bool // judge coverage too
	atMost bool // alarms may be fewer: always-valid, Holm, counts, the secant of a quantile in its tail
	wrong  bool // must alarm too often
	warns  bool // may be off, and then must warn
	before bool // what stood there before, shown beside what does now
}

const pathScale = 6

func scaled6(v float64) int64 { return int64(math.Floor(v*1e6 + 0.5)) }

// compareMeans judges two arms of values by Welch, as a mean does.
func compareMeans(arms [2]moment.Moment, truth float64, scale int) trial {
	c := metric.Sums(arms[0], scale).Sample()
	t := metric.Sums(arms[1], scale).Sample()
	return judgeTrial(method.Welch(c, t, 0.05), truth)
}

func judgeTrial(c report.Comparison, truth float64) trial {
	return trial{alarm: float64(c.P) < 0.05, covered: float64(c.Abs.Lo) <= truth && truth <= float64(c.Abs.Hi),
		undefined: !c.P.Defined(), warned: len(c.Cautions) > 0}
}

// values draws two arms of nc and nt values.
func values(r *rand.Rand, nc, nt int, draw func(arm int) float64) (m [2]moment.Moment) {
	for arm, n := range []int{nc, nt} {
		m[arm] = moment.New(1)
		for range n {
			m[arm].Add(scaled6(draw(arm)))
		}
	}
	return m
}

// meanPath compares nc against nt values, the second arm shifted by effect.
func meanPath(nc, nt int, draw func(r *rand.Rand) float64) func(*rand.Rand, float64) trial {
	return func(r *rand.Rand, effect float64) trial {
		return compareMeans(values(r, nc, nt, func(arm int) float64 { return draw(r) + effect*float64(arm) }), effect,
			pathScale)
	}
}

// sharePath compares two proportions.
func sharePath(nc, nt int, p float64) func(*rand.Rand, float64) trial {
	return func(r *rand.Rand, effect float64) trial {
		var x [2]int64
		for arm, n := range []int{nc, nt} {
			for range n {
				if r.Float64() < p+effect*float64(arm) {
					x[arm]++
				}
			}
		}
		return judgeTrial(method.PooledZ(stats.FromCount(int64(nc), x[0]), stats.FromCount(int64(nt), x[1]), 0.05),
			effect)
	}
}

// suggester draws one user: suggestions seen, lognormal, and accepted at a rate
// of the user's own around 0.35.
func suggester(r *rand.Rand, sd, effect float64) (accepted, seen int64) {
	p := math.Min(math.Max(0.35+0.2*r.NormFloat64()*0.8, 0.02), 0.93) + effect
	seen = max(1, poisson(r, math.Min(math.Exp(1.5+sd*r.NormFloat64()), 20_000)))
	for range seen {
		if r.Float64() < p {
			accepted++
		}
	}
	return accepted, seen
}

// ratioPath compares acceptance rates of units users an arm whose activity has
// the given spread.
func ratioPath(units int, sd float64, compare func(c, t stats.Sample, alpha float64) report.Comparison) func(*rand.Rand,
	float64) trial {
	return func(r *rand.Rand, effect float64) trial {
		var s [2]stats.Sample
		var y, x [2][]int64
		for arm := range s {
			m := moment.New(2)
			for range units {
				a, n := suggester(r, sd, effect*float64(arm))
				m.Add(a, n)
				y[arm], x[arm] = append(y[arm], a), append(x[arm], n)
			}
			s[arm] = metric.Sums(m, 0, 0).Ratio()
		}
		if min(s[0].Effective, s[1].Effective) < stats.FewUnits {
			for arm := range s {
				l := stats.NewLeaveOneOut(y[arm], x[arm], 1)
				s[arm].LeftOut = &l
			}
		}
		return judgeTrial(compare(s[0], s[1], 0.05), effect)
	}
}

// money is lognormal with a mean of about 12 and a long tail.
func money(r *rand.Rand) float64 { return math.Exp(1.5 + 1.4*r.NormFloat64()) }

// cupedPath adjusts for a covariate with correlation rho, missing for a fifth.
func cupedPath(n int, rho float64, of string) func(*rand.Rand, float64) trial {
	return func(r *rand.Rand, effect float64) trial {
		var with, without []stats.Sums
		for arm := range 2 {
			w, o := moment.New(2), moment.New(1)
			for range n {
				z := r.ExpFloat64()
				y := rho*z + math.Sqrt(1-rho*rho)*r.ExpFloat64() + effect*float64(arm)
				if r.IntN(5) == 0 {
					o.Add(scaled6(y))
				} else {
					w.Add(scaled6(y), scaled6(z))
				}
			}
			with, without = append(with, metric.Sums(w, pathScale, pathScale)),
				append(without, metric.Sums(o, pathScale))
		}
		s := stats.Impute(with, without)
		a, _ := method.Adjust(s[0].Sample(), s[1].Sample(), of, false)
		c := a.CUPED(0.05, 0.05, 0)
		return trial{alarm: float64(c.P) < 0.05, covered: float64(c.Abs.Lo) <= effect && effect <= float64(c.Abs.Hi)}
	}
}

// cappedPath caps money at the 99 % quantile of both arms together.
func cappedPath(r *rand.Rand, effect float64) trial {
	var v [2][]int64
	for arm := range v {
		for range 1000 {
			v[arm] = append(v[arm], scaled6(money(r)*(1+effect*float64(arm))))
		}
	}
	var all []moment.Sum128
	for _, x := range append(append([]int64{}, v[0]...), v[1]...) {
		all = append(all, moment.Int(x))
	}
	slices.SortFunc(all, moment.Sum128.Cmp)
	limit, _ := moment.Quantile(all, 0.99).Int64()
	var m [2]moment.Moment
	for arm := range v {
		m[arm] = moment.New(1)
		for _, x := range v[arm] {
			m[arm].Add(min(x, limit))
		}
	}
	return compareMeans(m, 0, pathScale)
}

// quantilePath compares the 95th percentile of latencies, alike within a user;
// rows takes every suggestion as a user of its own.
func quantilePath(rows bool) func(*rand.Rand, float64) trial {
	return func(r *rand.Rand, effect float64) trial {
		var s [2]stats.Sample
		for arm := range s {
			var values []float64
			var unit []int32
			for u := range 250 {
				m := 0.5 * r.NormFloat64()
				for range 1 + poisson(r, 12) {
					values = append(values, 300*math.Exp(m+0.6*r.NormFloat64())*(1+effect*float64(arm)))
					if rows {
						u = len(values) - 1
					}
					unit = append(unit, int32(u))
				}
			}
			n := 250
			if rows {
				n = len(values)
			}
			s[arm] = stats.ClusterQuantile(values, unit, n, 0.95, 0.05)
		}
		truth := 300 * math.Exp(stats.NormalISF(0.05)*math.Hypot(0.5, 0.6)) * effect
		return judgeTrial(method.Quantiles(s[0], s[1], 0.05), truth)
	}
}

// stepped is a distribution of values that stand on steps: share is that of the
// values up to k steps, times moves every value before it is rounded.
type stepped struct {
	step  float64
	draw  func(r *rand.Rand, times float64) float64
	share func(k, times float64) float64
}

// pois are Poisson counts, roundedTo latencies around 550 ms, lognormal, to
// the nearest step.
func pois(mean float64) stepped {
	return stepped{1, func(r *rand.Rand, times float64) float64 { return float64(poisson(r, mean*times)) },
		func(k, times float64) float64 {
			sf, _ := stats.ChiSquareSF(2*mean*times, 2*k+2) // P(N ≤ k) of a Poisson count
			return sf
		}}
}

func roundedTo(step float64) stepped {
	const mu, sd = 6.3, 0.76
	return stepped{step, func(r *rand.Rand, times float64) float64 {
		return math.Round(times*math.Exp(mu+sd*r.NormFloat64())/step) * step
	}, func(k, times float64) float64 { return 1 - stats.NormalSF((math.Log(step*(k+0.5)/times)-mu)/sd) }}
}

// quantile is linear between the middles of the steps of the distribution function.
func (d stepped) quantile(level, times float64) float64 {
	before, mid := 0.0, 0.0
	for k := 0.0; ; k++ {
		f := d.share(k, times)
		next := (before + f) / 2
		if next >= level {
			return d.step * (k - 1 + (level-mid)/(next-mid))
		}
		before, mid = f, next
	}
}

// tiedPath compares quantiles of n users an arm, one value each.
func tiedPath(d stepped, level float64, n int, compare func(c, t []float64, of [2][]int32, users int,
	level float64) report.Comparison) func(*rand.Rand, float64) trial {
	return func(r *rand.Rand, effect float64) trial {
		var v [2][]float64
		var of [2][]int32
		for arm := range v {
			for u := range n {
				v[arm], of[arm] = append(v[arm], d.draw(r, 1+effect*float64(arm))), append(of[arm], int32(u))
			}
		}
		return judgeTrial(compare(v[0], v[1], of, n, level), d.quantile(level, 1+effect)-d.quantile(level, 1))
	}
}

func midQuantiles(c, t []float64, of [2][]int32, users int, level float64) report.Comparison {
	return method.Quantiles(stats.ClusterQuantile(c, of[0], users, level, 0.05), stats.ClusterQuantile(t, of[1], users,
		level, 0.05), 0.05)
}

// plainQuantiles takes the type-7 quantiles with the errors of their order
// statistics, which jump by whole steps.
func plainQuantiles(c, t []float64, _ [2][]int32, users int, level float64) report.Comparison {
	var s [2]stats.Sample
	for arm, v := range [][]float64{c, t} {
		v, n := stats.Sorted(v), float64(users)
		half := 1.96 * math.Sqrt(level*(1-level)/n)
		se := (v[int(math.Ceil(n*(level+half)))-1] - v[int(math.Floor(n*(level-half)))-1]) / (2 * 1.96)
		s[arm] = stats.FromMoments(int64(users), stats.Quantile(v, level, 7), se*se*n)
	}
	return method.Welch(s[0], s[1], 0.05)
}

// heapedPath compares median latencies in steps of 50 ms over the suggestions of
// 300 users, alike within a user.
func heapedPath(step float64) func(*rand.Rand, float64) trial {
	return func(r *rand.Rand, effect float64) trial {
		var v [2][]float64
		var of [2][]int32
		for arm := range v {
			for u := range 300 {
				m := 0.3 * r.NormFloat64()
				for range 1 + poisson(r, 8) {
					v[arm] = append(v[arm],
						math.Round((1+effect*float64(arm))*math.Exp(6.3+m+0.7*r.NormFloat64())/step)*step)
					of[arm] = append(of[arm], int32(u))
				}
			}
		}
		d := roundedTo(step) // 0.3² + 0.7² = 0.76²
		return judgeTrial(midQuantiles(v[0], v[1], of, 300, 0.5), d.quantile(0.5, 1+effect)-d.quantile(0.5, 1))
	}
}

// peekPath looks at 60 days of a growing experiment and alarms when any look does.
// With fixed, each look is read as if it were the only one.
func peekPath(fixed bool, dim int, add func(r *rand.Rand, m *moment.Moment, effect float64),
	sample func(moment.Moment) stats.Sample) func(*rand.Rand, float64) trial {
	return func(r *rand.Rand, effect float64) trial {
		m := [2]moment.Moment{moment.New(dim), moment.New(dim)}
		out := trial{covered: true}
		for range 60 {
			for arm := range m {
				for range 40 {
					add(r, &m[arm], effect*float64(arm))
				}
			}
			c, t := sample(m[0]), sample(m[1])
			if fixed {
				out.alarm = out.alarm || float64(method.Welch(c, t, 0.05).P) < 0.05
				continue
			}
			if s, _ := method.Sequential(c, t, 0.05, 4800); s != nil {
				out.alarm = out.alarm || float64(s.P) < 0.05
				out.covered = out.covered && float64(s.Abs.Lo) <= effect && effect <= float64(s.Abs.Hi)
			}
		}
		return out
	}
}

// looksPath looks 6 times at a growing experiment, by the boundaries of a
// spending function, or with each look read as if it were the only one (fixed).
// Units come unevenly and add more the longer they are in it when growing.
func looksPath(spending spec.Spending, fixed, growing bool) func(*rand.Rand, float64) trial {
	by := &compare.Terms{Arms: &analysis.Arms{Exp: &spec.Experiment{End: 5, Statistics: spec.Statistics{Alpha: 0.05,
		Looks: 6, Spending: spending}}}}
	e := analysis.Entry{Kind: metric.Mean}
	return func(r *rand.Rand, effect float64) trial {
		var rates [2][]float64
		var sums [2][]int64
		var looks []compare.Look
		out := trial{covered: true}
		for day := range 6 {
			l := compare.Look{At: day, Share: float64(day+1) / 6}
			for range []int{300, 200, 100, 400, 200, 300}[day] {
				arm := r.IntN(2)
				rates[arm], sums[arm] = append(rates[arm], r.ExpFloat64()), append(sums[arm], 0)
			}
			for arm := range 2 {
				m := moment.New(1)
				for u, rate := range rates[arm] {
					if growing || sums[arm][u] == 0 {
						sums[arm][u] += scaled6(rate*r.ExpFloat64()*(1+effect*float64(arm))) + 1
					}
					m.Add(sums[arm][u])
				}
				*[]*stats.Sample{&l.Control, &l.Treatment}[arm] = metric.Sums(m, pathScale).Sample()
			}
			looks = append(looks, l)
			out.alarm = out.alarm || fixed && float64(method.Welch(l.Control, l.Treatment, 0.05).P) < 0.05
		}
		if fixed {
			return out
		}
		compare.Informed(looks)
		for _, l := range by.Looked(health.Drawn().Arms(), e, looks, report.Comparison{}).Looks {
			out.alarm = out.alarm || l.Crossed
		}
		return out
	}
}

// segmentsPath tests 3 dimensions × 2 metrics of 4 levels for differing effects,
// by Holm, or (raw) by each p alone.
func segmentsPath(raw bool) func(*rand.Rand, float64) trial {
	return func(r *rand.Rand, _ float64) trial {
		var p []float64
		for range 6 {
			var levels []method.Level
			for range 4 {
				m := values(r, 60, 60, func(int) float64 { return r.ExpFloat64() })
				c, t := metric.Sums(m[0], pathScale).Sample(), metric.Sums(m[1], pathScale).Sample()
				levels = append(levels, method.Level{LevelEffect: stats.NewLevelEffect(c, t),
					Units: [2]int64{c.N, t.N}})
			}
			p = append(p, float64(method.Levels(levels).P))
		}
		if !raw {
			p = stats.Holm(p)
		}
		return trial{alarm: slices.Min(p) < 0.05}
	}
}

func paths() []path {
	normal := func(r *rand.Rand) float64 { return 5 + r.NormFloat64() }
	skewed := func(r *rand.Rand) float64 { return r.ExpFloat64() }
	addMean := func(r *rand.Rand, m *moment.Moment, effect float64) { m.Add(scaled6(r.ExpFloat64() + effect)) }
	addRatio := func(r *rand.Rand, m *moment.Moment, effect float64) { m.Add(suggester(r, 0.6, effect)) }
	asRatio := func(m moment.Moment) stats.Sample { return metric.Sums(m, 0, 0).Ratio() }
	asMean := func(m moment.Moment) stats.Sample { return metric.Sums(m, pathScale).Sample() }
	return []path{
		{name: "mean, 10 an arm, normal", effect: 0.5, draw: meanPath(10, 10, normal), cover: true},
		{name: "mean, 30 an arm, exponential", effect: 0.5, draw: meanPath(30, 30, skewed), cover: true, warns: true},
		{name: "mean, 1000 an arm, lognormal money", effect: 1, draw: meanPath(1000, 1000, money), cover: true},
		{name: "mean, 1900 against 100, exponential", effect: 0.2, draw: meanPath(1900, 100, skewed), cover: true,
			warns: true},
		{name: "proportion, 400 an arm, 8 %", effect: 0.02, draw: sharePath(400, 400, 0.08), cover: true, atMost: true},
		{name: "proportion, 20 an arm, 15 %", effect: 0.1, draw: sharePath(20, 20, 0.15), cover: true, atMost: true,
			warns: true},
		{name: "proportion, 3800 against 200, 10 %", effect: 0.03, draw: sharePath(3800, 200, 0.1), cover: true,
			atMost: true},
		{name: "ratio, 20 users, K_eff 8", effect: 0.05, draw: ratioPath(20, 1.3, method.Ratio), cover: true},
		{name: "ratio, 50 users, K_eff 16", effect: 0.05, draw: ratioPath(50, 1.3, method.Ratio), cover: true},
		{name: "ratio, 200 users, K_eff 18", effect: 0.05, draw: ratioPath(200, 2, method.Ratio), cover: true},
		{name: "ratio, 1000 users, K_eff 54", effect: 0.02, draw: ratioPath(1000, 2, method.Ratio), cover: true},
		{name: "ratio, 600 users, K_eff 200", effect: 0.02, draw: ratioPath(600, 1, method.Ratio), cover: true},
		{name: "ratio, 1500 users, K_eff 1000", effect: 0.02, draw: ratioPath(1500, 0.55, method.Ratio), cover: true},
		{name: "delta method alone, 50 users", effect: 0.05, draw: ratioPath(50, 1.3, method.Welch), wrong: true},
		{name: "CUPED, pooled slope, ρ 0.6", effect: 0.1, draw: cupedPath(400, 0.6, "pooled"), cover: true},
		{name: "CUPED, slope within arms", effect: 0.1, draw: cupedPath(400, 0.6, "within"), cover: true},
		{name: "CUPED, a slope in each arm", effect: 0.1, draw: cupedPath(400, 0.6, "per_arm"), cover: true},
		{name: "mean capped at 99 %, money", draw: cappedPath},
		{name: "95th percentile, 250 users", effect: 0.1, draw: quantilePath(false), cover: true, atMost: true},
		{name: "95th percentile, rows as users", effect: 0.1, draw: quantilePath(true), wrong: true},
		{name: "always-valid mean, 60 looks", effect: 0.1, draw: peekPath(false, 1, addMean, asMean), cover: true,
			atMost: true},
		{name: "always-valid acceptance rate, 60 looks", effect: 0.02, draw: peekPath(false, 2, addRatio, asRatio),
			cover: true, atMost: true},
		{name: "fixed interval read on 60 days", effect: 0.1, draw: peekPath(true, 1, addMean, asMean), wrong: true},
		{name: "6 planned looks, O'Brien–Fleming", draw: looksPath(spec.OBrienFleming, false, false)},
		{name: "6 planned looks, Pocock", draw: looksPath(spec.Pocock, false, false)},
		{name: "6 planned looks, Pocock, units that grow", draw: looksPath(spec.Pocock, false, true)},
		{name: "6 looks, each read at 5 %", draw: looksPath(spec.Pocock, true, false), wrong: true},
		{name: "6 segment tests, Holm", draw: segmentsPath(false), atMost: true},
		{name: "6 segment tests, unadjusted", draw: segmentsPath(true), wrong: true},
		{name: "ratio, 700 users, K_eff 75", effect: 0.02, draw: ratioPath(700, 1.5, method.Ratio), cover: true},
		{name: "ratio, 1000 users, K_eff 105", effect: 0.02, draw: ratioPath(1000, 1.5, method.Ratio), cover: true},
		{name: "ratio, 1400 users, K_eff 145", effect: 0.02, draw: ratioPath(1400, 1.5, method.Ratio), cover: true},
		{name: "delta method, 700 users, K_eff 75", effect: 0.02, draw: ratioPath(700, 1.5, method.Welch), cover: true,
			before: true},
		{name: "delta method, 1000 users, K_eff 105", effect: 0.02, draw: ratioPath(1000, 1.5, method.Welch),
			cover: true, before: true},
		{name: "delta method, 1400 users, K_eff 145", effect: 0.02, draw: ratioPath(1400, 1.5, method.Welch),
			cover: true, before: true},
		{name: "median of counts, 1000 an arm", effect: 0.1, draw: tiedPath(pois(2.674), 0.5, 1000, midQuantiles),
			cover: true},
		{name: "median of counts, 40 an arm", effect: 0.3, draw: tiedPath(pois(2.674), 0.5, 40, midQuantiles),
			cover: true},
		{name: "90th percentile in steps of 250 ms", effect: 0.1, draw: tiedPath(roundedTo(250), 0.9, 1000,
			midQuantiles), cover: true},
		{name: "median in steps of 1 ms, 1000 an arm", effect: 0.1, draw: tiedPath(roundedTo(1), 0.5, 1000,
			midQuantiles), cover: true},
		{name: "median of suggestions in steps of 50 ms", effect: 0.1, draw: heapedPath(50), cover: true},
		{name: "median of counts, plain quantiles", draw: tiedPath(pois(2.674), 0.5, 1000, plainQuantiles),
			wrong: true},
		{name: "90th percentile, plain, in steps of 250", draw: tiedPath(roundedTo(250), 0.9, 1000, plainQuantiles),
			wrong: true},
	}
}

// TestPaths holds every path's false alarms, and the coverage of a planted
// effect, to the 99.9 % binomial band around 5 % and 95 %.
func TestPaths(t *testing.T) {
	studies := 300
	if *fullCalibration {
		studies = fullStudies
	}
	band := 3.2905 * math.Sqrt(0.05*0.95/float64(studies))
	var table strings.Builder
	fmt.Fprintf(&table, "%d studies per path and column, level 95%%; the 99.9%% binomial band is %.2f%% to %.2f%% of "+
		"alarms\n\n", studies, 100*(0.05-band), 100*(0.05+band))
	fmt.Fprintf(&table, "%-40s %12s %14s  %s\n", "path", "A/A alarms", "covers effect", "")
	for i, p := range paths() {
		alarms, _, warned, defined := drawPath(p, uint64(2*i), studies, 0)
		cover, note := math.NaN(), ""
		if p.cover {
			_, cover, _, _ = drawPath(p, uint64(2*i+1), studies, p.effect)
		}
		off := alarms > 0.05+band || !p.atMost && alarms < 0.05-band || p.cover && (cover < 0.95-band || !p.atMost &&
			cover > 0.95+band)
		switch {
		case p.wrong:
			note = "a wrong method, which must fail"
			if alarms < 0.05+band {
				t.Errorf("%s alarms in %.4f of studies: the test could not tell a wrong method", p.name, alarms)
			}
		case p.before:
			note = "before, below 150 effective units"
		case off && p.warns && warned > 0.9:
			note = fmt.Sprintf("off, and %.0f%% of such pages say so", 100*warned)
		case off:
			t.Errorf("%s alarms in %.4f of studies and covers in %.4f", p.name, alarms, cover)
			note = "OFF"
		case p.atMost:
			note = "at most"
		}
		if defined < 1 {
			note = strings.TrimPrefix(note+fmt.Sprintf("; %.1f%% of studies give a number, the rest say why not",
				100*defined), "; ")
		}
		covers := "–"
		if p.cover {
			covers = fmt.Sprintf("%.2f%%", 100*cover)
		}
		fmt.Fprintf(&table, "%-40s %11.2f%% %14s  %s\n", p.name, 100*alarms, covers, note)
	}
	t.Log("\n" + table.String())
	if *fullCalibration {
		if err := os.WriteFile(filepath.Join("..", "testdata", "calibration-paths.txt"), []byte(table.String()),
			0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// drawPath draws studies, each from its own seed, and gives the shares that
// alarm, cover and warn of those that give a number, and the share of these.
func drawPath(p path, stream uint64, studies int, effect float64) (alarms, covered, warned, defined float64) {
	workers := runtime.GOMAXPROCS(0)
	counts := make([][4]int, workers)
	var wg sync.WaitGroup
	for w := range workers {
		wg.Go(func() {
			for s := w; s < studies; s += workers {
				d := p.draw(rand.New(rand.NewPCG(20261125+stream, uint64(s))), effect)
				for k, ok := range []bool{d.alarm, d.covered, d.warned && !d.undefined, !d.undefined} {
					if ok {
						counts[w][k]++
					}
				}
			}
		})
	}
	wg.Wait()
	var total [4]float64
	for _, c := range counts {
		for k := range c {
			total[k] += float64(c[k])
		}
	}
	return total[0] / total[3], total[1] / total[3], total[2] / total[3], total[3] / float64(studies)
}
