package ignore

import (
	"context"
	"fmt"
	"math"
	"slices"

	"uptake/analysis/report"
	"uptake/analysis/stats"
	"uptake/analysis/study"
)

// plans drafts for every cause, and for what is done by hand, the experiment that would test it, sized to find half
// of the points at stake with a power of 80 % at the observed traffic.
func plans(ctx context.Context, f *Facts, out *report.Ignores) error {
	for _, c := range out.Causes {
		m := f.mechanismOf(c.Mechanism)
		if m.primary == "ever_accepted" && c.Lens != "who" {
			// a place tells how much is ignored there, not who never accepts
			m.primary, m.guardrails = "acceptance_rate", []string{"kept_per_unit"}
		}
		t, err := f.test(ctx, c, m, f.hypothesis(c, m))
		if err != nil {
			return err
		}
		out.Plans = append(out.Plans, t)
	}
	t, ok, err := f.testByHand(ctx, out)
	if ok {
		out.Plans = append(out.Plans, t)
	}
	return err
}

// test is the experiment that would test a cause, sized where there is something to change.
func (f *Facts) test(ctx context.Context, c report.Cause, m mechanism, hypothesis string) (report.NextTest, error) {
	t := report.NextTest{Cause: c.Mechanism, Rank: c.Rank, Change: m.change, Unit: f.tables.UnitName,
		Primary: m.primary, Guardrails: append([]string{}, m.guardrails...),
		Apart: m.apart, Falsified: m.falsified, Baseline: report.Undefined(), MDE: report.Undefined(),
		UnitsNeeded: report.Undefined(), Weeks: report.Undefined(), Design: report.Undefined(),
		Hypothesis: hypothesis}
	t.Step, t.Margins, t.Widened = stepOf(c.Mechanism), []string{}, []string{}
	t.Chance, t.ChanceTwice = report.Undefined(), report.Undefined()
	if t.Step != "test" {
		return t, nil
	}
	b := f.baseline(m.primary)
	effect := float64(c.Points.Value) / 2
	switch m.primary {
	case "accepted_per_unit", "kept_per_unit":
		effect *= b.seenPerUnit
	case "ever_accepted":
		effect = float64(c.Users) / float64(max(1, len(f.units))) // of one half of the units
	}
	t.Baseline, t.MDE, t.Design = report.Num(b.value), report.Num(effect), report.Num(b.design)
	if n := f.opt.Estimate.ControlUnits(effect, b.variance); n > 0 && !math.IsInf(n, 0) {
		t.UnitsNeeded = report.Num(math.Ceil(2 * n))
		if perWeek := f.unitsPerWeek(); perWeek > 0 {
			t.Weeks = report.Num(math.Ceil(2 * n / perWeek))
		}
	}
	for range t.Guardrails {
		t.Margins = append(t.Margins, usualMargin)
	}
	if f.opt.Estimate.Size != nil {
		if err := f.opt.Estimate.Size(ctx, &t); err != nil {
			return t, err
		}
	}
	return t, nil
}

// usualMargin is how much worse a guardrail may be in a draft, unless the test then
// takes too long.
const usualMargin = "5%"

// stepOf is what to do about a cause: a place without a reason has nothing that a test
// could change yet, and a window is a way of counting.
func stepOf(mechanism string) string {
	switch mechanism {
	case "unexplained":
		return "watch"
	case "short_window":
		return "count"
	}
	return "test"
}

// unitsPerWeek is how many units a week see their first suggestion, NaN where that
// cannot be told. The data may begin before anybody counts and end long after.
func (f *Facts) unitsPerWeek() float64 {
	from, to, n := int64(math.MaxInt64), int64(math.MinInt64), 0
	for i := range f.units {
		if p := &f.units[i]; p.to > p.from {
			at := f.seen.shown[p.from]
			from, to, n = min(from, at), max(to, at), n+1
		}
	}
	if !f.timed || from >= to {
		return math.NaN()
	}
	return float64(n) / (float64(to-from) / 1e6 / (7 * 24 * 3600))
}

