package metric

import "uptake/analysis/study"

// The sets that rates are made of (adoption definitions), mature suggestions only.
var (
	AcceptedStates = study.StatesOf(study.StateAccepted, study.StateEdited, study.StatePartial, study.StateReverted)
	KeptStates     = study.StatesOf(study.StateAccepted, study.StateEdited, study.StatePartial)
	CleanStates    = study.StatesOf(study.StateAccepted, study.StatePartial)
	IgnoredStates  = study.StatesOf(study.StateIgnored)
	DismissStates  = study.StatesOf(study.StateDismissed)
	EditStates     = study.StatesOf(study.StateEdited)
	SeenStates     = AcceptedStates | study.StatesOf(study.StateDismissed, study.StateIgnored, study.StateTypedThrough)
	MatureStates   = SeenStates | study.StatesOf(study.StateSuperseded, study.StateNotSeen)
	NonUseStates   = SeenStates &^ AcceptedStates
)

// Builtin is the recipe of one built-in metric: the end states counted as y
// and, for ratios, as x. Any makes the value 1 when at least one counts.
type Builtin struct {
	Name string
	Y, X study.States
	Any  bool
}

// Builtins lists the recipes; names, kinds and directions are spec.Builtins.
var Builtins = []Builtin{
	{"shown_per_unit", MatureStates, 0, false},
	{"seen_per_unit", SeenStates, 0, false},
	{"accepted_per_unit", AcceptedStates, 0, false},
	{"kept_per_unit", KeptStates, 0, false},
	{"acceptance_rate", AcceptedStates, SeenStates, false},
	{"clean_acceptance_rate", CleanStates, SeenStates, false},
	{"ignore_rate", IgnoredStates, SeenStates, false},
	{"dismiss_rate", DismissStates, SeenStates, false},
	{"edit_rate", EditStates, SeenStates, false},
	{"ever_accepted", AcceptedStates, 0, true},
	{"coverage", MatureStates, 0, true},
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
