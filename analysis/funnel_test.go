package analysis_test

import (
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"uptake/analysis/report"
	"uptake/analysis/spec"
	"uptake/analysis/stats"
)

// funnelled is a world whose one metric is a funnel of three steps: steps are reached in their
// order, at times of which some lie in the first hour, and with a window of the metric's own
// not everybody counts yet.
func funnelled(seed uint64, n int, own time.Duration) *world {
	w := draw(seed, n)
	w.exp.Metrics = []spec.Metric{{Name: "bought", Kind: spec.Proportion, Role: spec.Primary, Window: own,
		Numerator: spec.Aggregate{How: spec.Any}, Steps: []spec.Step{{Name: "search", Event: []string{"search"}},
			{Name: "basket", Event: []string{"basket"}}, {Name: "pay", Event: []string{"pay"}}}}}
	r := rand.New(rand.NewPCG(seed, 15))
	for i := range w.units {
		p := &w.units[i]
		p.row.Var, p.row.Reached, p.days, p.suggs = make([]int64, 3), []int64{-1, -1, -1}, nil, nil
		window := 7 * oneDay
		if own > 0 {
			window = own.Microseconds()
		}
		at := int64(0)
		for k := range 3 {
			at += r.Int64N([]int64{hour / 2, 30 * hour, 60 * hour}[k])
			if r.IntN(10) < 2+2*int(p.row.Seg[0]) || at >= window || p.row.ExposedAt+at > w.to {
				break
			}
			p.row.Var[k], p.row.Reached[k] = 1, at
			day := spec.DayOf(p.row.ExposedAt+at, time.UTC)
			if n := len(p.days); n > 0 && p.days[n-1].day == day {
				p.days[n-1].v[k] = 1
			} else {
				p.days = append(p.days, dayRow{day, make([]int64, 3)})
				p.days[len(p.days)-1].v[k] = 1
			}
		}
	}
	return w
}

// cutTime is a time as a funnel tells it: to the second in the first hour, then to the minute.
func cutTime(us int64) float64 {
	s := us / 1_000_000
	if s >= 3600 {
		s = s / 60 * 60
	}
	return float64(s) / 86400
}

// TestFunnelTimes: how long units took to each step, and who reaches it in each level, counted
// by hand from the units one by one; who is not there is watched to the end of its window or
// of the data.
func TestFunnelTimes(t *testing.T) {
	for _, own := range []time.Duration{0, 5 * 24 * time.Hour} {
		w := funnelled(12, 900, own)
		window := 7 * oneDay
		if own > 0 {
			window = own.Microseconds()
		}
		f := metricOf(t, w.analyze(t, 5, 3), "bought").Funnel
		var exposed, before [3][2][]stats.Spell
		levels := map[string]*[3][2]int64{}
		sizes := map[string]*[2]int64{}
		early := 0
		for _, p := range w.units {
			over := p.row.ExposedAt+window <= w.to+1
			if p.row.Crossover || own > 0 && !over {
				continue
			}
			if !over {
				early++
			}
			end := min(w.to+1-p.row.ExposedAt, window)
			name := []string{"", "mac", "linux"}[p.row.Seg[0]]
			if levels[name] == nil {
				levels[name], sizes[name] = &[3][2]int64{}, &[2]int64{}
			}
			sizes[name][p.row.Arm]++
			last := int64(0)
			for k, at := range p.row.Reached {
				e, b := &exposed[k][p.row.Arm], &before[k][p.row.Arm]
				if at < 0 {
					*e = append(*e, stats.Spell{Time: cutTime(end)})
					if last >= 0 {
						*b = append(*b, stats.Spell{Time: cutTime(end - last)})
					}
				} else {
					*e = append(*e, stats.Spell{Time: cutTime(at), Cause: 1})
					*b = append(*b, stats.Spell{Time: cutTime(at - last), Cause: 1})
					levels[name][k][p.row.Arm]++
				}
				last = at
			}
		}
		if own == 0 && early == 0 {
			t.Fatal("nobody is still inside the window, so nothing is censored by the end of the data")
		}
		for k, s := range f.Steps {
			for a, x := range s.Arms {
				checkTime(t, s.Name+" from exposure", x.FromExposure, exposed[k][a])
				checkTime(t, s.Name+" from the step before", x.FromBefore, before[k][a])
				if x.FromExposure.Units != int64(len(exposed[k][a])) || x.FromBefore.Units != x.Before ||
					x.FromExposure.Reached != x.Units || x.FromBefore.Reached != x.Units {
					t.Errorf("%s: %+v does not count as %+v and %+v", s.Name, x, x.FromExposure, x.FromBefore)
				}
			}
		}
		if len(f.Segments) != len(levels) || len(levels) != 3 {
			t.Fatalf("%d levels, by hand %d", len(f.Segments), len(levels))
		}
		for _, l := range f.Segments {
			want, n := levels[l.Level], sizes[l.Level]
			for k, s := range l.Steps {
				for a, x := range s.Arms {
					if x.Units != want[k][a] || math.Abs(float64(x.Share)-float64(want[k][a])/float64(n[a])) > 1e-12 ||
						!(x.Lo <= x.Share && x.Share <= x.Hi) || k > 0 && x.Before != want[k-1][a] {
						t.Errorf("%s of %q: %+v, by hand %d of %d", s.Name, l.Level, x, want[k][a], n[a])
					}
				}
				d := float64(want[k][1])/float64(n[1]) - float64(want[k][0])/float64(n[0])
				lo, hi := stats.Newcombe(n[0], want[k][0], n[1], want[k][1], stats.NormalISF(0.025))
				c := l.Comparisons[k]
				if c.Step != s.Name || math.Abs(float64(c.Abs.Value)-d) > 1e-12 || float64(c.Abs.Lo) != lo ||
					float64(c.Abs.Hi) != hi {
					t.Errorf("%s of %q: %+v, by hand %v (%v to %v)", s.Name, l.Level, c, d, lo, hi)
				}
			}
		}
	}
	few := funnelled(12, 900, 0)
	few.exp.Statistics.SegmentMinUnits = 400
	for _, l := range metricOf(t, few.analyze(t, 5, 3), "bought").Funnel.Segments {
		for _, c := range l.Comparisons {
			if c.Abs.Value.Defined() || len(c.Cautions) != 1 || c.Cautions[0].Code != "too_few_units" {
				t.Errorf("a level with too few units is compared: %+v", c)
			}
		}
	}
}

// checkTime holds a time of a funnel against the Kaplan–Meier curve of the spells.
func checkTime(t *testing.T, what string, got *report.StepTime, spells []stats.Spell) {
	t.Helper()
	var there []stats.Spell
	for _, s := range spells {
		if s.Cause == 1 {
			there = append(there, s)
		}
	}
	if got.Units != int64(len(spells)) || got.Reached != int64(len(there)) || got.Open != got.Units-got.Reached {
		t.Errorf("%s: %+v, by hand %d of %d", what, got, len(there), len(spells))
	}
	for _, x := range []struct {
		name string
		got  report.Num
		of   []stats.Spell
		q    float64
	}{{"median", got.Median, spells, 0.5}, {"90th percentile", got.P90, spells, 0.9},
		{"median of those there", got.MedianThere, there, 0.5}, {"90th of those there", got.P90There, there, 0.9}} {
		want := stats.KaplanMeier(x.of).Quantile(x.q)
		if x.got.Defined() == math.IsNaN(want) || x.got.Defined() && math.Abs(float64(x.got)-want) > 1e-12 {
			t.Errorf("%s: the %s is %v, by hand %v", what, x.name, x.got, want)
		}
	}
}
