package study

import "slices"

// States is a set of end states of suggestions.
type States uint16

// StatesOf returns the set of the listed states.
func StatesOf(list ...State) States {
	var s States
	for _, v := range list {
		s |= 1 << v
	}
	return s
}

// The sets that rates are made of (adoption definitions), mature suggestions only.
var (
	AcceptedStates = StatesOf(StateAccepted, StateEdited, StatePartial, StateReverted)
	KeptStates     = StatesOf(StateAccepted, StateEdited, StatePartial)
	CleanStates    = StatesOf(StateAccepted, StatePartial)
	IgnoredStates  = StatesOf(StateIgnored)
	DismissStates  = StatesOf(StateDismissed)
	EditStates     = StatesOf(StateEdited)
	SeenStates     = AcceptedStates | StatesOf(StateDismissed, StateIgnored, StateTypedThrough)
	MatureStates   = SeenStates | StatesOf(StateSuperseded, StateNotSeen)
	NonUseStates   = SeenStates &^ AcceptedStates
)

// AllStates is every end state: a suggestion was shown, whatever became of it.
const AllStates = States(1<<NumStates - 1)

// StatesNamed returns the set of the states with the given names; a name that
// is none is a fault of the caller and panics.
func StatesNamed(names []string) States {
	var s States
	for _, n := range names {
		at := slices.Index(stateNames[:], n)
		if at < 0 {
			panic("study: no end state is called " + n)
		}
		s |= 1 << at
	}
	return s
}

// Names lists the names of the set's states.
func (s States) Names() []string {
	var out []string
	for v, n := range stateNames {
		if s.Has(State(v)) {
			out = append(out, n)
		}
	}
	return out
}

// Has reports whether the set holds v.
func (s States) Has(v State) bool { return s>>v&1 == 1 }
