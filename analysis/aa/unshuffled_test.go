package aa

import (
	"math"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"uptake/analysis"
	"uptake/analysis/readout"
	"uptake/analysis/report"
	"uptake/analysis/study"
	"uptake/config"
	"uptake/ingest"
	"uptake/ingest/simulate"
)

// every is an experiment with metrics of every kind over a simulated export.
const every = `experiment: inline-suggestions
start: 2026-04-01
end: 2026-04-14
sources: [{path: events.csv}]
columns: {ts: timestamp, unit: user_id, event: event_name, session: session_id}
arms: [{name: control, share: 50%, control: true}, {name: treatment, share: 50%}]
window: 14d
suggestions: {attribution: 5m}
metrics:
  - {name: acceptance_rate, role: primary}
  - {name: tasks_per_user, kind: mean, event: task_completed, role: secondary}
  - {name: ever_bought, kind: proportion, event: purchase, role: secondary}
  - {name: revenue_per_user, kind: mean, event: purchase, field: value, scale: 2, winsorize: {lower: 1%, upper: 95%}, role: secondary}
  - {name: spend_per_task, kind: ratio, scale: 2, numerator: {event: purchase, field: value}, denominator: {event: task_completed}, winsorize: 95%, role: secondary}
  - {name: tickets_per_user, kind: mean, event: ticket, role: guardrail, better: down, margin: 20%}
  - {name: median_latency, kind: quantile, quantile: 50%, of: latency_ms, role: secondary}
  - {name: median_tasks, kind: quantile, quantile: 50%, event: task_completed, role: secondary}
`

// TestUnshuffled: the comparisons of an A/A run under the arms as they are have the
// readout's p, width and always-valid p, for every kind of metric, adjusted or not,
// capped or not, and for ratios that rest on few units.
func TestUnshuffled(t *testing.T) {
	dir := t.TempDir()
	if _, err := simulate.Write(t.Context(), simulate.Options{Users: 300, PreDays: 14, Seed: 5},
		simulate.Output{Dir: dir, Format: "csv"}); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name, statistics, filter string
		adjusted                 bool
	}{
		{"plain", "{sequential: false}", "", false},
		{"adjusted, read every day", "{sequential: true, cuped: 14d}", "", true},
		{"few units", "{sequential: true}", "where: [{column: platform, is: [web]}]\n", false},
	} {
		path := filepath.Join(dir, "x.yaml")
		if err := os.WriteFile(path, []byte(every+c.filter+"statistics: "+c.statistics+"\n"), 0o666); err != nil {
			t.Fatal(err)
		}
		e, err := config.Load(path, nil)
		if err != nil {
			t.Fatal(err)
		}
		demand := analysis.Needs(e)
		tables := func() *study.Tables { // anew for every visit, which uses them up
			x, err := ingest.Collect(t.Context(), e, demand, ingest.Options{Workers: 2})
			if err != nil {
				t.Fatal(err)
			}
			return x
		}
		r, err := readout.Analyze(t.Context(), e, demand, tables(), readout.Options{Workers: 2})
		if err != nil {
			t.Fatal(err)
		}
		a, err := newShuffler(t.Context(), e, demand, tables(), Options{Workers: 2, Runs: 100})
		if err != nil {
			t.Fatal(err)
		}
		adjusted := 0
		for i, s := range a.list {
			labels := a.labels
			if s.drawn != nil && s.drawn.labels != nil {
				labels = s.drawn.labels
				a.list[i].drawn = &drawn{value: s.drawn.value, unit: s.drawn.unit}
			}
			got := a.run(i, labels, nil, a.verdict())[0]
			at := slices.IndexFunc(r.Metrics, func(m report.Metric) bool { return m.Name == s.Metric.Name })
			c := r.Metrics[at].Comparisons[0]
			p, abs, valid := c.P, c.Abs, c.Sequential
			if c.CUPED != nil {
				p, abs, valid = c.CUPED.P, c.CUPED.Abs, c.CUPED.Sequential
				adjusted++
			}
			same := func(x, y float64) bool { return x == y || math.IsNaN(x) && math.IsNaN(y) }
			if !p.Defined() || !same(got.p, float64(p)) || !same(got.width, float64(abs.Hi-abs.Lo)) {
				t.Errorf("%s: p %v, width %v; the readout has %v and %v", s.Metric.Name, got.p, got.width, p,
					abs.Hi-abs.Lo)
			}
			if e.Statistics.Sequential && valid != nil && got.valid != float64(valid.P) {
				t.Errorf("%s: always-valid p %v, the readout has %v", s.Metric.Name, got.valid, valid.P)
			}
		}
		if (adjusted > 0) != c.adjusted || len(a.list) < 8 {
			t.Errorf("%s: %d metrics, %d adjusted", c.name, len(a.list), adjusted)
		}
	}
}
