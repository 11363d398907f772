package analysis_test

import (
	"math"
	"testing"
	"time"

	"uptake/analysis/report"
	"uptake/analysis/spec"
	"uptake/analysis/study"
)

// TestShippedToAll: where half of the users are never shown a suggestion, the lift over all users
// is that of accepted suggestions per user, added up here, and not half of the rate's.
func TestShippedToAll(t *testing.T) {
	w := draw(11, 3000)
	var users, accepted [2]float64
	for i := range w.units {
		p := &w.units[i]
		if i%4 >= 2 {
			p.suggs = nil
		}
		if p.row.Crossover {
			continue
		}
		users[p.row.Arm]++
		for _, g := range p.suggs {
			if g.ClosesAt <= w.to && g.Decision >= study.Accepted && g.Decision <= study.Reverted {
				accepted[p.row.Arm]++
			}
		}
	}
	r := w.analyze(t, 4, 2)
	x := r.Decision.ToAll
	if x == nil {
		t.Fatal("nothing is said of shipping to all")
	}
	lift := accepted[1]/users[1]/(accepted[0]/users[0]) - 1
	if got := float64(x.All.Value); math.Abs(got-lift) > 1e-12 {
		t.Errorf("the lift over all is %g, want %g", got, lift)
	}
	if printed := metricOf(t, r, "accepted_per_unit").Comparisons[0].Rel; x.All != printed {
		t.Errorf("it is %+v, and the page says %+v", x.All, printed)
	}
	if c := float64(x.Coverage.Value); math.Abs(c-0.5) > 0.03 || float64(x.All.Value) < 1.5*c*float64(x.Local.Value) {
		t.Errorf("of coverage %g and a lift of the rate of %g", c, float64(x.Local.Value))
	}
}

// TestSettledUntil: a new experiment needs its weeks of exposures, and the window of those who are
// exposed last.
func TestSettledUntil(t *testing.T) {
	for _, c := range []struct {
		window time.Duration // of the primary metric
		days   int
	}{{0, 7}, {8*24*time.Hour + time.Hour, 9}} {
		w := draw(5, 160)
		w.exp.Metrics[0].Window = c.window
		r := w.analyze(t, 4, 2)
		d := r.Decision
		if d.Verdict != report.CannotTell || d.NewWeeks == 0 || d.Smallest == nil {
			t.Fatalf("%s, %d weeks, %+v", d.Verdict, d.NewWeeks, d.Smallest)
		}
		if want := (spec.DayOf(w.to, time.UTC) + spec.Day(7*d.NewWeeks+c.days)).String(); d.Smallest.Until != want {
			t.Errorf("with %d weeks until %s, want %s", d.NewWeeks, d.Smallest.Until, want)
		}
	}
}
