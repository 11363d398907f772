package charts

import (
	"math"

	"uptake/analysis/report"
	"uptake/charts/say"
)

// plotMark is one share with its interval on a plot; X is a band's number, or a
// share where the plot has a diagonal.
type plotMark struct {
	X            float64
	Of           report.Interval
	Shape, Token string
	Shift        float64 // sideways, so that two marks of a band stand beside each other
}

// plot is a figure of shares, by bands or by another share.
type plot struct {
	Marks    []plotMark
	Bands    []string // the names of the bands; none: X is a share, with a diagonal
	Y, XName string
}

// shareDomain frames shares with their intervals, whole steps of the axis.
func (p *plot) shareDomain() (lo, hi float64, marks []float64, step float64) {
	if len(p.Bands) == 0 {
		marks, step = ticks(0, 100, 5)
		return 0, 100, marks, step
	}
	lo, hi = math.Inf(1), math.Inf(-1)
	for _, m := range p.Marks {
		v := scaled(m.Of.Value, say.Percent)
		if math.IsNaN(v) {
			continue
		}
		for _, end := range []float64{v, scaled(m.Of.Lo, say.Percent), scaled(m.Of.Hi, say.Percent)} {
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
	marks, step = ticks(lo, hi, 5)
	return lo, hi, marks, step
}

func (p *plot) drawing(width, height float64) drawing {
	lo, hi, marks, step := p.shareDomain()
	s := &sketch{width: width, height: height}
	d := max(0, say.Digits(step, 1))
	left, right, top, bottom := 16.0, 14.0, 30.0, 48.0
	for _, v := range marks {
		left = math.Max(left, 12+textWidth(say.Fixed(v, d)+"%", chartFont))
	}
	x := ruler{-0.5, float64(len(p.Bands)) - 0.5, left, width - right}
	rows := p.nameRows(x)
	bottom += 17 * (rows - 1)
	y := ruler{lo, hi, height - bottom, top}
	for _, v := range marks {
		s.line(left, y.at(v), width-right, y.at(v), "rule", 1, "")
		s.words(left-6, y.at(v), say.Fixed(v, d)+"%", chartFont, "muted", "end", false)
	}
	s.words(2, 10, fitWidth(p.Y, chartFont, width-4), chartFont, "muted", "start", false)
	if len(p.Bands) == 0 {
		x = ruler{0, 1, left, width - right - 14}
		for _, v := range marks {
			s.words(x.at(v/100), y.from+16, say.Fixed(v, d)+"%", chartFont, "muted", "middle", false)
		}
		s.line(x.at(0), y.at(0), x.at(1), y.at(100), "muted", 1.5, "6 4")
	} else {
		p.bandNames(s, x, y.from, rows)
	}
	middle := (left + width - right) / 2
	s.words(middle, height-12, fitWidth(p.XName, chartFont, 2*min(middle, width-middle)-4), chartFont, "muted", "middle", false)
	for _, m := range p.Marks {
		v := scaled(m.Of.Value, say.Percent)
		if math.IsNaN(v) || !x.holds(m.X) {
			continue
		}
		s.whisker(y, v, scaled(m.Of.Lo, say.Percent), scaled(m.Of.Hi, say.Percent), x.at(m.X)+m.Shift, true, m.Shape, m.Token)
	}
	return s.pic()
}

// nameRows is 2 where the names of the bands stand in two rows, by turns, so
// that each has twice its room.
func (p *plot) nameRows(x ruler) float64 {
	for _, b := range p.Bands {
		if textWidth(b, chartFont) > p.room(x)-4 && 2*p.room(x) >= leastRoom {
			return 2
		}
	}
	return 1
}

// leastRoom is the room below which a name is not worth writing.
const leastRoom = 34

// room is the width of one band.
func (p *plot) room(x ruler) float64 { return (x.to - x.from) / float64(max(len(p.Bands), 1)) }

// bandNames writes the names of the bands; of very many only some.
func (p *plot) bandNames(s *sketch, x ruler, foot, rows float64) {
	every := int(max(1, math.Ceil(leastRoom/(rows*p.room(x)))))
	for i, b := range p.Bands {
		if i%every != 0 {
			continue
		}
		at := foot + 16
		if rows == 2 && i%2 == 1 {
			at += 17
		}
		text := fitWidth(b, chartFont, rows*p.room(x)*float64(every)-4)
		half := textWidth(text, chartFont) / 2
		s.words(min(max(x.at(float64(i)), half), s.width-half), at, text, chartFont, "muted", "middle", false)
	}
}
