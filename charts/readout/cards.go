package readout

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"uptake/analysis/report"
	"uptake/charts/doc"
	"uptake/charts/draw"
	"uptake/charts/say"
)

// cards are the four of every readout, in one order: the main metric, how sure
// its change is, guardrails and harms, and how many units and days.
func (s *subject) cards() []doc.Card {
	if s.Embargo != nil {
		return s.closedCards()
	}
	m, c := s.focus()
	return []doc.Card{s.mainCard(m, c), s.sureCard(m, c), s.harmCard(), s.sizeCard()}
}

// hides says in a sentence why the arms are not compared in a metric, "" where they are.
func (s *subject) hides(m *report.Metric) string {
	if s.Withheld != nil {
		return "The groups are not comparable."
	}
	for _, c := range s.Health.Checks {
		if slices.ContainsFunc(c.Metrics, func(x report.CheckMetric) bool { return x.Withheld && x.Metric == m.Name }) {
			return "Values are missing in one arm more."
		}
	}
	return ""
}

// keepsBack is why a card gives no comparison in a metric: where the data must not be
// decided on, no large number may invite to it.
func (s *subject) keepsBack(m *report.Metric) string {
	if why := s.hides(m); why != "" || s.Decision.Verdict != report.DoNotUse {
		return why
	}
	return "Not to be decided on."
}

// undecided reports whether the fixed interval may not be read yet.
func (s *subject) undecided() bool {
	return s.Decision.Early || s.Decision.Verdict == report.KeepRunning
}

// mainCard is the metric that the verdict is about: from what to what, the
// difference, and what is likely true.
func (s *subject) mainCard(m *report.Metric, c *report.Comparison) doc.Card {
	if m == nil {
		return doc.Card{Label: "Main metric", Big: "none", Sub: "No metric was declared primary or secondary."}
	}
	k := doc.Card{Label: say.MetricTitle(m.Name)}
	switch {
	case c == nil && m.Across != nil:
		return s.spreadCard(k, m)
	case c == nil:
		return s.singleCard(k, m)
	}
	if why := s.keepsBack(m); why != "" {
		k.Big, k.Sub, k.Tone = say.Hidden, why, draw.Invalid
		return k
	}
	big, ok := fromTo(m, c)
	if !ok {
		k.Big, k.Sub = say.Unknown, "At least one arm has no value: see the cautions."
		return k
	}
	k.Big = big
	if !c.Abs.Value.Defined() {
		k.Sub = "The difference is " + say.Unknown + ": see the cautions."
		return k
	}
	diff := say.Difference(c.Abs, say.DiffScale(m))
	of := s.ofWhat(m)
	switch {
	case s.undecided() && !s.Decision.Early: // nothing may be read before the end
		k.Sub = strings.TrimSpace(of + " " + diff.Estimate())
		k.Note = "So far, and not to be read before the planned end. " + armsOf(c)
		return k
	default:
		k.Sub = strings.TrimSpace(of + " " + diff.String())
		if more := s.perThousand(m, c); more != "" {
			k.Sub += ", " + more
		}
	}
	k.Sub = say.UpperFirst(k.Sub) + "."
	k.Note = strings.TrimSpace(s.trueChange(m, c) + " " + armsOf(c))
	if at := s.lookApart(m, c); at != "" {
		k.Note += " " + at
	}
	if c.CUPED != nil {
		k.Note = strings.TrimSpace(k.Note + " Adjusted for the time before exposure.")
	}
	if !s.Decision.Early {
		k.Tone = stateOf(m, c).Tone
	}
	if k.Tone == draw.Inconclusive {
		k.Tone = ""
	}
	return k
}

// armsOf says which arms a card's two values are of.
func armsOf(c *report.Comparison) string {
	return "From " + say.Name(c.Control) + " to " + say.Name(c.Arm) + "."
}

// lookApart says that the difference is that of a planned look where data after it
// have moved the arms' values.
func (s *subject) lookApart(m *report.Metric, c *report.Comparison) string {
	control, arm := estimateOf(m.Arms, c.Control), estimateOf(m.Arms, c.Arm)
	if s.Looks == nil || s.Looks.Reached == 0 || c.Looks == nil || control == nil || arm == nil {
		return ""
	}
	apart := math.Abs(float64(arm.Value - control.Value - c.Abs.Value))
	if !(apart > 1e-9*math.Abs(float64(control.Value))) {
		return ""
	}
	return fmt.Sprintf("The difference is that of look %d; the values are of all data so far.", s.Looks.Reached)
}

// fromTo is "29.2% → 33.2%", as finely as the difference is known; ok is false
// where an arm has no value.
func fromTo(m *report.Metric, c *report.Comparison) (text string, ok bool) {
	control, arm := estimateOf(m.Arms, c.Control), estimateOf(m.Arms, c.Arm)
	if control == nil || arm == nil || !control.Value.Defined() || !arm.Value.Defined() {
		return say.Unknown, false
	}
	sc := say.LevelScale(m)
	d := say.Decimals(float64(c.Abs.Hi-c.Abs.Lo) * sc.Factor / 2)
	if d < 0 {
		d = say.Digits(float64(control.Value)*sc.Factor, 3)
	}
	return say.Fixed(float64(control.Value)*sc.Factor, d) + sc.Unit + " → " + say.Fixed(float64(arm.Value)*sc.Factor,
		d) + sc.Unit, true
}

