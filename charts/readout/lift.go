package readout

import (
	"slices"

	"uptake/analysis/report"
	"uptake/analysis/spec"
	"uptake/charts/doc"
	"uptake/charts/draw"
	"uptake/charts/say"
)

// tracks picks the series of primary metrics (secondary where none), per arm.
func (s *subject) tracks() []draw.Lift {
	var out []draw.Lift
	ms := s.byRole("primary")
	if len(ms) == 0 {
		ms = s.byRole("secondary")
	}
	for _, m := range ms {
		for _, c := range m.Comparisons {
			if t, ok := s.track(m, c.Arm); ok {
				out = append(out, t)
			}
		}
	}
	return out
}

func (s *subject) track(m *report.Metric, arm string) (draw.Lift, bool) {
	var ps []report.Point
	relative := false
	for _, p := range s.Series {
		if p.Metric == m.Name && p.Arm == arm {
			ps = append(ps, p)
			relative = relative || p.Rel.Value.Defined()
		}
	}
	if len(ps) == 0 {
		return draw.Lift{}, false
	}
	t := draw.Lift{Metric: say.MetricTitle(m.Name), Relative: relative, Scale: say.DiffScale(m), Known: len(ps),
		Planned: -1}
	if relative {
		t.Scale = say.Percent
	}
	if s.treatments() > 1 {
		t.Arm = say.Name(arm)
	}
	for _, p := range ps {
		iv := p.Abs
		if relative {
			iv = p.Rel
		}
		band := report.Interval{Value: iv.Value, Lo: report.Undefined(), Hi: report.Undefined()}
		if p.Sequential != nil {
			t.Valid = true
			if band = p.Sequential.Abs; relative {
				band = p.Sequential.Rel
			}
		}
		t.Days, t.Points, t.Bands, t.Units = append(t.Days, p.Day), append(t.Points, iv), append(t.Bands, band),
			append(t.Units, p.Units)
	}
	if !t.Valid {
		t.Bands = t.Points
	}
	t.Extend(s.End)
	return t, true
}

// liftFigures is the most pictures of a lift; every one has its table.
const liftFigures = 6

// liftSection shows how the primary lift came about, day by day.
func (s *subject) liftSection() doc.Section {
	sec := doc.Section{ID: "lift", Topic: "Lift so far", Paper: true, Half: true}
	ts := s.tracks()
	switch {
	case !s.comparing():
		sec.Heading, sec.Lead = "No lift over time", []string{"There is no comparison group, so there is no lift to " +
			"follow."}
		return sec
	case s.Withheld != nil:
		sec.Heading, sec.Lead = "The lift over time is hidden", []string{"The groups are not comparable; a line " +
			"would mislead."}
		return sec
	case len(ts) == 0:
		sec.Heading, sec.Lead = "No lift over time", []string{"The rows carry no days that the lift could be " +
			"followed over."}
		return sec
	}
	sec.Heading = s.liftHeading(s.focusTrack(ts))
	sec.Lead = []string{"Each day's number uses all data up to its end. " + s.bandWords(ts)}
	if s.Looks != nil {
		sec.Lead = append(sec.Lead, s.looksWords())
		sec.Tables = append(sec.Tables, s.looksTable())
	}
	if s.adjusting() {
		sec.Lead = append(sec.Lead, "Days are not adjusted for the time before exposure; the verdict's numbers are.")
	}
	width, drawable := 1040, 0
	for i := range ts {
		if ts[i].Defined() > 0 {
			drawable++
		}
	}
	if drawable > 1 {
		width = 520 // two to a row
	}
	choices := s.liftChoices(ts, width)
	for i := range ts {
		t := &ts[i]
		if t.Defined() == 0 {
			sec.Notes = append(sec.Notes, t.Title()+": no day has a difference that could be drawn.")
			continue
		}
		if gaps := t.Known - t.Defined(); gaps > 0 {
			sec.Notes = append(sec.Notes, t.Title()+": "+say.Plural(gaps, "day has", "days have")+" no difference "+
				"yet; the line leaves "+
				map[bool]string{true: "it", false: "them"}[gaps == 1]+" out.")
		}
		if len(sec.Figures) < liftFigures {
			f := s.liftFigure(t, width)
			if len(sec.Figures) == 0 {
				f.ChosenBy, f.Choices = []string{"Metric"}, choices
			}
			sec.Figures = append(sec.Figures, f)
		}
		sec.Tables = append(sec.Tables, s.trackTable(t))
	}
	return sec
}

