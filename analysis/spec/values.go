package spec

import (
	"slices"
	"strings"
)

// CellValue is one value that is read from cells of rows: it can be missing or
// broken there, which is counted by arm.
type CellValue struct {
	Name      string // the column or field of a variable, the name of a number, or "grade"
	Metric    string // the variable's metric; "" for numbers and grades, which several metrics may share
	Expects   string // what the cell should hold
	Covariate bool
	Cells     bool // false: the variable counts rows, and no cell of theirs
}

// Values lists the values that the rows of a demand carry: its variables, then its
// numbers, then the grade where one is read. Tallies and packed rows use their
// places in this list.
func (d Demand) Values() []CellValue {
	var out []CellValue
	for _, v := range d.Variables {
		c := CellValue{
			Name:      v.Agg.Column,
			Metric:    v.Metric,
			Covariate: v.Covariate,
			Expects:   "a number such as 1500.25",
			Cells:     v.Agg.Column != "" || v.Agg.How == Sum,
		}
		if v.Binary {
			c.Expects = "0 or 1, true or false, yes or no"
		}
		if c.Name == "" {
			c.Name = v.Agg.Field
		}
		if i := slices.IndexFunc(d.Variables, func(o Variable) bool { return v.Of != "" && o.Name == v.Of }); i >= 0 {
			c.Name = d.Variables[i].Agg.Field
		}
		out = append(out, c)
	}
	for _, n := range d.Numbers {
		out = append(out, CellValue{Name: n, Expects: "a number such as 1500.25", Cells: true})
	}
	if len(d.Grades) > 0 {
		out = append(out, CellValue{Name: "grade", Expects: "a declared grade, one of " + strings.Join(d.Grades, ", "),
			Cells: true})
	}
	return out
}

// ValuesOf lists the places among Values that the metric is made of, its
// covariates last.
func (d Demand) ValuesOf(m Metric) []int {
	var own, before []int
	for i, v := range d.Values() {
		switch {
		case v.Metric == m.Name && v.Covariate:
			before = append(before, i)
		case v.Metric == m.Name:
			own = append(own, i)
		case i < len(d.Variables):
		case i < len(d.Variables)+len(d.Numbers):
			if v.Name == m.Of {
				own = append(own, i)
			}
		case m.Kind == Graded:
			own = append(own, i)
		}
	}
	return append(own, before...)
}
