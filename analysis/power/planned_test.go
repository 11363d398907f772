package power

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
	"uptake/analysis/method"
	"uptake/analysis/metric"
	"uptake/analysis/moment"
	"uptake/analysis/spec"
	"uptake/analysis/stats"
)

// The promised power against planned experiments: each case is planned, drawn
// unit by unit at the planned size, and judged by the comparison that the readout
// makes. The whole run (10,000 studies per case, a few minutes) writes
// testdata/plan-power.txt:
//
//	go test ./analysis/power -run Planned -plan.full -timeout 30m
var fullPlan = flag.Bool("plan.full", false, "draw 10,000 planned experiments per case and write "+
	"testdata/plan-power.txt")

const (
	fullPlanned   = 10_000
	samplePlanned = 250
	plannedSeed   = 20260615 // fixed beforehand; a stream of its own per case
	fullSlack     = 0.015
	skewedSlack   = 0.025
)

// plannedCase is one experiment to plan and to draw.
type plannedCase struct {
	name   string
	metric Metric
	share  float64 // of treatment
	valid  bool    // judged by the always-valid interval
	// draw adds one unit of an arm; dim and scale are those of its values.
	draw       func(r *rand.Rand, m *moment.Moment, treated bool)
	dim, scale int
	kind       spec.Kind
	// units of the plan per drawn row: 1, or the mean size of a cluster.
	perRow float64
	// adjusted compares y by CUPED with the covariate x instead.
	adjusted bool
	wrong    bool // planned by a wrong formula: the promise must not hold
	// skewed: the smaller arm's mean and its standard error go together (skewness 6),
	// which moves the power by a point or two. The plan must warn of it.
	skewed bool
}

// micro is a value as a scaled integer of six decimals.
func micro(v float64) int64 { return int64(math.Floor(v*1e6 + 0.5)) }

const (
	logSD     = 1.0                // of the lognormal values: sd 1.31 means, skewness 6
	activity  = 0.6                // of the lognormal number of suggestions
	accept    = 0.35               // mean propensity to accept
	lift      = 0.02               // what treatment adds to it
	logMean   = 1.6487212707001282 // e^½
	clusterOf = 6                  // mean units of a cluster
	within    = 0.1                // their correlation
)

func relative(v float64) spec.Amount {
	return spec.Amount{Value: v, Form: spec.Relative, Text: "relative"}
}
func absolute(v float64) spec.Amount {
	return spec.Amount{Value: v, Form: spec.Absolute, Text: "absolute"}
}

