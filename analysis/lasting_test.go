package analysis_test

import (
	"math"
	"testing"
	"time"

	"uptake/analysis/report"
	"uptake/analysis/spec"
	"uptake/analysis/stats"
	"uptake/analysis/study"
)

func accepts(d study.Decision) bool { return d >= study.Accepted && d <= study.Reverted }

// TestNovelty: the effect of a mean by age and by cohort, counted by hand over
// the units that were followed throughout.
func TestNovelty(t *testing.T) {
	w := draw(71, 900)
	w.exp.Metrics[0].Role, w.exp.Metrics[1].Role = spec.Secondary, spec.Primary // tasks
	r := w.analyze(t, 4, 2)
	var found bool
	for _, n := range r.Novelty {
		if n.Metric != "tasks" {
			continue
		}
		found = true
		if n.Days != 7 || len(n.Ages) != 3 || len(n.Cohorts) != 2 {
			t.Fatalf("followed for %d days in %d ages and %d cohorts", n.Days, len(n.Ages), len(n.Cohorts))
		}
		mean := func(from, to int, in func(person) bool) (diff float64, units int64) {
			var sum, count [2]float64
			for _, p := range w.units {
				if p.row.Crossover || (p.row.Day+7).Start(time.UTC) > w.to || !in(p) {
					continue
				}
				count[p.row.Arm]++
				for _, d := range p.days {
					if age := int(d.day - p.row.Day); age >= from && age <= to {
						sum[p.row.Arm] += float64(d.v[0])
					}
				}
			}
			return sum[1]/count[1] - sum[0]/count[0], int64(count[0] + count[1])
		}
		for _, a := range n.Ages {
			want, units := mean(a.From, a.To, func(person) bool { return true })
			if math.Abs(float64(a.Abs.Value)-want) > 1e-12 || units != n.Units || !a.Abs.Lo.Defined() {
				t.Errorf("days %d to %d: %v of %d units, by hand %v of %d", a.From, a.To, a.Abs.Value, n.Units, want,
					units)
			}
		}
		var all int64
		for i, c := range n.Cohorts {
			want, units := mean(0, 6, func(p person) bool {
				return p.row.Day.String() >= c.From && p.row.Day.String() <= c.To
			})
			all += c.Units
			if math.Abs(float64(c.Abs.Value)-want) > 1e-12 || units != c.Units || c.Name != []string{"early",
				"late"}[i] {
				t.Errorf("%s: %v of %d units, by hand %v of %d", c.Name, c.Abs.Value, c.Units, want, units)
			}
		}
		if all != n.Units {
			t.Errorf("cohorts hold %d units, the ages %d", all, n.Units)
		}
		if d := float64(n.Cohorts[1].Abs.Value - n.Cohorts[0].Abs.Value); math.Abs(
			float64(n.Difference.Value)-d) > 1e-12 || !(n.P > 0 && n.P <= 1) {
			t.Errorf("late minus early %+v, p %v, by hand %v", n.Difference, n.P, d)
		}
	}
	if !found {
		t.Fatalf("no novelty of the primary metric: %+v", r.Novelty)
	}
	short := draw(71, 60)
	short.to = (day0 + 2).Start(time.UTC)
	if n := short.analyze(t, 2, 1).Novelty; len(n) != 0 {
		t.Errorf("two days of data give %+v", n)
	}
}

// TestMoved: volume and rate add up to the change per unit, for every ratio.
func TestMoved(t *testing.T) {
	r := draw(81, 600).analyze(t, 3, 2)
	if len(r.Moved) < 6 {
		t.Fatalf("only %d ratios", len(r.Moved))
	}
	for _, v := range r.Moved {
		m := metricOf(t, r, v.Metric)
		want := float64(m.Arms[1].Numerator)/float64(m.Arms[1].Units) - float64(m.Arms[0].Numerator)/float64(
			m.Arms[0].Units)
		if sum := float64(v.Volume + v.Rate); math.Abs(sum-want) > 1e-12*math.Max(1, math.Abs(want)) ||
			math.Abs(float64(v.PerUnit)-want) > 1e-12 {
			t.Errorf("%s: %v + %v, by hand %v", v.Metric, v.Volume, v.Rate, want)
		}
		if v.Opposite != (v.Volume*v.Rate < 0) {
			t.Errorf("%s: %+v", v.Metric, v)
		}
	}
	// 21 % fewer suggestions at a 28 % higher rate: 0.79 × 1.28 = 1.0112
	if got := (0.79-1)*(1+1.28)/2 + (1.28-1)*(1+0.79)/2; math.Abs(got-0.0112) > 1e-12 {
		t.Errorf("the published example moves by %v", got)
	}
}

