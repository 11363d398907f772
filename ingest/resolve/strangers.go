package resolve

import (
	"slices"

	"uptake/analysis/spec"
	"uptake/analysis/sums"
	"uptake/ingest/store"
)

// stranger is what becomes of the rows of a unit that none of them exposes: the same to
// every experiment that it is a stranger to, so that it is found out once for all.
type stranger struct {
	unexposed, dup           int64
	differs, redated         int64
	equal                    equalRows
	firstUnexposed, firstDup store.Place // 0 without
	firstDiffers             store.Place
	sources                  []int64 // by source: rows that are unexposed; nil with one source
}

// unexposed adds up the units of a partition that are strangers to the resolver's
// experiment: all but those at the places in mine.
func (w *unitWork) unexposed(l *laid, part *store.Part, lines *store.Laid, mine []uint32) {
	for place := range w.strangers(l, lines) {
		if len(mine) > 0 && mine[0] == uint32(place) {
			mine = mine[1:]
			continue
		}
		s := &l.strangers[place]
		if s.unexposed+s.dup == 0 {
			continue
		}
		id, t := part.Name(l.order[place]), &w.tally
		t.Dropped[sums.Unexposed] += s.unexposed
		t.Dropped[sums.Duplicate] += s.dup
		t.DiffersFromKept += s.differs
		t.Redated += s.redated
		w.repeats.equal.dropped += s.equal.dropped
		w.repeats.equal.kept += s.equal.kept
		w.least(&t.Example[sums.Unexposed], s.firstUnexposed, id)
		w.least(&t.Example[sums.Duplicate], s.firstDup, id)
		w.least(&t.Differs, s.firstDiffers, id)
		w.meeting.strangers(s, id)
	}
}

// strangers finds out what becomes of the rows of every unit without its exposures.
func (w *unitWork) strangers(l *laid, lines *store.Laid) []stranger {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.strangers != nil && slices.Equal(l.unlike, w.r.Days) {
		return l.strangers
	}
	out := make([]stranger, len(l.order))
	for place, u := range l.order {
		s := &out[place]
		lines.Fetch(l.order[place+1:])
		h := w.common(lines, u)
		w.order(h)
		equal := w.repeats.equal
		w.repeats.equal = equalRows{}
		if w.r.Rules.Duplicates != spec.Keep {
			w.repeats.mark(h, func(e *entry, redated bool) {
				s.differs++
				if redated {
					s.redated++
				}
				w.leastPlace(&s.firstDiffers, e)
			})
		}
		s.equal, w.repeats.equal = w.repeats.equal, equal
		for i := range h {
			switch e := &h[i]; {
			case e.ghost:
			case e.dup:
				s.dup++
				w.leastPlace(&s.firstDup, e)
			default:
				s.unexposed++
				w.leastPlace(&s.firstUnexposed, e)
				if w.meeting.source != nil && len(w.meeting.units) > 1 {
					if s.sources == nil {
						s.sources = make([]int64, len(w.meeting.units))
					}
					s.sources[w.meeting.source[e.place.File()]]++
				}
			}
		}
	}
	l.strangers, l.unlike = out, w.r.Days
	return out
}

// least makes the row at a place, 0 for none, an example where it is the least.
func (w *unitWork) least(old **sums.Example, p store.Place, id []byte) {
	if p != 0 && w.lesser(p, *old) {
		*old = w.exampleAt(p, string(id))
	}
}

// leastPlace makes a row's place the first where it is the lesser example.
func (w *unitWork) leastPlace(first *store.Place, e *entry) {
	p := e.place
	if *first == 0 || w.lesser(p, &sums.Example{File: w.r.Files[first.File()], Row: first.Row()}) {
		*first = p
	}
}

// strangers notes the rows of a unit that is never exposed.
func (m *meeting) strangers(s *stranger, id []byte) {
	if m.source == nil {
		return
	}
	for k := range m.units {
		n := s.unexposed
		if s.sources != nil {
			n = s.sources[k]
		}
		if u := &m.units[k]; n > 0 {
			if u.Strangers == 0 {
				u.Stranger = string(id)
			}
			u.Strangers += n
		}
	}
}
