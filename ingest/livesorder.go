package ingest

import (
	"iter"
	"slices"
	"strings"

	"uptake/analysis/spec"
)

// lives puts what was read in order, so that nothing hangs on which worker came upon what first.
func (w *livesWorker) lives() *Lives {
	g, out := w.livesReading, &w.out
	level := g.sampled.level()
	w.leave(level)
	for _, u := range w.units {
		u.settle(g.exp.Duplicates == spec.Keep || g.exp.Layout != spec.Events)
		for i := range u.Rows {
			out.IDs, out.Sessions = out.IDs || u.Rows[i].named, out.Sessions || u.Rows[i].Session != 0
		}
		out.List = append(out.List, u.Life)
	}
	slices.SortFunc(out.List, func(a, b Life) int { return strings.Compare(a.Unit, b.Unit) })
	out.Part, out.Traits = part(level), g.traits
	out.Events = inOrder(g.events.List(), out.codes(func(r *LifeRow) *int32 { return &r.Event }))
	out.Others = inOrder(g.others.List(), out.codes(func(r *LifeRow) *int32 { return &r.Other }))
	inOrder(g.otherArms.List(), out.codes(func(r *LifeRow) *int32 { return &r.OtherArm }))
	for k, words := range g.levels {
		out.Levels = append(out.Levels, inOrder(words.List(), func(yield func(*int32) bool) {
			none := int32(0) // keeps its place: the empty text is before any other
			for i := range out.List {
				if t := out.List[i].Traits; t != nil && !yield(&t[k]) {
					return
				}
			}
			yield(&none)
		}))
	}
	for k, n := range g.people {
		out.Persons = append(out.Persons, w.persons[k].told(n))
	}
	for _, f := range g.set.Files {
		out.files = append(out.files, f.Name)
	}
	return out
}

// codes are the codes of one kind that the rows bear.
func (l *Lives) codes(of func(*LifeRow) *int32) iter.Seq[*int32] {
	return func(yield func(*int32) bool) {
		for i := range l.List {
			for k := range l.List[i].Rows {
				if c := of(&l.List[i].Rows[k]); *c >= 0 && !yield(c) {
					return
				}
			}
		}
	}
}

// inOrder gives those words of a list that codes stand for, in their order, and makes the codes
// places among them. What only units bear that were let go is not among them.
func inOrder(list []string, codes iter.Seq[*int32]) []string {
	used, at := make([]bool, len(list)), make([]int32, len(list))
	for c := range codes {
		used[*c] = true
	}
	var out []string
	for i, w := range list {
		if used[i] {
			out = append(out, w)
		}
	}
	slices.Sort(out)
	for i, w := range list {
		k, _ := slices.BinarySearch(out, w)
		at[i] = int32(k)
	}
	for c := range codes {
		*c = at[*c]
	}
	return out
}
