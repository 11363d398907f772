package analysis_test

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/apache/arrow/go/v15/arrow/array"

	"uptake/analysis"
	"uptake/analysis/readout"
	"uptake/analysis/report"
	"uptake/analysis/spec"
	"uptake/analysis/study"
	"uptake/analysis/sums"
)

func codes(list []report.Caution) (out []string) {
	for _, c := range list {
		out = append(out, c.Code)
	}
	return out
}

func has(t *testing.T, what string, list []report.Caution, code string) {
	t.Helper()
	if !slices.Contains(codes(list), code) {
		t.Errorf("%s: cautions are %v, want %s", what, codes(list), code)
	}
}

// undefinedSaid: every undefined comparison of the readout carries a caution.
func undefinedSaid(t *testing.T, r *report.Report) {
	t.Helper()
	for _, m := range r.Metrics {
		for _, c := range m.Comparisons {
			if (!c.Abs.Lo.Defined() || !c.Rel.Lo.Defined() || !c.P.Defined()) && len(c.Cautions) == 0 {
				t.Errorf("%s: undefined numbers without a caution: %+v", m.Name, c)
			}
		}
	}
	for _, s := range r.Segments {
		for _, c := range s.Comparisons {
			if !c.Abs.Lo.Defined() && len(c.Cautions) == 0 {
				t.Errorf("%s %s %s: undefined numbers without a caution", s.Dimension, s.Level, s.Metric)
			}
		}
	}
	if _, err := json.Marshal(r); err != nil {
		t.Error(err)
	}
}

func TestSplitFailureHidesTheLift(t *testing.T) {
	w := draw(10, 600)
	for i := range w.units {
		if i%4 == 1 {
			w.units[i].row.Arm = 0
		}
	}
	r := w.analyze(t, 3, 2)
	if r.Health.Status != "fail" || r.Decision.Verdict != report.DoNotUse || len(r.Series) != 0 ||
		len(r.Segments) != 0 {
		t.Fatalf("health %s, verdict %s, %d points, %d segments", r.Health.Status, r.Decision.Verdict, len(r.Series),
			len(r.Segments))
	}
	for _, m := range r.Metrics {
		c := m.Comparisons[0]
		if c.Abs.Value.Defined() || c.Rel.Value.Defined() || c.P.Defined() || c.FirstSeen != nil {
			t.Errorf("%s still shows a lift: %+v", m.Name, c)
		}
		has(t, m.Name, c.Cautions, "srm_failed")
	}
	undefinedSaid(t, r)
}

func TestControlShowsNone(t *testing.T) {
	w := draw(11, 400)
	for i := range w.units {
		if w.units[i].row.Arm == 0 {
			w.units[i].suggs = nil
		}
	}
	r := w.analyze(t, 3, 2)
	for _, name := range []string{"acceptance_rate", "ignore_rate", "dismiss_rate", "edit_rate",
		"clean_acceptance_rate"} {
		c := metricOf(t, r, name).Comparisons[0]
		has(t, name, c.Cautions, "control_shows_none")
		if c.Abs.Value.Defined() {
			t.Errorf("%s compares with nothing: %v", name, c.Abs.Value)
		}
	}
	if c := metricOf(t, r, "tasks").Comparisons[0]; !c.Rel.Lo.Defined() {
		t.Errorf("tasks does not compare: %+v", c)
	}
	if c := metricOf(t, r, "accepted_per_unit").Comparisons[0]; !c.Abs.Lo.Defined() || c.Rel.Value.Defined() {
		t.Errorf("accepted per unit: %+v", c)
	}
	if len(r.Bridge) != 4 {
		t.Errorf("%d bridges", len(r.Bridge))
	}
	undefinedSaid(t, r)
}

func TestTooImmature(t *testing.T) {
	w := draw(12, 400)
	for i := range w.units {
		for j := range w.units[i].suggs {
			if j > 0 && w.units[i].row.Arm == 1 {
				w.units[i].suggs[j].ClosesAt = w.to + 1
			}
		}
	}
	r := w.analyze(t, 3, 2)
	m := metricOf(t, r, "acceptance_rate")
	has(t, "metric", m.Cautions, "too_immature")
	has(t, "comparison", m.Comparisons[0].Cautions, "too_immature")
	if m.Arms[1].Value.Defined() || !m.Arms[0].Value.Defined() {
		t.Errorf("arms %+v", m.Arms)
	}
	for _, x := range r.Suggestions.Rates {
		if x.Value.Defined() != (x.Arm == "control") {
			t.Errorf("rate %+v", x)
		}
	}
	undefinedSaid(t, r)
}

