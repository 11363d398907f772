package nightly

import (
	"cmp"
	"slices"

	"uptake/analysis/spec"
	"uptake/cmd/uptake/internal/job"
)

// together finds out which experiments one reading of an export serves, and puts these
// side by side. What a group's rows take the first of it answers for.
func (n *night) together(list []*experiment) {
	of := map[*spec.Experiment]*experiment{}
	var all []*spec.Experiment
	for _, x := range list {
		if x.err == nil && x.kept == "" && x.exp.Engine == "" {
			of[x.exp] = x
			all = append(all, x.exp)
		}
	}
	n.shared = job.Together(all, n.o.Workers)
	first := map[*experiment]int{}
	for i, x := range list {
		if _, known := first[x]; known {
			continue
		}
		first[x] = i
		if x.err != nil || x.kept != "" || x.exp.Engine != "" {
			continue
		}
		for _, e := range n.shared.With(x.exp) {
			if o := of[e]; o != x {
				first[o], o.need = i, base
			}
		}
	}
	slices.SortStableFunc(list, func(a, b *experiment) int { return cmp.Compare(first[a], first[b]) })
}
