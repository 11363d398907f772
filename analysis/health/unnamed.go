package health

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"uptake/analysis/counted"
	"uptake/analysis/report"
)

// unnamedLimit is the share of rows without a unit from which on it is told as a
// warning: below it a few clients without a login are the rule.
const unnamedLimit = 0.001

// unnamed gives the share of rows that name no unit, what stands there in its
// place, and the arms such rows name: one arm losing its users' ids is a fault
// of its logging.
func unnamed(f *Facts) (report.Check, bool) {
	var rows int64
	for _, n := range f.Unnamed.Words {
		rows += n
	}
	if rows == 0 {
		return report.Check{}, false
	}
	status := "ok"
	if float64(rows) > unnamedLimit*float64(f.Read) {
		status = "warn"
	}
	words := slices.SortedFunc(maps.Keys(f.Unnamed.Words), func(a, b string) int {
		return cmp.Or(cmp.Compare(f.Unnamed.Words[b], f.Unnamed.Words[a]), cmp.Compare(a, b))
	})
	var list []string
	for _, w := range words[:min(len(words), 5)] {
		name := fmt.Sprintf("%q", w)
		if w == "" {
			name = "nothing"
		}
		list = append(list, fmt.Sprintf("%s in %d", name, f.Unnamed.Words[w]))
	}
	if more := len(words) - len(list); more > 0 {
		list = append(list, counted.Sprintf("%d other words", more))
	}
	c := check(status, "%d of %d rows (%.2f%%) name no unit and are set aside; in its place stands %s.", rows, f.Read,
		percent(rows, f.Read), strings.Join(list, ", "))
	var arms []string
	for _, a := range f.Arms {
		if n := f.Unnamed.Arms[a.Name]; n > 0 {
			arms = append(arms, fmt.Sprintf("%s %d", a.Name, n))
		}
	}
	if len(arms) > 0 {
		c.Detail += fmt.Sprintf(" Rows among them that name an arm: %s.", strings.Join(arms, ", "))
	}
	return c, true
}

var unnamedWords = Words{
	Meaning: "Rows that name no unit belong to nobody and are set aside. Where one arm loses more of them, it looks " +
		"less active than it is.",
	Causes: []string{"people who are not logged in", "a client or version that does not send the id",
		"the unit column is not the one that is filled"},
	Todo: "Check the unit column in the export; if one arm has most of these rows, mend its logging before deciding.",
}
