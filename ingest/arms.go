package ingest

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"uptake/analysis/counted"
	"uptake/analysis/person"
	"uptake/analysis/spec"
	"uptake/ingest/phrase"
	"uptake/ingest/table"
)

// listedArms is how many values of the arm's column a sentence lists.
const listedArms = 20

// mostArmsSeen is how many values of the arm's column a worker counts one by one.
const mostArmsSeen = 1000

// armRows counts rows by the arm that they bear. The counters are pointers since writing
// to a map puts the text at hand in the place of an equal key, and that text may be a view
// of a batch, which ends.
type armRows map[string]*int64

// add counts n rows of an arm.
func (a armRows) add(name string, n int64) {
	rows := a[name]
	if rows == nil {
		rows = new(int64)
		a[strings.Clone(name)] = rows
	}
	*rows += n
}

// see counts a row of an arm that the export has.
func (a armRows) see(name string) {
	if a[name] != nil || len(a) < mostArmsSeen {
		a.add(name, 1)
	}
}

// of gives the rows of an arm.
func (a armRows) of(name string) int64 {
	if rows := a[name]; rows != nil {
		return *rows
	}
	return 0
}

// list lists the values of the arm's column that are kept, each with its rows, the most
// frequent first.
func (a armRows) list(keep func(name string) bool) []string {
	names := slices.DeleteFunc(slices.Collect(maps.Keys(a)), func(n string) bool { return !keep(n) })
	slices.SortFunc(names, func(x, y string) int { return cmp.Or(cmp.Compare(a.of(y), a.of(x)), cmp.Compare(x, y)) })
	var out []string
	for _, n := range names {
		out = append(out, fmt.Sprintf("%s (%s)", quoted(person.Masked(n)), counted.Noun(a.of(n), "row")))
	}
	return phrase.Few(out, listedArms)
}

// unknownArms says which values of the arm's column no arm has, and which key
// sets them aside.
func (g *gathered) unknownArms() string {
	var unknown []string
	for _, n := range slices.Sorted(maps.Keys(g.arms)) {
		if !declared(g.exp, n) {
			unknown = append(unknown, n)
		}
	}
	column := armName(g.exp)
	said := fmt.Sprintf("No declared arm is %s",
		strings.Join(g.arms.list(func(n string) bool { return !declared(g.exp, n) }), ", "))
	if len(unknown) > listedArms {
		return said + fmt.Sprintf(". Is %s bound to the right column? It is %q", column, g.armInput().Path(column))
	}
	for _, o := range g.exp.Exposure.Outside {
		if outsideName(g.exp, o) == column {
			unknown = append(slices.Clone(o.Is), unknown...)
		}
	}
	for i, n := range unknown {
		unknown[i] = quoted(person.Masked(n))
	}
	return said + fmt.Sprintf(". Where these stand outside the test, exposure: {outside: {%s: [%s]}} sets their rows "+
		"aside; where one is an arm, declare it under arms",
		column, strings.Join(unknown, ", "))
}

// armInput is the input whose rows name the arms.
func (g *gathered) armInput() *table.Input {
	if g.assigned != nil {
		return g.assigned
	}
	return g.set.Inputs[0]
}

func declared(e *spec.Experiment, arm string) bool {
	return e.ArmOf(arm) >= 0
}
