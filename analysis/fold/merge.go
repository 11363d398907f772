package fold

import (
	"sort"

	"uptake/analysis/spec"
)

// merge adds another worker's sums.
func (a *accumulator) merge(o *accumulator) error {
	r, p := a.res, o.res
	for _, pair := range []struct{ dst, src Block }{{r.Main, p.Main}, {r.Crossed, p.Crossed}} {
		if err := pair.dst.merge(pair.src); err != nil {
			return err
		}
	}
	for i := range r.Adjusted {
		if err := r.Adjusted[i].merge(p.Adjusted[i]); err != nil {
			return err
		}
	}
	for arm := range r.Adoption {
		r.Adoption[arm].merge(p.Adoption[arm])
	}
	for i := range r.NonZero {
		addTo(r.NonZero[i], p.NonZero[i])
		addTo(r.Immature[i], p.Immature[i])
		for arm := range r.Extremes[i] {
			r.Extremes[i][arm].merge(p.Extremes[i][arm])
		}
	}
	addTo(r.Units, p.Units)
	addTo(r.Inside, p.Inside)
	addTo(r.Crossing, p.Crossing)
	addTo(r.Shown, p.Shown)
	for arm := range r.Outcomes {
		for s, n := range p.Outcomes[arm] {
			r.Outcomes[arm][s] += n
		}
		b, q := &r.Bridge[arm], p.Bridge[arm]
		for _, c := range []struct {
			dst *Counts
			src Counts
		}{{&b.Tallied, q.Tallied}, {&b.Finished, q.Finished}, {&b.Mature, q.Mature}, {&b.Seen, q.Seen}, {&b.Chosen, q.Chosen}} {
			c.dst.Shown += c.src.Shown
			c.dst.Accepted += c.src.Accepted
			c.dst.Ignored += c.src.Ignored
		}
	}
	for d, n := range p.Exposed {
		if e := r.Exposed[d]; e != nil {
			addTo(e, n)
		} else {
			r.Exposed[d] = n
		}
	}
	for i := range a.segs {
		if err := a.mergeLevels(i, o); err != nil {
			return err
		}
	}
	r.Tally.Add(&p.Tally)
	if a.series != nil {
		return a.series.merge(o.series)
	}
	return nil
}

func (a *accumulator) mergeLevels(dim int, o *accumulator) error {
	a.tooMany[dim] = a.tooMany[dim] || o.tooMany[dim]
	for name, l := range o.segs[dim] {
		if a.tooMany[dim] {
			break
		}
		have := a.segs[dim][name]
		if have == nil {
			a.segs[dim][name] = l
			a.tooMany[dim] = len(a.segs[dim]) > MaxLevels
			continue
		}
		addTo(have.Units, l.Units)
		if err := have.Block.merge(l.Block); err != nil {
			return err
		}
	}
	return nil
}

// finish puts what was kept in maps in order.
func (a *accumulator) finish() (*Result, error) {
	for i, name := range a.tables.Shape.Segments {
		d := Dimension{Name: name, TooMany: a.tooMany[i]}
		if !d.TooMany {
			for _, l := range a.segs[i] {
				d.Levels = append(d.Levels, *l)
			}
			sort.Slice(d.Levels, func(x, y int) bool { return d.Levels[x].Name < d.Levels[y].Name })
		}
		a.res.Dimensions = append(a.res.Dimensions, d)
	}
	if a.series != nil {
		last := spec.DayOf(a.tables.To, a.exp.Zone)
		first := last
		for d := range a.res.Exposed {
			first = min(first, d)
		}
		var err error
		if a.res.Days, err = a.series.cumulative(first, last); err != nil {
			return nil, err
		}
	}
	return a.res, nil
}
