package lint

import (
	"slices"

	"uptake/analysis/counted"
	"uptake/analysis/person"
	"uptake/analysis/report"
)

// A column that is to have few values has too many where so many stand in one row alone,
// and make up more than such a share of its rows.
const (
	manySingle = 50
	mostSingle = 0.01
)

var manyValues = lint{
	code: "many_values",
	look: func(s *subject) found {
		var said []string
		var rows []report.Example
		var share *Share
		for _, x := range s.exports {
			for _, name := range slices.Concat([]string{"event", "variant", "arm", "experiment", "outcome"},
				s.exp.Segments, s.exp.Attributes) {
				c := x.column(name)
				if c == nil || c.Numbers*20 >= c.Present()*19 {
					continue
				}
				once := map[string]bool{}
				for _, v := range c.Values {
					if v.Rows == 1 {
						once[v.Value] = true
					}
				}
				if len(once) < manySingle || float64(len(once)) <= mostSingle*float64(c.Present()) {
					continue
				}
				t, first := x.rows(c, func(v string) bool { return once[v] })
				part := t.share("rows of " + c.Name)
				if share == nil {
					share = part
				}
				said = append(said, counted.Sprintf("%d of %d values of the column %q in the first rows of %s stand "+
					"in one row alone: %s of its rows; the limit is %g %%", len(once), len(c.Values), c.Name, x.Source,
					part.say(), 100*mostSingle))
				rows = x.evidence(rows, first, person.Masked(x.Texts(c)[first]))
			}
		}
		return found{sentences(said, ""), share, rows}
	},
	limit: fact("a column of events, arms, outcomes, segments or attributes with 50 values or more that stand in " +
		"one row of the first 20,000 alone and make up more than 1 % of its rows"),
	meaning: "A column that should have few values has ever more: numbers or ids stand in what is a name. Segments " +
		"fall to pieces, and events are counted under names that nobody asks for.",
	causes: []string{"an id, a version or a path is written into the name", "free text is bound where a category is " +
		"meant"},
	todo: "Cut the id off in the export, or bind the column that has the category alone.",
}
