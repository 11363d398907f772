package ignore

import (
	"context"
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"uptake/analysis/report"
	"uptake/analysis/spec"
	"uptake/analysis/stats"
	"uptake/analysis/study"
)

// world draws units with an own rate of ignoring and up to 20 seen suggestions, of
// a surface and a latency; extra is added to the chance of a row.
func world(seed uint64, units int, extra func(surface, band int) float64) *Facts {
	r := rand.New(rand.NewPCG(seed, 9))
	f := &Facts{of: report.Investigated[0], seen: rows{of: study.IgnoredStates}, exp: &spec.Experiment{Zone: time.UTC,
		Statistics: spec.Statistics{Alpha: 0.05}}, tables: &study.Tables{}, arms: []string{spec.AllArm}, control: -1}
	var surface []uint16
	var latency []float32
	for u := range units {
		p := person{hash: stats.Mix64(seed<<32 + uint64(u)), at: u, from: len(f.seen.state)}
		own := 0.3 + 0.4*r.Float64()
		for range r.IntN(20) {
			s, ms := r.IntN(4), math.Exp(6+r.NormFloat64())
			band := 0
			if ms > 800 {
				band = 1
			}
			st := study.StateAccepted
			if r.Float64() < own+extra(s, band) {
				st = study.StateIgnored
			}
			p.states[st]++
			f.seen.state, f.seen.shown = append(f.seen.state, st), append(f.seen.shown, 0)
			surface, latency = append(surface, uint16(s)), append(latency, float32(ms))
		}
		p.to = len(f.seen.state)
		f.units = append(f.units, p)
	}
	f.columns = []column{{name: "surface", levels: []string{"a", "b", "c", "d"}, codes: surface},
		numbers[0].column(latency)}
	return f
}

// resampledSE is the standard deviation of a statistic over resamples of units.
func resampledSE(f *Facts, of func(f *Facts) float64) float64 {
	r := rand.New(rand.NewPCG(3, 4))
	all := f.units
	var v []float64
	for range 400 {
		list := make([]person, len(all))
		for i := range list {
			list[i] = all[r.IntN(len(all))]
		}
		f.units = list
		v = append(v, of(f))
	}
	f.units = all
	return math.Sqrt(stats.Variance(v))
}

// The errors of a place's points and of the gap to the rest are those of resampling
// whole units.
func TestPlaceErrors(t *testing.T) {
	f := world(1, 600, func(s, _ int) float64 { return 0.2 * float64(s/3) })
	at := place{{column: 0, lo: 3, hi: 3}}
	in := func(p *person, row int) bool { return f.holds(at, p, row) }
	side := func(p *person, row int) int {
		if in(p, row) {
			return 0
		}
		return 1
	}
	plain := f.plainWorth(-1, in)
	if want := resampledSE(f, func(f *Facts) float64 { w := f.plainWorth(-1, in); return w.value }); math.Abs(
		plain.se()/want-1) > 0.12 {
		t.Errorf("points: error %v, of resamples %v", plain.se(), want)
	}
	sameUser := func(f *Facts) worth {
		fit := f.within(-1, in, []int{0}, nil)
		return f.sameUserWorth(-1, in, &fit)
	}
	same := sameUser(f)
	if want := resampledSE(f, func(f *Facts) float64 { w := sameUser(f); return w.value }); math.Abs(
		same.se()/want-1) > 0.12 {
		t.Errorf("points of the same users: error %v, of resamples %v", same.se(), want)
	}
	slow := func(p *person, row int) bool { return f.code(1, p, row) >= 4 }
	other := f.plainWorth(-1, slow)
	a, b := candidate{Cause: report.Cause{Points: f.worthInterval(&plain)}, worth: plain},
		candidate{Cause: report.Cause{Points: f.worthInterval(&other)}, worth: other}
	d := f.difference(&a, &b)
	se := float64(d.Hi-d.Lo) / 2 / stats.StudentISF(0.025, math.Min(plain.df, other.df))
	if want := resampledSE(f, func(f *Facts) float64 {
		x, y := f.plainWorth(-1, in), f.plainWorth(-1, slow)
		return x.value - y.value
	}); math.Abs(se/want-1) > 0.12 {
		t.Errorf("difference of two: error %v, of resamples %v", se, want)
	}
	gap := f.apart(-1, side)
	if want := resampledSE(f, func(f *Facts) float64 { return f.apart(-1, side).diff }); math.Abs(
		gap.se/want-1) > 0.12 {
		t.Errorf("gap: error %v, of resamples %v", gap.se, want)
	}
	n, all := rateOf{}, rateOf{}
	for i, st := range f.seen.state {
		all.seen++
		if f.columns[0].codes[i] == 3 {
			n.seen++
		}
		if st == study.StateIgnored {
			all.ignored++
			if f.columns[0].codes[i] == 3 {
				n.ignored++
			}
		}
	}
	share, rest := float64(n.seen)/float64(all.seen), all.minus(n)
	if want := share * (n.rate() - rest.rate()); math.Abs(plain.value-want) > 1e-12 ||
		math.Abs(n.worth(all)-want) > 1e-12 || math.Abs(all.rate()-plain.value-rest.rate()) > 1e-12 {
		t.Errorf("points are %v, share times the difference is %v", plain.value, want)
	}
}