// rateNouns say what the percent of a built-in rate are of, and what there is
// then more or fewer of.
var rateNouns = []struct{ Metric, Of, More string }{
	{"acceptance_rate", "of suggestions accepted", "accepted"},
	{"clean_acceptance_rate", "of suggestions accepted and left as they were", "accepted so"},
	{"ignore_rate", "of suggestions ignored", "ignored"},
	{"dismiss_rate", "of suggestions dismissed", "dismissed"},
	{"edit_rate", "of accepted suggestions edited", "edited"},
	{"ever_accepted", "of UNITS ever accepted one", "who ever accept one"},
	{"coverage", "of UNITS shown a suggestion", "shown one"},
}

// ofWhat names what a share is a share of, with a colon; "" where that is not known.
func (s *subject) ofWhat(m *report.Metric) string {
	if m.Unit != "share" {
		return ""
	}
	for _, n := range rateNouns {
		if m.Builtin && n.Metric == m.Name {
			return strings.Replace(n.Of, "UNITS", s.units(), 1) + ":"
		}
	}
	if m.Kind == "proportion" {
		return "of " + s.units() + ":"
	}
	return ""
}

// perThousand counts a clear change of a share in thousands: "40 more per 1,000".
func (s *subject) perThousand(m *report.Metric, c *report.Comparison) string {
	if m.Unit != "share" || !c.Abs.Leaves0() {
		return ""
	}
	word := "more"
	if c.Abs.Value < 0 {
		word = "fewer"
	}
	return say.Fixed(math.Abs(float64(c.Abs.Value))*1000, say.Decimals(float64(c.Abs.Hi-c.Abs.Lo)*500)) + " " + word +
		" per 1,000"
}

// trueChange says the relative difference and where the true one likely lies.
func (s *subject) trueChange(m *report.Metric, c *report.Comparison) string {
	rel := say.Difference(c.Rel, say.Percent)
	switch {
	case !rel.Known:
		return ""
	case !rel.Bounded && hasCaution(c.Cautions, "unbounded_lift"):
		return rel.Estimate() + "; the data set no finite limit to the true change."
	case !rel.Bounded:
		return rel.Estimate() + "; there is no interval: see the cautions."
	}
	lo, hi := say.Unsigned(rel.Lo)+"%", say.Unsigned(rel.Hi)+"%"
	text := ""
	switch up := m.Better != "down"; {
	case c.Rel.Lo > 0:
		text = "up " + say.Unsigned(rel.Estimate()) + "; the true " + map[bool]string{true: "gain", false: "rise"}[up] +
			" is likely between " + lo + " and " + hi + "."
	case c.Rel.Hi < 0:
		text = "down " + say.Unsigned(rel.Estimate()) + "; the true fall is likely between " + hi + " and " + lo + "."
	default:
		text = rel.Estimate() + "; the true change is likely between " + rel.Lo + "% and " + rel.Hi + "%."
	}
	if s.Decision.Early {
		return "So far " + text
	}
	return say.UpperFirst(text)
}

// singleCard describes the only group there is.
func (s *subject) singleCard(k doc.Card, m *report.Metric) doc.Card {
	if len(m.Arms) == 0 || !m.Arms[0].Value.Defined() {
		k.Big, k.Sub = say.Unknown, "There is no value: see the cautions."
		return k
	}
	e := &m.Arms[0]
	sc := say.LevelScale(m)
	k.Big = say.Value(e.Value, e.Lo, e.Hi, sc)
	k.Note = say.Name(e.Arm)
	if e.Lo.Defined() && e.Hi.Defined() {
		k.Sub = s.level + " interval " + say.Value(e.Lo, e.Lo, e.Hi, sc) + " to " + say.Value(e.Hi, e.Lo, e.Hi, sc)
	}
	return k
}

// sizeCard says how much data there is.
func (s *subject) sizeCard() doc.Card {
	var total int64
	var per []string
	for _, a := range s.Arms {
		total += a.Units
		per = append(per, say.Count(a.Units)+" "+say.Name(a.Name))
	}
	k := doc.Card{Label: say.UpperFirst(s.units()) + " in the comparison", Big: say.Count(total)}
	if len(s.Arms) < 2 {
		k.Label = say.UpperFirst(s.units())
	}
	if len(per) > 4 {
		per = append(per[:3], say.Plural(len(per)-3, "more arm", "more arms"))
	}
	k.Sub = say.List(per)
	if d := s.days(); d > 0 {
		k.Note = say.Plural(d, "day of data", "days of data")
	} else {
		k.Note = "The rows carry no time."
	}
	return k
}

// days counts the days that the data span: calendar days in UTC, elsewhere
// days of 24 hours, a part as a whole one.
func (s *subject) days() int {
	a, errA := time.Parse(time.RFC3339, s.DataFrom)
	b, errB := time.Parse(time.RFC3339, s.DataTo)
	if errA != nil || errB != nil || b.Before(a) {
		return 0
	}
	if s.Timezone == "" || s.Timezone == "UTC" {
		day := 24 * time.Hour
		return int(b.UTC().Truncate(day).Sub(a.UTC().Truncate(day))/day) + 1
	}
	return max(int(math.Ceil(b.Sub(a).Hours()/24)), 1)
}
