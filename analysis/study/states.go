package study

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

// Has reports whether the set holds v.
func (s States) Has(v State) bool { return s>>v&1 == 1 }
