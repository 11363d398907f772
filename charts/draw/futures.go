package draw

import (
	"math"

	"uptake/charts/say"
)

// Futures are true effects that are equally likely, each a dot: of 20 dots each stands for
// 1 in 20. On each side of no difference they have a shape and a colour of their own.
type Futures struct {
	Effects     []float64 // the lowest first, in the numbers of the axis
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
	place := func(v float64) int { return int(math.Floor((axis.At(v) - axis.At(0)) / dotSize)) } // no dot straddles 0
	for _, v := range f.Effects {
		bins[place(v)]++
		most = max(most, bins[place(v)])
	}
	s := &Sketch{Width: width}
	foot := float64(most)*dotSize + 8
	if !math.IsNaN(f.Enough) {
		from, to := axis.At(axis.clip(math.Min(0, f.Enough))), axis.At(axis.clip(math.Max(0, f.Enough)))
		s.Rect(from, 2, to-from, foot-2, "strip")
	}
	s.Line(axis.At(0), 2, axis.At(0), foot, "muted", 1.5, "")
	s.Line(axis.From, foot, axis.To, foot, "rule", 1, "")
	stacked := map[int]int{}
	for _, v := range f.Effects {
		b := place(v)
		x, y := axis.At(0)+(float64(b)+0.5)*dotSize, foot-(float64(stacked[b])+0.5)*dotSize
		stacked[b]++
		if f.better(v) {
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

// better says on which side of no difference an effect lies; none is not better.
func (f *Futures) better(v float64) bool { return v != 0 && (v > 0) == f.UpIsBetter }

// Better is how many of the effects are better than no difference.
func (f *Futures) Better() int {
	n := 0
	for _, v := range f.Effects {
		if f.better(v) {
			n++
		}
	}
	return n
}

// Key explains the marks that occur, in the words of ForestKey.
func (f *Futures) Key() (k []KeyItem) {
	better := f.Better()
	if better > 0 {
		k = append(k, KeyItem{"key-circle", string(Good), "better"})
	}
	if better < len(f.Effects) {
		k = append(k, KeyItem{"key-diamond", string(Bad), "worse"})
	}
	if !math.IsNaN(f.Enough) {
		k = append(k, KeyItem{"key-swatch", "strip", "too small to matter"})
	}
	return k
}

// domain holds every dot and no difference.
func (f *Futures) domain() (lo, hi float64) {
	for _, v := range f.Effects {
		lo, hi = math.Min(lo, v), math.Max(hi, v)
	}
	if hi <= lo {
		hi = lo + 1
	}
	room := 0.06 * (hi - lo)
	return lo - room, hi + room
}
