package draw

import (
	"math"

	"uptake/charts/say"
)

// Futures are true effects that are equally likely, each a dot: of 20 dots each stands for
// 1 in 20. On each side of Line they have a shape and a colour of their own.
type Futures struct {
	Effects     []float64 // the lowest first, in the numbers of the axis
	Line        float64   // no difference
	Enough      float64   // the smallest effect that matters, towards the better side; NaN without one
	UpIsBetter  bool
	Unit        string
	Left, Right string // beneath the ends
}

// dotSize is the room of one dot.
const dotSize = 15.0

// Drawing lays the dots out, each in a bin as wide as a dot, stacked where several fall in one.
func (f *Futures) Drawing(width float64) Drawing {
	lo, hi := f.domain()
	axis := Ruler{lo, hi, 10, width - 10}
	bins := map[int]int{}
	most := 0
	place := func(v float64) int { return int(math.Floor((axis.At(v) - axis.From) / dotSize)) }
	for _, v := range f.Effects {
		bins[place(v)]++
		most = max(most, bins[place(v)])
	}
	s := &Sketch{Width: width}
	foot := float64(most)*dotSize + 8
	if !math.IsNaN(f.Enough) {
		from, to := axis.At(axis.clip(math.Min(f.Line, f.Enough))), axis.At(axis.clip(math.Max(f.Line, f.Enough)))
		s.Rect(from, 2, to-from, foot-2, "strip")
	}
	s.Line(axis.At(f.Line), 2, axis.At(f.Line), foot, "muted", 1.5, "")
	s.Line(axis.From, foot, axis.To, foot, "rule", 1, "")
	stacked := map[int]int{}
	for _, v := range f.Effects {
		b := place(v)
		x, y := axis.From+(float64(b)+0.5)*dotSize, foot-(float64(stacked[b])+0.5)*dotSize
		stacked[b]++
		if (v > f.Line) == f.UpIsBetter {
			s.marker("circle", x, y, "good")
		} else {
			s.marker("diamond", x, y, "bad")
		}
	}
	marks, step := Ticks(lo, hi, 5)
	for _, v := range marks {
		text := "0"
		if v != 0 {
			text = say.Signed(v, max(0, say.Digits(step, 1))) + f.Unit
		}
		if half := TextWidth(text, ChartFont) / 2; axis.At(v)-half >= 0 && axis.At(v)+half <= width {
			s.Words(axis.At(v), foot+13, text, ChartFont, "muted", "middle", false)
		}
	}
	s.Words(2, foot+31, f.Left, ChartFont, "muted", "start", false)
	s.Words(width-2, foot+31, f.Right, ChartFont, "muted", "end", false)
	s.Height = foot + 42
	return s.Drawing()
}

// domain holds every dot and no difference.
func (f *Futures) domain() (lo, hi float64) {
	lo, hi = f.Line, f.Line
	for _, v := range f.Effects {
		lo, hi = math.Min(lo, v), math.Max(hi, v)
	}
	if hi <= lo {
		hi = lo + 1
	}
	room := 0.06 * (hi - lo)
	return lo - room, hi + room
}
