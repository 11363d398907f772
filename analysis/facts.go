package analysis

import (
	"sort"

	"uptake/analysis/health"
	"uptake/analysis/report"
	"uptake/analysis/spec"
	"uptake/analysis/stats"
	"uptake/analysis/study"
	"uptake/analysis/sums"
)

// Facts are what the checks of a study's health look at, as far as it does not take
// a metric: the arms, their days and levels, and the rows.
func (a *Arms) Facts(t *study.Tables, f *sums.Result, rows report.Rows) *health.Facts {
	h := &health.Facts{Exp: a.Exp, Compare: len(a.Exp.Arms) > 0, Nameless: t.UnitName == "row", HasTime: t.HasTime,
		From: t.From, To: t.To, Logged: t.Logged, Population: t.Population, Suggestions: a.Suggestions,
		Attributed: Attributed(a.Exp, t), LateAccepts: f.Tally.LateAccepts, Accepts: f.Tally.Accepts, Read: rows.Read,
		Bad:       Bad(rows),
		Differing: f.Tally.DiffersFromKept, Redated: f.Tally.Redated, Equal: f.Tally.EqualDropped,
		Unnamed: f.Tally.Unnamed}
	for i, u := range f.Tally.Sources {
		h.Sources = append(h.Sources, health.Source{Name: t.Sources[i], SourceUnits: u})
	}
	for i, name := range a.Names {
		x := health.Arm{Name: name, Control: i == a.Control, Share: a.Shares[i], Units: a.Units[i],
			Crossing: a.Crossing[i], Inside: a.Inside[i]}
		if a.Suggestions {
			x.UnitsShown, x.Shown, x.Immature = a.UnitsShown[i], a.Shown[i], a.Immature[i]
		}
		h.Arms = append(h.Arms, x)
	}
	for _, d := range f.Dimensions {
		if d.TooMany {
			continue
		}
		s := health.Segment{Name: d.Name}
		for _, l := range d.Levels {
			s.Levels = append(s.Levels, health.Level{Name: l.Name, Units: l.Units})
		}
		h.Segments = append(h.Segments, s)
	}
	var days []spec.Day
	for d := range f.Exposed {
		days = append(days, d)
	}
	if len(days) == 0 {
		return h
	}
	sort.Slice(days, func(i, j int) bool { return days[i] < days[j] })
	for d := days[0]; d <= days[len(days)-1]; d++ {
		units := f.Exposed[d]
		if units == nil {
			units = make([]int64, len(a.Names))
		}
		h.Days = append(h.Days, health.Day{Day: d, Units: stats.Total(units), Arms: units})
	}
	return h
}