// hypothesis says what should happen, and where.
func (f *Facts) hypothesis(c report.Cause, m mechanism) string {
	points := 100 * float64(c.Points.Value)
	claim := fmt.Sprintf(f.of.Say("if we %s, %s; up to %.1f points of the {ignore rate} are at stake."), m.change,
		inMetric(m.primary), points)
	switch {
	case c.Mechanism == "short_window":
		return fmt.Sprintf(f.of.Say("Counted with a longer window, up to %.1f points fewer are {ignored}."), points)
	case c.Mechanism == "unexplained":
		return fmt.Sprintf(f.of.Say("Where %s is %s something makes up to %.1f points of the {ignore rate}; the data "+
			"do not say what."), c.Attribute, c.Level, points)
	case c.Mechanism == "decay":
		return fmt.Sprintf(f.decayText()+" with the days since exposure, whoever came first; "+
			f.of.Say("up to %.1f points of the {ignore rate} are at stake."), points)
	case c.Lens == "where":
		return fmt.Sprintf("Where %s is %s: %s", c.Attribute, c.Level, claim)
	}
	return "I" + claim[1:]
}

// decayText says what falls or rises where a cause is decay.
func (f *Facts) decayText() string {
	if f.of.Name == "dismissed" {
		return "The share dismissed rises"
	}
	return "What a user accepts falls"
}

// mechanismOf is a mechanism in the words of the outcome under study. What is studied is
// what a test has to move: where that is not the plainly ignored, the primary metric of
// every test is the rate itself, dismiss_rate, or acceptance_rate, whose rise is the fall of
// non-use.
func (f *Facts) mechanismOf(name string) mechanism {
	m := mechanisms[name]
	for _, text := range []*string{&m.rival, &m.apart, &m.falsified, &m.change} {
		*text = f.of.Say(*text)
	}
	if m.primary == "" || f.of.Name == "ignored" {
		return m
	}
	m.primary = "acceptance_rate"
	if f.of.Name == "dismissed" {
		m.primary = "dismiss_rate"
	}
	m.guardrails = slices.DeleteFunc(slices.Clone(m.guardrails),
		func(g string) bool { return g == "accepted_per_unit" || g == m.primary })
	if len(m.guardrails) == 0 && name != "short_window" {
		m.guardrails = []string{"kept_per_unit"}
	}
	return m
}

// base is what a primary metric is today: its value, the variance of one unit, and
// how many times larger that is than if suggestions were independent.
type base struct{ value, variance, design, seenPerUnit float64 }

// baseline is over all units that count: Σy/Σx with the unit's linearised value
// (y − R·x)/x̄, or the mean of y.
func (f *Facts) baseline(metric string) base {
	var y, x []float64
	var sy, sx, seen float64
	for i := range f.units {
		p := &f.units[i]
		n, a := float64(p.seen()), 0.0
		for _, s := range countedStates(metric) {
			a += float64(p.states[s])
		}
		seen += n
		switch metric {
		case "accepted_per_unit", "kept_per_unit":
			n = 1
		case "ever_accepted":
			n, a = 1, min(a, 1)
		}
		y, x = append(y, a), append(x, n)
		sy, sx = sy+a, sx+n
	}
	m := float64(len(y))
	r := sy / sx
	e := make([]float64, len(y))
	for i := range y {
		e[i] = (y[i] - r*x[i]) / (sx / m)
	}
	b := base{value: r, variance: stats.Variance(e), seenPerUnit: seen / m, design: math.NaN()}
	if metric == "acceptance_rate" || metric == "dismiss_rate" {
		b.design = b.variance * (sx / m) / (r * (1 - r))
	}
	return b
}

func countedStates(metric string) []study.State {
	if metric == "dismiss_rate" {
		return []study.State{study.StateDismissed}
	}
	out := []study.State{study.StateAccepted, study.StateEdited, study.StatePartial}
	if metric != "kept_per_unit" {
		out = append(out, study.StateReverted)
	}
	return out
}

// inMetric is what a built-in metric does where a test succeeds, in words.
func inMetric(name string) string {
	return map[string]string{"acceptance_rate": "the share accepted rises", "accepted_per_unit": "what a user " +
		"accepts rises", "kept_per_unit": "what a user keeps rises",
		"ever_accepted": "the share of users who ever accept rises", "dismiss_rate": "the share dismissed falls"}[name]
}
