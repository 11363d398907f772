package resolve

import (
	"cmp"
	"slices"

	"uptake/ingest/store"
)

// about is which suggestion a row is about, 0 where it does not say, and of which event it is.
type about struct{ suggestion, event uint64 }

func (a about) compare(b about) int {
	if a.suggestion != b.suggestion {
		return cmp.Compare(a.suggestion, b.suggestion)
	}
	return cmp.Compare(a.event, b.event)
}

// tangled reports whether n rows of one unit, rank and time, but for copies of one event, may be
// about one suggestion, so that it shows which of them is first: where it was shown, what an edit
// makes of it, how long it was on screen when it went without saying which one it is, or which of
// the answers that say what they are about and those that do not comes after the other.
func (t *tieFinder) tangled(n int, row func(i int) (*store.Line, store.Packed)) bool {
	first, _ := row(0)
	role := first.Role()
	if !role.OfSuggestion() {
		return false
	}
	t.about = t.about[:0]
	for i := range n {
		line, packed := row(i)
		t.about = append(t.about, about{t.format.SuggestionOf(role, packed), line.EventID})
	}
	slices.SortFunc(t.about, about.compare)
	if role != store.Shown && t.about[0].suggestion == 0 && t.about[n-1].suggestion != 0 {
		return true
	}
	for i := 1; i < n; i++ {
		a, b := t.about[i-1], t.about[i]
		if a.suggestion == b.suggestion && (a.event != b.event || a.event == 0) &&
			(role == store.Edited || role == store.Shown && a.suggestion != 0 ||
				(role == store.Hidden || role == store.Superseded) && a.suggestion == 0) {
			return true
		}
	}
	return false
}
