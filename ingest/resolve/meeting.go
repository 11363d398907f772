package resolve

import (
	"uptake/analysis/sums"
	"uptake/ingest/store"
)

// meeting notes, by source, whether the units of its rows are exposed ones.
type meeting struct {
	source []int              // by file; nil: nothing is noted
	units  []sums.SourceUnits // by source
}

func newMeeting(source []int) meeting {
	m := meeting{source: source}
	for _, s := range source {
		for s >= len(m.units) {
			m.units = append(m.units, sums.SourceUnits{})
		}
	}
	return m
}

// exposed notes a row of a unit that is exposed.
func (m *meeting) exposed(r *store.Row, id string) {
	if m.source == nil {
		return
	}
	u := &m.units[m.source[r.Place.File()]]
	if r.Role != store.Exposure {
		u.Met = true
	} else if !u.Exposes { // units come in the order of their ids
		u.Exposes, u.Exposed = true, id
	}
}

// stranger notes a row of a unit that is never exposed.
func (m *meeting) stranger(e *entry, id string) {
	if m.source == nil {
		return
	}
	u := &m.units[m.source[e.place.File()]]
	if u.Strangers++; u.Strangers == 1 {
		u.Stranger = id
	}
}
