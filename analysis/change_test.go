package analysis_test

import (
	"math"
	"testing"
	"time"

	"uptake/analysis/report"
	"uptake/analysis/spec"
	"uptake/analysis/stats"
)

// followed gives what every unit of both arms that was followed for 7 days did on
// day 0 and on days 3 to 6: tasks, and of them those with accepted suggestions.
func (w *world) followed(value func(d dayRow) float64) (early, late [2][]float64) {
	for _, p := range w.units {
		if p.row.Crossover || (p.row.Day+7).Start(time.UTC) > w.to {
			continue
		}
		var e, l float64
		for _, d := range p.days {
			switch age := int(d.day - p.row.Day); {
			case age == 0:
				e += value(d)
			case age >= 3 && age <= 6:
				l += value(d)
			}
		}
		early[p.row.Arm], late[p.row.Arm] = append(early[p.row.Arm], e), append(late[p.row.Arm], l)
	}
	return early, late
}

func noveltyOf(t *testing.T, r *report.Report, metric string) report.Novelty {
	t.Helper()
	for _, n := range r.Novelty {
		if n.Metric == metric {
			return n
		}
	}
	t.Fatalf("%s is not followed: %+v (%s)", metric, r.Novelty, r.NoveltyWhy)
	return report.Novelty{}
}

// TestChangeOverDays: how treatment over control moved from day 0 to days 3 to 6
// is that of the same units, their covariance in its error, by hand.
func TestChangeOverDays(t *testing.T) {
	w := draw(71, 900)
	w.exp.Metrics[0].Role, w.exp.Metrics[1].Role = spec.Secondary, spec.Primary // tasks
	c := noveltyOf(t, w.analyze(t, 4, 2), "tasks").Change
	early, late := w.followed(func(d dayRow) float64 { return float64(d.v[0]) })
	var delta, q float64
	for arm := range early {
		e, l := stats.Mean(early[arm]), stats.Mean(late[arm])
		n, sum := float64(len(early[arm])), 0.0
		for i := range early[arm] {
			x := late[arm][i]/l - early[arm][i]/e
			sum += x * x
		}
		q += sum / (n - 1) / n
		delta += float64(2*arm-1) * math.Log(l/e)
	}
	if math.Abs(float64(c.Log.Value)-delta) > 1e-12 || math.Abs(float64(c.SE)-math.Sqrt(q)) > 1e-12 ||
		math.Abs(float64(c.Ratio.Value)-math.Expm1(delta)) > 1e-12 {
		t.Errorf("%+v, by hand %v with an error of %v", c, delta, math.Sqrt(q))
	}
	if c.EarlyFrom != 0 || c.EarlyTo != 0 || c.LateFrom != 3 || c.LateTo != 6 || c.Method != "delta" ||
		len(c.Cautions) != 0 {
		t.Errorf("%+v", c)
	}
	if open := c.Ratio.Lo <= 0 && c.Ratio.Hi >= 0; (c.State == "open") != open || (c.P >= 0.05) != open {
		t.Errorf("state %s, p %v of %+v", c.State, c.P, c.Ratio)
	}
	// what the treatment does on day 0 alone wears off, and is found to
	for i := range w.units {
		u := &w.units[i]
		if u.row.Arm == 1 {
			u.row.Var[0] += 4
			u.row.Var[2] += 4
			u.days = append([]dayRow{{u.row.Day, []int64{4, 0, 4, 0}}}, u.days...)
		}
	}
	if c := noveltyOf(t, w.analyze(t, 4, 2), "tasks").Change; c.State != "down" || !(c.P < 1e-6) || !(c.Ratio.Hi < 0) {
		t.Errorf("an effect of day 0 alone: %+v", c)
	}
}

// TestChangeOfFewUnits: a ratio of few units is judged leaving one unit out, where
// before its ages and cohorts had no interval, or that of the delta method.
func TestChangeOfFewUnits(t *testing.T) {
	w := draw(73, 90)
	for i := range w.exp.Metrics {
		w.exp.Metrics[i].Role = spec.Secondary
		if w.exp.Metrics[i].Kind == spec.Ratio && !w.exp.Metrics[i].Builtin {
			w.exp.Metrics[i].Role = spec.Primary
		}
	}
	r := w.analyze(t, 3, 2)
	n := noveltyOf(t, r, "spend_per_task")
	if n.Change.Method != "cr3" || !n.Change.P.Defined() || !(n.Change.DF < 60) {
		t.Errorf("change %+v", n.Change)
	}
	for _, a := range n.Ages {
		if a.Abs.Method != "cr3" || !a.Abs.Lo.Defined() {
			t.Errorf("days %d to %d: %+v", a.From, a.To, a.Abs)
		}
	}
	for _, c := range n.Cohorts {
		if c.Abs.Method != "cr3" || !c.Abs.Lo.Defined() {
			t.Errorf("%s: %+v", c.Name, c.Abs)
		}
	}
	if wide := float64(n.Difference.Hi-n.Difference.Lo) / 2; !n.P.Defined() || !(wide > 0) {
		t.Errorf("late minus early %+v, p %v", n.Difference, n.P)
	}
	// by hand: the variance of both cohorts' own intervals, on Satterthwaite's degrees of freedom
	early, late := n.Cohorts[0].Abs, n.Cohorts[1].Abs
	half := math.Hypot(float64(early.Hi-early.Lo)/2, float64(late.Hi-late.Lo)/2)
	if got := float64(n.Difference.Hi-n.Difference.Lo) / 2; got > half*1.001 || got < 0.8*half {
		t.Errorf("late minus early ± %v, its cohorts together ± %v", got, half)
	}
}

// TestChangeUndefined: without a value above 0 nothing is divided, and where no
// effect is followed the report says why.
func TestChangeUndefined(t *testing.T) {
	w := draw(71, 400)
	w.exp.Metrics[0].Role, w.exp.Metrics[1].Role = spec.Secondary, spec.Primary
	for i := range w.units {
		for k := range w.units[i].days {
			if d := &w.units[i].days[k]; d.day == w.units[i].row.Day {
				w.units[i].row.Var[0] -= d.v[0]
				d.v[0] = 0
			}
		}
	}
	if c := noveltyOf(t, w.analyze(t, 2, 2), "tasks").Change; c.P.Defined() || c.State != "none" ||
		!hasCaution(c.Cautions, "mean_not_positive") {
		t.Errorf("nothing on day 0: %+v", c)
	}
	for _, c := range []struct {
		name   string
		change func(w *world)
	}{
		{"a window of two days", func(w *world) { w.exp.Window = 48 * time.Hour }},
		{"two days of data", func(w *world) { w.to = (day0 + 2).Start(time.UTC) }},
	} {
		w := draw(71, 60)
		c.change(w)
		if r := w.analyze(t, 2, 1); len(r.Novelty) != 0 || r.NoveltyWhy == "" {
			t.Errorf("%s: %d followed, why %q", c.name, len(r.Novelty), r.NoveltyWhy)
		}
	}
}
