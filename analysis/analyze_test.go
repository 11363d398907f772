package analysis_test

import (
	"encoding/json"
	"math"
	"slices"
	"testing"
	"time"

	"uptake/analysis/report"
	"uptake/analysis/spec"
	"uptake/analysis/stats"
	"uptake/analysis/study"
	"uptake/analysis/sums"
)

// TestTwins: workers and partitions do not change a byte.
func TestTwins(t *testing.T) {
	w := draw(1, 600)
	want, err := json.Marshal(w.analyze(t, 1, 1))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range [][2]int{{1, 8}, {7, 1}, {7, 8}, {64, 3}} {
		got, err := json.Marshal(w.analyze(t, c[0], c[1]))
		if err != nil {
			t.Fatal(err)
		}
		if string(got) != string(want) {
			t.Errorf("%d partitions and %d workers give another report", c[0], c[1])
		}
	}
}

// naive is the two-pass oracle: values of the units of one arm, straight from
// the definitions.
type naive struct{ y, x []float64 }

func (n naive) mean() float64 { return sum(n.y) / float64(len(n.y)) }

func (n naive) variance() float64 {
	m, ss := n.mean(), 0.0
	for _, v := range n.y {
		ss += (v - m) * (v - m)
	}
	return ss / float64(len(n.y)-1)
}

// linear turns a ratio into its linearised values around its value.
func (n naive) linear() naive {
	r := sum(n.y) / sum(n.x)
	mx := sum(n.x) / float64(len(n.x))
	out := naive{}
	for i := range n.y {
		out.y = append(out.y, (n.y[i]-r*n.x[i])/mx+r)
	}
	return out
}

func sum(v []float64) (s float64) {
	for _, x := range v {
		s += x
	}
	return s
}

func near(a report.Num, b float64) bool {
	return math.Abs(float64(a)-b) <= 1e-9*math.Max(math.Abs(b), 1e-3)
}

func seen(s study.SuggestionRow, to int64) bool {
	return s.ClosesAt <= to && !s.NotSeen && s.Decision != study.Superseded
}

func accepted(s study.SuggestionRow) bool {
	return s.Decision >= study.Accepted && s.Decision <= study.Reverted
}

// values takes one value, or two, of each unit of an arm that counts.
func (w *world) values(arm int, f func(p person) (y, x float64, ok bool)) naive {
	var n naive
	for _, p := range w.units {
		if p.row.Arm != arm || p.row.Crossover {
			continue
		}
		if y, x, ok := f(p); ok {
			n.y, n.x = append(n.y, y), append(n.x, x)
		}
	}
	return n
}

