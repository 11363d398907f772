package ignore

import (
	"context"
	"slices"
	"strings"

	"uptake/analysis/study"
)

// join puts all units in order of their ids and levels in order of their names.
func (f *Facts) join(ctx context.Context, parts []*gathered) error {
	makers := []func(){
		func() { f.seen.state = together(parts, func(g *gathered) *[]study.State { return &g.state }) },
		func() { f.seen.shown = together(parts, func(g *gathered) *[]int64 { return &g.shown }) },
		func() { f.seen.after = together(parts, func(g *gathered) *[]float32 { return &g.after }) },
		func() { f.seen.kept = together(parts, func(g *gathered) *[]float32 { return &g.kept }) },
		func() { f.seen.label = together(parts, func(g *gathered) *[]int8 { return &g.label }) },
		func() { f.seen.session = together(parts, func(g *gathered) *[]string { return &g.session }) },
	}
	if len(parts) > 0 {
		byRow := f.rowColumns(parts[0])
		f.columns = make([]column, len(f.tables.Shape.Segments)+len(byRow))
		for k, make := range byRow {
			makers = append(makers, func() { f.columns[len(f.tables.Shape.Segments)+k] = make(parts) })
		}
		makers = append([]func(){func() { f.joinUnits(parts) }}, makers...) // the longest first
	}
	return f.atOnce(ctx, len(makers), func(i int) { makers[i]() })
}

// joinUnits makes the columns that are fixed by unit, and the list of units.
func (f *Facts) joinUnits(parts []*gathered) {
	for d, name := range f.tables.Shape.Segments {
		c := column{name: name, fixed: true, place: d}
		c.levels = joinWords(parts, func(g *gathered) *words { return &g.segments[d] }, func(i int, to []uint16) {
			for u := range parts[i].units {
				p := &parts[i].units[u]
				if p.fixed[d] != unknown {
					p.fixed[d] = to[p.fixed[d]]
				}
			}
		})
		f.columns[d] = c
	}
	type named struct {
		id string
		p  *person
	}
	var order []named
	rows := 0
	for i, g := range parts {
		f.undated += g.undated
		last := 0
		for u := range g.units {
			p := &g.units[u]
			last = p.to
			p.from, p.to = p.from+rows, p.to+rows
			f.late[i].seen += p.seen()
			order = append(order, named{p.id, p})
		}
		rows += last // a partition's last unit ends its rows
		g.units = nil
	}
	slices.SortFunc(order, func(a, b named) int { return strings.Compare(a.id, b.id) })
	f.units = make([]person, len(order))
	for i, x := range order {
		f.units[i] = *x.p
		f.units[i].at = i
	}
}

// rowColumns lists how the columns that differ by row are made.
func (f *Facts) rowColumns(first *gathered) []func(parts []*gathered) column {
	var out []func(parts []*gathered) column
	for k := range first.texts {
		out = append(out, func(parts []*gathered) column { return joinText(parts, k) })
	}
	for _, b := range numbers {
		var of func(g *gathered) *[]float32
		k := slices.IndexFunc(first.numbers, func(n number) bool { return n.name == b.name })
		switch {
		case k >= 0:
			of = func(g *gathered) *[]float32 { return &g.numbers[k].values }
		case b.name == earlierInSession && f.timed:
			of = func(g *gathered) *[]float32 { return &g.earlier }
		case b.name == daysSinceExposure && f.timed && len(f.exp.Arms) > 0:
			of = func(g *gathered) *[]float32 { return &g.days }
		default:
			continue
		}
		out = append(out, func(parts []*gathered) column {
			c := b.column(together(parts, of))
			c.derived = k < 0
			return c
		})
	}
	if f.timed {
		out = append(out, func(parts []*gathered) column {
			return column{name: hourOfDay, derived: true, levels: hours, codes: together(parts,
				func(g *gathered) *[]uint16 { return &g.hour })}
		})
	}
	if first.content >= 0 {
		out = append(out, func(parts []*gathered) column {
			return column{name: shownBefore, derived: true, levels: []string{"no", "yes"}, codes: together(parts,
				func(g *gathered) *[]uint16 { return &g.again })}
		})
	}
	return out
}

// joinText is the column of the k-th text.
func joinText(parts []*gathered, k int) column {
	c := column{name: parts[0].texts[k].name}
	n := 0
	for _, g := range parts {
		c.many += g.texts[k].over
		n += len(g.texts[k].codes)
	}
	c.codes = make([]uint16, 0, n)
	c.levels = joinWords(parts, func(g *gathered) *words { return &g.texts[k].words }, func(i int, to []uint16) {
		for _, old := range parts[i].texts[k].codes {
			if old != unknown {
				old = to[old]
			}
			c.codes = append(c.codes, old)
		}
		parts[i].texts[k].codes = nil
	})
	if c.many > 0 {
		c.many += len(c.levels)
	}
	c.cut()
	return c
}

// together puts the partitions' values behind each other and lets go of theirs;
// nil where nobody has any.
func together[T any](parts []*gathered, of func(*gathered) *[]T) []T {
	n := 0
	for _, g := range parts {
		n += len(*of(g))
	}
	if n == 0 {
		return nil
	}
	out := make([]T, 0, n)
	for _, g := range parts {
		out = append(out, *of(g)...)
		*of(g) = nil
	}
	return out
}

// joinWords lists the levels of all partitions in order and has each partition
// move its codes to them.
func joinWords(parts []*gathered, of func(*gathered) *words, move func(i int, to []uint16)) []string {
	set := map[string]bool{}
	for _, g := range parts {
		for _, n := range of(g).list {
			set[n] = true
		}
	}
	var all []string
	for n := range set {
		all = append(all, n)
	}
	slices.Sort(all)
	code := map[string]uint16{}
	for i, n := range all {
		code[n] = uint16(min(i, unknown))
	}
	for i, g := range parts {
		to := make([]uint16, len(of(g).list))
		for k, n := range of(g).list {
			to[k] = code[n]
		}
		move(i, to)
	}
	return all
}
