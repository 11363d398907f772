package calibration

import (
	"encoding/json"

	"uptake/analysis/report"
)

// said is what the pages of one study said, over all arms and looks.
type said struct {
	verdicts map[report.Verdict]bool
	harm     bool // a metric is named as harmed
	proven   bool // Ship stands over a metric that the same page shows worse after correction
	last     *report.Report
}

func newSaid() *said { return &said{verdicts: map[report.Verdict]bool{}} }

// listen adds one readout, as a script would read its JSON.
func (s *said) listen(r *report.Report) error {
	b, err := json.Marshal(r.Decision)
	if err != nil {
		return err
	}
	var d struct {
		Verdict report.Verdict
		Harms   []json.RawMessage
		Arms    []struct {
			Arm     string
			Verdict report.Verdict
		}
	}
	if err := json.Unmarshal(b, &d); err != nil {
		return err
	}
	s.last = r
	s.verdicts[d.Verdict] = true
	for _, a := range d.Arms {
		s.verdicts[a.Verdict] = true
		if a.Verdict == report.Ship && worse(r, a.Arm) {
			s.proven = true
		}
	}
	if len(d.Harms) > 0 {
		s.harm = true
		s.proven = s.proven || d.Verdict == report.Ship && len(d.Arms) < 2
	}
	return nil
}

// worse reports whether the page shows any metric of the arm worse after
// correction: a difference in the unwanted direction with p_adjusted below alpha,
// at or after the end.
func worse(r *report.Report, arm string) bool {
	if r.Decision.Early {
		return false
	}
	for _, m := range r.Metrics {
		for _, c := range m.Comparisons {
			c = c.Adjusted()
			down := m.Better == "up" && c.Abs.Value < 0 || m.Better == "down" && c.Abs.Value > 0
			if c.Arm == arm && down && c.PAdjusted < r.Alpha && !tooSmall(m, c) {
				return true
			}
		}
	}
	return false
}

// tooSmall reports whether the interval lies inside ± the metric's own minimum effect.
func tooSmall(m report.Metric, c report.Comparison) bool {
	e := m.MinimumEffect
	return e != nil && c.Abs.Lo > -e.Abs && c.Abs.Hi < e.Abs
}

func is(verdicts ...report.Verdict) func(*said) bool {
	return func(s *said) bool {
		for _, v := range verdicts {
			if s.verdicts[v] {
				return true
			}
		}
		return false
	}
}

var (
	better   = is(report.Ship, report.LooksPromising, report.Hold)
	worseOff = func(s *said) bool { return s.verdicts[report.DoNotShip] || s.harm }
	unusable = is(report.DoNotUse)
	ships    = is(report.Ship)
	proven   = func(s *said) bool { return s.proven }
)

// p is the p of a metric in the last readout's first comparison.
func p(metric string) func(*said) report.Num {
	return func(s *said) report.Num {
		for _, m := range s.last.Metrics {
			if m.Name == metric && len(m.Comparisons) > 0 {
				return m.Comparisons[0].P
			}
		}
		return report.Undefined()
	}
}

// alarms is a p below 5 %.
func alarms(metric string) func(*said) bool {
	of := p(metric)
	return func(s *said) bool { return of(s) < 0.05 }
}

// differs is a segment's heterogeneity below 5 %.
func differs(s *said) bool {
	for _, h := range s.last.Differences {
		if h.P < 0.05 {
			return true
		}
	}
	return false
}

// moved is which way the page says the effect goes with the days since exposure,
// of the first metric followed: up, down, or open where it is not shown to change.
func moved(s *said) string {
	if len(s.last.Novelty) == 0 {
		return ""
	}
	return s.last.Novelty[0].Change.State
}

func wearsOff(s *said) bool { return moved(s) == "down" }

func grows(s *said) bool { return moved(s) == "up" }

func changes(s *said) bool { return wearsOff(s) || grows(s) }
