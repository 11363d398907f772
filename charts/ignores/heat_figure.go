package ignores

import (
	"fmt"
	"math"

	"uptake/analysis/report"
	"uptake/charts/doc"
	"uptake/charts/draw"
	"uptake/charts/say"
)

// heatSteps is how many colours the map has; their bounds are on its key.
const heatSteps = 5

// heat is a grid as it is drawn: the step of a cell goes by its ignore rate.
type heat struct {
	*report.Grid
	bounds  [heatSteps + 1]float64 // of the steps, in percent
	worst   [2]int                 // the cell with the most points
	hatched bool                   // some cells have no rate
}

// newHeat lays the steps between the least and the greatest rate, at round numbers
// where these reach; false where fewer than two cells have a rate.
func newHeat(g *report.Grid) (h heat, ok bool) {
	lo, hi, cells := math.Inf(1), math.Inf(-1), 0
	h.Grid = g
	most := math.Inf(-1)
	for r, row := range g.Grid {
		for c, cell := range row.Cells {
			if !cell.Rate.Defined() {
				h.hatched = true
				continue
			}
			v := 100 * float64(cell.Rate)
			lo, hi, cells = min(lo, v), max(hi, v), cells+1
			if p := float64(cell.Points); p > most {
				most, h.worst = p, [2]int{r, c}
			}
		}
	}
	if cells < 2 || !(hi > lo) {
		return h, false
	}
	size := (hi - lo) / heatSteps
	grain := math.Pow(10, math.Floor(math.Log10(size)))
	for _, k := range []float64{1, 2, 2.5, 5, 10} {
		if step := k * grain; math.Floor(lo/step)*step+heatSteps*step >= hi {
			for i := range h.bounds {
				h.bounds[i] = math.Floor(lo/step)*step + float64(i)*step
			}
			return h, true
		}
	}
	for i := range h.bounds {
		h.bounds[i] = lo + float64(i)*size
	}
	return h, true
}

// token is the colour of a rate.
func (h *heat) token(rate report.Num) string {
	v := 100 * float64(rate)
	for i := 1; i < heatSteps; i++ {
		if v < h.bounds[i] {
			return fmt.Sprintf("heat%d", i)
		}
	}
	return fmt.Sprintf("heat%d", heatSteps)
}

// finding names the cell that holds the most ignores beyond the overall rate.
func (h *heat) finding(s *subject) string {
	row := h.Grid.Grid[h.worst[0]]
	c := row.Cells[h.worst[1]]
	return fmt.Sprintf(s.say("Most is lost in %s & %s: %s of %s seen are {ignored}, against %s overall."),
		say.Name(row.Level), say.Name(h.ColumnLevels[h.worst[1]]),
		say.Tenth(c.Rate), say.Count(c.Seen), say.Tenth(h.Overall))
}

// heatFigure draws the grid; nil where there is nothing to compare.
func (s *subject) heatFigure() (*draw.Figure, *doc.Table) {
	if s.Where == nil || s.Where.Grid == nil {
		return nil, nil
	}
	h, ok := newHeat(s.Where.Grid)
	if !ok {
		return nil, nil
	}
	f := &draw.Figure{ID: "figure-heat", Whole: true, Title: s.say("{Ignored} of what is seen, by ") +
		say.Name(h.Rows) + " and " + say.Name(h.Columns), Finding: h.finding(s),
		Sub: s.say("All units, observed only. What holds the most {ignores} beyond the overall rate stands first.")}
	if h.hatched {
		f.Sub += " Hatched cells have fewer than " + say.Plural(int(h.Least), "user", "users") + "."
	}
	if h.LeftOut > 0 {
		f.Sub += " " + say.Plural(h.LeftOut, "level with less is", "levels with less are") + " left out."
	}
	d := max(0, say.Digits(h.bounds[1]-h.bounds[0], 1))
	for i := 0; i < heatSteps && d < 9; i++ {
		if h.bounds[i] < h.bounds[i+1] && say.Fixed(h.bounds[i], d) == say.Fixed(h.bounds[i+1], d) {
			d, i = d+1, -1
		}
	}
	for i := range heatSteps {
		text := say.Fixed(h.bounds[i], d) + " to " + say.Fixed(h.bounds[i+1], d) + "%"
		switch i {
		case 0:
			text = "under " + say.Fixed(h.bounds[1], d) + "%"
		case heatSteps - 1:
			text = say.Fixed(h.bounds[i], d) + "% or more"
		}
		f.Key = append(f.Key, draw.KeyItem{Shape: "key-swatch", Token: fmt.Sprintf("heat%d", i+1), Text: text})
	}
	f.Wide, f.Narrow = h.drawing(1040, true), h.drawing(360, false)
	return f, h.table(s)
}

