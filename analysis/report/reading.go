package report

// Adjusted is the comparison by its numbers adjusted for the time before
// exposure, where it has them: what the verdict and the large figures use. The
// chances are those already.
func (c Comparison) Adjusted() Comparison {
	a := c.CUPED
	if a == nil {
		return c
	}
	c.Abs, c.Rel, c.SE, c.DF, c.Statistic = a.Abs, a.Rel, a.SE, a.DF, a.Statistic
	c.P, c.Log10P, c.PAdjusted = a.P, a.Log10P, a.PAdjusted
	c.Sequential, c.State, c.StateSoFar, c.Held = a.Sequential, a.State, a.StateSoFar, a.Held
	return c
}

// Deciding is the comparison by the interval, p and state that decide, where
// Decided has those that are printed: p is below alpha exactly where the interval
// leaves 0, whichever level it is held against.
func (c Comparison) Deciding(ended bool, alpha float64) Comparison {
	d := c.Decided(ended)
	switch {
	case c.Looks != nil:
	case !ended:
		if s := c.Adjusted().Sequential; s != nil && s.Level.Defined() {
			d.P = min(1, d.P*Num(alpha)/s.Level)
		}
	case c.Final != nil:
		d.Abs, d.Rel = c.Final.Abs, c.Final.Rel
		if c.Final.P.Defined() || c.Final.State == "none" { // a guardrail with a margin has a state in place of p
			d.P = c.Final.P
		}
	}
	return d
}

// Decided is the comparison by the numbers that pages print for a verdict: adjusted for
// the time before exposure where it is; at the last look reached where looks are
// planned; else before the end by the always-valid band. Its state is the one that
// decides.
func (c Comparison) Decided(ended bool) Comparison {
	c = c.Adjusted()
	if l := c.Looks; l != nil {
		c.Abs, c.Rel, c.P, c.State, c.Held = l.Abs, l.Rel, l.P, l.State, l.Held
		if !ended {
			u := Undefined()
			c.DF, c.PAdjusted, c.Bayes = u, u, nil
		}
		return c
	}
	switch {
	case !ended:
		return c.SoFar()
	case c.Final != nil:
		c.State, c.Held = c.Final.State, c.Final.Held
	}
	return c
}

// SoFar is the comparison as it may be read before the planned end: by the
// always-valid band alone, without bounds where there is none yet. What belongs
// to the fixed test is undefined.
func (c Comparison) SoFar() Comparison {
	u := Undefined()
	s := c.Sequential
	if s == nil {
		s = &Sequential{Abs: Interval{Value: c.Abs.Value, Lo: u, Hi: u}, Rel: Interval{Value: c.Rel.Value, Lo: u,
			Hi: u}, P: u}
	}
	c.Abs, c.Rel, c.P, c.State, c.Held = s.Abs, s.Rel, s.P, c.StateSoFar, s.Held
	c.DF, c.PAdjusted, c.Bayes = u, u, nil
	return c
}

// Focus is the comparison that the large figures use: the first primary metric, else
// the first secondary one, in the arm whose verdict is the report's, else in the first
// compared arm. The comparison is nil where nothing is compared.
func (r *Report) Focus() (*Metric, *Comparison) {
	for _, role := range []string{"primary", "secondary"} {
		for i := range r.Metrics {
			if m := &r.Metrics[i]; m.Role == role {
				return m, m.focus(&r.Decision)
			}
		}
	}
	return nil, nil
}

func (m *Metric) focus(d *Decision) *Comparison {
	for _, a := range d.Arms {
		for i := range m.Comparisons {
			if c := &m.Comparisons[i]; a.Verdict == d.Verdict && c.Arm == a.Arm {
				return c
			}
		}
	}
	if len(m.Comparisons) > 0 {
		return &m.Comparisons[0]
	}
	return nil
}
