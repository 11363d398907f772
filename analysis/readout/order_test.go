package readout

import (
	"cmp"
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"testing"

	"uptake/analysis"
	"uptake/analysis/fold"
	"uptake/analysis/report"
	"uptake/analysis/sums"
	"uptake/config"
	"uptake/ingest"
	"uptake/ingest/simulate"
)

// whole is an experiment that every part of a readout has something to do for.
const whole = `experiment: inline-suggestions
start: 2026-04-01
end: 2026-04-14
sources: [{path: events.csv}]
columns: {ts: timestamp, unit: user_id, event: event_name, session: session_id}
arms: [{name: control, share: 50%, control: true}, {name: treatment, share: 50%}]
window: 14d
suggestions: {attribution: 5m}
metrics:
  - {name: acceptance_rate, role: primary, minimum_effect: 2%}
  - {name: tasks_per_user, kind: mean, event: task_completed, role: secondary}
  - {name: ever_bought, kind: proportion, event: purchase, role: secondary, window: 3d}
  - {name: revenue_per_user, kind: mean, event: purchase, field: value, scale: 2, winsorize: {lower: 1%, upper: 95%}, role: primary}
  - {name: spend_per_task, kind: ratio, scale: 2, numerator: {event: purchase, field: value}, denominator: {event: task_completed}, role: secondary}
  - {name: tickets_per_user, kind: mean, event: ticket, role: guardrail, better: down, margin: 20%}
  - {name: median_latency, kind: quantile, quantile: 50%, of: latency_ms, role: secondary}
  - {name: median_tasks, kind: quantile, quantile: 50%, event: task_completed, window: 3d, role: secondary}
segments: [platform, plan]
`

// TestAnyOrderThatTheNeedsAllow: a part needs no other part than it says. Every part as
// late as the needs of others allow, the report is the same but for the order of
// cautions, with looks and without; and it is the same of sums that were kept.
func TestAnyOrderThatTheNeedsAllow(t *testing.T) {
	dir := t.TempDir()
	if _, err := simulate.Write(t.Context(), simulate.Options{Users: 250, PreDays: 14, Seed: 6},
		simulate.Output{Dir: dir, Format: "csv"}); err != nil {
		t.Fatal(err)
	}
	other := lastFirst()
	if slices.EqualFunc(other, parts, func(a, b part) bool { return a.name == b.name }) || len(other) != len(parts) {
		t.Fatal("there is no other order: nothing is shown")
	}
	for _, statistics := range []string{"{sequential: true, cuped: 14d, also: [mann_whitney, ols], post_stratify: " +
		"platform}", "{looks: 3}"} {
		path := filepath.Join(dir, "x.yaml")
		if err := os.WriteFile(path, []byte(whole+"statistics: "+statistics+"\n"), 0o666); err != nil {
			t.Fatal(err)
		}
		e, err := config.Load(path, nil)
		if err != nil {
			t.Fatal(err)
		}
		demand := analysis.Needs(e)
		tables, err := ingest.Collect(t.Context(), e, demand, ingest.Options{Workers: 2})
		if err != nil {
			t.Fatal(err)
		}
		a, err := Ask(e, demand, tables, Options{})
		if err != nil {
			t.Fatal(err)
		}
		f, err := fold.Fold(t.Context(), e, a.Columns(), tables, 2, a.Beside())
		if err != nil {
			t.Fatal(err)
		}
		of := func(order []part, f *fold.Result) string {
			w, at := a.work(f)
			if err := w.make(order, at...); err != nil {
				t.Fatal(err)
			}
			sorted(reflect.ValueOf(w.r))
			b, err := json.MarshalIndent(w.r, "", " ")
			if err != nil {
				t.Fatal(err)
			}
			return string(b)
		}
		want := of(parts, f)
		if got := of(parts, again(t, f)); got != want {
			t.Errorf("%s: of sums that were kept as bytes the report differs", statistics)
		}
		if got := of(other, f); got != want {
			at := 0
			for at < min(len(got), len(want)) && got[at] == want[at] {
				at++
			}
			t.Errorf("%s: in another order the report differs:\n…%s\nand not\n…%s", statistics,
				got[max(0, at-400):min(len(got), at+200)], want[max(0, at-400):min(len(want), at+200)])
		}
	}
}

// again is the result with sums that were kept as bytes and read back.
func again(t *testing.T, f *fold.Result) *fold.Result {
	t.Helper()
	b, err := f.Encode()
	if err != nil {
		t.Fatal(err)
	}
	s, err := sums.Decode(b)
	if err != nil {
		t.Fatal(err)
	}
	return &fold.Result{Result: s, Kept: f.Kept, Numbers: f.Numbers}
}

// lastFirst is the order in which, of the parts whose needs are met, the last of the
// table is always next.
func lastFirst() []part {
	left, done := slices.Clone(parts), slices.Clone(given)
	var out []part
	for len(left) > 0 {
		for i := len(left) - 1; i >= 0; i-- {
			p := left[i]
			if !slices.ContainsFunc(p.needs, func(n string) bool { return !slices.Contains(done, n) }) {
				out, done, left = append(out, p), append(done, p.name), slices.Delete(left, i, i+1)
				break
			}
		}
	}
	return out
}

// sorted puts every list of cautions in one order.
func sorted(v reflect.Value) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			sorted(v.Elem())
		}
	case reflect.Struct:
		for i := range v.NumField() {
			sorted(v.Field(i))
		}
	case reflect.Slice:
		if list, ok := v.Interface().([]report.Caution); ok {
			slices.SortFunc(list, func(a, b report.Caution) int {
				return cmp.Or(cmp.Compare(a.Code, b.Code), cmp.Compare(a.Detail, b.Detail))
			})
			return
		}
		for i := range v.Len() {
			sorted(v.Index(i))
		}
	}
}
