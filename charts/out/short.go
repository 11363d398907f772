package out

import (
	"slices"
	"strings"

	"uptake/charts/doc"
	"uptake/charts/say"
)

// terminalRows is the most rows of a by-week table that the summary prints.
const terminalRows = 10

// plainly is a view without its pictures and without how it was made.
func plainly(v *doc.View, o Options) string {
	t := &Terminal{Color: o.Color}
	t.Text("", v.Title)
	t.Text("", strings.Join(v.Meta, " · "))
	t.Gap()
	t.verdict(&v.Verdict)
	for i := range v.Sections {
		s := &v.Sections[i]
		if s.PageOnly {
			continue
		}
		t.Gap()
		t.Text("", s.Heading)
		if len(s.Lines)+len(s.Tables) == 0 || s.Short { // the banner has said what else leads a section
			for _, l := range s.Lead {
				t.Text("  ", l)
			}
		}
		t.labelled(s.Lines)
		if !s.Short {
			for j := range s.Tables {
				t.table(&s.Tables[j])
			}
			for _, b := range s.Blocks {
				t.Gap()
				t.Text("  ", b.Title)
				t.labelled(b.Lines)
			}
		}
		for _, n := range s.Notes {
			t.Text("  - ", n)
		}
	}
	if len(v.Cautions) > 0 {
		t.Gap()
		t.Line("Cautions")
		for _, c := range v.Cautions {
			t.Text("  ! ", c)
		}
	}
	return t.String()
}

func (t *Terminal) labelled(lines []doc.Line) {
	for _, l := range lines {
		t.Text("  "+say.Pad(l.Label, 24)+"  ", l.Value)
	}
}

// table prints a table whose rows fit a line; of a long one some rows.
func (t *Terminal) table(tb *doc.Table) {
	t.Gap()
	t.Text("  ", tb.Caption)
	rows := tb.Rows
	if tb.Long {
		rows = some(tb, terminalRows)
	}
	widths := make([]int, len(tb.Head))
	for i, h := range tb.Head {
		widths[i] = say.Columns(h.Text)
		for _, r := range rows {
			widths[i] = max(widths[i], say.Columns(r[i].Text))
		}
	}
	line := func(text func(int) string) {
		var parts []string
		for i, h := range tb.Head {
			s := say.Pad(text(i), widths[i])
			if h.Num {
				s = strings.Repeat(" ", widths[i]-say.Columns(text(i))) + text(i)
			}
			parts = append(parts, s)
		}
		t.Line("    " + say.Fit(strings.Join(parts, "   "), terminalWidth-4))
	}
	line(func(i int) string { return tb.Head[i].Text })
	for _, r := range rows {
		line(func(i int) string { return r[i].Text })
	}
	if tb.Foot != "" {
		t.Text("    ", tb.Foot)
	}
}

// some keeps at most n rows, spread over all, the first and the last among them,
// and every row that is always kept.
func some(t *doc.Table, n int) [][]doc.Cell {
	rows := t.Rows
	if len(rows) <= n {
		return rows
	}
	var keep []int
	for i := range n {
		keep = append(keep, i*(len(rows)-1)/(n-1))
	}
	for i, r := range rows {
		if t.Kept != "" && strings.HasSuffix(r[0].Text, t.Kept) && !slices.Contains(keep, i) {
			keep = append(keep, i)
		}
	}
	slices.Sort(keep)
	var out [][]doc.Cell
	for _, i := range keep {
		out = append(out, rows[i])
	}
	return out
}
