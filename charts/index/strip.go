package index

import (
	"fmt"
	"html/template"
	"math"
	"slices"
	"strings"

	"uptake/analysis/report"
	"uptake/charts/draw"
	"uptake/charts/say"
)

// A strip is stripWide wide; zero lies in its middle, and its ends hold the arrows
// of what goes on beyond the scale.
const (
	stripWide = 110.0
	stripRoom = 8.0
)

// stripScale is the lift at either end of the scale that all rows share: the next
// round number beyond nearly every interval. One far away does not squeeze the
// others: it gets an arrow.
func stripScale(rows []report.IndexRow) float64 {
	var ends []float64
	for i := range rows {
		l := rows[i].Lift
		if l == nil || !l.Relative {
			continue
		}
		far := math.Max(math.Abs(float64(l.Lift.Lo)), math.Abs(float64(l.Lift.Hi)))
		if !l.Lift.Lo.Defined() || !l.Lift.Hi.Defined() {
			far = math.Abs(float64(l.Lift.Value))
		}
		if far > 0 && !math.IsInf(far, 0) {
			ends = append(ends, far)
		}
	}
	if len(ends) == 0 {
		return 0.1
	}
	slices.Sort(ends)
	far := ends[len(ends)-1]
	if most := ends[(len(ends)-1)*9/10]; far > 2*most {
		far = most
	}
	if far >= 1e6 {
		return 1e6
	}
	step := math.Pow(10, math.Floor(math.Log10(far)))
	for _, k := range []float64{1, 2, 5, 10} {
		if k*step >= far*(1-1e-9) {
			return k * step
		}
	}
	return 10 * step
}

// strip draws an interval on the shared scale: a line with a mark at the estimate,
// its shape that of the forest plot. What lies beyond the scale ends in an arrow.
func strip(iv report.Interval, shape string, scale float64) template.HTML {
	if !iv.Value.Defined() {
		return ""
	}
	const mid, half = stripWide / 2, stripWide/2 - stripRoom
	at := func(v report.Num) float64 {
		if !v.Defined() {
			return math.NaN()
		}
		return mid + half*float64(v)/scale
	}
	lo, hi, x := at(iv.Lo), at(iv.Hi), at(iv.Value)
	const left, right = mid - half, mid + half
	var line strings.Builder
	bounded := iv.Lo.Defined() && iv.Hi.Defined()
	if !bounded { // no finite range: it goes on at both ends
		lo, hi = math.Inf(-1), math.Inf(1)
	}
	from, to := min(max(lo, left), right), min(max(hi, left), right)
	fmt.Fprintf(&line, "M%s 8H%s", short(from), short(to))
	const slack = 0.05 // what is not seen is not beyond
	if lo < left-slack {
		fmt.Fprintf(&line, "M%s 4l-5 4 5 4", short(left-2))
	}
	if hi > right+slack {
		fmt.Fprintf(&line, "M%s 4l5 4-5 4", short(right+2))
	}
	s := `<svg class="strip" viewBox="0 0 110 16" aria-hidden="true"><path d="` + line.String() + `"/>`
	if x >= left-slack && x <= right+slack {
		s += `<path class="at" d="` + fmt.Sprintf(stripMarks[shape], short(x)) + `"/>`
	}
	return template.HTML(s + `</svg>`)
}

// stripMarks are the shapes of estimates, around a given place.
var stripMarks = map[string]string{
	"up":     "M%s 3l5 9h-10z",
	"down":   "M%s 13l5-9h-10z",
	"circle": "M%s 4a4 4 0 1 0 .1 0z",
}

// short is a place to a tenth, without what is not needed.
func short(v float64) string {
	s := fmt.Sprintf("%.1f", v)
	return strings.TrimSuffix(s, ".0")
}

// liftState is what a row's interval says of zero: the shape and the tone of its mark.
func liftState(l *report.RowLift) (shape string, t draw.Tone) {
	if !l.Lift.Leaves0() || !l.Lift.Hi.Defined() {
		return "circle", draw.Inconclusive
	}
	shape, t = "up", draw.Good
	if l.Lift.Hi < 0 {
		shape = "down"
	}
	if (shape == "up") == (l.Better == "down") {
		t = draw.Bad
	}
	return shape, t
}

// liftSpan is a row's lift as every page writes it.
func liftSpan(l *report.RowLift) say.Span {
	switch {
	case l.Relative:
		return say.Difference(l.Lift, say.Percent)
	case l.Unit == "share":
		return say.Difference(l.Lift, say.Points)
	}
	return say.Difference(l.Lift, say.Plain)
}
