package metric

import "uptake/analysis/study"

// Builtin is the recipe of one built-in metric: the end states counted as y
// and, for ratios, as x. Any makes the value 1 when at least one counts.
type Builtin struct {
	Name string
	Y, X study.States
	Any  bool
}

// Builtins lists the recipes; names, kinds and directions are spec.Builtins.
var Builtins = []Builtin{
	{"shown_per_unit", study.MatureStates, 0, false},
	{"seen_per_unit", study.SeenStates, 0, false},
	{"accepted_per_unit", study.AcceptedStates, 0, false},
	{"kept_per_unit", study.KeptStates, 0, false},
	{"acceptance_rate", study.AcceptedStates, study.SeenStates, false},
	{"clean_acceptance_rate", study.CleanStates, study.SeenStates, false},
	{"ignore_rate", study.IgnoredStates, study.SeenStates, false},
	{"dismiss_rate", study.DismissStates, study.SeenStates, false},
	{"edit_rate", study.EditStates, study.AcceptedStates, false},
	{"ever_accepted", study.AcceptedStates, 0, true},
	{"coverage", study.MatureStates, 0, true},
}

// FindBuiltin returns the recipe of that name.
func FindBuiltin(name string) (Builtin, bool) {
	for _, b := range Builtins {
		if b.Name == name {
			return b, true
		}
	}
	return Builtin{}, false
}
