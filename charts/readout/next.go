package readout

import (
	"math"
	"slices"

	"uptake/analysis/report"
	"uptake/charts/say"
)

// nextStep is what to do now, by the verdict; "" where its reasons say so.
func (s *subject) nextStep() string {
	d := &s.Decision
	switch d.Verdict {
	case report.DoNotUse:
		for _, c := range s.Health.Checks {
			if c.Status == "fail" && c.Todo != "" {
				return say.Sentence(c.Todo)
			}
		}
	case report.Ship:
		return "Ship it." + s.watch()
	case report.LooksPromising:
		return "Supply what is named above, or decide knowing that it is missing." + s.watch()
	case report.Hold:
		if slices.ContainsFunc(d.Harms, func(h report.Harm) bool { return h.Accepted == "" && s.inFocus(h.Arm) }) {
			return "Find out what harms, and weigh the gain against it."
		}
		return "Get data enough to show that the limit holds, or decide knowing what it may cost."
	case report.DoNotShip:
		return "Do not ship. Look below which people it concerns, and with uptake ignores why suggestions are left."
	case report.KeepRunning:
		if l := s.Looks; l != nil && l.Next != "" && l.Next != s.End {
			return "Wait for the planned look with the data to " + say.Day(l.Next) + "."
		}
		if s.End != "" {
			return "Wait for the data to " + say.Day(s.End) + ", and read once."
		}
	case report.NoDifference:
		return "Keep whichever arm costs less."
	case report.CannotTell:
		switch {
		case d.SecondReading != "":
			return "Wait for the declared second reading, with the data to " + say.Day(d.SecondReading) + "."
		case d.NewWeeks > 0:
			return "Plan a new experiment of " + say.Plural(d.NewWeeks, "week",
				"weeks") + " (uptake plan), or decide on cost."
		}
	}
	return ""
}

// inFocus reports whether an arm is the one that the large figures are about.
func (s *subject) inFocus(arm string) bool {
	_, c := s.focus()
	return c == nil || c.Arm == arm
}

// watch names what stays to be watched in the arm in focus.
func (s *subject) watch() string {
	var names []string
	for _, n := range s.Decision.NotRuledOut {
		if name := say.Metric(n.Metric); s.inFocus(n.Arm) && len(names) < 3 && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	if len(names) == 0 {
		return ""
	}
	return " Watch " + say.List(names) + " afterwards."
}

// lasts says that the effect of the main metric is another later than early, where it is
// shown to be, of the same units.
func (s *subject) lasts() string {
	m, c := s.focus()
	if m == nil || c == nil || s.Decision.Early || s.keepsBack(m) != "" {
		return ""
	}
	for i := range s.Novelty {
		n := &s.Novelty[i]
		if n.Metric != m.Name || n.Arm != c.Arm || len(n.Ages) < 2 {
			continue
		}
		first, last := n.Ages[0], n.Ages[len(n.Ages)-1]
		a := relOrAbs(m, &report.Comparison{Abs: first.Abs, Rel: first.Rel})
		b := relOrAbs(m, &report.Comparison{Abs: last.Abs, Rel: last.Rel})
		if n.Change.State != "up" && n.Change.State != "down" || !a.Known || !b.Known {
			continue
		}
		word := "The effect wears off"
		x, y := float64(first.Rel.Value), float64(last.Rel.Value)
		if math.IsNaN(x) || math.IsNaN(y) {
			x, y = float64(first.Abs.Value), float64(last.Abs.Value)
		}
		switch {
		case x*y < 0:
			word = "The effect turns"
		case math.Abs(y) > math.Abs(x):
			word = "The effect grows"
		}
		return word + " with the days since exposure: " + a.Estimate() + " on " + agesText(first) + ", " +
			b.Estimate() + " on " + agesText(last) + ", of the same " + s.units() + "."
	}
	return ""
}