// TestOracle works out every kind of metric a second time.
func TestOracle(t *testing.T) {
	w := draw(2, 800)
	r := w.analyze(t, 5, 2)
	count := func(is func(study.SuggestionRow) bool) func(person) float64 {
		return func(p person) (n float64) {
			for _, s := range p.suggs {
				if s.ClosesAt <= w.to && is(s) {
					n++
				}
			}
			return n
		}
	}
	isSeen := func(s study.SuggestionRow) bool { return seen(s, w.to) }
	nSeen, nAcc := count(isSeen), count(func(s study.SuggestionRow) bool { return isSeen(s) && accepted(s) })
	nIgn := count(func(s study.SuggestionRow) bool { return isSeen(s) && s.Decision == study.Undecided })
	nEdit := count(func(s study.SuggestionRow) bool { return isSeen(s) && s.Decision == study.Edited })
	nShown := count(func(study.SuggestionRow) bool { return true })
	for _, c := range []struct {
		name  string
		ratio bool
		f     func(p person) (float64, float64, bool)
	}{
		{"tasks", false, func(p person) (float64, float64, bool) { return float64(p.row.Var[0]), 1, true }},
		{"spend_per_task", true, func(p person) (float64, float64, bool) {
			return float64(p.row.Var[1]) / 1e9, float64(p.row.Var[2]), true
		}},
		{"converted", false, func(p person) (float64, float64, bool) {
			return float64(p.row.Var[3]), 1, p.row.ExposedAt+3*oneDay <= w.to
		}},
		{"shown_per_unit", false, func(p person) (float64, float64, bool) { return nShown(p), 1, true }},
		{"seen_per_unit", false, func(p person) (float64, float64, bool) { return nSeen(p), 1, true }},
		{"accepted_per_unit", false, func(p person) (float64, float64, bool) { return nAcc(p), 1, true }},
		{"acceptance_rate", true, func(p person) (float64, float64, bool) { return nAcc(p), nSeen(p), true }},
		{"ignore_rate", true, func(p person) (float64, float64, bool) { return nIgn(p), nSeen(p), true }},
		{"edit_rate", true, func(p person) (float64, float64, bool) { return nEdit(p), nAcc(p), true }},
		{"ever_accepted", false, func(p person) (float64, float64, bool) { return math.Min(1, nAcc(p)), 1, true }},
		{"coverage", false, func(p person) (float64, float64, bool) { return math.Min(1, nShown(p)), 1, true }},
	} {
		m := metricOf(t, r, c.name)
		var arms [2]naive
		for arm := range 2 {
			n := w.values(arm, c.f)
			if e := m.Arms[arm]; !near(e.Numerator, sum(n.y)) || !near(e.Denominator, sum(n.x)) ||
				e.Units != int64(len(n.y)) {
				t.Errorf("%s of arm %d: %v/%v over %d, want %v/%v over %d", c.name, arm, e.Numerator, e.Denominator,
					e.Units, sum(n.y), sum(n.x), len(n.y))
			}
			if c.ratio {
				n = n.linear()
			}
			if !near(m.Arms[arm].Value, n.mean()) {
				t.Errorf("%s of arm %d is %v, want %v", c.name, arm, m.Arms[arm].Value, n.mean())
			}
			arms[arm] = n
		}
		cmp := m.Comparisons[0]
		if d := arms[1].mean() - arms[0].mean(); !near(cmp.Abs.Value, d) {
			t.Errorf("%s: difference %v, want %v", c.name, cmp.Abs.Value, d)
		}
		if m.Kind == "proportion" {
			continue
		}
		qc, qt := arms[0].variance()/float64(len(arms[0].y)), arms[1].variance()/float64(len(arms[1].y))
		if se := math.Sqrt(qc + qt); !near(cmp.SE, se) {
			t.Errorf("%s: se %v, want %v", c.name, cmp.SE, se)
		}
	}
}

// TestIdentities: what must hold between numbers of one report.
func TestIdentities(t *testing.T) {
	w := draw(3, 700)
	r := w.analyze(t, 3, 2)
	get := func(name string, arm int) report.Estimate { return metricOf(t, r, name).Arms[arm] }
	for arm := range 2 {
		if s, a, x := get("seen_per_unit", arm), get("accepted_per_unit", arm), get("acceptance_rate",
			arm); s.Numerator != x.Denominator || a.Numerator != x.Numerator {
			t.Errorf("seen %v × rate %v/%v is not accepted %v", s.Numerator, x.Numerator, x.Denominator, a.Numerator)
		}
		o := r.Suggestions.Outcomes[arm]
		if all := o.Immature + o.NotSeen + o.Accepted + o.Edited + o.Partial + o.Reverted + o.Dismissed + o.Superseded +
			o.TypedThrough + o.Ignored; all != o.Shown || o.Pending > o.Immature || o.Shown == 0 {
			t.Errorf("outcomes add up to %d of %d shown", all, o.Shown)
		}
	}
	if len(r.Bridge) != 4 {
		t.Fatalf("%d bridges", len(r.Bridge))
	}
	for _, b := range r.Bridge {
		m := metricOf(t, r, b.Rate+"_rate")
		last := b.Steps[len(b.Steps)-1]
		i := slices.IndexFunc(m.Arms, func(e report.Estimate) bool { return e.Arm == b.Arm })
		if report.Num(last.Numerator) != m.Arms[i].Numerator || report.Num(last.Denominator) != m.Arms[i].Denominator ||
			len(b.Steps) != len(sums.BridgeRules) {
			t.Errorf("bridge %s %s ends at %+v, the rate is %v/%v", b.Rate, b.Arm, last, m.Arms[i].Numerator,
				m.Arms[i].Denominator)
		}
	}
	// pooled rates are the metrics
	for _, x := range r.Suggestions.Rates {
		if x.Weighting == "pooled" && x.Rate == "acceptance" && x.Arm == "control" && x.Value != get("acceptance_rate",
			0).Value {
			t.Errorf("pooled acceptance %v, metric %v", x.Value, get("acceptance_rate", 0).Value)
		}
	}
	// the last point of every series is the overall comparison
	seenSeries := map[string]bool{}
	for _, p := range r.Series {
		if p.Day != spec.DayOf(w.to, time.UTC).String() {
			continue
		}
		seenSeries[p.Metric] = true
		c := metricOf(t, r, p.Metric).Comparisons[0]
		if p.Abs != c.Abs || p.Rel != c.Rel {
			t.Errorf("the series of %s ends at %+v, overall %+v", p.Metric, p.Abs, c.Abs)
		}
	}
	for _, name := range []string{"acceptance_rate", "tasks", "spend_per_task", "converted", "ignore_rate",
		"accepted_per_unit"} {
		if !seenSeries[name] {
			t.Errorf("no series for %s", name)
		}
	}
	// segments are a split of the units
	var n int64
	for _, s := range r.Segments {
		if s.Metric == "tasks" {
			n += s.Arms[0].Units + s.Arms[1].Units
		}
	}
	if all := r.Arms[0].Units + r.Arms[1].Units; n != all {
		t.Errorf("segment levels hold %d units, the arms %d", n, all)
	}
	if m := metricOf(t, r, "tasks"); !m.SoFar || !(m.SoFarShare > 0.3) || m.Comparisons[0].FirstSeen == nil {
		t.Errorf("so far %v %v, first seen %v", m.SoFar, m.SoFarShare, m.Comparisons[0].FirstSeen)
	}
}