// liftChoices are the lifts that a live page lets its reader choose from, those of the page
// first, then of every other decision metric that is followed by day.
func (s *subject) liftChoices(ts []draw.Lift, width int) []draw.Choice {
	if !s.live {
		return nil
	}
	all := slices.Clone(ts)
	for _, role := range roles {
		for _, m := range s.byRole(role.Role) {
			for _, c := range m.Comparisons {
				t, ok := s.track(m, c.Arm)
				if ok && !slices.ContainsFunc(all, func(x draw.Lift) bool {
					return x.Metric == t.Metric &&
						x.Arm == t.Arm
				}) {
					all = append(all, t)
				}
			}
		}
	}
	var out []draw.Choice
	for i := range all {
		if t := &all[i]; t.Defined() > 0 {
			f := s.liftFigure(t, width)
			out = append(out, draw.Choice{By: []string{t.Title()}, Title: f.Title, Wide: f.Wide})
		}
	}
	return out
}

// bandWords says what the band is and how it may be read.
func (s *subject) bandWords(ts []draw.Lift) string {
	for i := range ts {
		if ts[i].Valid {
			return "The band is always-valid at " + say.BandLevel(s.Alpha) + ": it may be looked at every day, and a " +
				"day on which it leaves zero speaks for one sign; " +
				"of 100 experiments without a difference it leaves zero in at most " + bandAlarms(s.Alpha) + " ever. " +
				bandBegins(s.units()) + " The fixed interval in the table is narrower and may be read once, at the " +
				"planned end."
		}
	}
	return "The band is that day's fixed " + say.Level(s.Alpha) + " interval: it may be read once, at the planned " +
		"end, so a day on which it leaves zero decides nothing before."
}

// bandBegins says from when on the band is drawn.
func bandBegins(units string) string {
	return "It begins at 100 effective " + units + " in each arm: where a few make most of what is counted, that is " +
		"far more " + units + "."
}

// bandAlarms is in how many of 100 experiments without a difference the band
// leaves zero on any day.
func bandAlarms(alpha report.Num) string {
	if !(alpha > 0 && alpha < 1) {
		alpha = 0.05
	}
	return say.Declared(100*float64(alpha*spec.BandShare), false)
}

// focusTrack is the track of the arm that the large figures use.
func (s *subject) focusTrack(ts []draw.Lift) *draw.Lift {
	if m, c := s.focus(); c != nil {
		for i := range ts {
			if ts[i].Metric == say.MetricTitle(m.Name) && (ts[i].Arm == "" || ts[i].Arm == say.Name(c.Arm)) {
				return &ts[i]
			}
		}
	}
	return &ts[0]
}

func (s *subject) liftHeading(t *draw.Lift) string {
	sp := t.Latest()
	days := say.Plural(t.Known, "day", "days")
	if t.Arm != "" {
		days += " of " + t.Arm
	}
	iv := t.Points[t.Known-1]
	if t.Valid && (t.Planned < 0 || t.Known-1 < t.Planned) { // before the end the band alone may be read
		iv = t.Bands[t.Known-1]
		sp = say.Difference(iv, t.Scale)
	}
	switch {
	case !sp.Known:
		return "After " + days + " the lift is " + say.Unknown
	case !sp.Bounded || (iv.Lo <= 0 && iv.Hi >= 0):
		return "After " + days + " the lift is unclear: " + sp.Range()
	}
	return "After " + days + " the lift is " + sp.String()
}

func (s *subject) trackTable(t *draw.Lift) doc.Table {
	tb := doc.Table{Caption: t.Title() + " by day", Long: true,
		Head: []doc.Column{{Text: "Day"}, {Text: "Difference", Num: true}, {Text: "Fixed " + say.Level(s.Alpha) +
			" interval", Num: true}, {Text: say.UpperFirst(s.units()), Num: true}}}
	if t.Valid {
		tb.Head = append(tb.Head, doc.Column{Text: "Always-valid " + say.BandLevel(s.Alpha), Num: true})
	}
	for i := len(t.Points) - 1; i >= 0; i-- { // the latest day first
		p := t.Points[i]
		sp := say.Difference(p, t.Scale)
		row := []doc.Cell{{Text: say.Day(t.Days[i])}, {Text: say.Dash}, {Text: say.Dash}, {Text: say.Count(t.Units[i])}}
		if sp.Known {
			row[1].Text, row[2].Text = sp.Estimate(), sp.Range()
		}
		if t.Valid {
			band := doc.Cell{Text: say.Dash}
			if b := say.Difference(t.Bands[i], t.Scale); b.Bounded {
				band.Text = b.Range()
			}
			row = append(row, band)
		}
		tb.Rows = append(tb.Rows, row)
	}
	return tb
}
