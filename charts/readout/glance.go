package readout

import (
	"fmt"
	"strings"

	"uptake/analysis/report"
	"uptake/charts/doc"
	"uptake/charts/say"
)

// glance is what stands beside the forest on the first screen: what is traded for what, what
// may be true, what shipping to all would do, and what could have been seen.
func (s *subject) glance() (out []doc.Glimpse) {
	if s.Withheld != nil || s.Embargo != nil {
		return nil
	}
	parts := []func() (doc.Glimpse, bool){s.smallestGlimpse, s.tradeGlimpse, s.weighedGlimpse, s.futuresGlimpse,
		s.toAllGlimpse}
	for _, part := range parts {
		if g, ok := part(); ok {
			out = append(out, g)
		}
	}
	return out
}

// tradeGlimpse sets what is gained against what is lost, or is not ruled out.
func (s *subject) tradeGlimpse() (g doc.Glimpse, ok bool) {
	t := s.Decision.TradeOff
	if t == nil || s.Decision.Weighed.Has(t.Gained) && s.Decision.Weighed.Has(t.Lost) { // whose price is declared
		return g, false
	}
	gained, lost := s.metricNamed(t.Gained), s.metricNamed(t.Lost)
	g = doc.Glimpse{ID: "trade-off", Title: "Trade-off" + s.here()}
	may := "is proven worse"
	if !t.Proven {
		may = "may be worse"
	}
	by := say.Unsigned(asMeasured(gained, t.Gain).Estimate())
	g.Says = []string{fmt.Sprintf("%s is %s %s, and %s %s: %s.", say.MetricTitle(gained.Name), by, betterWord(gained),
		say.Metric(lost.Name), may, asMeasured(lost, t.Loss).String())}
	g.Brief = g.Says[0]
	says := func(n report.Num) string {
		return "1% of " + say.Metric(lost.Name) + " is worth less to you than " + say.Two(float64(n)) + "% of " +
			say.Metric(gained.Name)
	}
	switch {
	case t.BreakEven.Defined() && t.BreakEvenWorst.Defined():
		g.Says = append(g.Says, "By the estimates shipping pays while "+says(t.BreakEven)+
			"; at the worse end of both, while it is worth less than "+say.Two(float64(t.BreakEvenWorst))+"%.")
	case t.BreakEvenWorst.Defined():
		g.Says = append(g.Says, "By the estimates nothing is lost. At the worse end of both, shipping pays while "+
			says(t.BreakEvenWorst)+".")
	case t.BreakEven.Defined():
		g.Says = append(g.Says, "By the estimates shipping pays while "+says(t.BreakEven)+".")
	}
	if len(g.Says) > 1 {
		g.Brief = strings.TrimSuffix(g.Brief, ".") + "; " + breakEven(t)
	}
	return g, true
}

// weighedGlimpse says what gains and losses come to by the declared weights.
func (s *subject) weighedGlimpse() (g doc.Glimpse, ok bool) {
	w := s.Decision.Weighed
	if w == nil {
		return g, false
	}
	g = doc.Glimpse{ID: "weighed", Title: "By the declared weights" + s.here()}
	unit := say.Metric(w.Metrics[0].Metric)
	net := say.Difference(w.Net, say.Percent)
	pays := "whether it pays is open"
	switch {
	case !w.Net.Bounded:
		pays = "its bounds are not known"
	case w.Net.Lo > 0:
		pays = "it pays"
	case w.Net.Hi < 0:
		pays = "it does not pay"
	}
	g.Brief = fmt.Sprintf("All together is worth %s of %s: %s.", net.String(), unit, pays)
	var parts []string
	for _, m := range w.Metrics {
		parts = append(parts, fmt.Sprintf("%s %s at weight %s", say.Metric(m.Metric),
			asMeasured(s.metricNamed(m.Metric), m.Better).Estimate(), say.Number(m.Weight)))
	}
	g.Says = []string{g.Brief, say.UpperFirst(say.List(parts)) + ". The bounds hold whatever moves together, so they " +
		"are wide."}
	return g, true
}

// breakEven is it in few words.
func breakEven(t *report.TradeOff) string {
	pays := func(price report.Num) string {
		return "pays while 1% of that is worth less than " + say.Two(float64(price)) + "% of the gain"
	}
	switch {
	case !t.BreakEven.Defined():
		return pays(t.BreakEvenWorst) + ", at worst."
	case !t.BreakEvenWorst.Defined():
		return pays(t.BreakEven) + "."
	}
	return pays(t.BreakEven) + ", at worst than " + say.Two(float64(t.BreakEvenWorst)) + "%."
}

// asMeasured is a difference that was turned so that better is above 0, turned back.
func asMeasured(m *report.Metric, i report.Interval) say.Span {
	if m.Better == "down" {
		i.Value, i.Lo, i.Hi = -i.Value, -i.Hi, -i.Lo
	}
	i.Bounded = i.Lo.Defined() && i.Hi.Defined()
	return say.Difference(i, say.Percent)
}

// betterWord says which way a gain goes.
func betterWord(m *report.Metric) string {
	if m.Better == "down" {
		return "lower"
	}
	return "higher"
}

// toAllGlimpse is what a change of the acceptance rate comes to over all units, also those that
// are never shown a suggestion.
func (s *subject) toAllGlimpse() (g doc.Glimpse, ok bool) {
	x := s.Decision.ToAll
	if x == nil {
		return g, false
	}
	all := say.Difference(x.All, say.Percent)
	if !all.Bounded {
		return g, false
	}
	g = doc.Glimpse{ID: "to-all", Title: "If shipped to all" + s.here()}
	g.Brief = fmt.Sprintf("Accepted suggestions per %s: %s, over all %s; %s of the arm's %s were ever shown one.",
		strings.TrimSuffix(s.units(), "s"), all.String(), s.units(), say.Tenth(x.Coverage.Value), s.units())
	g.Says = []string{g.Brief}
	return g, true
}

// smallestGlimpse says what could have been seen where nothing can be told, and when it will.
func (s *subject) smallestGlimpse() (g doc.Glimpse, ok bool) {
	x := s.Decision.Smallest
	if x == nil {
		return g, false
	}
	m := s.metricNamed(x.Metric)
	g = doc.Glimpse{ID: "smallest", Title: "What it could have seen"}
	size := strings.TrimPrefix(say.DiffScale(m).Written(float64(x.Abs), false), "+")
	if x.Rel.Defined() {
		size = say.Two(100*float64(x.Rel)) + "% (" + size + ")"
	}
	g.Says = []string{fmt.Sprintf("A true change of %s by %s would have been found in 80 of 100 such experiments.",
		say.Metric(m.Name), size) + " Smaller ones may well be there."}
	if e := estimateOf(m.Arms, s.control()); m.Unit == "share" && e != nil && x.Abs > max(e.Value, 1-e.Value) {
		g.Says = []string{"So few " + s.units() + " find no change of " + say.Metric(m.Name) + " for sure, however " +
			"large it is."}
	}
	if x.Until != "" {
		until := "A new experiment, begun after these data, settles the smallest effect that matters in 80 of 100 " +
			"cases with its data to " + say.Day(x.Until) + "."
		if s.Decision.SecondReading == x.Until {
			until = "The declared second reading is that of the data to " + say.Day(x.Until) + "."
		}
		g.Says = append(g.Says, until)
	}
	g.Brief = strings.Join(g.Says, " ")
	return g, true
}