// plannedCases lists the cases. Baselines are those of the distributions drawn from.
func plannedCases() []plannedCase {
	bernoulli := func(p, effect float64) func(*rand.Rand, *moment.Moment, bool) {
		return func(r *rand.Rand, m *moment.Moment, treated bool) {
			q := p
			if treated {
				q += effect
			}
			if r.Float64() < q {
				m.Add(1)
			} else {
				m.Add(0)
			}
		}
	}
	shifted := func(value func(*rand.Rand) float64, effect float64) func(*rand.Rand, *moment.Moment, bool) {
		return func(r *rand.Rand, m *moment.Moment, treated bool) {
			v := value(r)
			if treated {
				v += effect
			}
			m.Add(micro(v))
		}
	}
	lognormal := func(r *rand.Rand) float64 { return math.Exp(logSD * r.NormFloat64()) }
	normal := func(r *rand.Rand) float64 { return 10 + 2*r.NormFloat64() }
	logVar := (math.E - 1) * math.E
	proportion := func(base float64, effect spec.Amount) Metric {
		return Metric{Name: "m", Kind: spec.Proportion, Role: spec.Primary, Share: true, Base: base,
			Variance: base * (1 - base), Effect: effect}
	}
	mean := func(base, variance float64, effect spec.Amount) Metric {
		return Metric{Name: "m", Kind: spec.Mean, Role: spec.Primary, Base: base, Variance: variance, Effect: effect}
	}
	ratio := ratioMetric()
	naive := ratio // every suggestion as a unit of its own
	naive.Variance = accept * (1 - accept) / suggestions
	guard := func(m Metric, margin spec.Amount, down bool) Metric {
		m.Role, m.Effect, m.Margin, m.Down = spec.Guardrail, spec.Amount{}, margin, down
		return m
	}
	cuped := mean(10, 4, relative(0.03))
	cuped.CUPED = 0.6
	clustered := mean(10, 4, relative(0.04))
	clustered.Clusters = Clusters{Size: clusterOf, CV: math.Sqrt(clusterOf-1) / clusterOf, ICC: within}
	unclustered := clustered
	unclustered.Clusters = Clusters{}
	list := []plannedCase{
		{name: "proportion 31%, +5%", metric: proportion(0.31, relative(0.05)), draw: bernoulli(0.31, 0.0155)},
		{name: "proportion 5%, +1pp, 80:20", metric: proportion(0.05, absolute(0.01)), share: 0.2,
			draw: bernoulli(0.05, 0.01)},
		{name: "proportion 31%, always-valid", metric: proportion(0.31, relative(0.1)), valid: true,
			draw: bernoulli(0.31, 0.031)},
		{name: "normal mean, 20 units an arm", metric: mean(10, 4, absolute(1.8)), draw: shifted(normal, 1.8)},
		{name: "lognormal mean, +8%", metric: mean(logMean, logVar, relative(0.08)), draw: shifted(lognormal,
			0.08*logMean)},
		{name: "lognormal mean, +8%, 80:20", metric: mean(logMean, logVar, relative(0.08)), share: 0.2,
			draw: shifted(lognormal, 0.08*logMean)},
		{name: "lognormal mean, always-valid", metric: mean(logMean, logVar, relative(0.1)), valid: true,
			draw: shifted(lognormal, 0.1*logMean)},
		{name: "lognormal mean, always-valid, 80:20", metric: mean(logMean, logVar, relative(0.1)), valid: true,
			share: 0.2, skewed: true, draw: shifted(lognormal, 0.1*logMean)},
		{name: "acceptance rate, +2 points", metric: ratio, draw: drawRatio, dim: 2},
		{name: "acceptance rate, always-valid", metric: ratio, valid: true, draw: drawRatio, dim: 2},
		{name: "mean with CUPED, correlation 0.6", metric: cuped, draw: drawCovariate, dim: 2, adjusted: true},
		{name: "mean of clusters, ICC 0.1", metric: clustered, draw: drawCluster, dim: 2, kind: spec.Ratio,
			perRow: clusterOf},
		{name: "guardrail mean, limit +5%", metric: guard(mean(logMean, logVar, spec.Amount{}), relative(0.05), true),
			draw: shifted(lognormal, 0)},
		{name: "guardrail mean, limit −5%, 80:20", metric: guard(mean(logMean, logVar, spec.Amount{}), relative(0.05),
			false), share: 0.2, draw: shifted(lognormal, 0)},
		{name: "guardrail proportion, limit −5%", metric: guard(proportion(0.31, spec.Amount{}), relative(0.05), false),
			draw: bernoulli(0.31, 0)},
		{name: "guardrail proportion, limit +1pp", metric: guard(proportion(0.1, spec.Amount{}), absolute(0.01), true),
			draw: bernoulli(0.1, 0)},
		{name: "guardrail mean, always-valid", metric: guard(mean(logMean, logVar, spec.Amount{}), relative(0.08),
			true), valid: true, draw: shifted(lognormal, 0)},
		{name: "proportion 31%, always-valid, 80:20", metric: proportion(0.31, relative(0.1)), valid: true, share: 0.2,
			draw: bernoulli(0.31, 0.031)},
		{name: "WRONG: suggestions as units", metric: naive, draw: drawRatio, dim: 2, wrong: true},
		{name: "WRONG: clusters left out", metric: unclustered, draw: drawCluster, dim: 2, kind: spec.Ratio,
			perRow: clusterOf, wrong: true},
	}
	for i := range list {
		c := &list[i]
		if c.share == 0 {
			c.share = 0.5
		}
		if c.perRow == 0 {
			c.perRow = 1
		}
		if c.kind == "" {
			c.kind = c.metric.Kind
		}
		c.dim = max(c.dim, 1)
		if c.metric.Kind == spec.Mean {
			c.scale = 6
		}
	}
	return list
}

