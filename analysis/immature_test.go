package analysis_test

import (
	"encoding/json"
	"testing"

	"uptake/analysis/report"
	"uptake/analysis/study"
)

// TestImmatureRowsChangeNothing: suggestions shown less than the window before the
// data end, decided or not, are counted as immature and change no rate; a rate
// over all shown rows would fall or rise with them.
func TestImmatureRowsChangeNothing(t *testing.T) {
	w := draw(11, 500)
	w.exp.Statistics.MaxImmature = 1
	before := w.analyze(t, 3, 2)
	for _, decision := range []study.Decision{study.Undecided, study.Accepted, study.Dismissed} {
		added := *w
		added.units = append([]person(nil), w.units...)
		n := int64(0)
		for i, p := range added.units {
			if p.row.Crossover || p.row.ExposedAt+7*oneDay <= w.to || p.row.ExposedAt > w.to-hour {
				continue
			}
			q := p
			q.suggs = append([]study.SuggestionRow(nil), p.suggs...)
			for k := range int64(4) {
				s := study.SuggestionRow{ShownAt: w.to - 4*minute + k*minute, Session: 9, Decision: decision}
				s.ClosesAt = s.ShownAt + 5*minute
				if decision == study.Accepted {
					s.ClosesAt += 5 * minute
				}
				s.Decided = s.ShownAt + 1000
				q.suggs = append(q.suggs, s)
				n++
			}
			added.units[i] = q
		}
		after := added.analyze(t, 3, 2)
		for _, name := range []string{"acceptance_rate", "ignore_rate"} {
			a, _ := json.Marshal([]any{metricOf(t, before, name).Arms, comparisonsOf(t, before, name)})
			b, _ := json.Marshal([]any{metricOf(t, after, name).Arms, comparisonsOf(t, after, name)})
			if string(a) != string(b) {
				t.Errorf("%v: %s changed with %d immature rows:\n%s\n%s", decision, name, n, a, b)
			}
		}
		immature := func(r *report.Report) (sum int64) {
			for _, o := range r.Suggestions.Outcomes {
				sum += o.Immature
			}
			return sum
		}
		if got := immature(after) - immature(before); got != n || n < 300 {
			t.Errorf("%v: %d rows were added, %d more are immature", decision, n, got)
		}
	}
}

// comparisonsOf are a metric's effects without the words on how much is immature.
func comparisonsOf(t *testing.T, r *report.Report, name string) (out []any) {
	t.Helper()
	for _, c := range metricOf(t, r, name).Comparisons {
		out = append(out, c.Abs, c.Rel)
	}
	return out
}
