package charts

import (
	"slices"
	"strings"

	"uptake/charts/doc"
	"uptake/charts/say"
)

// terminalRows is the most rows of a by-week table that the summary prints.
const terminalRows = 10

// shortText is a view without its pictures and without how it was made.
func shortText[R any](_ R, v *doc.View, o Options) string {
	t := &terminal{color: o.Color}
	t.text("", v.Title)
	t.text("", strings.Join(v.Meta, " · "))
	t.gap()
	t.verdict(&v.Verdict)
	for i := range v.Sections {
		s := &v.Sections[i]
		if s.ID == "trust" || s.ID == "health" { // the page has them
			continue
		}
		t.gap()
		t.text("", s.Heading)
		if len(s.Lines)+len(s.Tables) == 0 || s.Short { // the banner has said what else leads a section
			for _, l := range s.Lead {
				t.text("  ", l)
			}
		}
		t.lines(s.Lines)
		if !s.Short {
			for j := range s.Tables {
				t.table(&s.Tables[j])
			}
			for _, b := range s.Blocks {
				t.gap()
				t.text("  ", b.Title)
				t.lines(b.Lines)
			}
		}
		for _, n := range s.Notes {
			t.text("  - ", n)
		}
	}
	if len(v.Cautions) > 0 {
		t.gap()
		t.line("Cautions")
		for _, c := range v.Cautions {
			t.text("  ! ", c)
		}
	}
	return t.b.String()
}

func (t *terminal) lines(lines []doc.Line) {
	for _, l := range lines {
		t.text("  "+say.Pad(l.Label, 24)+"  ", l.Value)
	}
}

// table prints a table whose rows fit a line; of a long one some rows.
func (t *terminal) table(tb *doc.Table) {
	t.gap()
	t.text("  ", tb.Caption)
	rows := tb.Rows
	if tb.Long {
		rows = some(rows, terminalRows)
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
		t.line("    " + say.Fit(strings.Join(parts, "   "), terminalWidth-4))
	}
	line(func(i int) string { return tb.Head[i].Text })
	for _, r := range rows {
		line(func(i int) string { return r[i].Text })
	}
	if tb.Foot != "" {
		t.text("    ", tb.Foot)
	}
}

// some keeps at most n rows, spread over all, the first and the last among them,
// and every row that is marked as the planned end.
func some(rows [][]doc.Cell, n int) [][]doc.Cell {
	if len(rows) <= n {
		return rows
	}
	var keep []int
	for i := range n {
		keep = append(keep, i*(len(rows)-1)/(n-1))
	}
	for i, r := range rows {
		if strings.Contains(r[0].Text, plannedEnd) && !slices.Contains(keep, i) {
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
