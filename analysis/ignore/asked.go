package ignore

import (
	"math"
	"slices"

	"uptake/analysis/fold"
	"uptake/analysis/report"
)

// latencyBands are those of the latency; requests without one come after them.
var latencyBands = func() column {
	i := slices.IndexFunc(numbers, func(b bands) bool { return b.name == "latency_ms" })
	return numbers[i].column(nil)
}()

// asked counts a unit's requests by band of their latency: eight, and those without.
type asked [9]struct{ requests, shown int64 }

// asks keeps the unit's requests that are old enough to have been shown: the window
// of an answer is taken for the time that showing may take.
func (g *gathered) asks(p *person, u fold.UnitRows) {
	for i := u.Asked0; i < u.Asked1; i++ {
		if int64(u.Requests.At[i]) > u.Cut-g.f.exp.Suggestions.Attribution.Microseconds() {
			continue
		}
		if p.asked == nil {
			p.asked = new(asked)
		}
		band := len(latencyBands.levels)
		if v := float64(u.Requests.Latency[i]); v >= 0 && !math.IsInf(v, 0) {
			band = int(latencyBands.band(v))
		}
		p.asked[band].requests++
		if u.Requests.Shown.Value(i) {
			p.asked[band].shown++
		}
	}
}

// requests is how often what was asked for was shown, by arm and by latency; nil
// without requests. What is slow is shown less often, so that the latency of shown
// suggestions looks better than what people wait for.
func (f *Facts) requests() *report.RequestLens {
	l := &report.RequestLens{Arms: []report.RequestShare{}, Bands: []report.RequestShare{}}
	share := func(name string, units []*person, of func(*asked) (requests, shown int64)) report.RequestShare {
		var y, x []int64
		s := report.RequestShare{Level: name}
		for _, p := range units {
			if p.asked == nil {
				continue
			}
			if n, shown := of(p.asked); n > 0 {
				y, x = append(y, shown), append(x, n)
				s.Requests, s.Shown = s.Requests+n, s.Shown+shown
			}
		}
		s.Users = int64(len(x))
		s.Rate = byUnit(f.opt.Estimate.Ratio(y, x, 0))
		return s
	}
	all := func(a *asked) (requests, shown int64) {
		for _, b := range a {
			requests, shown = requests+b.requests, shown+b.shown
		}
		return requests, shown
	}
	groups := f.groups()
	for _, g := range groups {
		if s := share(g.name, g.units, all); s.Requests > 0 {
			l.Arms = append(l.Arms, s)
		}
	}
	if len(l.Arms) == 0 {
		return nil
	}
	for k, level := range latencyBands.levels {
		if s := share(level, groups[len(groups)-1].units, func(a *asked) (int64, int64) {
			return a[k].requests, a[k].shown
		}); s.Requests > 0 {
			l.Bands = append(l.Bands, s)
			l.Timed += s.Requests
		}
	}
	return l
}