// suggestions is the mean number shown to a unit: E exp(2 + 0.6z).
var suggestions = math.Exp(2 + activity*activity/2)

// ratioMetric is the acceptance rate of drawRatio. With λ the activity, x ~
// Poisson(λ) and p the propensity, y − R·x has variance E[x]·E[p(1−p)] + E[x²]·Var p.
func ratioMetric() Metric {
	varP := 0.5 * 0.5 / 12 // p is uniform over a width of ½
	squares := suggestions + math.Exp(4+2*activity*activity)
	v := (suggestions*(accept*(1-accept)-varP) + squares*varP) / (suggestions * suggestions)
	return Metric{Name: "m", Kind: spec.Ratio, Role: spec.Primary, Share: true, Base: accept, Variance: v,
		Effect: absolute(lift)}
}

func drawRatio(r *rand.Rand, m *moment.Moment, treated bool) {
	p := accept - 0.25 + 0.5*r.Float64()
	if treated {
		p += lift
	}
	x, y := poisson(r, math.Exp(2+activity*r.NormFloat64())), int64(0)
	for range x {
		if r.Float64() < p {
			y++
		}
	}
	m.Add(y, x)
}

func drawCovariate(r *rand.Rand, m *moment.Moment, treated bool) {
	x := r.NormFloat64()
	y := 10 + 2*(0.6*x+0.8*r.NormFloat64())
	if treated {
		y += 0.3
	}
	m.Add(micro(y), micro(x))
}

// drawCluster adds one cluster: Σy and its number of units, 1 + Poisson(5).
func drawCluster(r *rand.Rand, m *moment.Moment, treated bool) {
	n := 1 + poisson(r, clusterOf-1)
	common, sum := math.Sqrt(within)*r.NormFloat64(), 0.0
	for range n {
		v := 10 + 2*(common+math.Sqrt(1-within)*r.NormFloat64())
		if treated {
			v += 0.4
		}
		sum += v
	}
	m.Add(micro(sum), n)
}

func poisson(r *rand.Rand, lambda float64) (n int64) {
	for t := r.ExpFloat64(); t < lambda; t += r.ExpFloat64() {
		n++
	}
	return n
}

// plan gives the rows to draw in each arm and the promise at that size.
func (c plannedCase) plan(t *testing.T) (rows [2]int, promise float64) {
	t.Helper()
	in := &Inputs{Alpha: 0.05, GuardAlpha: 0.05, Target: 0.8, Comparisons: 1, Sequential: c.valid, MinWeeks: 2,
		ChanceEnough: 0.5,
		Arms:         []spec.Arm{{Name: "c", Control: true, Share: 1 - c.share}, {Name: "t", Share: c.share}},
		Metrics:      []Metric{c.metric}}
	p, err := Make(in)
	if err != nil {
		t.Fatalf("%s: %v", c.name, err)
	}
	for i, a := range p.Arms {
		rows[i] = int(math.Round(float64(a.Units) / c.perRow))
	}
	warned := false
	for _, k := range p.Metrics[0].Cautions {
		warned = warned || k.Code == "skewed_small_arm"
	}
	if c.skewed && !warned {
		t.Errorf("%s: the plan does not warn of the skewed smaller arm", c.name)
	}
	promise = float64(p.Metrics[0].PowerAtEnd)
	if c.valid {
		promise = float64(p.Metrics[0].ValidAtEnd)
	}
	return rows, promise
}

