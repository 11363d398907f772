package analysis

import (
	"math"
	"sort"
	"strings"
	"testing"

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
	w.unshuffled(t, r)
	if c := m.Cautions; !hasCaution(c, "winsorized") {
		t.Errorf("the cap is not said: %v", c)
	}
}

// TestQuantiles: a quantile over units and one over what suggestions carry,
// against sorting by hand.
func TestQuantiles(t *testing.T) {
	w := draw(41, 800)
	w.exp.Metrics = append(w.exp.Metrics,
		spec.Metric{Name: "p80_tasks", Kind: spec.Quantile, Quantile: 0.8, Role: spec.Secondary, Numerator: spec.Aggregate{Event: []string{"task"}, How: spec.Count}},
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
			if got, want := float64(m.Arms[a].Value), stats.Quantile(v, p, 7); got != want || float64(m.Arms[a].Denominator) != float64(len(v)) {
				t.Errorf("%s in arm %d is %v of %v, want %v of %d", name, a, got, m.Arms[a].Denominator, want, len(v))
			}
		}
	}
	m := metricOf(t, r, "p90_latency")
	c := m.Comparisons[0]
	if c.Method != "order_statistics" || !c.P.Defined() || !(m.Arms[0].Lo < m.Arms[0].Value && m.Arms[0].Value < m.Arms[0].Hi) {
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
	w.unshuffled(t, r)
	again := metricOf(t, w.analyze(t, 2, 1), "p90_latency")
	if again.Comparisons[0].Abs != c.Abs {
		t.Errorf("another partition gives %+v, not %+v", again.Comparisons[0].Abs, c.Abs)
	}
}
