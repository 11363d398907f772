package resolve

import (
	"time"

	"uptake/analysis/spec"
	"uptake/analysis/sums"
	"uptake/ingest/store"
)

// logged is one unit's part of its arm's counts: its rows, the latest, and 1 for
// each kind of row that it has: the suggestion roles, then the variables.
type logged struct{ sums.ArmRows }

// roleKinds is the number of suggestion roles.
const roleKinds = int(store.Persisted-store.Requested) + 1

func newLogged(variables int) logged {
	return logged{sums.ArmRows{Units: make([]int64, roleKinds+variables), Ended: map[spec.Day]int64{}}}
}

func (l *logged) begin() {
	l.Rows = 0
	clear(l.Units)
}

// see takes a row from the exposure on; rows come in order of time.
func (l *logged) see(r *store.Row) {
	l.Rows++
	l.Last = r.TS
	if r.Role.OfSuggestion() {
		l.Units[r.Role-store.Requested] = 1
	}
	for i := range r.Values {
		if at := roleKinds + int(r.Values[i].Variable); at < len(l.Units) {
			l.Units[at] = 1
		}
	}
}

// ended notes the day of the unit's latest row.
func (l *logged) ended(zone *time.Location) {
	clear(l.Ended)
	if l.Rows > 0 && l.Last != store.NoTime {
		l.Ended[spec.DayOf(l.Last, zone)] = 1
	}
}