// found draws one experiment and says whether it finds what was planned for.
func (c plannedCase) found(r *rand.Rand, rows [2]int) bool {
	kind, _ := metric.Find(c.kind)
	scales := []int{c.scale, 0}[:c.dim]
	if c.adjusted {
		scales = []int{6, 6}
	}
	var s [2]stats.Sample
	var raw [2]moment.Moment
	for arm := range rows {
		raw[arm] = moment.New(c.dim)
		for range rows[arm] {
			c.draw(r, &raw[arm], arm == 1)
		}
		s[arm] = kind.Sample(metric.Sums(raw[arm], scales...))
	}
	if c.adjusted {
		theta := stats.ThetaTotal(s[0], s[1])
		s = [2]stats.Sample{s[0].Adjusted(theta), s[1].Adjusted(theta)}
	}
	guard := c.metric.Role == spec.Guardrail
	alpha := 0.05
	if guard {
		alpha = 0.1 // one-sided 0.05
	}
	got := kind.Compare(health.Drawn().Arms(), s[0], s[1], alpha)
	if c.valid {
		q, _ := method.Sequential(s[0], s[1], alpha*spec.BandShare, float64(rows[0]+rows[1]))
		got.Abs, got.Rel, got.P = q.Abs, q.Rel, q.P
	}
	if !guard {
		if c.valid {
			return got.P < 0.05*spec.BandShare
		}
		return got.P < 0.05
	}
	i := got.Abs
	if c.metric.Margin.Form == spec.Relative {
		i = got.Rel
	}
	if c.metric.Down {
		return float64(i.Hi) < c.metric.Margin.Value
	}
	return float64(i.Lo) > -c.metric.Margin.Value
}

// shareFound draws studies experiments of a case and returns how many find the effect.
func (c plannedCase) shareFound(stream uint64, rows [2]int, studies int) float64 {
	workers := runtime.GOMAXPROCS(0)
	counts := make([]int, workers)
	var wg sync.WaitGroup
	for w := range workers {
		wg.Go(func() {
			for s := w; s < studies; s += workers {
				if c.found(rand.New(rand.NewPCG(plannedSeed+stream, uint64(s))), rows) {
					counts[w]++
				}
			}
		})
	}
	wg.Wait()
	n := 0
	for _, k := range counts {
		n += k
	}
	return float64(n) / float64(studies)
}

// TestPlannedPower holds the promised power to what planned experiments find:
// within 1.5 points in the whole run (2.5 where the plan itself warns), within 3.9 binomial standard errors in the
// sample (1 false alarm in 10,000 a case). Wrong plans must break their promise.
func TestPlannedPower(t *testing.T) {
	studies := samplePlanned
	if *fullPlan {
		studies = fullPlanned
	}
	var table strings.Builder
	fmt.Fprintf(&table, "%d planned experiments per case, alpha 0.05 two-sided, guardrails 0.05 one-sided, wanted "+
		"power 80%%.\n", studies)
	fmt.Fprintf(&table, "Rows are units (of clusters: clusters); found is the share that finds the effect or shows "+
		"the guardrail safe.\n")
	fmt.Fprintf(&table, "Held to 1.5 points, * to 2.5: there the plan warns that the smaller arm of a skewed metric "+
		"moves its power.\n\n")
	fmt.Fprintf(&table, "%-38s %9s %9s %10s %8s %8s\n", "case", "control", "treatment", "promised", "found", "off by")
	for i, c := range plannedCases() {
		rows, promise := c.plan(t)
		got := c.shareFound(uint64(i), rows, studies)
		off := got - promise
		name := c.name
		if c.skewed {
			name += " *"
		}
		fmt.Fprintf(&table, "%-38s %9d %9d %9.2f%% %7.2f%% %+7.2f\n", name, rows[0], rows[1], 100*promise, 100*got,
			100*off)
		slack := 3.9 * math.Sqrt(promise*(1-promise)/float64(studies))
		if *fullPlan {
			slack = fullSlack
		}
		if c.skewed {
			slack = math.Max(slack, skewedSlack)
		}
		switch {
		case c.wrong && math.Abs(off) < 0.1:
			t.Errorf("%s: promised %.4f and found %.4f: the test could not tell a wrong plan", c.name, promise, got)
		case !c.wrong && math.Abs(off) > slack:
			t.Errorf("%s: promised %.4f and found %.4f, more than %.4f apart", c.name, promise, got, slack)
		}
	}
	t.Log("\n" + table.String())
	if *fullPlan {
		if err := os.WriteFile(filepath.Join("..", "..", "testdata", "plan-power.txt"), []byte(table.String()),
			0o644); err != nil {
			t.Fatal(err)
		}
	}
}
