package draw

import (
	"math"
	"strings"

	"uptake/charts/say"
)

// TextBar draws one effect on a scale from -half to +half, n columns wide (odd):
//
//	·····[──▲────]···   the interval, its middle, zero as a bar
//
// The ends become arrows where the interval goes on beyond the scale.
func TextBar(e *Effect, half float64, n int) string {
	line := []rune(strings.Repeat(" ", n))
	at := func(v float64) int {
		p := math.Round((v/half + 1) / 2 * float64(n-1))
		return int(math.Min(math.Max(p, 0), float64(n-1)))
	}
	if !e.Rel.Known || !e.Rel.Bounded || e.Gap != "" || half <= 0 {
		line[n/2] = '│'
		return string(line)
	}
	if !math.IsNaN(e.Strip) {
		for i := at(-e.Strip); i <= at(e.Strip); i++ {
			line[i] = '░'
		}
	}
	lo, hi, v := float64(e.Interval.Lo), float64(e.Interval.Hi), float64(e.Interval.Value)
	for i := at(lo); i <= at(hi); i++ {
		line[i] = '─'
	}
	line[n/2] = '│'
	line[at(lo)], line[at(hi)] = '[', ']'
	if lo < -half {
		line[0] = '<'
	}
	if hi > half {
		line[n-1] = '>'
	}
	line[at(v)] = []rune(e.State.Text)[0]
	return string(line)
}

// BarScale is the half-width of the scale that text bars share.
func BarScale(es []Effect) float64 {
	lo, hi := ForestDomain(es)
	return math.Max(-lo, hi)
}

// BarAxis labels the ends and the middle of the scale.
func BarAxis(half float64, n int) string {
	v := 100 * half
	left, right := say.Signed(-v, say.Digits(v, 2))+"%", say.Signed(v, say.Digits(v, 2))+"%"
	gap := (n - say.Columns(left) - say.Columns(right) - 1) / 2
	if gap < 1 {
		return say.Pad(left, n)
	}
	middle := n/2 - say.Columns(left)
	return say.Pad(left+strings.Repeat(" ", middle)+"0"+strings.Repeat(" ", n-n/2-1-say.Columns(right))+right, n)
}
