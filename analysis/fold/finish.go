package fold

import (
	"maps"
	"slices"
	"uptake/analysis/spec"
	"uptake/analysis/sums"
)

// finish puts what one worker added up in order: levels by name, changes by day.
func (a *accumulator) finish() *sums.Result {
	for i, name := range a.tables.Shape.Segments {
		d := sums.Dimension{Name: name, TooMany: a.tooMany[i]}
		if !d.TooMany {
			for _, name := range slices.Sorted(maps.Keys(a.segs[i])) {
				d.Levels = append(d.Levels, *a.segs[i][name])
			}
		}
		a.res.Dimensions = append(a.res.Dimensions, d)
	}
	if a.series != nil {
		a.res.Last = spec.DayOf(a.tables.To, a.exp.Zone)
		for _, d := range slices.Sorted(maps.Keys(a.series.delta)) {
			a.res.Changes = append(a.res.Changes, sums.Day{Day: d, Block: a.series.delta[d]})
		}
	}
	return a.res
}
