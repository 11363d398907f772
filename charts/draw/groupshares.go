package draw

import (
	"uptake/analysis/report"
	"uptake/charts/say"
)

// groupLooks are the marks of groups that are held against the first of them.
var groupLooks = []DotMark{{Shape: "hollow", Token: "muted"}, {Shape: "circle", Token: "accepted"},
	{Shape: "diamond", Token: "dismissed"}, {Shape: "square", Token: "ignored"}}

// MostGroups is how many groups a row of GroupShares has room for.
const MostGroups = 4

// GroupRow is one share in every group, with its interval; where Value is not defined a group has none.
type GroupRow struct {
	Name, Note string
	Shares     []report.Interval
}

// GroupShares draws shares row by row, each in up to MostGroups groups, and adds to the figure its pictures, its
// key and the shares in words; false where no group has a share. right says what more of a share means.
func GroupShares(f *Figure, groups []string, rows []GroupRow, right string) bool {
	var dots []DotRow
	most := 0.0
	for _, x := range rows {
		r := DotRow{Name: say.Name(x.Name), Note: x.Note, Token: "muted"}
		for k, of := range x.Shares {
			if !of.Value.Defined() {
				continue
			}
			look := groupLooks[k]
			look.Of = of
			r.Marks = append(r.Marks, look)
			most = max(most, 100*float64(of.Value), 100*float64(of.Hi))
			if r.Value != "" {
				r.Value += " → "
			}
			r.Value += say.Tenth(of.Value)
		}
		f.Finding += " " + r.Name + ": " + r.Value + "."
		if len(r.Marks) > 0 {
			dots = append(dots, r)
		}
	}
	if len(dots) == 0 {
		return false
	}
	axis := DotAxis{Hi: 1.05 * most, Right: right,
		Tick: func(v float64, decimals int) string { return say.Fixed(v, decimals) + "%" }}
	f.Whole = true
	f.Wide, f.Narrow = Dots(dots, axis, 1040), Dots(dots, axis, 360)
	for k, name := range groups {
		f.Key = append(f.Key, KeyItem{Shape: "key-" + groupLooks[k].Shape, Token: groupLooks[k].Token,
			Text: say.Name(name)})
	}
	return true
}
