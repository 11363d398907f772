package ingest

import (
	"maps"
	"math/bits"
	"strings"

	"uptake/ingest/event"
)

// drawn says how many leading zeros the hashes of the units have whose rows are kept.
func (g *livesReading) drawn() int {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.sampled.level()
}

// draw adds the rows of a block to those of all, and says as drawn does what follows.
func (g *livesReading) draw(more *sampled) int {
	g.mu.Lock()
	defer g.mu.Unlock()
	for k, n := range more.rows {
		g.sampled.rows[k] += n
	}
	return g.sampled.level()
}

// leave lets go of the units that are not drawn.
func (w *livesWorker) leave(level int) {
	maps.DeleteFunc(w.units, func(h uint64, _ *growing) bool { return bits.LeadingZeros64(event.Mix(h)) < level })
}

// add keeps row i of a unit.
func (w *livesWorker) add(b *livesBatch, i int, h uint64, r LifeRow) {
	u := w.units[h]
	if u == nil {
		u = &growing{Life: Life{Unit: strings.Clone(b.column("unit").ID(i))}}
		w.units[h] = u
	}
	u.Assigned = u.Assigned || b.assigned
	u.Rows = append(u.Rows, r)
	if at := (traitRow{r.Arm >= 0, r.At, r.File, r.Row, true}); !b.assigned && at.before(u.first) {
		u.first = at
		if u.Traits == nil {
			u.Traits = make([]int32, len(w.traits))
		}
		for k, n := range w.traits {
			u.Traits[k] = w.level(k, b.column(n).Value(i))
		}
	}
}

// merge takes in what another worker has read.
func (w *livesWorker) merge(o *livesWorker) {
	for h, u := range o.units {
		mine := w.units[h]
		if mine == nil {
			w.units[h] = u
			continue
		}
		mine.Assigned = mine.Assigned || u.Assigned
		mine.Rows = append(mine.Rows, u.Rows...)
		if u.first.set && u.first.before(mine.first) {
			mine.first, mine.Traits = u.first, u.Traits
		}
	}
	for k := range o.persons {
		w.persons[k].merge(&o.persons[k])
	}
	a, b := &w.out, &o.out
	a.Units, a.Dated = a.Units || b.Units, a.Dated || b.Dated
	if b.From != NoTime && (a.From == NoTime || b.From < a.From) {
		a.From = b.From
	}
	a.To, a.Last = max(a.To, b.To), max(a.Last, b.Last)
}
