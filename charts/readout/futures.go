package readout

import (
	"fmt"
	"math"

	"uptake/analysis/counted"
	"uptake/analysis/report"
	"uptake/charts/doc"
	"uptake/charts/draw"
	"uptake/charts/say"
)

// futuresGlimpse shows what may be true of the main metric as twenty dots, each as likely as
// every other; ok is false where no chance is given.
func (s *subject) futuresGlimpse() (g doc.Glimpse, ok bool) {
	m, c := s.focus()
	if m == nil || c == nil || s.keepsBack(m) != "" || s.undecided() || c.Bayes == nil || c.Bayes.Futures == nil {
		return g, false
	}
	f := c.Bayes.Futures
	sc := say.Percent
	if f.Scale == "abs" {
		sc = say.DiffScale(m)
	}
	dots := draw.Futures{Enough: s.enoughOn(m, f), UpIsBetter: m.Better != "down",
		Unit: sc.Unit, Left: "◂ lower", Right: "higher ▸"}
	if !math.IsNaN(dots.Enough) {
		dots.Enough *= sc.Factor
	}
	for _, e := range f.Effects {
		if !e.Defined() || !draw.Drawable(float64(e)*sc.Factor) {
			return g, false
		}
		dots.Effects = append(dots.Effects, float64(e)*sc.Factor)
	}
	n := len(f.Effects)
	if n == 0 {
		return g, false
	}
	better := dots.Better()
	said := counted.Sprintf("In %d of %d %s is better, %s.", better, n, say.Metric(m.Name), assuming(c.Bayes))
	g = doc.Glimpse{ID: "futures", Title: fmt.Sprintf("%s, %d equally likely futures", say.MetricTitle(m.Name), n),
		Says: []string{said}, Brief: fmt.Sprintf("better in %d.", better)}
	g.Figure = &draw.Figure{ID: "figure-futures", Title: "Each dot is 1 in " + say.Count(int64(n)) + ".", Finding: said,
		Key: dots.Key(), Wide: dots.Drawing(400), Narrow: dots.Drawing(330)}
	return g, true
}

// enoughOn is the smallest effect that matters on the scale of the futures, towards the better
// side; NaN without one.
func (s *subject) enoughOn(m *report.Metric, f *report.Futures) float64 {
	a := m.MinimumEffect
	if a == nil {
		return math.NaN()
	}
	v := math.Abs(float64(a.Rel))
	if f.Scale == "abs" {
		v = math.Abs(float64(a.Abs))
	}
	if m.Better == "down" {
		v = -v
	}
	return v
}
