package charts

import (
	"math"

	"uptake/analysis/report"
	"uptake/charts/say"
)

// dotRow is one line of a figure of shares or of their differences: a name, one
// or more estimates with their intervals, and what they come to.
type dotRow struct {
	Name, Note  string // left, or above on phones
	Value, Word string // right
	Token       string // of the word
	Marks       []dotMark
}

// dotMark is one estimate of a row.
type dotMark struct {
	Of           report.Interval
	Shape, Token string
}

// dotAxis is the scale beneath the rows, in hundredths.
type dotAxis struct {
	Lo, Hi      float64
	Line        float64 // what estimates are held against
	Left, Right string  // beneath the ends
	Tick        func(v float64, decimals int) string
}

// pointsAxis is the axis of differences from an ignore rate.
func pointsAxis(rows []dotRow) dotAxis {
	lo, hi, _ := dotsDomain(rows)
	return dotAxis{Lo: lo, Hi: hi, Left: "◂ ignored less", Right: "ignored more ▸", Tick: say.Signed}
}

// dotsDomain is the scale that rows share, in points: every estimate, and their
// intervals as far as they are not far longer than the largest estimate.
func dotsDomain(rows []dotRow) (lo, hi float64, ok bool) {
	most := 0.0
	each := func(f func(v, a, b float64)) {
		for _, r := range rows {
			for _, m := range r.Marks {
				if v := scaled(m.Of.Value, say.Points); !math.IsNaN(v) {
					f(v, scaled(m.Of.Lo, say.Points), scaled(m.Of.Hi, say.Points))
				}
			}
		}
	}
	each(func(v, _, _ float64) { most, ok = math.Max(most, math.Abs(v)), true })
	bound := math.Max(3*most, 0.1)
	each(func(v, a, b float64) {
		lo, hi = math.Min(lo, v), math.Max(hi, v)
		if a <= b {
			lo, hi = math.Min(lo, math.Max(a, -bound)), math.Max(hi, math.Min(b, bound))
		}
	})
	room := math.Max(0.05*(hi-lo), 0.05)
	return lo - room, hi + room, ok
}

// dotsDrawing lays rows out beneath each other on one axis.
func dotsDrawing(rows []dotRow, scale dotAxis, width float64) drawing {
	narrow := width < 600
	left, right, top := 290.0, 300.0, 8.0
	if narrow {
		left, right = 12, 12
	}
	s := &sketch{width: width}
	axis := ruler{scale.Lo, scale.Hi, left, width - right}
	heights := make([]float64, len(rows))
	foot, head := top, 42.0
	for _, r := range rows {
		if textWidth(r.Value, 13)+textWidth(r.Word, 13*bold)+14 > width {
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
	marks, step := ticks(scale.Lo, scale.Hi, map[bool]int{true: 4, false: 6}[narrow])
	for _, v := range marks {
		s.line(axis.at(v), top, axis.at(v), foot, "rule", 1, "")
	}
	s.line(axis.at(scale.Line), top, axis.at(scale.Line), foot, "muted", 1.5, "")
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
		if half := textWidth(text, chartFont) / 2; axis.at(v)-half >= 0 && axis.at(v)+half <= width {
			s.words(axis.at(v), foot+14, text, chartFont, "muted", "middle", false)
		}
	}
	s.words(axis.from, foot+36, scale.Left, chartFont, "muted", "start", false)
	s.words(axis.to, foot+36, scale.Right, chartFont, "muted", "end", false)
	s.height = foot + 50
	return s.pic()
}

func (r *dotRow) draw(s *sketch, axis ruler, y, h float64) {
	end := s.width - 2
	r.words(s, 2, y+h/2, axis.from-22, "start", r.Name, r.Note, "muted")
	r.words(s, end, y+h/2, end-axis.to-12, "end", r.Value, r.Word, r.Token)
	r.marks(s, axis, y+h/2-11*float64(len(r.Marks)-1), y+h)
}

// drawNarrow is draw for phones: the words stand above the marks.
func (r *dotRow) drawNarrow(s *sketch, axis ruler, y, h, head float64) {
	end := s.width - 2
	s.rect(0, y+1, s.width, head-2, "card") // no grid behind words
	s.words(2, y+13, fitWidth(r.Name, 14*bold, end*0.64), 14, "ink", "start", true)
	s.words(end, y+13, fitWidth(r.Note, 13, end*0.34), 13, "muted", "end", false)
	s.words(2, y+32, fitWidth(r.Value, 13, end), 13, "ink", "start", false)
	if head > 42 {
		s.words(2, y+50, fitWidth(r.Word, 13*bold, end), 13, r.Token, "start", true)
	} else {
		s.words(end, y+32, r.Word, 13, r.Token, "end", true)
	}
	r.marks(s, axis, y+head+11, y+h)
}

// marks draws the estimates beneath each other, and the line under the row.
func (r *dotRow) marks(s *sketch, axis ruler, first, foot float64) {
	for i, m := range r.Marks {
		s.whisker(axis, scaled(m.Of.Value, say.Points), scaled(m.Of.Lo, say.Points), scaled(m.Of.Hi, say.Points), first+22*float64(i), false, m.Shape, m.Token)
	}
	s.line(2, foot-1, s.width-2, foot-1, "rule", 1, "")
}

// words writes two lines about y, or one where there is no second.
func (r *dotRow) words(s *sketch, x, y, room float64, align, first, second, token string) {
	if second != "" {
		s.words(x, y+9, fitWidth(second, 13*bold, room), 13, token, align, token != "muted")
		y -= 9
	}
	s.words(x, y, fitWidth(first, 14*bold, room), 14, "ink", align, true)
}
