package ignore

import (
	"math"
	"testing"

	"uptake/analysis/report"
	"uptake/analysis/study"
)

// TestPerSession: 30 units see one session of four each. The first two are accepted, the
// third is ignored, and the fourth is accepted by every third unit and ignored by the others.
func TestPerSession(t *testing.T) {
	f := &Facts{columns: []column{{name: earlierInSession}}, seen: rows{of: study.IgnoredStates}}
	f.opt.Estimate.Ratio = func(y, x []int64, _ int) report.Estimate {
		var sy, sx int64
		for i := range x {
			sy, sx = sy+y[i], sx+x[i]
		}
		v := report.Num(float64(sy) / float64(sx))
		return report.Estimate{Value: v, Lo: v, Hi: v}
	}
	k := &f.columns[0]
	for u := range 90 {
		p := person{from: len(f.seen.state), at: u}
		for n := range 4 {
			state := study.StateAccepted
			if n == 2 || n == 3 && u%3 > 0 {
				state = study.StateIgnored
			}
			f.seen.state, k.values = append(f.seen.state, state), append(k.values, float32(n))
		}
		// A suggestion whose place in the session nobody knows is in no sum.
		f.seen.state, k.values = append(f.seen.state, study.StateAccepted), append(k.values, float32(math.NaN()))
		p.to = len(f.seen.state)
		f.units = append(f.units, p)
	}
	var out report.Ignores
	if err := perSession(t.Context(), f, &out); err != nil || out.PerSession == nil {
		t.Fatalf("%+v, %v", out.PerSession, err)
	}
	third := report.Num(1) / 3
	for i, want := range []struct{ rate, accepted report.Num }{{0, 1}, {0, 1}, {1, 0}, {1 - third, third}} {
		c := out.PerSession.Curve[i]
		if c.From != i+1 || c.Seen != 90 || c.Users != 90 || math.Abs(float64(c.Rate.Value-want.rate)) > 1e-12 ||
			math.Abs(float64(c.Accepted.Value-want.accepted)) > 1e-12 {
			t.Errorf("%+v", c)
		}
	}
	if len(out.PerSession.Curve) != 4 || len(out.PerSession.Limits) != 3 {
		t.Fatalf("%+v", out.PerSession)
	}
	for i, want := range []report.SessionLimit{
		{AtMost: 1, Seen: 270, Accepts: 120, Studied: 150, Fewer: report.Interval{Value: 0.75},
			Lost: report.Interval{Value: 120.0 / 210}, Saved: report.Interval{Value: 1}},
		{AtMost: 2, Seen: 180, Accepts: 30, Studied: 150, Fewer: report.Interval{Value: 0.5},
			Lost: report.Interval{Value: 30.0 / 210}, Saved: report.Interval{Value: 1}},
		{AtMost: 3, Seen: 90, Accepts: 30, Studied: 60, Fewer: report.Interval{Value: 0.25},
			Lost: report.Interval{Value: 30.0 / 210}, Saved: report.Interval{Value: 0.4}},
	} {
		got := out.PerSession.Limits[i]
		if got.AtMost != want.AtMost || got.Seen != want.Seen || got.Accepts != want.Accepts ||
			got.Studied != want.Studied ||
			math.Abs(float64(got.Fewer.Value-want.Fewer.Value))+math.Abs(float64(got.Lost.Value-want.Lost.Value))+math.Abs(float64(got.Saved.Value-want.Saved.Value)) > 1e-12 {
			t.Errorf("%+v, want %+v", got, want)
		}
	}
	var none report.Ignores
	if err := perSession(t.Context(), &Facts{}, &none); err != nil || none.PerSession != nil {
		t.Errorf("%+v, %v", none.PerSession, err)
	}
}
