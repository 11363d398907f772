package table

import (
	"slices"

	"uptake/analysis/spec"
)

// Want is one column that is needed of every table of a set.
type Want struct {
	Name    string // canonical name, or a column of the export
	Number  bool   // its rows are hashed as numbers, equal for every way of writing them
	Repeats bool   // few distinct values are expected
	Beside  bool   // no part of what makes a row the same as another: read because it may be there
	Lenient bool   // left out where it cannot be read: nobody asked for it
	Hashed  bool   // of an id: nothing but its hash is looked at
}

// Wants is the list of needed columns, each once, and the place of each. The zero
// value wants nothing.
type Wants struct {
	List  []Want
	place map[string]int
}

// Place is the number of a wanted name, −1 where it is not wanted.
func (w *Wants) Place(name string) int {
	if i, ok := w.place[name]; ok {
		return i
	}
	return -1
}

// Add wants a name and gives its number.
func (w *Wants) Add(name string, number, repeats bool) int {
	if i, ok := w.place[name]; ok {
		w.List[i].Number = w.List[i].Number || number
		w.List[i].Beside, w.List[i].Hashed = false, false
		return i
	}
	return w.add(Want{Name: name, Number: number, Repeats: repeats})
}

func (w *Wants) add(x Want) int {
	if w.place == nil {
		w.place = map[string]int{}
	}
	w.place[x.Name] = len(w.List)
	w.List = append(w.List, x)
	return len(w.List) - 1
}

// Hashed is Add of ids of which nothing but their hashes is looked at, as long as nobody wants
// more of them.
func (w *Wants) Hashed(name string) int {
	if i, ok := w.place[name]; ok {
		w.List[i].Beside = false
		return i
	}
	return w.add(Want{Name: name, Hashed: true})
}

// Aside adds a name that is read beside what is needed: it changes no hash.
func (w *Wants) Aside(name string, repeats bool) int {
	if i, ok := w.place[name]; ok {
		w.List[i].Hashed = false
		return i
	}
	i := w.Add(name, IsNumber(name), repeats)
	w.List[i].Beside = true
	return i
}

// Any adds a name that nobody asked for: its column only tells rows apart.
func (w *Wants) Any(name string) int {
	if i, ok := w.place[name]; ok {
		w.List[i].Hashed = false
		return i
	}
	i := w.Aside(name, false)
	w.List[i].Lenient = true
	return i
}

// Filters adds the columns of filters.
func (w *Wants) Filters(f []spec.Filter) []int {
	var out []int
	for _, x := range f {
		out = append(out, w.Add(x.Column, false, true))
	}
	return out
}

var (
	ids     = []string{"unit", "cluster", "event_id", "suggestion_id", "session", "group_id"}
	times   = []string{"ts", "received_ts", "decided_at"}
	numbers = []string{"position", "group_size", "confidence", "latency_ms", "visible_ms", "length", "edit_ratio",
		"delay_s", "value"}
)

// IsID reports whether the values of a canonical name are ids.
func IsID(name string) bool { return slices.Contains(ids, name) }

// IsTime reports whether the values of a canonical name are times.
func IsTime(name string) bool { return slices.Contains(times, name) }

// IsNumber reports whether the values of a canonical name are numbers wherever they
// are kept as attributes.
func IsNumber(name string) bool { return slices.Contains(numbers, name) }