// TestAdoption: funnel and first accepts counted by hand.
func TestAdoption(t *testing.T) {
	w := draw(91, 700)
	r := w.analyze(t, 4, 2)
	a := r.Adoption
	var want [2][6]int64
	var spells [2][]stats.Spell
	for _, p := range w.units {
		if p.row.Crossover {
			continue
		}
		end := min(w.to, p.row.ExposedAt+7*oneDay)
		first := int64(math.MaxInt64)
		var shown, seen, accepted, kept bool
		for _, g := range p.suggs {
			if accepts(g.Decision) && g.Decided <= end {
				first = min(first, g.Decided)
			}
			if g.ClosesAt > w.to {
				continue
			}
			shown = true
			if g.NotSeen || g.Decision == study.Superseded {
				continue
			}
			seen = true
			accepted = accepted || accepts(g.Decision)
			kept = kept || accepts(g.Decision) && g.Decision != study.Reverted
		}
		for step, ok := range []bool{true, shown, seen, accepted, kept, p.row.Var[0] > 0} {
			if !ok {
				break
			}
			want[p.row.Arm][step]++
		}
		s := stats.Spell{Time: float64((end-p.row.ExposedAt)/minute) / 1440}
		if first != math.MaxInt64 {
			s = stats.Spell{Time: float64((first-p.row.ExposedAt)/minute) / 1440, Cause: 1}
		}
		spells[p.row.Arm] = append(spells[p.row.Arm], s)
	}
	if a.Outcome != "tasks" {
		t.Errorf("the funnel ends in %q", a.Outcome)
	}
	for arm := range 2 {
		for k, st := range a.Funnel[arm].Steps {
			if st.Units != want[arm][k] {
				t.Errorf("arm %d, %s: %d units, by hand %d", arm, st.Step, st.Units, want[arm][k])
			}
		}
		if arm == 1 {
			checkSteps(t, a.Steps, want)
		}
		c := stats.KaplanMeier(spells[arm])
		mean, _ := c.Restricted(float64(a.First.Horizon))
		if got := a.First.Arms[arm]; math.Abs(float64(got.Restricted)-mean) > 1e-9 ||
			math.Abs(float64(got.Median)-c.Median()) > 1e-12 || got.Units != int64(len(spells[arm])) {
			t.Errorf("arm %d: %+v, by hand mean %v, median %v of %d", arm, got, mean, c.Median(), len(spells[arm]))
		}
		last := 0.0
		for _, p := range a.First.Arms[arm].Curve {
			if float64(p.Share) < last || !(p.Lo <= p.Share && p.Share <= p.Hi) && p.Share > 0 {
				t.Errorf("arm %d: %+v", arm, p)
			}
			last = float64(p.Share)
		}
	}
	if c := a.First.Comparisons[0]; !(c.P > 0 && c.P <= 1) || !c.Restricted.Lo.Defined() {
		t.Errorf("%+v", c)
	}
}

// TestComplier: control has no feature and half of treatment is never shown one;
// the effect on those shown is the whole difference over their share.
func TestComplier(t *testing.T) {
	w := draw(101, 800)
	for i := range w.units {
		p := &w.units[i]
		if p.row.Arm == 0 || i%4 == 1 {
			p.suggs = nil
			continue
		}
		p.row.Var[0] += 6
		p.row.Var[2] += 6
		p.days = append(p.days, dayRow{p.row.Day, []int64{6, 0, 6, 0}})
	}
	r := w.analyze(t, 3, 2)
	c := metricOf(t, r, "tasks").Comparisons[0]
	x := c.Complier
	if x == nil {
		t.Fatalf("no complier effect: %v", c.Cautions)
	}
	var shown, all float64
	for _, p := range w.units {
		if !p.row.Crossover && p.row.Arm == 1 {
			all++
			if len(p.suggs) > 0 {
				shown++
			}
		}
	}
	if want := float64(c.Abs.Value) / (shown / all); math.Abs(float64(x.Value)-want) > 1e-9 ||
		math.Abs(float64(x.Shown)-shown/all) > 1e-12 {
		t.Errorf("%+v, by hand %v of a share of %v", x, want, shown/all)
	}
	if !(x.Lo < 6 && 6 < x.Hi) || !(x.Hi-x.Lo > c.Abs.Hi-c.Abs.Lo) {
		t.Errorf("the interval %v to %v of a true 6; on everyone %v to %v", x.Lo, x.Hi, c.Abs.Lo, c.Abs.Hi)
	}
	if c := metricOf(t, draw(101, 800).analyze(t, 2, 1), "tasks").Comparisons[0]; c.Complier != nil {
		t.Error("control has the feature, yet a complier effect is given")
	}
}

// checkSteps compares every step after exposure by hand: the pooled z of the
// counts, Newcombe's ends, and Holm's p over the steps.
func checkSteps(t *testing.T, got []report.StepEffect, want [2][6]int64) {
	t.Helper()
	if len(got) != 5 {
		t.Fatalf("%d step comparisons, 5 are meant: %+v", len(got), got)
	}
	var ps []float64
	for k, s := range got {
		n0, n1 := float64(want[0][0]), float64(want[1][0])
		x0, x1 := float64(want[0][k+1]), float64(want[1][k+1])
		if x0 == n0 && x1 == n1 { // everybody: nothing to test
			if s.Abs.Value != 0 || s.P.Defined() || s.PAdjusted.Defined() || len(s.Cautions) == 0 {
				t.Errorf("%s: everybody reached it, yet %+v", s.Step, s)
			}
			ps = append(ps, math.NaN())
			continue
		}
		pool := (x0 + x1) / (n0 + n1)
		d := x1/n1 - x0/n0
		z := d / math.Sqrt(pool*(1-pool)*(1/n0+1/n1))
		p := math.Erfc(math.Abs(z) / math.Sqrt2)
		lo, hi := stats.Newcombe(want[0][0], want[0][k+1], want[1][0], want[1][k+1], stats.NormalISF(0.025))
		if math.Abs(float64(s.Abs.Value)-d) > 1e-12 || float64(s.Abs.Lo) != lo || float64(s.Abs.Hi) != hi ||
			math.Abs(float64(s.P)-p) > 1e-10 {
			t.Errorf("%s: %+v, by hand %v (%v to %v), p %v", s.Step, s, d, lo, hi, p)
		}
		ps = append(ps, float64(s.P))
	}
	some := false
	for k, q := range stats.Holm(ps) {
		if q == q && float64(got[k].PAdjusted) != q {
			t.Errorf("%s: p_adjusted %v, by Holm %v", got[k].Step, got[k].PAdjusted, q)
		}
		some = some || q > ps[k]
	}
	if !some {
		t.Error("no p was adjusted, so nothing about the family is tested")
	}
}
