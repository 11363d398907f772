package draw

import (
	"math"

	"uptake/analysis/report"
	"uptake/charts/say"
)

// PlotMark is one share with its interval on a plot; X is a band's number, or a
// share where the plot has a diagonal.
type PlotMark struct {
	X            float64
	Of           report.Interval
	Shape, Token string
	Shift        float64 // sideways, so that two marks of a band stand beside each other
}

// Plot is a figure of shares, by bands or by another share.
type Plot struct {
	Marks    []PlotMark
	Bands    []string // the names of the bands; none: X is a share, with a diagonal
	Y, XName string
}

// shareDomain frames shares with their intervals, whole steps of the axis.
func (p *Plot) shareDomain() (lo, hi float64, marks []float64, step float64) {
	if len(p.Bands) == 0 {
		marks, step = Ticks(0, 100, 5)
		return 0, 100, marks, step
	}
	lo, hi = math.Inf(1), math.Inf(-1)
	for _, m := range p.Marks {
		v := Scaled(m.Of.Value, say.Percent)
		if math.IsNaN(v) {
			continue
		}
		for _, end := range []float64{v, Scaled(m.Of.Lo, say.Percent), Scaled(m.Of.Hi, say.Percent)} {
			if !math.IsNaN(end) && math.Abs(end-v) <= 30 { // an interval that knows nothing must not squeeze the others
				lo, hi = math.Min(lo, end), math.Max(hi, end)
			}
		}
	}
	if lo > hi {
		lo, hi = 0, 100
	}
	room := math.Max(0.08*(hi-lo), 1)
	lo, hi = math.Max(lo-room, math.Min(0, lo)), math.Min(hi+room, math.Max(100, hi))
	marks, step = Ticks(lo, hi, 5)
	return lo, hi, marks, step
}

// Drawing lays the plot out.
func (p *Plot) Drawing(width, height float64) Drawing {
	lo, hi, marks, step := p.shareDomain()
	s := &Sketch{Width: width, Height: height}
	d := max(0, say.Digits(step, 1))
	top, bottom := 30.0, 48.0
	x := p.bandRuler(marks, d, width)
	left, right := x.From, width-x.To
	rows := p.nameRows(x)
	bottom += 17 * (rows - 1)
	y := Ruler{lo, hi, height - bottom, top}
	for _, v := range marks {
		s.Line(left, y.At(v), width-right, y.At(v), "rule", 1, "")
		s.Words(left-6, y.At(v), say.Fixed(v, d)+"%", ChartFont, "muted", "end", false)
	}
	s.Words(2, 10, FitWidth(p.Y, ChartFont, width-4), ChartFont, "muted", "start", false)
	if len(p.Bands) == 0 {
		x = Ruler{0, 1, left, width - right - 14}
		for _, v := range marks {
			s.Words(x.At(v/100), y.From+16, say.Fixed(v, d)+"%", ChartFont, "muted", "middle", false)
		}
		s.Line(x.At(0), y.At(0), x.At(1), y.At(100), "muted", 1.5, "6 4")
	} else {
		p.bandNames(s, x, y.From, rows)
	}
	middle := (left + width - right) / 2
	s.Words(middle, height-12, FitWidth(p.XName, ChartFont, 2*min(middle, width-middle)-4), ChartFont, "muted",
		"middle", false)
	for _, m := range p.Marks {
		v := Scaled(m.Of.Value, say.Percent)
		if math.IsNaN(v) || !x.holds(m.X) {
			continue
		}
		s.whisker(y, v, Scaled(m.Of.Lo, say.Percent), Scaled(m.Of.Hi, say.Percent), x.At(m.X)+m.Shift, true, m.Shape,
			m.Token)
	}
	return s.Drawing()
}

// bandRuler places the bands beside the numbers of the axis.
func (p *Plot) bandRuler(marks []float64, decimals int, width float64) Ruler {
	left, right := 16.0, 14.0
	for _, v := range marks {
		left = math.Max(left, 12+TextWidth(say.Fixed(v, decimals)+"%", ChartFont))
	}
	return Ruler{-0.5, float64(len(p.Bands)) - 0.5, left, width - right}
}

// NamesFit reports whether no name of a band is cut, nor shifted over another, in so wide a
// drawing.
func (p *Plot) NamesFit(width float64) bool {
	_, _, marks, step := p.shareDomain()
	x := p.bandRuler(marks, max(0, say.Digits(step, 1)), width)
	rows := p.nameRows(x)
	for i, b := range p.Bands {
		w := TextWidth(b, ChartFont)
		if w > rows*p.room(x)-4 || x.At(float64(i))+w/2 > width || x.At(float64(i)) < w/2 {
			return false
		}
	}
	return true
}

// nameRows is 2 where the names of the bands stand in two rows, by turns, so
// that each has twice its room.
func (p *Plot) nameRows(x Ruler) float64 {
	for _, b := range p.Bands {
		if TextWidth(b, ChartFont) > p.room(x)-4 && 2*p.room(x) >= leastRoom {
			return 2
		}
	}
	return 1
}

// leastRoom is the room below which a name is not worth writing.
const leastRoom = 34

// room is the width of one band.
func (p *Plot) room(x Ruler) float64 { return (x.To - x.From) / float64(max(len(p.Bands), 1)) }

// bandNames writes the names of the bands; of very many only some.
func (p *Plot) bandNames(s *Sketch, x Ruler, foot, rows float64) {
	every := int(max(1, math.Ceil(leastRoom/(rows*p.room(x)))))
	for i, b := range p.Bands {
		if i%every != 0 {
			continue
		}
		at := foot + 16
		if rows == 2 && i%2 == 1 {
			at += 17
		}
		text := FitWidth(b, ChartFont, rows*p.room(x)*float64(every)-4)
		half := TextWidth(text, ChartFont) / 2
		s.Words(min(max(x.At(float64(i)), half), s.Width-half), at, text, ChartFont, "muted", "middle", false)
	}
}

// Drawable reports whether a plot has a mark to draw.
func (p *Plot) Drawable() bool {
	for _, m := range p.Marks {
		if !math.IsNaN(Scaled(m.Of.Value, say.Percent)) {
			return true
		}
	}
	return false
}
