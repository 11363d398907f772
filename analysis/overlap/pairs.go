package overlap

import (
	"cmp"
	"slices"

	"uptake/analysis/report"
	"uptake/analysis/stats"
)

// at is a unit's row in one experiment.
type at struct {
	unit     uint64
	exp, row int32
}

// pair is two experiments by their places, the first before the second.
type pair struct{ a, b int32 }

// Pairs looks at every pair of experiments that share units.
func (s *Store) Pairs() *report.Overlap {
	s.mu.Lock()
	defer s.mu.Unlock()
	slices.SortFunc(s.list, func(a, b *Experiment) int {
		return cmp.Or(cmp.Compare(a.ID, b.ID), slices.Compare(a.Sources, b.Sources))
	})
	slices.Sort(s.without)
	units := s.units()
	for work(units) > mostWork {
		s.rows, s.half = 0, s.half+1
		for _, e := range s.list {
			e.thin(s.half)
		}
		units = s.units()
	}
	shared := sharing(units)
	out := &report.Overlap{Experiments: len(s.list), Share: report.Num(s.share()), Sharing: len(shared), Level: level,
		LeastCell: leastCell, Pairs: []report.Pair{}, Without: append([]string{}, s.without...)}
	list := make([]pair, 0, len(shared))
	for p := range shared {
		list = append(list, p)
	}
	slices.SortFunc(list, func(x, y pair) int {
		return cmp.Or(-cmp.Compare(shared[x], shared[y]), cmp.Compare(x.a, y.a), cmp.Compare(x.b, y.b))
	})
	list = list[:min(len(list), mostPairs)]
	tables := make([]*table, len(list))
	place := map[pair]int{}
	for i, p := range list {
		tables[i], place[p] = newTable(s.list[p.a], s.list[p.b]), i
	}
	each(units, func(x, y at) {
		if i, looked := place[pair{x.exp, y.exp}]; looked {
			tables[i].add(int(x.row), int(y.row))
		}
	})
	out.Looked = len(list)
	for _, t := range tables {
		out.Pairs = append(out.Pairs, t.pair())
	}
	correct(out)
	slices.SortStableFunc(out.Pairs, func(a, b report.Pair) int { return cmp.Compare(leastQ(&a), leastQ(&b)) })
	if out.Untold = len(out.Pairs) - mostTold; out.Untold > 0 {
		out.Pairs = out.Pairs[:mostTold]
	}
	out.Untold = max(out.Untold, 0)
	return out
}

// units are the rows of all experiments, those of one unit side by side. A unit of
// another kind is another one.
func (s *Store) units() []at {
	var out []at
	for k, e := range s.list {
		for i, u := range e.Units {
			out = append(out, at{u, int32(k), int32(i)})
		}
	}
	slices.SortFunc(out, func(x, y at) int {
		return cmp.Or(cmp.Compare(x.unit, y.unit), cmp.Compare(s.list[x.exp].Unit, s.list[y.exp].Unit),
			cmp.Compare(x.exp, y.exp))
	})
	var shared []at // a unit of one experiment is in no pair
	for i := 0; i < len(out); {
		j := i + 1
		for j < len(out) && out[j].unit == out[i].unit && s.list[out[j].exp].Unit == s.list[out[i].exp].Unit {
			j++
		}
		if j > i+1 {
			shared = append(shared, out[i:j]...)
			if j < len(out) && out[j].unit == out[i].unit { // the next is of another kind
				shared = append(shared, at{exp: -1})
			}
		}
		i = j
	}
	return shared
}

// groups goes through the rows of one unit after the other.
func groups(units []at, f func([]at)) {
	for i := 0; i < len(units); {
		j := i + 1
		for j < len(units) && units[j].unit == units[i].unit && units[j].exp >= 0 {
			j++
		}
		if units[i].exp >= 0 {
			f(units[i:j])
		}
		i = j
	}
}

func each(units []at, f func(x, y at)) {
	groups(units, func(g []at) {
		for i := range g {
			for j := i + 1; j < len(g); j++ {
				f(g[i], g[j])
			}
		}
	})
}

// work is how often a unit shows in a pair.
func work(units []at) (n int) {
	groups(units, func(g []at) { n += len(g) * (len(g) - 1) / 2 })
	return n
}

// sharing are the pairs with how many units each shares.
func sharing(units []at) map[pair]int32 {
	out := map[pair]int32{}
	each(units, func(x, y at) {
		p := pair{x.exp, y.exp}
		if _, known := out[p]; known || len(out) < mostFound {
			out[p]++
		}
	})
	return out
}

// correct gives every test its q among those of its kind.
func correct(o *report.Overlap) {
	var chi, did []*report.Num
	for i := range o.Pairs {
		p := &o.Pairs[i]
		if p.Assignment.Q = p.Assignment.P; p.Assignment.Q.Defined() {
			chi = append(chi, &p.Assignment.Q)
		}
		for k := range p.Interaction {
			if x := &p.Interaction[k]; x.P.Defined() {
				x.Q = x.P
				did = append(did, &x.Q)
			}
		}
	}
	o.Assignments, o.Interactions = taken(chi), taken(did)
}

func taken(p []*report.Num) report.Taken {
	t := report.Taken{Family: len(p)}
	var all []float64
	for _, v := range p {
		all = append(all, float64(*v))
	}
	for i, q := range stats.BenjaminiHochberg(all) {
		if *p[i] = report.Num(q); q <= level {
			t.Found++
		}
	}
	return t
}

// leastQ is the least q of a pair, 2 where it has none.
func leastQ(p *report.Pair) float64 {
	q := 2.0
	if p.Assignment.Q.Defined() {
		q = min(q, float64(p.Assignment.Q))
	}
	for _, x := range p.Interaction {
		if x.Q.Defined() {
			q = min(q, float64(x.Q))
		}
	}
	return q
}
