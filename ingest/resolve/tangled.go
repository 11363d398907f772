package resolve

import (
	"slices"

	"uptake/ingest/store"
)

// tangled reports whether n rows of one unit, rank and time may be about one suggestion, so that
// it shows which of them is first: where it was shown, what an edit makes of it, or which of the
// answers that say what they are about and those that do not comes after the other.
func (t *tieFinder) tangled(role store.Role, n int, row func(i int) store.Packed) bool {
	if !role.OfSuggestion() {
		return false
	}
	t.about = t.about[:0]
	for i := range n {
		t.about = append(t.about, t.format.SuggestionOf(role, row(i)))
	}
	slices.Sort(t.about)
	if role != store.Shown && t.about[0] == 0 && t.about[n-1] != 0 {
		return true
	}
	for i := 1; i < n; i++ {
		if t.about[i] == t.about[i-1] && (role == store.Edited || role == store.Shown && t.about[i] != 0) {
			return true
		}
	}
	return false
}
