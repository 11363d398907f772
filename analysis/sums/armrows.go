package sums

import "uptake/analysis/spec"

// ArmRows counts what one arm's units logged from their first exposure on, kept
// whether or not a metric uses it: units seen in two arms and duplicates are not
// in it.
type ArmRows struct {
	Rows  int64
	Last  int64              // time of the latest row, microseconds UTC; read when Rows > 0
	Ended map[spec.Day]int64 // units by the calendar day of their latest row; only of rows with a time
	// by kind of row: units that ever had one; the suggestion roles in the order of spec.Roles, then the variables of
	// Shape
	Units []int64
}

// Add adds the rows of other units of the arm.
func (a *ArmRows) Add(o *ArmRows) {
	if o.Rows > 0 && (a.Rows == 0 || o.Last > a.Last) {
		a.Last = o.Last
	}
	a.Rows += o.Rows
	for d, n := range o.Ended {
		if a.Ended == nil {
			a.Ended = map[spec.Day]int64{}
		}
		a.Ended[d] += n
	}
	for i, n := range o.Units {
		if i == len(a.Units) {
			a.Units = append(a.Units, 0)
		}
		a.Units[i] += n
	}
}
