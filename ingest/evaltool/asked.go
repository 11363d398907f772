package evaltool

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"uptake/analysis/spec"
)

// Columns lists the canonical names under columns of an evaluation file; a name that is
// none of them is that of a segment, or else of a score.
var Columns = []string{"item", "version", "repeat", "metric", "value", "error", "judge_error", "judge", "label",
	"reason", "category", "cluster", "severity", "weight", "input", "expected", "output", "latency_ms", "tokens_in",
	"tokens_out", "cost"}

func canonicalColumn(name string) bool { return slices.Contains(Columns, name) }

// scoreColumn reports whether columns binds a score by the name.
func (a *asked) scoreColumn(name string) bool {
	return !canonicalColumn(name) && !slices.Contains(a.Segments, name)
}

// asked is what an evaluation says of how its files are read.
type asked struct {
	*spec.Evals
	columns map[string]string
	sorted  []string        // the keys of columns
	met     map[string]bool // those that some record has
	wanted  map[string]int  // metric → its place in Metrics; nil: all that are found
}

func newAsked(e *spec.Evals) *asked {
	a := &asked{Evals: e, columns: e.Columns, sorted: slices.Sorted(maps.Keys(e.Columns)), met: map[string]bool{}}
	if len(e.Metrics) > 0 {
		a.wanted = map[string]int{}
		for i, m := range e.Metrics {
			a.wanted[m.Name] = i
		}
	}
	return a
}

// unmet refuses a column that no record has.
func (a *asked) unmet() error {
	for _, name := range a.sorted {
		switch {
		case a.met[name]:
		case a.scoreColumn(name):
			return fmt.Errorf("columns: {%[1]s: %[2]s} asks for a score called %[1]s, of which no record of the files "+
				"has one there; where each row names its metric, its score is value: write columns: {value: %[2]s}",
				name, a.columns[name])
		default:
			return fmt.Errorf("columns: {%s: %s} names what no record of the files has; give the path from the "+
				"record on, such as metadata.case, or leave it out", name, a.columns[name])
		}
	}
	return nil
}

// unknownSegment refuses a segment that neither a record nor the data set has.
func (a *asked) unknownSegment() error {
	for _, name := range a.Segments {
		if !a.met[name] {
			return fmt.Errorf("segments: %s stands in no record of the files and in no column of items; give the path "+
				"from the record on, with columns: {%s: metadata.…}, or bring the data set with items", name, name)
		}
	}
	return nil
}

// base is a metric's name without what stands behind its slash.
func base(metric string) string { b, _, _ := strings.Cut(metric, "/"); return b }
