package ignore

import (
	"cmp"
	"slices"

	"uptake/analysis/study"
)

// join puts all units in order of their ids and levels in order of their names.
func (f *Facts) join(parts []*gathered) {
	base, n := make([]int, len(parts)), 0
	for i, g := range parts {
		base[i] = n
		n += len(g.state)
	}
	f.seen = rows{
		state:   together(parts, func(g *gathered) *[]study.State { return &g.state }),
		shown:   together(parts, func(g *gathered) *[]int64 { return &g.shown }),
		after:   together(parts, func(g *gathered) *[]float32 { return &g.after }),
		label:   together(parts, func(g *gathered) *[]int8 { return &g.label }),
		session: together(parts, func(g *gathered) *[]string { return &g.session }),
	}
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
		f.columns = append(f.columns, c)
	}
	if len(parts) > 0 {
		f.joinRows(parts)
	}
	for i, g := range parts {
		for u := range g.units {
			p := &g.units[u]
			p.from, p.to = p.from+base[i], p.to+base[i]
			f.late[i].seen += p.seen()
		}
		f.units = append(f.units, g.units...)
	}
	slices.SortFunc(f.units, func(a, b person) int { return cmp.Compare(a.id, b.id) })
	for i := range f.units {
		f.units[i].at = i
	}
}

// joinRows makes the columns that differ by row.
func (f *Facts) joinRows(parts []*gathered) {
	first := parts[0]
	for k := range first.texts {
		c := column{name: first.texts[k].name}
		for _, g := range parts {
			c.many += g.texts[k].over
		}
		c.levels = joinWords(parts, func(g *gathered) *words { return &g.texts[k].words }, func(i int, to []uint16) {
			codes := parts[i].texts[k].codes
			for _, old := range codes {
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
		f.columns = append(f.columns, c)
	}
	for _, b := range numbers {
		k := slices.IndexFunc(first.numbers, func(n number) bool { return n.name == b.name })
		var values []float32
		switch {
		case k >= 0:
			values = together(parts, func(g *gathered) *[]float32 { return &g.numbers[k].values })
		case b.name == earlierInSession && f.timed:
			values = together(parts, func(g *gathered) *[]float32 { return &g.earlier })
		case b.name == daysSinceExposure && f.timed && len(f.exp.Arms) > 0:
			values = together(parts, func(g *gathered) *[]float32 { return &g.days })
		default:
			continue
		}
		c := b.column(values)
		c.derived = k < 0
		f.columns = append(f.columns, c)
	}
	if f.timed {
		f.columns = append(f.columns, column{name: hourOfDay, derived: true, levels: hours,
			codes: together(parts, func(g *gathered) *[]uint16 { return &g.hour })})
	}
	if first.content >= 0 {
		f.columns = append(f.columns, column{name: shownBefore, derived: true, levels: []string{"no", "yes"},
			codes: together(parts, func(g *gathered) *[]uint16 { return &g.again })})
	}
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
