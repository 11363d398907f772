package analysis_test

import (
	"math"
	"slices"
	"sort"
	"strings"
	"testing"

	"uptake/analysis/fold"
	"uptake/analysis/moment"
	"uptake/analysis/spec"
	"uptake/analysis/stats"
	"uptake/analysis/study"
)

// TestWinsorize: one cap for both arms, on whole units, crossovers aside; the
// mean, its segments and its last day are those of capped values.
func TestWinsorize(t *testing.T) {
	w := draw(31, 700)
	w.exp.Metrics[1].Winsorize = spec.Winsorize{Upper: 0.9}
	r := w.analyze(t, 4, 2)
	m := metricOf(t, r, "tasks")
	var all []float64
	var byArm [2][]float64
	for _, p := range w.units {
		if !p.row.Crossover {
			v := float64(p.row.Var[0])
			all, byArm[p.row.Arm] = append(all, v), append(byArm[p.row.Arm], v)
		}
	}
	limit := math.Floor(stats.Cap(all, 0.9, 7, false) + 0.5)
	if len(m.Winsorized) != 1 || float64(m.Winsorized[0].Cap) != limit {
		t.Fatalf("capped %+v, want at %v", m.Winsorized, limit)
	}
	for a, values := range byArm {
		capped, n := stats.Winsorized(values, math.Inf(-1), limit)
		if got := m.Winsorized[0].Arms[a]; got.Capped != n || got.Units != int64(len(values)) || n == 0 {
			t.Errorf("arm %d: %+v, want %d of %d", a, got, n, len(values))
		}
		if got := float64(m.Arms[a].Value); math.Abs(got-average(capped)) > 1e-12 {
			t.Errorf("arm %d: mean %v, of capped values %v", a, got, average(capped))
		}
	}
	var sum, units float64
	for _, g := range r.Segments {
		if g.Metric == "tasks" {
			for _, e := range g.Arms {
				sum, units = sum+float64(e.Numerator), units+float64(e.Units)
			}
		}
	}
	if want := float64(m.Arms[0].Numerator + m.Arms[1].Numerator); sum != want || units == 0 {
		t.Errorf("segments add up to %v, the arms to %v", sum, want)
	}
	if c := m.Cautions; !hasCaution(c, "winsorized") {
		t.Errorf("the cap is not said: %v", c)
	}
}

// TestQuantiles: a quantile over units and one over what suggestions carry,
// against sorting by hand.
func TestQuantiles(t *testing.T) {
	w := draw(41, 800)
	w.exp.Metrics = append(w.exp.Metrics,
		spec.Metric{Name: "p80_tasks", Kind: spec.Quantile, Quantile: 0.8, Role: spec.Secondary,
			Numerator: spec.Aggregate{Event: []string{"task"}, How: spec.Count}},
		spec.Metric{Name: "p90_latency", Kind: spec.Quantile, Quantile: 0.9, Of: "latency_ms", Role: spec.Secondary})
	var latency [2][]float64
	var tasks [2][]float64
	for i := range w.units {
		p := &w.units[i]
		p.row.Var = append(p.row.Var, p.row.Var[0])
		for d := range p.days {
			p.days[d].v = append(p.days[d].v, p.days[d].v[0])
		}
		if !p.row.Crossover {
			tasks[p.row.Arm] = append(tasks[p.row.Arm], float64(p.row.Var[0]))
		}
		for s := range p.suggs {
			v := float64(100 + (i*37+s*11)%900)
			if (i+s)%29 == 0 {
				v = math.NaN()
			}
			p.suggs[s].Number = []float64{v}
			if !p.row.Crossover && v == v {
				latency[p.row.Arm] = append(latency[p.row.Arm], v)
			}
		}
	}
	w.attributes = []study.Attribute{{Name: "latency_ms", Number: true}}
	r := w.analyze(t, 5, 2)
	for name, values := range map[string][2][]float64{"p80_tasks": tasks, "p90_latency": latency} {
		m := metricOf(t, r, name)
		for a, v := range values {
			sort.Float64s(v)
			p := 0.8
			if strings.HasPrefix(name, "p90") {
				p = 0.9
			}
			if got, want := float64(*m.Arms[a].PlainQuantile), stats.Quantile(v, p, 7); got != want ||
				float64(m.Arms[a].Denominator) != float64(len(v)) {
				t.Errorf("%s in arm %d is %v of %v, want %v of %d", name, a, got, m.Arms[a].Denominator, want, len(v))
			}
			if got, want := float64(m.Arms[a].Value), midRanked(v, p); math.Abs(got-want) > 1e-12*want {
				t.Errorf("%s in arm %d, ties at their mid rank, is %v, want %v", name, a, got, want)
			}
		}
	}
	m := metricOf(t, r, "p90_latency")
	c := m.Comparisons[0]
	if c.Method != "mid_quantile" || !c.P.Defined() || !(m.Arms[0].Lo < m.Arms[0].Value &&
		m.Arms[0].Value < m.Arms[0].Hi) {
		t.Errorf("%+v", c)
	}
	if !hasCaution(m.Cautions, "missing_values") || !hasCaution(m.Cautions, "quantile_whole") {
		t.Errorf("cautions %v", m.Cautions)
	}
	for _, p := range r.Series {
		if p.Metric == "p90_latency" {
			t.Fatal("a quantile by day")
		}
	}
	again := metricOf(t, w.analyze(t, 2, 1), "p90_latency")
	if again.Comparisons[0].Abs != c.Abs {
		t.Errorf("another partition gives %+v, not %+v", again.Comparisons[0].Abs, c.Abs)
	}
}

