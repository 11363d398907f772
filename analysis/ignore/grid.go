package ignore

import (
	"cmp"
	"slices"

	"uptake/analysis/report"
)

// mostRows and mostAcross bound the grid to what can be read: the levels with the most
// excess are kept.
const mostRows, mostAcross = 12, 10

// gridAcross lists what the columns of the grid are, the first that there is.
var gridAcross = []string{"surface", "latency_ms", "feature", "type", "length"}

// crossed counts the seen suggestions of all units on the levels of two columns.
type crossed struct {
	rows, across int // of Facts.columns
	cells        []gridCell
	rated        int     // cells with enough users
	excess       float64 // Σ over the cells with enough users of what is ignored beyond the overall rate
}

type gridCell struct {
	rateOf
	users int64
	last  int // the last unit that was counted, and 1
}

// grid crosses where a suggestion appears (or how long it took) with the attribute
// that spreads the ignores most; nil where no two attributes have two cells with
// enough users.
func (f *Facts) grid() *report.Grid {
	named := func(name string) int {
		return slices.IndexFunc(f.columns, func(c column) bool {
			return c.name == name && c.varies() && len(c.levels) <= mostPlaces && !c.fixed
		})
	}
	var all rateOf
	for i := range f.units {
		all.seen, all.ignored = all.seen+f.units[i].seen(), all.ignored+f.units[i].studied
	}
	if all.seen == 0 {
		return nil
	}
	for _, name := range gridAcross {
		across := named(name)
		if across < 0 {
			continue
		}
		var best *crossed
		for _, rows := range f.sliceable() {
			if c := &f.columns[rows]; rows == across || c.ordered || c.derived {
				continue
			}
			if c := f.cross(rows, across, all); c.rated >= 2 && (best == nil || c.excess > best.excess) {
				best = c
			}
		}
		if best != nil {
			return f.gridOf(best, all)
		}
	}
	return nil
}

func (f *Facts) cross(rows, across int, all rateOf) *crossed {
	n := len(f.columns[across].levels)
	c := &crossed{rows: rows, across: across, cells: make([]gridCell, n*len(f.columns[rows].levels))}
	for i := range f.units {
		p := &f.units[i]
		for row := p.from; row < p.to; row++ {
			a, b := f.code(rows, p, row), f.code(across, p, row)
			if a == unknown || b == unknown {
				continue
			}
			cell := &c.cells[int(a)*n+int(b)]
			cell.seen++
			if f.seen.studied(row) {
				cell.ignored++
			}
			if cell.last != i+1 {
				cell.last = i + 1
				cell.users++
			}
		}
	}
	for _, cell := range c.cells {
		if f.enough(cell) {
			c.rated++
			c.excess += max(0, cell.excess(all))
		}
	}
	return c
}

// enough reports whether a cell has the users that a rate takes.
func (f *Facts) enough(c gridCell) bool { return c.users >= int64(f.exp.Statistics.SegmentMinUnits) }

// gridOf puts levels with the most excess first; bands stay in their order.
func (f *Facts) gridOf(c *crossed, all rateOf) *report.Grid {
	n := len(f.columns[c.across].levels)
	at := func(a, b int) *gridCell { return &c.cells[a*n+b] }
	order := func(levels int, column *column, most int, of func(level int) []*gridCell) (kept []int, left int) {
		excess, seen := make([]float64, levels), make([]int64, levels)
		for l := range levels {
			for _, cell := range of(l) {
				seen[l] += cell.seen
				if f.enough(*cell) {
					excess[l] += cell.excess(all)
				}
			}
			if seen[l] > 0 {
				kept = append(kept, l)
			}
		}
		slices.SortStableFunc(kept, func(a, b int) int {
			return cmp.Or(cmp.Compare(excess[b], excess[a]), cmp.Compare(seen[b], seen[a]))
		})
		left = max(0, len(kept)-most)
		if kept = kept[:len(kept)-left]; column.ordered {
			slices.Sort(kept)
		}
		return kept, left
	}
	var g report.Grid
	rows, left := order(len(c.cells)/n, &f.columns[c.rows], mostRows, func(a int) (out []*gridCell) {
		for b := range n {
			out = append(out, at(a, b))
		}
		return out
	})
	across, leftAcross := order(n, &f.columns[c.across], mostAcross, func(b int) (out []*gridCell) {
		for a := range len(c.cells) / n {
			out = append(out, at(a, b))
		}
		return out
	})
	g.Rows, g.Columns, g.Least = f.columns[c.rows].name, f.columns[c.across].name,
		int64(f.exp.Statistics.SegmentMinUnits)
	g.LeftOut, g.Overall = left+leftAcross, quotient(all.ignored, all.seen)
	for _, b := range across {
		g.ColumnLevels = append(g.ColumnLevels, orNone(f.columns[c.across].levels[b]))
	}
	for _, a := range rows {
		line := report.GridRow{Level: orNone(f.columns[c.rows].levels[a])}
		for _, b := range across {
			cell := at(a, b)
			out := report.GridCell{Seen: cell.seen, Ignored: cell.ignored, Users: cell.users, Rate: report.Undefined(),
				Points: report.Undefined()}
			if f.enough(*cell) {
				out.Rate, out.Points = quotient(cell.ignored, cell.seen), report.Num(cell.worth(all))
			}
			line.Cells = append(line.Cells, out)
		}
		g.Grid = append(g.Grid, line)
	}
	if len(rows) < 2 || len(across) < 2 {
		return nil
	}
	return &g
}
