package doc

import "testing"

// A table that a phone has no room for is marked, and its cells then say of what they
// are; one that fits stays a table.
func TestTablesOnPhones(t *testing.T) {
	wide := Table{Head: []Column{{"Outcome", false}, {"Suggestions", true}, {"By suggestion", true},
		{"Mean of units", true}},
		Rows: [][]Cell{{{Text: "accepted"}, {Text: "23,465"}, {Text: "26.00%", Sub: "25.44% to 26.55%"},
			{Text: "25.94%", Sub: "25.39% to 26.50%"}}}}
	small := Table{Head: []Column{{"Arm", false}, {"Observed", true}}, Rows: [][]Cell{{{Text: "all"}, {Text: "1.30%"}}}}
	words := Table{Head: []Column{{"Field", false}, {"Why", false}},
		Rows: [][]Cell{{{Text: "visible_ms"}, {Text: "Without time on screen nothing tells whether it had a chance."}}}}
	for name, c := range map[string]struct {
		t     Table
		stack bool
	}{"numbers": {wide, true}, "small": {small, false}, "words": {words, true}, "empty": {Table{Head: wide.Head},
		false}} {
		l := tableAt("x", 0, c.t)
		if l.Stack != c.stack {
			t.Errorf("%s: %v wide, stacked: %v", name, c.t.width(), l.Stack)
		}
		for _, row := range l.Body {
			for i, x := range row {
				if want := c.t.Head[i].Text; c.stack && x.Head != want || !c.stack && x.Head != "" {
					t.Errorf("%s: cell %d is of %q", name, i, x.Head)
				}
			}
		}
	}
}