// midRanked is the quantile at p of ordered values that stand, ties together, at
// the mean of their places 0 … n−1: linear between those.
func midRanked(v []float64, p float64) float64 {
	at, before, h := -1.0, math.NaN(), p*float64(len(v)-1)
	for i := 0; i < len(v); {
		j := i
		for j < len(v) && v[j] == v[i] {
			j++
		}
		mid := float64(i+j-1) / 2
		if mid >= h {
			return before + (h-at)/(mid-at)*(v[i]-before)
		}
		at, before, i = mid, v[i], j
	}
	return math.NaN()
}

// TestBothCaps: both tails, at quantiles of both arms' units together, by hand; with
// zeros skipped, zeros stay.
func TestBothCaps(t *testing.T) {
	for _, skip := range []bool{false, true} {
		w := draw(31, 700)
		w.exp.Metrics[1].Winsorize = spec.Winsorize{Lower: 0.05, Upper: 0.9, SkipZeros: skip}
		var all []float64
		var byArm [2][]float64
		for i := range w.units {
			p := &w.units[i]
			if i%9 == 0 { // refunds
				p.row.Var[0], p.days = -int64(i), nil
			}
			if !p.row.Crossover {
				v := float64(p.row.Var[0])
				all, byArm[p.row.Arm] = append(all, v), append(byArm[p.row.Arm], v)
			}
		}
		m := metricOf(t, w.analyze(t, 4, 2), "tasks")
		high, low := math.Floor(stats.Cap(all, 0.9, 7, skip)+0.5), math.Floor(stats.Cap(all, 0.05, 7, skip)+0.5)
		got := m.Winsorized[0]
		if float64(got.Cap) != high || got.Lower == nil || float64(got.Lower.Cap) != low || !(low < 0) {
			t.Fatalf("skip %v: capped %+v %+v, want %v to %v", skip, got, got.Lower, low, high)
		}
		for a, values := range byArm {
			_, above := stats.Winsorized(values, math.Inf(-1), high)
			held, both := stats.Winsorized(values, low, high)
			if x := got.Arms[a]; x.Capped != above || x.Capped+x.Raised != both || x.Raised == 0 ||
				math.Abs(float64(m.Arms[a].Value)-average(held)) > 1e-12 {
				t.Errorf("skip %v arm %d: %+v, mean %v; want %d above, %d in all, mean %v", skip, a, x, m.Arms[a].Value,
					above, both, average(held))
			}
		}
	}
	b := fold.Bound{Low: moment.Int(5), High: moment.Int(9), SkipZeros: true}
	for v, want := range map[int64]int64{0: 0, 3: 5, 12: 9, -1: 5, 7: 7} {
		if got := b.Of(moment.Int(v)); got != moment.Int(want) {
			t.Errorf("a bound that leaves 0 makes %d of %d, want %d", got.Big(), v, want)
		}
	}
}

