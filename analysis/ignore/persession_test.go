package ignore

import (
	"math"
	"slices"
	"testing"

	"uptake/analysis/report"
	"uptake/analysis/study"
)

// unseen are facts without units, whose shares are sums over sums.
func unseen() *Facts {
	f := &Facts{columns: []column{{name: earlierInSession}}, seen: rows{of: study.IgnoredStates}}
	f.opt.Estimate.Ratio = func(y, x []int64, _ int) report.Estimate {
		var sy, sx int64
		for i := range x {
			sy, sx = sy+y[i], sx+x[i]
		}
		v := report.Num(float64(sy) / float64(sx))
		return report.Estimate{Value: v, Lo: v, Hi: v}
	}
	return f
}

// TestPerSession: 90 units see one session of four each. The first two are accepted, the
// third is ignored, and the fourth is accepted by every third unit and ignored by the others.
func TestPerSession(t *testing.T) {
	f := unseen()
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
			math.Abs(float64(got.Fewer.Value-want.Fewer.Value))+math.Abs(float64(got.Lost.Value-want.Lost.Value))+
				math.Abs(float64(got.Saved.Value-want.Saved.Value)) > 1e-12 {
			t.Errorf("%+v, want %+v", got, want)
		}
	}
	var none report.Ignores
	if err := perSession(t.Context(), &Facts{}, &none); err != nil || none.PerSession != nil {
		t.Errorf("%+v, %v", none.PerSession, err)
	}
}

// TestPerSessionLong: 100 units see 25 each and another 100 see one, all of which are accepted; every place
// is in one stretch, and what a limit leaves out is what lies behind it.
func TestPerSessionLong(t *testing.T) {
	f := unseen()
	k := &f.columns[0]
	for u := range 200 {
		p := person{from: len(f.seen.state), at: u}
		for n := range []int{1, 25}[u%2] {
			f.seen.state, k.values = append(f.seen.state, study.StateAccepted), append(k.values, float32(n))
		}
		p.to = len(f.seen.state)
		f.units = append(f.units, p)
	}
	var out report.Ignores
	if err := perSession(t.Context(), f, &out); err != nil || out.PerSession == nil {
		t.Fatalf("%+v, %v", out.PerSession, err)
	}
	var curve [][4]int64
	for _, c := range out.PerSession.Curve {
		curve = append(curve, [4]int64{int64(c.From), int64(c.To), c.Seen, c.Users})
	}
	if want := [][4]int64{{1, 1, 200, 200}, {2, 2, 100, 100}, {3, 3, 100, 100}, {4, 4, 100, 100}, {5, 5, 100, 100},
		{6, 7, 200, 100}, {8, 10, 300, 100}, {11, 15, 500, 100}, {16, 20, 500, 100},
		{21, 0, 500, 100}}; !slices.Equal(curve, want) {
		t.Errorf("%v, want %v", curve, want)
	}
	for i, most := range []int{1, 2, 3, 4, 5, 7, 10, 15, 20} {
		l, seen := out.PerSession.Limits[i], int64(100*(25-most))
		if l.AtMost != most || l.Seen != seen || l.Accepts != seen || l.Studied != 0 ||
			math.Abs(float64(l.Fewer.Value)-float64(seen)/2600) > 1e-12 || l.Saved.Value.Defined() {
			t.Errorf("%+v, want %d beyond %d", l, seen, most)
		}
	}
}
