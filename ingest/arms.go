package ingest

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"uptake/analysis/spec"
)

// listedArms is how many values of the arm's column a sentence lists.
const listedArms = 20

// armList lists the values of the arm's column that are kept, each with its
// rows, the most frequent first.
func armList(arms map[string]int64, keep func(name string) bool) []string {
	names := slices.DeleteFunc(slices.Collect(maps.Keys(arms)), func(n string) bool { return !keep(n) })
	slices.SortFunc(names, func(a, b string) int { return cmp.Or(cmp.Compare(arms[b], arms[a]), cmp.Compare(a, b)) })
	var out []string
	for _, n := range names {
		out = append(out, fmt.Sprintf("%s (%s)", quoted(n), counted(arms[n], "row")))
	}
	return few(out, listedArms)
}

// unknownArms says which values of the arm's column no arm has, and which key
// sets them aside.
func (r *run) unknownArms(total *worker) string {
	var unknown []string
	for _, n := range slices.Sorted(maps.Keys(total.arms)) {
		if !r.declared(n) {
			unknown = append(unknown, n)
		}
	}
	column := r.armName()
	said := fmt.Sprintf("No declared arm is %s", strings.Join(armList(total.arms, func(n string) bool { return !r.declared(n) }), ", "))
	if len(unknown) > listedArms {
		return said + fmt.Sprintf(". Is %s bound to the right column? It is %q", column, r.armInput().path(column))
	}
	for _, o := range r.exp.Exposure.Outside {
		if r.outsideName(o) == column {
			unknown = append(slices.Clone(o.Is), unknown...)
		}
	}
	for i, n := range unknown {
		unknown[i] = quoted(n)
	}
	return said + fmt.Sprintf(". Where these stand outside the test, exposure: {outside: {%s: [%s]}} sets their rows aside; where one is an arm, declare it under arms",
		column, strings.Join(unknown, ", "))
}

// armInput is the input whose rows name the arms.
func (r *run) armInput() *input {
	if i := slices.IndexFunc(r.inputs, func(in *input) bool { return in.assign }); i >= 0 {
		return r.inputs[i]
	}
	return r.inputs[0]
}

func (r *run) declared(arm string) bool {
	return slices.ContainsFunc(r.exp.Arms, func(a spec.Arm) bool { return a.Name == arm })
}