// TestCapOfZero: a cap that wipes a metric out is said, in place of a comparison of
// what it left, and what units had before it is what the health checks count.
func TestCapOfZero(t *testing.T) {
	for _, c := range []struct {
		code, says string
		ask        spec.Winsorize
		change     func(i int) int64
		left       bool
	}{
		{"cap_of_zero", "only 70 of 700 units have more: every unit counts as 0 and there is nothing left to " +
			"compare. To compare it, write winsorize: {upper: 80%, skip_zeros: true}", spec.Winsorize{Upper: 0.8},
			func(i int) int64 { return int64(b2i(i%20 == 3 || i%20 == 4) * 7) }, false},
		{"cap_of_zero", "only 70 of 700 units have more: all that is above 0 counts as 0.", spec.Winsorize{Upper: 0.8},
			func(i int) int64 { return int64(b2i(i%10 == 3)*7 - b2i(i%10 == 5)*3) }, true},
		{"cap_of_zero", "is 7, the 80% quantile of all units, and no unit has less", spec.Winsorize{Upper: 0.8},
			func(i int) int64 { return int64(7 + b2i(i%10 == 3)) }, false},
		{"cap_of_zero", "The lower cap of the value is 7, the 20% quantile of all units, and no unit has more",
			spec.Winsorize{Lower: 0.2}, func(i int) int64 { return int64(7 - b2i(i%10 == 3)) }, false},
		{"cap_of_zero", "Both caps of the value are 7, the 20% and the 80% quantile of all units: 70 of 700 units " +
			"have less, 70 have more, and all count as that", spec.Winsorize{Lower: 0.2, Upper: 0.8},
			func(i int) int64 { return int64(7 + b2i(i%10 == 3) - b2i(i%10 == 5)) }, false},
		{"cap_of_zero", "only 70 of 700 units have more and 70 less: every unit counts as 0 and there is nothing " +
			"left to compare. To compare it, write winsorize: {lower: 20%, upper: 80%, skip_zeros: true}",
			spec.Winsorize{Lower: 0.2, Upper: 0.8},
			func(i int) int64 { return int64(b2i(i%20 == 3 || i%20 == 4) - b2i(i%20 == 5 || i%20 == 6)) }, false},
		{"winsorized", "The value counts as at most 7, the 80% quantile of all units that are not 0",
			spec.Winsorize{Upper: 0.8, SkipZeros: true},
			func(i int) int64 { return int64(b2i(i%10 < 4) * (7 + b2i(i%100 == 0))) }, true},
	} {
		w := comparable(spec.Units)
		w.units = w.units[:700]
		w.exp.Metrics[0].Role, w.exp.Metrics[0].Winsorize, w.exp.Statistics.Looks = spec.Primary, c.ask, 0
		for i := range w.units {
			w.units[i].row.Crossover, w.units[i].row.Var[0] = false, c.change(i)
		}
		r := w.analyze(t, 2, 2)
		undefinedSaid(t, r)
		m := metricOf(t, r, "tasks")
		said := m.Cautions[slices.Index(codes(m.Cautions), c.code)].Detail
		if !strings.Contains(said, c.says) || m.Comparisons[0].Abs.Value.Defined() != c.left {
			t.Errorf("%q, difference %v", said, m.Comparisons[0].Abs.Value)
		}
		for _, x := range r.Decision.Reasons {
			if strings.Contains(x, "0 units with any") || strings.Contains(x, "All 350 control units") {
				t.Errorf("untrue: %q", x)
			}
		}
		if !c.left && !slices.Contains(r.Decision.Reasons, said) {
			t.Errorf("the verdict does not name the cap: %q", r.Decision.Reasons)
		}
	}
}

func b2i(b bool) int {
	if b {
		return 1
	}
	return 0
}

// TestUncapped: beside every comparison of a capped metric stands the one that the file without the cap
// gives, to the bit, a ratio among them; a metric without caps has none.
func TestUncapped(t *testing.T) {
	w := draw(31, 700)
	plain := w.analyze(t, 4, 2)
	for m := range w.exp.Metrics {
		if k := w.exp.Metrics[m].Kind; k == spec.Mean || k == spec.Ratio {
			w.exp.Metrics[m].Winsorize = spec.Winsorize{Upper: 0.9}
		}
	}
	r := w.analyze(t, 2, 3)
	with := map[string]bool{}
	for i, m := range r.Metrics {
		for k, c := range m.Comparisons {
			want := plain.Metrics[i].Comparisons[k]
			if c.Uncapped == nil {
				if len(m.Winsorized) > 0 {
					t.Errorf("%s is capped and has no comparison without", m.Name)
				}
				continue
			}
			with[m.Kind] = true
			u := c.Uncapped
			if u.Abs != want.Abs || u.Rel != want.Rel || u.P != want.P || u.SE != want.SE {
				t.Errorf("%s: %+v without the cap, want %+v", m.Name, *u, want)
			}
			if u.Abs == c.Abs {
				t.Errorf("%s: the cap changes nothing, so this shows nothing", m.Name)
			}
		}
	}
	if !with["mean"] || !with["ratio"] {
		t.Errorf("only kinds %v were capped", with)
	}
}
