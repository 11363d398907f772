package ignore

import (
	"cmp"
	"context"
	"hash/fnv"
	"slices"

	"github.com/apache/arrow/go/v15/arrow/array"

	"uptake/analysis/fold"
	"uptake/analysis/report"
	"uptake/analysis/spec"
	"uptake/analysis/stats"
	"uptake/analysis/study"
)

// Estimates are how shares are estimated; the same as everywhere else in the
// program, and given by the caller so that there is one way.
type Estimates struct {
	// Ratio is Σy/Σx over units, y divided by 10^scale, clustered by unit.
	Ratio func(y, x []int64, scale int) report.Estimate
	// Mean is the mean over units of v divided by 10^scale.
	Mean func(v []int64, scale int) report.Estimate
}

// Options are what a look depends on beside the tables.
type Options struct {
	Workers  int
	Estimate Estimates
	NoArms   bool // the arms must not be compared: the split of units failed
}

// Facts is what the lenses read.
type Facts struct {
	exp     *spec.Experiment
	tables  *study.Tables
	opt     Options
	arms    []string
	control int // −1: no arm is compared
	timed   bool
	window  int64 // µs of the attribution window; 0: decisions carry no time

	units   []person // in order of their ids
	dims    []dimension
	periods []period
	late    []lateCount // by partition
}

// lateCount is what one partition's units accepted, and how much of it came late.
type lateCount struct{ late, accepts, seen int64 }

// person is one unit that counts.
type person struct {
	id       string
	hash     uint64
	arm      int
	states   [study.NumStates]int64
	sessions int64                // with a mature suggestion
	within   [len(outcomes)]int64 // sum over those sessions of the share with each outcome, 9 decimals
	ends     []end
	cells    []cell
}

// end is when a seen suggestion stopped being watched, µs after it was shown, and why.
type end struct {
	at    int64
	cause int8 // 0: neither answered nor ended until then
}

// dimension is an attribute of suggestions or a segment of units.
type dimension struct {
	name   string
	fixed  bool // known before exposure
	levels []string
}

// cell counts a unit's seen suggestions on one level in one pair of periods.
type cell struct {
	dim, level    int32
	week, half    int8 // 0: in neither; 1: the earlier; 2: the later
	seen, ignored int64
}

func (p *person) seen() (n int64) {
	for s, v := range p.states {
		if study.SeenStates.Has(study.State(s)) {
			n += v
		}
	}
	return n
}

func (p *person) ignored() int64 { return p.states[study.StateIgnored] }

// half is 0 for units that find and 1 for those that confirm.
func (p *person) half() int { return int(p.hash >> 40 & 1) }

// Gather reads the study tables once.
func Gather(ctx context.Context, exp *spec.Experiment, t *study.Tables, o Options) (*Facts, error) {
	f := &Facts{exp: exp, tables: t, opt: o, arms: t.Shape.Arms, control: t.Shape.Control, timed: t.HasTime, late: make([]lateCount, t.Parts)}
	if len(exp.Arms) == 0 || o.NoArms {
		f.control = -1
	}
	if t.HasTime && t.HasDecisionTime {
		f.window = exp.Suggestions.Attribution.Microseconds()
	}
	f.periods = periods(exp, t)
	for _, s := range t.Shape.Segments {
		f.dims = append(f.dims, dimension{name: s, fixed: true})
	}
	for _, a := range t.Shape.Attributes {
		if !a.Number && !slices.Contains(t.Absent, a.Name) {
			f.dims = append(f.dims, dimension{name: a.Name})
		}
	}
	parts := make([]*gathered, t.Parts)
	err := fold.EachUnit(ctx, exp, t, o.Workers,
		func(i int, tally *study.Tally) {
			parts[i] = &gathered{f: f, levels: make([]map[string]int32, len(f.dims)), names: make([][]string, len(f.dims))}
			f.late[i] = lateCount{late: tally.LateAccepts, accepts: tally.Accepts}
		},
		func(i int, u fold.UnitRows) error { parts[i].unit(u); return nil })
	if err != nil {
		return nil, err
	}
	f.join(parts)
	return f, nil
}

// gathered is one partition's units, with levels by their own codes.
type gathered struct {
	f      *Facts
	units  []person
	levels []map[string]int32 // by dimension
	names  [][]string
}

func (g *gathered) code(dim int, level string) int32 {
	if g.levels[dim] == nil {
		g.levels[dim] = map[string]int32{}
	}
	c, ok := g.levels[dim][level]
	if !ok {
		c = int32(len(g.names[dim]))
		g.levels[dim][level] = c
		g.names[dim] = append(g.names[dim], level)
	}
	return c
}

func (g *gathered) unit(u fold.UnitRows) {
	p := person{id: u.Units.Unit.Value(u.Row), arm: u.Arm}
	h := fnv.New64a()
	h.Write([]byte(p.id))
	p.hash = stats.Mix64(h.Sum64())
	at := map[cell]int{} // key: a cell without counts
	words := make([]func(i int) string, len(g.f.dims))
	for d := range g.f.tables.Shape.Segments {
		codes, list := study.Codes(u.Units.Seg[d])
		level := list.Value(int(codes[u.Row]))
		words[d] = func(int) string { return level }
	}
	d := len(g.f.tables.Shape.Segments)
	for k, a := range g.f.tables.Shape.Attributes {
		if a.Number || slices.Contains(g.f.tables.Absent, a.Name) {
			continue
		}
		codes, list := study.Codes(u.Suggestions.Attr[k].(*array.Dictionary))
		words[d] = func(i int) string { return list.Value(int(codes[i])) }
		d++
	}
	var sessions []sessionCount
	for i := u.From; i < u.To; i++ {
		st := u.Suggestions.State(i, u.Cut)
		p.states[st]++
		if o := outcomeOf(st); o >= 0 {
			sessions = countSession(sessions, int(u.Suggestions.Session[i]), o)
		}
		g.end(&p, u, i)
		if !study.SeenStates.Has(st) {
			continue
		}
		key := cell{}
		for _, r := range g.f.periods {
			r.mark(&key, int64(u.Suggestions.ShownAt[i]))
		}
		for d := range words {
			key.dim, key.level = int32(d), g.code(d, words[d](i))
			k, ok := at[key]
			if !ok {
				k = len(p.cells)
				at[key] = k
				p.cells = append(p.cells, key)
			}
			p.cells[k].seen++
			if st == study.StateIgnored {
				p.cells[k].ignored++
			}
		}
	}
	for _, s := range sessions {
		p.addSession(s)
	}
	g.units = append(g.units, p)
}

// join puts all units in order of their ids and levels in order of their names.
func (f *Facts) join(parts []*gathered) {
	for d := range f.dims {
		set := map[string]int32{}
		for _, g := range parts {
			for _, n := range g.names[d] {
				set[n] = 0
			}
		}
		for n := range set {
			f.dims[d].levels = append(f.dims[d].levels, n)
		}
		slices.Sort(f.dims[d].levels)
		for i, n := range f.dims[d].levels {
			set[n] = int32(i)
		}
		for _, g := range parts {
			for u := range g.units {
				for c := range g.units[u].cells {
					if x := &g.units[u].cells[c]; int(x.dim) == d {
						x.level = set[g.names[d][x.level]]
					}
				}
			}
		}
	}
	for i, g := range parts {
		for u := range g.units {
			f.late[i].seen += g.units[u].seen()
		}
		f.units = append(f.units, g.units...)
	}
	slices.SortFunc(f.units, func(a, b person) int { return cmp.Compare(a.id, b.id) })
}