// drawing puts the names of the rows beside them, or above where there is little room.
func (h *heat) drawing(width float64, beside bool) draw.Drawing {
	const top, tall, size = 34.0, 36.0, 14
	left, step := 0.0, tall+2
	if beside {
		for _, r := range h.Grid.Grid {
			left = max(left, draw.TextWidth(say.Name(r.Level), size)+14)
		}
		left = min(left, width/3)
	} else {
		step += 20
	}
	s := &draw.Sketch{Width: width, Height: top + step*float64(len(h.Grid.Grid))}
	room := (width - left) / float64(len(h.ColumnLevels))
	for c, level := range h.ColumnLevels {
		s.Words(left+room*(float64(c)+0.5), top/2, draw.FitWidth(say.Name(level), 13, room-6), 13, "muted", "middle",
			false)
	}
	for r, row := range h.Grid.Grid {
		y := top + step*float64(r)
		if beside {
			s.Words(left-10, y+tall/2, draw.FitWidth(say.Name(row.Level), size, left-14), size, "ink", "end", false)
		} else {
			s.Words(0, y+10, draw.FitWidth(say.Name(row.Level), size, width), size, "ink", "start", false)
			y += 20
		}
		for c, cell := range row.Cells {
			x := left + room*float64(c)
			if !cell.Rate.Defined() {
				s.Hatch(x+1, y, room-2, tall)
				continue
			}
			token := h.token(cell.Rate)
			s.Rect(x+1, y, room-2, tall, token)
			text := say.Fixed(100*float64(cell.Rate), 0)
			if room > 52 {
				text = say.Tenth(cell.Rate)
			}
			s.Words(x+room/2, y+tall/2, text, size, "on-"+token, "middle", r == h.worst[0] && c == h.worst[1])
		}
	}
	return s.Drawing()
}

// table has the numbers of the map.
func (h *heat) table(s *subject) *doc.Table {
	t := &doc.Table{Caption: s.say("{Ignored} of what is seen, by ") + say.Name(h.Rows) + " and " + say.Name(h.Columns),
		Long: true, Head: []doc.Column{{Text: say.UpperFirst(say.Name(h.Rows))}}}
	for _, level := range h.ColumnLevels {
		t.Head = append(t.Head, doc.Column{Text: say.Name(level), Num: true})
	}
	for _, row := range h.Grid.Grid {
		line := []doc.Cell{{Text: say.Name(row.Level)}}
		for _, c := range row.Cells {
			text := doc.Cell{Text: say.Dash, Sub: "too few users"}
			switch {
			case c.Seen == 0:
				text.Sub = "none seen"
			case c.Rate.Defined():
				text = doc.Cell{Text: say.Tenth(c.Rate), Sub: say.Count(c.Seen) + "; " +
					say.Signed(100*float64(c.Points), 2)}
			}
			line = append(line, text)
		}
		t.Rows = append(t.Rows, line)
	}
	t.Foot = s.say("Below each share: the suggestions seen there; and the points, which are their share of all seen " +
		"ones times how much more is {ignored} there than overall.")
	return t
}
