package readout

import (
	"fmt"
	"strings"

	"uptake/analysis/report"
	"uptake/charts/doc"
	"uptake/charts/say"
)

// readingsSection unfolds every decision metric into its readings side by side: plain, adjusted
// for the time before exposure, always-valid, with what was believed beforehand. A cap on unit
// values is in all of them, and named. ok is false where nothing is compared.
func (s *subject) readingsSection() (sec doc.Section, ok bool) {
	if s.Withheld != nil || !s.comparing() {
		return sec, false
	}
	sec = doc.Section{ID: "readings", Topic: "Readings", Heading: "Each metric, every way it can be read"}
	sec.Lead = []string{"Open a metric to see its readings side by side. The marked one decides; the others show how " +
		"far the number hangs on how it is made."}
	for _, role := range roles {
		for i := range s.raw.Metrics {
			m := &s.raw.Metrics[i]
			if m.Role != role.Role || s.hides(m) != "" {
				continue
			}
			for j := range m.Comparisons {
				sec.Blocks = append(sec.Blocks, s.readingsBlock(m, &m.Comparisons[j]))
			}
		}
	}
	sec.Plain = len(sec.Blocks) <= readingsOpen
	return sec, len(sec.Blocks) > 0
}

// readingsOpen is how many metrics are listed at once; more unfold.
const readingsOpen = 16

// readingsBlock is one metric in one arm.
func (s *subject) readingsBlock(m *report.Metric, c *report.Comparison) doc.Block {
	decided := c.Decided(!s.Decision.Early)
	b := doc.Block{Title: say.MetricTitle(m.Name), Folded: true, Word: relOrAbs(m, &decided).String()}
	if s.treatments() > 1 {
		b.Title += ", " + say.Name(c.Arm)
	}
	t := doc.Table{Caption: b.Title + ": its readings", Head: []doc.Column{{Text: "Reading"}, {Text: "Difference",
		Num: true},
		{Text: "Relative difference", Num: true}, {Text: "p", Num: true}}}
	for _, r := range s.readingsOf(m, c) {
		name := doc.Cell{Text: r.name, Sub: r.note}
		if r.decides {
			name.Sub = strings.TrimPrefix(name.Sub+"; this one decides", "; ")
		}
		t.Rows = append(t.Rows, []doc.Cell{name, s.spanCell(say.Difference(r.abs, say.DiffScale(m))),
			s.spanCell(say.Difference(r.rel, say.Percent)), {Text: r.p}})
	}
	t.Foot = "Intervals are " + say.Level(s.Alpha) + " unless the reading names another. " + say.Dash +
		" means not known or not made that way."
	b.Tables = []doc.Table{t}
	return b
}

// reading is one way to make a difference.
type reading struct {
	name, note string
	abs, rel   report.Interval
	p          string
	decides    bool
}

// readingsOf are the readings that there are, those of before the planned end alone while it
// is not reached. One of them decides.
func (s *subject) readingsOf(m *report.Metric, c *report.Comparison) []reading {
	none := report.Interval{Value: report.Undefined(), Lo: report.Undefined(), Hi: report.Undefined()}
	early, capped := s.Decision.Early, cappedNote(m)
	own, apart := s.decidingApart(m, c)
	var out []reading
	always := func(name string, q *report.Sequential, decides bool) {
		if q != nil {
			out = append(out, reading{name + ", always-valid", "may be read every day, " + say.BandLevel(s.Alpha),
				q.Abs, q.Rel, say.P(q.P), decides && !apart})
		}
	}
	if !early {
		out = append(out, reading{"Plain", capped, c.Abs, c.Rel, say.P(c.P), c.CUPED == nil && !apart})
	}
	always("Plain", c.Sequential, early && c.CUPED == nil)
	if a := c.CUPED; a != nil {
		note := "variance taken out " + shareCell(a.VarianceReduction).Text
		if capped != "" {
			note += ", " + capped
		}
		if !early {
			out = append(out, reading{"Adjusted for the time before exposure (CUPED)", note, a.Abs, a.Rel, say.P(a.P),
				!apart})
		}
		always("Adjusted (CUPED)", a.Sequential, early)
	}
	if apart {
		out = append(out, own)
	}
	if early {
		return out
	}
	if u := c.Uncapped; u != nil {
		out = append(out, reading{"Without the cap", "unit values as they are", u.Abs, u.Rel, say.P(u.P), false})
	}
	if p := c.PostStratified; p != nil {
		out = append(out, reading{"Post-stratified by " + say.Metric(p.Dimension),
			"every level weighs by its share of all units", p.Abs, p.Rel, say.P(p.P), false})
	}
	if f := c.FirstSeen; f != nil {
		out = append(out, reading{"Units seen in two arms kept", "in the arm that they were in first",
			*f, none, say.Dash, false})
	}
	if c.Bayes != nil && c.Bayes.Futures != nil {
		f := c.Bayes.Futures
		note := say.Clean(c.Bayes.Prior) + "; 95 in 100"
		r := reading{"With what was believed beforehand (prior)", note, none, none, say.Dash, false}
		iv := report.Interval{Value: f.Value, Lo: f.Lo, Hi: f.Hi, Bounded: true}
		if r.rel = iv; f.Scale == "abs" {
			r.abs, r.rel = iv, none
		}
		out = append(out, r)
	}
	return out
}

// decidingApart is the reading that decides where that is none of the others: the last planned
// look; at the end the one-sided interval of a guardrail, and what other readings leave of alpha.
func (s *subject) decidingApart(m *report.Metric, c *report.Comparison) (r reading, ok bool) {
	if l := c.Looks; l != nil {
		r = reading{"At the planned look", s.level, l.Abs, l.Rel, say.P(l.P), true}
		if limited(m) {
			r.note = "group-sequential, one-sided, against its limit"
		}
		return r, true
	}
	f := c.Final
	switch {
	case s.Decision.Early || f == nil:
		return r, false
	case limited(m):
		r = reading{name: "One-sided, against its limit", note: fmt.Sprintf("%.3g%%", 100*(1-float64(f.Level)))}
	case f.Path == "single":
		return r, false
	default:
		r = reading{name: "Read at the planned end", note: fmt.Sprintf(
			"%.3g standard errors, as other readings have their part of alpha", float64(f.Critical))}
		if f.By == "extension" {
			r.name = "Read after the extension"
		}
	}
	r.abs, r.rel, r.p, r.decides = f.Abs, f.Rel, say.P(f.P), true
	return r, true
}

// cappedNote says at what the unit values are capped, "" where they are not.
func cappedNote(m *report.Metric) string {
	for _, w := range m.Winsorized {
		if w.Of == "value" || w.Of == "numerator" {
			switch {
			case w.Cap.Defined() && w.Lower != nil && w.Lower.Cap.Defined():
				return "unit values capped at " + say.Number(w.Lower.Cap) + " and " + say.Number(w.Cap)
			case w.Cap.Defined():
				return "unit values capped at " + say.Number(w.Cap)
			case w.Lower != nil && w.Lower.Cap.Defined():
				return "unit values raised to " + say.Number(w.Lower.Cap)
			}
		}
	}
	return ""
}
