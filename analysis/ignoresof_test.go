package analysis_test

import (
	"context"
	"testing"

	"uptake/analysis"
	"uptake/analysis/investigation"
	"uptake/analysis/report"
	"uptake/analysis/study"
)

// What is studied is counted a second time from the units: who never did otherwise, and
// the share of the mature suggestions at every weighting.
func TestIgnoresOf(t *testing.T) {
	w := draw(9, 300)
	for i := range w.units {
		for k := range w.units[i].suggs {
			s := &w.units[i].suggs[k]
			switch i % 10 {
			case 0, 1: // dismiss all that they see
				s.Decision, s.NotSeen, s.ClosesAt = study.Dismissed, false, s.ShownAt+5*minute
			case 2, 3: // answer none
				s.Decision, s.NotSeen, s.ClosesAt = study.Undecided, false, s.ShownAt+5*minute
			}
		}
	}
	for _, c := range []struct {
		of string
		is map[string]bool
	}{
		{"ignored", map[string]bool{"ignored": true}},
		{"dismissed", map[string]bool{"dismissed": true}},
		{"non_use", map[string]bool{"ignored": true, "dismissed": true, "typed_through": true}},
	} {
		tables, _ := w.tables(t, 3)
		r, err := investigation.Run(context.Background(), w.exp, analysis.Needs(w.exp), tables,
			investigation.Options{Workers: 2, Of: c.of})
		if err != nil {
			t.Fatal(err)
		}
		var studied, seen, mature, always, eligible int64
		var perUnit, perSession []float64
		for _, p := range w.units {
			if p.row.Crossover {
				continue
			}
			var y, s, x, accepted, dismissed int64
			in := map[int32][2]float64{}
			for _, g := range p.suggs {
				e := w.ending(g)
				if e == "immature" {
					continue
				}
				x++
				count := in[g.Session]
				count[1]++
				if e != "not_seen" && e != "superseded" {
					s++
				}
				if c.is[e] {
					y++
					count[0]++
				}
				in[g.Session] = count
				if e == "accepted" {
					accepted++
				}
				if e == "dismissed" {
					dismissed++
				}
			}
			studied, seen, mature = studied+y, seen+s, mature+x
			if x > 0 {
				perUnit = append(perUnit, float64(y)/float64(x))
			}
			for k := range int32(10) {
				if v, ok := in[k]; ok {
					perSession = append(perSession, v[0]/v[1])
				}
			}
			if s >= 5 {
				eligible++
				if c.of == "ignored" && accepted+dismissed == 0 || c.of == "dismissed" && dismissed == s ||
					c.of == "non_use" && accepted == 0 {
					always++
				}
			}
		}
		if r.Of != c.of || r.Who.Ignored != studied || r.Who.Seen != seen || r.Who.Never != always ||
			r.Who.Eligible != eligible || always < 20 {
			t.Errorf("%s: %d of %d, %d of %d units always; want %d of %d, %d of %d", r.Of, r.Who.Ignored, r.Who.Seen,
				r.Who.Never, r.Who.Eligible, studied, seen, always, eligible)
		}
		for weighting, want := range map[string]float64{"event": float64(studied) / float64(mature),
			"unit": meanOf(perUnit), "session": meanOf(perSession)} {
			got := report.Undefined()
			for _, s := range r.Split {
				if s.Arm == "all" && s.Outcome == c.of && s.Weighting == weighting {
					got = s.Value
				}
			}
			nearly(t, c.of+" by "+weighting, got, want)
		}
		if len(r.Causes) == 0 || r.Causes[0].Mechanism != "wrong_audience" {
			t.Errorf("%s: a fifth of the units that always do it are no cause: %+v", c.of, r.Causes)
		}
		if gaps := r.Window != nil && len(r.Window.Gaps) > 0; gaps != (c.of == "ignored") {
			t.Errorf("%s: arms are compared by the length of the window: %v", c.of, gaps)
		}
	}
	tables, _ := w.tables(t, 3)
	if _, err := investigation.Run(context.Background(), w.exp, analysis.Needs(w.exp), tables,
		investigation.Options{Workers: 2, Of: "accepted"}); err == nil {
		t.Error("what cannot be studied is")
	}
}