// TestSeriesAgainstRefolding: every day of the series equals the readout of a
// study cut at the end of that day, but for the interval of a ratio that leaves
// one unit out: a day before the last has none.
func TestSeriesAgainstRefolding(t *testing.T) {
	for _, complete := range []bool{false, true} {
		w := draw(4, 300)
		w.exp.CompleteWindows = complete
		whole := w.analyze(t, 4, 2)
		leftOut := 0
		for _, p := range whole.Series {
			if c := metricOf(t, whole, p.Metric).Comparisons[0]; p.Day == whole.Series[len(whole.Series)-1].Day &&
				(p.Abs != c.Abs || p.Rel != c.Rel) {
				t.Errorf("%s on the last day is %+v, the report says %+v", p.Metric, p.Abs, c.Abs)
			}
		}
		for _, d := range []spec.Day{day0 + 2, day0 + 8, day0 + 12} {
			cut := &world{exp: experiment(), to: (d + 1).Start(time.UTC)}
			cut.exp.CompleteWindows = complete
			cut.exp.Statistics.MaxImmature = 1
			for _, p := range w.units {
				if p.row.Day > d {
					continue
				}
				q := p
				q.row.Var = make([]int64, 4)
				q.days = nil
				for _, x := range p.days {
					if x.day <= d {
						q.days = append(q.days, x)
						for i := range x.v {
							q.row.Var[i] += x.v[i]
						}
					}
				}
				q.suggs = nil
				for _, s := range p.suggs {
					if s.ShownAt < cut.to {
						q.suggs = append(q.suggs, s)
					}
				}
				cut.units = append(cut.units, q)
			}
			r := cut.analyze(t, 2, 2)
			n := 0
			for _, p := range whole.Series {
				if p.Day != d.String() {
					continue
				}
				n++
				c := metricOf(t, r, p.Metric).Comparisons[0]
				// days have no units: the delta method from 60 effective ones on, else nothing
				if c.Abs.Method == "cr3" {
					leftOut++
					arms := metricOf(t, r, p.Metric).Arms
					given := min(arms[0].EffectiveUnits, arms[1].EffectiveUnits) >= stats.DeltaUnits
					if p.Abs.Value != c.Abs.Value || p.Abs.Lo.Defined() != given || given && !(p.Abs.Lo > c.Abs.Lo &&
						p.Abs.Hi < c.Abs.Hi) {
						t.Errorf("%s at the end of %s: series %+v, refolded %+v", p.Metric, d, p.Abs, c.Abs)
					}
					continue
				}
				a, _ := json.Marshal(c.Abs)
				b, _ := json.Marshal(p.Abs)
				// a suggestion that closes exactly at midnight would differ; none does
				if string(a) != string(b) {
					t.Errorf("complete %v, %s at the end of %s: series %s, refolded %s", complete, p.Metric, d, b, a)
				}
			}
			if n == 0 {
				t.Errorf("no series on %s", d)
			}
		}
		if leftOut == 0 {
			t.Error("no day rests on few effective units; that part of the test tests nothing")
		}
	}
}
