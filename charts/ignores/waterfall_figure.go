package ignores

import (
	"math"

	"uptake/analysis/report"
	"uptake/charts/draw"
	"uptake/charts/say"
)

// widest is the contrast of the arms, else the one with the largest difference, and of its attributes the
// one whose mix says most, clearly if any does; −1 without a difference.
func (s *subject) widest() int {
	size := func(n report.Num) float64 {
		if !n.Defined() {
			return -1
		}
		return math.Abs(float64(n))
	}
	best := -1
	for i := range s.Changed {
		c := &s.Changed[i]
		if !c.Total.Value.Defined() || !c.Mix.Value.Defined() || !c.RateFrom.Defined() || !c.RateTo.Defined() {
			continue
		}
		if best < 0 {
			best = i
			continue
		}
		b := &s.Changed[best]
		same := c.Compare == b.Compare && c.To == b.To
		switch {
		case same && s.clearMix(c) != s.clearMix(b):
			if s.clearMix(c) {
				best = i
			}
		case same && size(c.Mix.Value) > size(b.Mix.Value), !same && b.Compare != "arm" && (c.Compare == "arm" ||
			size(c.Total.Value) > size(b.Total.Value)):
			best = i
		}
	}
	return best
}

// waterfallFigure draws the largest difference as steps; nil where there is none.
func (s *subject) waterfallFigure() *draw.Figure {
	k := s.widest()
	if k < 0 {
		return nil
	}
	c := &s.Changed[k]
	f := &draw.Figure{ID: "figure-waterfall", Title: contrastTitle(c) + ", split over " + say.Name(c.Attribute),
		Finding: "From " + say.Tenth(c.RateFrom) + s.say(" {ignored} to ") + say.Tenth(c.RateTo) + ": the mix makes " +
			say.Difference(c.Mix, say.Cost).String() + ", behaviour " + say.Difference(c.Rate, say.Cost).String() + ".",
		Sub: "Both parts weigh the two sides alike, so the order of the steps does not matter. Intervals are in the " +
			"table.",
		Key: []draw.KeyItem{{Shape: "key-swatch", Token: "inconclusive", Text: s.of.Rate},
			{Shape: "key-swatch", Token: "bad", Text: "adds"}, {Shape: "key-swatch", Token: "good",
				Text: "takes away"}}}
	lo, cut := waterfallFloor(c)
	if cut {
		f.Sub += " The scale does not start at 0."
	}
	f.Wide, f.Narrow = waterfallDrawing(c, lo, 1040), waterfallDrawing(c, lo, 360)
	return f
}

// waterfallFloor is where the scale starts, in percent: at 0, unless the steps
// would be too small to see beside the totals.
func waterfallFloor(c *report.Changed) (lo float64, cut bool) {
	a, b := 100*float64(c.RateFrom), 100*float64(c.RateTo)
	m := a + 100*float64(c.Mix.Value)
	least, most := min(a, b, m), max(a, b, m)
	if most-least > 0.2*most {
		return min(0, least), false
	}
	_, step := draw.Ticks(0, max(most-least, 0.1), 3)
	lo = step * math.Floor((least-1.5*(most-least)-0.01)/step)
	return max(lo, 0), lo > 0
}

func waterfallDrawing(c *report.Changed, lo, width float64) draw.Drawing {
	s := &draw.Sketch{Width: width, Height: 330}
	a, m, b := 100*float64(c.RateFrom), 100*float64(c.RateFrom+c.Mix.Value), 100*float64(c.RateTo)
	hi := max(a, m, b)
	hi += 0.02*(hi-lo) + 0.01
	const top, foot = 34.0, 262.0
	left := 14.0
	marks, step := draw.Ticks(lo, hi, 5)
	d := max(0, say.Digits(step, 1))
	for _, v := range marks {
		left = max(left, 12+draw.TextWidth(say.Fixed(v, d)+"%", draw.ChartFont))
	}
	y := draw.Ruler{Lo: lo, Hi: hi, From: foot, To: top}
	for _, v := range marks {
		s.Line(left, y.At(v), width, y.At(v), "rule", 1, "")
		s.Words(left-6, y.At(v), say.Fixed(v, d)+"%", draw.ChartFont, "muted", "end", false)
	}
	room := (width - left) / 4
	bar := min(0.62*room, 150)
	step4 := func(i int, from, to float64, token, word, value, under string) {
		x := left + room*(float64(i)+0.5)
		over, low := min(y.At(from), y.At(to)), max(y.At(from), y.At(to))
		s.Rect(x-bar/2, over, bar, max(low-over, 2), token)
		s.Words(x, over-11, draw.FitWidth(value, 14*draw.Bold, room), 14, "ink", "middle", true)
		s.Words(x, foot+18, draw.FitWidth(word, 13*draw.Bold, room), 13, "ink", "middle", true)
		if draw.TextWidth(under, 13) <= room { // the title says it too
			s.Words(x, foot+38, under, 13, "muted", "middle", false)
		}
		if i < 3 {
			s.Line(x+bar/2, y.At(to), x+room-bar/2, y.At(to), "muted", 1, "3 3")
		}
	}
	turn := func(iv report.Interval) string {
		if iv.Value > 0 {
			return "bad"
		}
		return "good"
	}
	mix, rate := say.Difference(c.Mix, say.Cost), say.Difference(c.Rate, say.Cost)
	then, now, from, to := "Before", "Now", say.Name(c.From), say.Name(c.To)
	if c.Compare == "arm" {
		then, now, from, to = from, to, "", ""
	}
	step4(0, lo, a, "inconclusive", then, say.Tenth(c.RateFrom), from)
	step4(1, a, m, turn(c.Mix), "Mix", mix.Value, "points")
	step4(2, m, b, turn(c.Rate), "Behaviour", rate.Value, "points")
	step4(3, lo, b, "inconclusive", now, say.Tenth(c.RateTo), to)
	s.Line(left, y.At(lo), width, y.At(lo), "muted", 1.5, "")
	return s.Drawing()
}
