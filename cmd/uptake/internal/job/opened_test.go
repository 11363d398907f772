package job

import (
	"context"
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"

	"uptake/analysis"
	"uptake/analysis/aa"
	"uptake/analysis/plan"
	"uptake/analysis/study"
	"uptake/config"
	"uptake/ingest"
	"uptake/ingest/simulate"
)

// TestPartitionsAreOpenedOnce: whatever a file asks for, every partition of the study
// tables is opened once by a readout, an investigation, an A/A, a plan of the next
// experiment and the tables as files.
func TestPartitionsAreOpenedOnce(t *testing.T) {
	dir := t.TempDir()
	if _, err := simulate.Write(t.Context(), simulate.Options{Users: 120, PreDays: 14, Seed: 8},
		simulate.Output{Dir: dir, Format: "csv"}); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, "all.yaml")
	if err := os.WriteFile(path, []byte(`experiment: inline-suggestions
start: 2026-04-01
end: 2026-04-14
sources: [{path: events.csv}]
columns: {ts: timestamp, unit: user_id, event: event_name, session: session_id}
arms: [{name: control, share: 50%, control: true}, {name: treatment, share: 50%}]
window: 14d
suggestions: {attribution: 5m}
metrics:
  - {name: acceptance_rate, role: primary, minimum_effect: 2%}
  - {name: revenue_per_user, kind: mean, event: purchase, field: value, scale: 2, winsorize: {lower: 1%, upper: 95%}}
  - {name: spend_per_task, kind: ratio, scale: 2, winsorize: 99%, numerator: {event: purchase, field: value}, denominator: {event: task_completed}}
  - {name: median_latency, kind: quantile, quantile: 50%, of: latency_ms}
  - {name: median_tasks, kind: quantile, quantile: 50%, event: task_completed}
segments: [platform, plan]
statistics: {cuped: 14d, also: [mann_whitney, ols], post_stratify: platform}
`), 0o666); err != nil {
		t.Fatal(err)
	}
	e, err := config.Load(path, nil)
	if err != nil {
		t.Fatal(err)
	}
	for name, run := range map[string]func(ctx context.Context, count func(*study.Tables, string)) error{
		"readout": func(ctx context.Context, count func(*study.Tables, string)) error {
			_, err := Run{Workers: 2, Opening: count}.Readout(ctx, e)
			return err
		},
		"ignores": func(ctx context.Context, count func(*study.Tables, string)) error {
			_, err := Run{Workers: 2, Opening: count}.Ignores(ctx, e, Investigate{})
			return err
		},
		"aa": func(ctx context.Context, count func(*study.Tables, string)) error {
			r := Run{Workers: 2, Opening: count}
			demand := analysis.Needs(e)
			tables, err := r.collect(ctx, e, demand, "")
			if err == nil {
				_, err = aa.Run(ctx, e, demand, tables, aa.Options{Workers: 2, Runs: 100})
			}
			return err
		},
		"plan": func(ctx context.Context, count func(*study.Tables, string)) error {
			r := Run{Workers: 2, Opening: count}
			demand := analysis.Needs(e)
			tables, err := r.collect(ctx, e, demand, "")
			if err == nil {
				_, err = plan.ReadPast(ctx, e, demand, tables, 2)
			}
			return err
		},
		"study": func(ctx context.Context, count func(*study.Tables, string)) error {
			r := Run{Workers: 2, Opening: count}
			tables, err := r.collect(ctx, e, analysis.Needs(e), "")
			if err == nil {
				_, err = ingest.WriteStudy(ctx, tables, filepath.Join(dir, "study"))
			}
			return err
		},
	} {
		var opened []atomic.Int32
		count := func(tables *study.Tables, _ string) {
			opened = make([]atomic.Int32, tables.Parts)
			open := tables.Open
			tables.Open = func(ctx context.Context, i int) (*study.Partition, error) {
				opened[i].Add(1)
				return open(ctx, i)
			}
		}
		if err := run(t.Context(), count); err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if len(opened) < 64 {
			t.Errorf("%s: %d partitions", name, len(opened))
		}
		for i := range opened {
			if n := opened[i].Load(); n != 1 {
				t.Errorf("%s: partition %d is opened %d times", name, i, n)
			}
		}
	}
}
