package ignore

import (
	"uptake/analysis/report"
	"uptake/analysis/spec"
	"uptake/analysis/study"
)

// fewUnits is below how many units with a seen suggestion two halves of them can
// hardly suggest and confirm anything.
const fewUnits = 20

// unbound says that no dismissal can be known where the file binds none.
func (f *Facts) unbound() string {
	if f.of.Name != "dismissed" || !role("dismissed")(f) {
		return ""
	}
	if f.exp.Layout == spec.Suggestions {
		return " The file names no outcome that is a dismissal: suggestions: {outcomes: {dismissed: [...]}}."
	}
	return " The file names no event that is a dismissal: suggestions: {events: {dismissed: [...]}}."
}

// little says where the data cannot tell why suggestions end as is studied, whatever
// the lenses see.
func little(f *Facts) []report.Caution {
	units, ignored, answered := 0, 0, 0
	for i := range f.units {
		if p := &f.units[i]; p.to > p.from {
			units++
		}
	}
	for row, st := range f.seen.state {
		if f.seen.studied(row) {
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
		return []report.Caution{{Code: "nothing_" + f.of.Name, Detail: f.of.Say("No seen suggestion was {ignored}, "+
			"so there is nothing to find a cause for.") + f.unbound()}}
	case answered == 0:
		out = append(out, report.Caution{Code: "nothing_answered", Detail: f.of.Say("No suggestion was accepted or " +
			"dismissed. Either nobody ever answers, or the answers are not in the export or bear other names there; " +
			"until that is known nothing can tell why suggestions are {ignored}.")})
	}
	if units < fewUnits {
		has := "units have"
		if units == 1 {
			has = "unit has"
		}
		out = append(out, report.Cautionf("few_units", "Only %d %s a seen suggestion. A cause is listed when one "+
			"half of the units suggests it and the other half confirms it, which so few can hardly do: that none is "+
			"listed says little.", units, has))
	}
	return out
}
