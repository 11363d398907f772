package analysis

import (
	"slices"

	"uptake/analysis/report"
	"uptake/analysis/spec"
	"uptake/analysis/study"
	"uptake/analysis/sums"
)

// Arms are the arms of a study, and what was counted of each. Slices are by arm.
type Arms struct {
	Exp     *spec.Experiment
	Names   []string
	Control int // −1: no comparisons
	Shares  []float64

	Units, Inside, Crossing []int64 // in the result; of these inside their window; seen in two arms

	Suggestions                 bool // whether there are any to count
	Shown, Immature, UnitsShown []int64
}

// NewArms are arms of which only the units are known.
func NewArms(exp *spec.Experiment, names []string, control int, units []int64) *Arms {
	a := &Arms{Exp: exp, Names: names, Control: control, Units: units, Shares: make([]float64, len(names)),
		Inside: make([]int64, len(names)), Crossing: make([]int64, len(names))}
	if len(exp.Arms) == 0 {
		a.Control = -1
	}
	for i, name := range names {
		for _, x := range exp.Arms {
			if x.Name == name {
				a.Shares[i] = x.Share
			}
		}
	}
	return a
}

// FoldedArms are the arms as they were folded.
func FoldedArms(exp *spec.Experiment, shape study.Shape, f *sums.Result, suggestions bool) *Arms {
	a := NewArms(exp, shape.Arms, shape.Control, f.Units)
	a.Inside, a.Crossing, a.Suggestions = f.Inside, f.Crossing, suggestions
	if !suggestions {
		return a
	}
	a.UnitsShown = f.Shown
	for _, o := range f.Outcomes {
		var shown int64
		for _, n := range o {
			shown += n
		}
		a.Shown, a.Immature = append(a.Shown, shown), append(a.Immature, o[study.StateImmature]+o[study.StatePending])
	}
	return a
}

// Compared lists the arms that are compared with control, in declared order;
// an arm planned to have no units is not.
func (a *Arms) Compared() []int {
	if a.Control < 0 {
		return nil
	}
	var out []int
	for i := range a.Names {
		if i != a.Control && !slices.ContainsFunc(a.Exp.Arms, func(x spec.Arm) bool {
			return x.Name == a.Names[i] && x.Share == 0
		}) {
			out = append(out, i)
		}
	}
	return out
}

// Counting is how many units of an arm a metric is of, if all have a value.
func (a *Arms) Counting(arm int) int64 {
	if a.Exp.CompleteWindows {
		return a.Units[arm] - a.Inside[arm]
	}
	return a.Units[arm]
}

// TooImmature reports whether an arm's fixed-window rates are refused.
func (a *Arms) TooImmature(arm int) bool {
	return a.Suggestions && a.Shown[arm] > 0 && float64(a.Immature[arm]) > a.Exp.Statistics.MaxImmature*float64(
		a.Shown[arm])
}

// ImmatureCaution says so.
func (a *Arms) ImmatureCaution(arm int) report.Caution {
	return report.Cautionf("too_immature", "In %s %d of %d shown suggestions (%.0f%%) are still inside their window, "+
		"more than %.0f%%, so no rate is given.",
		a.Names[arm], a.Immature[arm], a.Shown[arm], 100*float64(a.Immature[arm])/float64(a.Shown[arm]),
		100*a.Exp.Statistics.MaxImmature)
}
