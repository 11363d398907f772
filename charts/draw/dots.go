package draw

import (
	"math"

	"uptake/analysis/report"
	"uptake/charts/say"
)

// DotRow is one line of a figure of shares or of their differences: a name, one
// or more estimates with their intervals, and what they come to.
type DotRow struct {
	Name, Note  string // left, or above on phones
	Value, Word string // right
	Token       string // of the word
	Marks       []DotMark
}

// DotMark is one estimate of a row.
type DotMark struct {
	Of           report.Interval
	Shape, Token string
}

// DotAxis is the scale beneath the rows, in hundredths.
type DotAxis struct {
	Lo, Hi      float64
	Line        float64 // what estimates are held against
	Left, Right string  // beneath the ends
	Tick        func(v float64, decimals int) string
}

// DotsDomain is the scale that rows share, in points: every estimate, and their
// intervals as far as they are not far longer than the largest estimate and than the shortest interval, which is whole.
func DotsDomain(rows []DotRow) (lo, hi float64, ok bool) {
	most, whole := 0.0, math.Inf(1)
	each := func(f func(v, a, b float64)) {
		for _, r := range rows {
			for _, m := range r.Marks {
				if v := Scaled(m.Of.Value, say.Points); !math.IsNaN(v) {
					f(v, Scaled(m.Of.Lo, say.Points), Scaled(m.Of.Hi, say.Points))
				}
			}
		}
	}
	each(func(v, a, b float64) {
		most, ok = math.Max(most, math.Abs(v)), true
		if a <= b {
			whole = math.Min(whole, math.Max(math.Abs(a), math.Abs(b)))
		}
	})
	bound := math.Max(3*most, 0.1)
	if !math.IsInf(whole, 0) {
		bound = math.Max(bound, whole)
	}
	each(func(v, a, b float64) {
		lo, hi = math.Min(lo, v), math.Max(hi, v)
		if a <= b {
			lo, hi = math.Min(lo, math.Max(a, -bound)), math.Max(hi, math.Min(b, bound))
		}
	})
	room := math.Max(0.05*(hi-lo), 0.05)
	return lo - room, hi + room, ok
}

// Dots lays rows out beneath each other on one axis.
func Dots(rows []DotRow, scale DotAxis, width float64) Drawing {
	narrow := width < 600
	left, right, top := 290.0, 300.0, 8.0
	if narrow {
		left, right = 12, 12
	}
	s := &Sketch{Width: width}
	axis := Ruler{scale.Lo, scale.Hi, left, width - right}
	heights := make([]float64, len(rows))
	foot, head := top, 42.0
	for _, r := range rows {
		if TextWidth(r.Value, 13)+TextWidth(r.Word, 13*Bold)+14 > width {
			head = 60 // the word stands on a line of its own
		}
	}
	for i, r := range rows {
		heights[i] = math.Max(46, 22*float64(len(r.Marks))+14)
		if narrow {
			heights[i] = head + 22*float64(len(r.Marks)) + 12
		}
		foot += heights[i]
	}
	marks, step := Ticks(scale.Lo, scale.Hi, map[bool]int{true: 4, false: 6}[narrow])
	for _, v := range marks {
		s.Line(axis.At(v), top, axis.At(v), foot, "rule", 1, "")
	}
	s.Line(axis.At(scale.Line), top, axis.At(scale.Line), foot, "muted", 1.5, "")
	y := top
	for i := range rows {
		if narrow {
			rows[i].drawNarrow(s, axis, y, heights[i], head)
		} else {
			rows[i].draw(s, axis, y, heights[i])
		}
		y += heights[i]
	}
	for _, v := range marks {
		text := scale.Tick(v, max(0, say.Digits(step, 1)))
		if half := TextWidth(text, ChartFont) / 2; axis.At(v)-half >= 0 && axis.At(v)+half <= width {
			s.Words(axis.At(v), foot+14, text, ChartFont, "muted", "middle", false)
		}
	}
	s.Words(axis.From, foot+36, scale.Left, ChartFont, "muted", "start", false)
	s.Words(axis.To, foot+36, scale.Right, ChartFont, "muted", "end", false)
	s.Height = foot + 50
	return s.Drawing()
}

func (r *DotRow) draw(s *Sketch, axis Ruler, y, h float64) {
	end := s.Width - 2
	r.words(s, 2, y+h/2, axis.From-22, "start", r.Name, r.Note, "muted")
	r.words(s, end, y+h/2, end-axis.To-12, "end", r.Value, r.Word, r.Token)
	r.marks(s, axis, y+h/2-11*float64(len(r.Marks)-1), y+h)
}

// drawNarrow is draw for phones: the words stand above the marks.
func (r *DotRow) drawNarrow(s *Sketch, axis Ruler, y, h, head float64) {
	end := s.Width - 2
	s.Rect(0, y, s.Width, head-1, "card") // no grid behind words
	s.Words(2, y+13, FitWidth(r.Name, 14*Bold, end*0.64), 14, "ink", "start", true)
	s.Words(end, y+13, FitWidth(r.Note, 13, end*0.34), 13, "muted", "end", false)
	s.Words(2, y+32, FitWidth(r.Value, 13, end), 13, "ink", "start", false)
	if head > 42 {
		s.Words(2, y+50, FitWidth(r.Word, 13*Bold, end), 13, r.Token, "start", true)
	} else {
		s.Words(end, y+32, r.Word, 13, r.Token, "end", true)
	}
	r.marks(s, axis, y+head+11, y+h)
}

// marks draws the estimates beneath each other, and the line under the row.
func (r *DotRow) marks(s *Sketch, axis Ruler, first, foot float64) {
	for i, m := range r.Marks {
		s.whisker(axis, Scaled(m.Of.Value, say.Points), Scaled(m.Of.Lo, say.Points), Scaled(m.Of.Hi, say.Points),
			first+22*float64(i), false, m.Shape, m.Token)
	}
	s.Line(2, foot-1, s.Width-2, foot-1, "rule", 1, "")
}

// words writes two lines about y, or one where there is no second.
func (r *DotRow) words(s *Sketch, x, y, room float64, align, first, second, token string) {
	if second != "" {
		s.Words(x, y+9, FitWidth(second, 13*Bold, room), 13, token, align, token != "muted")
		y -= 9
	}
	s.Words(x, y, FitWidth(first, 14*Bold, room), 14, "ink", align, true)
}
