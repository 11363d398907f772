package ignore

import (
	"uptake/analysis/report"
	"uptake/analysis/study"
)

// fewUnits is below how many units with a seen suggestion two halves of them can
// hardly suggest and confirm anything.
const fewUnits = 20

// little says where the data cannot tell why suggestions are ignored, whatever the
// lenses see.
func little(f *Facts) []report.Caution {
	units, ignored, answered := 0, 0, 0
	for i := range f.units {
		if p := &f.units[i]; p.to > p.from {
			units++
		}
	}
	for row, st := range f.seen.state {
		if f.seen.ignored(row) {
			ignored++
		}
		if study.AcceptedStates.Has(st) || study.DismissStates.Has(st) {
			answered++
		}
	}
	var out []report.Caution
	switch {
	case units == 0:
		return nil // said by lens who
	case ignored == 0:
		return []report.Caution{caution("nothing_ignored", "No seen suggestion was ignored, so there is nothing to find a cause for.")}
	case answered == 0:
		out = append(out, caution("nothing_answered", "No suggestion was accepted or dismissed. Either nobody ever answers, or the answers are not in the export or bear other names there; until that is known nothing can tell why suggestions are ignored."))
	}
	if units < fewUnits {
		has := "units have"
		if units == 1 {
			has = "unit has"
		}
		out = append(out, caution("few_units", "Only %d %s a seen suggestion. A cause is listed when one half of the units suggests it and the other half confirms it, which so few can hardly do: that none is listed says little.", units, has))
	}
	return out
}