func TestWithoutArms(t *testing.T) {
	w := draw(13, 100)
	w.exp.Arms = nil
	for i := range w.units {
		w.units[i].row.Arm, w.units[i].row.Crossover = 0, false
	}
	w.arms = []string{spec.AllArm}
	r := w.analyze(t, 2, 2)
	if r.Decision.Verdict != report.CannotTell || !strings.Contains(r.Decision.Headline, "no comparison group") ||
		len(r.Decision.Arms) != 0 {
		t.Errorf("%+v", r.Decision)
	}
	if m := metricOf(t, r, "acceptance_rate"); len(m.Comparisons) != 0 || !m.Arms[0].Value.Defined() {
		t.Errorf("%+v", m)
	}
	undefinedSaid(t, r)
}

func TestRefusals(t *testing.T) {
	run := func(change func(*study.Tables)) error {
		w := draw(14, 100)
		tables, demand := w.tables(t, 2)
		change(tables)
		_, err := readout.Analyze(context.Background(), w.exp, demand, tables, readout.Options{Workers: 2})
		return err
	}
	var mismatch *analysis.MismatchError
	if err := run(func(t *study.Tables) { t.Read++ }); !errors.As(err, &mismatch) {
		t.Errorf("a row lost: %v", err)
	}
	if err := run(func(t *study.Tables) {
		t.Scan.Bridge = []sums.BridgeCount{{}}
		t.Scan.Bridge[0].Shown[7] = 1
	}); !errors.As(err, &mismatch) {
		t.Errorf("a suggestion lost: %v", err)
	}
	boom := errors.New("disk gone")
	if err := run(func(t *study.Tables) {
		t.Open = func(context.Context, int) (*study.Partition, error) { return nil, boom }
	}); !errors.Is(err, boom) {
		t.Errorf("open: %v", err)
	}

	w := draw(15, 60)
	w.units = nil
	tables, demand := w.tables(t, 2)
	var none *analysis.NoUnitsError
	if _, err := readout.Analyze(context.Background(), w.exp, demand, tables, readout.Options{}); !errors.As(err,
		&none) {
		t.Errorf("no units: %v", err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	w = draw(16, 20)
	tables, demand = w.tables(t, 2)
	if _, err := readout.Analyze(ctx, w.exp, demand, tables, readout.Options{}); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}

func TestEndOfExperiment(t *testing.T) {
	w := draw(17, 300)
	for _, c := range []struct {
		end   spec.Day
		left  string
		ended bool
	}{{day0 + 13, "", true}, {day0 + 14, "", true}, {day0 + 15, "1 day to go", false}, {day0 + 24, "9 days to go",
		false}} {
		w.exp.End = c.end
		r := w.analyze(t, 2, 2)
		if early := r.Decision.Verdict == report.KeepRunning; early == c.ended || !strings.Contains(r.Decision.Headline,
			c.left) {
			t.Errorf("end %s: %s %q", c.end, r.Decision.Verdict, r.Decision.Headline)
		}
	}
}

func TestManyLevels(t *testing.T) {
	w := draw(18, 400)
	words := make([]string, 30)
	for i := range words {
		words[i] = "level" + string(rune('a'+i))
	}
	for i := range w.units {
		w.units[i].row.Seg[0] = int32(i / 2 % 30)
		if i%3 == 0 {
			w.units[i].row.Seg[0] = 4
		}
	}
	tables, demand := w.tables(t, 3)
	tables.Open = func(ctx context.Context, i int) (*study.Partition, error) {
		b := study.NewBuilder(tables.Shape, study.Dictionaries{Segments: []*array.String{study.Words(words)}}, true,
			true)
		for n, p := range w.units {
			if n%3 == i {
				b.Unit(&p.row)
			}
		}
		return b.Partition(sums.Tally{Bridge: make([]sums.BridgeCount, 2)}), nil
	}
	tables.Read = 0
	r, err := readout.Analyze(context.Background(), w.exp, demand, tables, readout.Options{Workers: 3})
	if err != nil {
		t.Fatal(err)
	}
	var levels []string
	var n int64
	for _, s := range r.Segments {
		if s.Metric == "tasks" {
			levels = append(levels, s.Level)
			n += s.Arms[0].Units + s.Arms[1].Units
		}
	}
	if len(levels) != 20 || levels[0] != "levele" || levels[19] != "other" || n != r.Arms[0].Units+r.Arms[1].Units {
		t.Errorf("levels %v hold %d units of %d", levels, n, r.Arms[0].Units+r.Arms[1].Units)
	}
	has(t, "report", r.Cautions, "levels_merged")
}

func TestZoneOfDays(t *testing.T) {
	w := draw(19, 200)
	zone, err := time.LoadLocation("America/New_York")
	if err != nil {
		t.Skip("no time zones here")
	}
	w.exp.Zone = zone
	for i := range w.units {
		w.units[i].row.Day = spec.DayOf(w.units[i].row.ExposedAt, zone)
		w.units[i].days = nil
	}
	r := w.analyze(t, 2, 2)
	if last := r.Series[len(r.Series)-1].Day; last != spec.DayOf(w.to, zone).String() {
		t.Errorf("the series ends on %s", last)
	}
}
