package fold

import (
	"uptake/analysis/study"
	"uptake/analysis/sums"
)

// reaches counts one unit of the result in the times to the steps of the funnels. Who has not
// reached a step is watched to the end of its window or of the data, whichever is first.
func (a *accumulator) reaches(u *oneUnit, units *study.Units) {
	if !u.counts || a.res.Steps == nil {
		return
	}
	before, there := int64(0), true // when the unit reached the step before, after its exposure
	for k, i := range a.steps {
		v := &a.tables.Shape.Variables[i]
		if v.Step == 1 {
			before, there = 0, true
		}
		reach, end := a.tables.ReachOf(i), int64(0)
		span := v.Window
		if span == 0 {
			span = a.exp.Window
		}
		if end = reach.To + 1; span > 0 {
			at, done := a.finishes(u, span, reach)
			if v.Window > 0 && !done { // the metric does not count the unit yet
				continue
			}
			end = min(end, at)
		}
		end -= u.exposedAt
		x, col := &a.res.Steps[k][u.arm], units.Reached[k]
		if col.IsNull(u.row) {
			x.Exposed.Add(sums.Waited(end), sums.Wait{Censored: 1})
			if there {
				x.Before.Add(sums.Waited(end-before), sums.Wait{Censored: 1})
			}
			there = false
			continue
		}
		at := col.Value(u.row)
		x.Exposed.Add(sums.Waited(at), sums.Wait{Over: 1})
		x.Before.Add(sums.Waited(at-before), sums.Wait{Over: 1})
		before = at
	}
}
