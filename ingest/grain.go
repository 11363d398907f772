package ingest

import (
	"slices"
	"strings"

	"uptake/analysis/spec"
	"uptake/analysis/study"
)

// grain is how far the times of a source are cut: every one of them is a whole
// number of it. What one unit does twice within a grain looks the same twice, so
// rows that are equal are no copies there unless an id says so.
type grain uint8

// The grains, a finer one above a coarser one.
const (
	noTimes grain = iota
	wholeDays
	wholeHours
	wholeMinutes
	fineTimes
)

const (
	minute = 60_000_000
	hour   = 60 * minute
)

// grainWords says what the times of a source are.
var grainWords = [...]string{"rows of %s have no time", "times of %s are whole days", "times of %s are whole hours", "times of %s are whole minutes"}

// cut takes in one time, in microseconds UTC; days are those of the experiment.
func (w *worker) cut(b *batch, ts int64) {
	g := &w.grains[b.in.number]
	switch {
	case *g == fineTimes: // most sources are after one row or two
	case ts%minute != 0:
		*g = fineTimes
	case ts%hour != 0 && ts%(15*minute) != 0: // there are zones off by a quarter of an hour
		*g = wholeMinutes
	case *g <= wholeDays && spec.DayOf(ts, w.run.exp.Zone).Start(w.run.exp.Zone) == ts:
		*g = wholeDays
	case *g <= wholeHours && ts%hour == 0:
		*g = wholeHours
	default:
		*g = max(*g, wholeMinutes)
	}
}

// coarse says, by file, where equal rows without an id are rows of their own,
// and why. Where the experiment file itself says row, it is taken at its word.
func (r *run) coarse(total *worker) (files []bool, why []study.Coarse) {
	if r.exp.Duplicates == spec.ByRow {
		return nil, nil
	}
	files = make([]bool, len(r.files))
	for _, in := range r.inputs {
		g := total.grains[in.number]
		if in.assign || g == fineTimes || g == noTimes && r.exp.Layout == spec.Events {
			continue
		}
		for f := range files {
			files[f] = files[f] || r.owner[f] == in
		}
		why = append(why, study.Coarse{Source: in.source.Written, Times: grainWords[g]})
	}
	return files, why
}

// idLike are names, without case and marks, under which tools write the id of an event.
var idLike = []string{"eventid", "messageid", "insertid", "eventuuid", "eventguid", "uuid"}

// eventIDLike finds a column that looks like an event's id and is bound to
// nothing, "" without.
func (r *run) eventIDLike() string {
	bound := map[string]bool{}
	for _, in := range r.inputs {
		for _, c := range in.columns {
			bound[c] = true
		}
	}
	best, at := "", len(idLike)
	for _, n := range r.names.sorted() {
		last := n[strings.LastIndexByte(n, '.')+1:]
		bare := strings.Map(func(c rune) rune {
			if c >= 'a' && c <= 'z' || c >= '0' && c <= '9' {
				return c
			}
			return -1
		}, strings.ToLower(last))
		if k := slices.Index(idLike, bare); k >= 0 && k < at && !bound[n] {
			best, at = n, k
		}
	}
	return best
}