// The place found is the planted one: neither its parents nor a child of it.
func TestFindPlaces(t *testing.T) {
	for name, c := range map[string]struct {
		extra func(surface, band int) float64
		want  []string // attribute = level, in the order of finding
	}{
		"nothing":   {func(_, _ int) float64 { return 0 }, nil},
		"a surface": {func(s, _ int) float64 { return 0.25 * float64(s/3) }, []string{"surface = d"}},
		"slow ones": {func(_, b int) float64 { return 0.25 * float64(b) }, []string{"latency_ms = over 800 ms"}},
		"both at once": {func(s, b int) float64 { return 0.3 * float64(s/3*b) },
			[]string{"surface & latency_ms = d & over 800 ms"}},
		"each of two": {func(s, b int) float64 { return 0.2*float64(s/3) + 0.2*float64(b) },
			[]string{"latency_ms = over 800 ms", "surface = d"}},
	} {
		f := world(7, 6000, c.extra)
		places, tried, err := f.find(context.Background())
		if err != nil || tried == 0 {
			t.Fatal(err, tried)
		}
		var got []string
		for _, p := range places {
			a, l := f.placeNames(p)
			got = append(got, a+" = "+l)
		}
		if len(got) != len(c.want) {
			t.Errorf("%s: found %q, planted %q", name, got, c.want)
			continue
		}
		for i := range got {
			if got[i] != c.want[i] {
				t.Errorf("%s: found %q, planted %q", name, got, c.want)
			}
		}
	}
}

// Within users a place that only some users go to is nothing, one that all users
// ignore more is something, and what goes with a number is held fixed.
func TestWithinUsers(t *testing.T) {
	f := world(5, 3000, func(_, b int) float64 { return 0.25 * float64(b) })
	slow := place{{column: 1, lo: 4, hi: 7}}
	in := func(at place) membership { return func(p *person, row int) bool { return f.holds(at, p, row) } }
	if w := f.within(1, in(slow), slow.columns(), nil); !(math.Abs(w.Effect-0.25) < 3*w.SE && w.p() < 1e-6) {
		t.Errorf("slow ones within users: %+v", w)
	}
	// A third column that is slowness with noise has nothing of its own.
	r := rand.New(rand.NewPCG(1, 1))
	var shadow []float32
	for _, v := range f.columns[1].values {
		shadow = append(shadow, v/10*float32(math.Exp(0.2*r.NormFloat64())))
	}
	f.columns = append(f.columns, numbers[1].column(shadow))
	long := place{{column: 2, lo: 4, hi: 8}}
	w := f.within(1, in(long), long.columns(), nil)
	if len(w.held) != 1 || w.held[0] != "latency_ms" {
		t.Errorf("held fixed: %q", w.held)
	}
	if math.Abs(w.Effect) > 4*w.SE {
		t.Errorf("length within users at the same latency: %+v", w)
	}
	bare := f.refit(1, in(long), nil, nil)
	if !(bare.p() < 1e-6) {
		t.Errorf("without the latency held fixed the length must look guilty: %+v", bare)
	}
}

// A place is one cause with the shift of the mix towards it.
func TestOneAttributeOneCause(t *testing.T) {
	s := report.Slice{Attribute: "surface", Level: "search"}
	list := []candidate{
		{Cause: report.Cause{Mechanism: "unexplained", Attribute: "surface", Level: "search", Confirmed: true},
			slice: &s},
		{Cause: report.Cause{Mechanism: "mix_shift", Attribute: "surface", Level: "search", Confirmed: true}},
		{Cause: report.Cause{Mechanism: "unexplained", Attribute: "surface", Level: "chat", Confirmed: true},
			slice: &report.Slice{}},
		{Cause: report.Cause{Mechanism: "effort_to_verify", Attribute: "length", Level: "over 64", Confirmed: true},
			slice: &report.Slice{}, bands: true},
		{Cause: report.Cause{Mechanism: "effort_to_verify", Attribute: "length", Level: "over 32", Confirmed: true},
			slice: &report.Slice{}, bands: true},
	}
	for i, want := range []bool{true, false, false, false, true} {
		if got := saidElsewhere(list, i); got != want {
			t.Errorf("cause %d said elsewhere: %v", i, got)
		}
	}
}
