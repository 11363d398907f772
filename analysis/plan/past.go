package plan

import (
	"context"
	"fmt"
	"math"

	"uptake/analysis"
	"uptake/analysis/fold"
	"uptake/analysis/health"
	"uptake/analysis/metric"
	"uptake/analysis/power"
	"uptake/analysis/report"
	"uptake/analysis/spec"
	"uptake/analysis/stats"
	"uptake/analysis/study"
	"uptake/analysis/sums"
)

// Past is what an experiment's own export says for the next plan.
type Past struct {
	Metrics     []power.Metric
	Correlation [][]float64 // of unit values between Metrics; nil = not known
	// UnitsPerWeek is the average of new units over the weeks of exposures, 0 when
	// the rows carry no time.
	UnitsPerWeek             float64
	DataFrom, DataTo, InHash string
	Cautions                 []report.Caution
}

// Problems says what the experiment file lacks for a plan, before any row is
// read: a primary metric, and a smallest effect for every one.
func Problems(exp *spec.Experiment) []string {
	var out []string
	if exp.ArmsAny {
		out = append(out, "arms: any names no control, and a plan is one of comparisons with it; list the arms")
	}
	primaries := 0
	for _, m := range exp.Metrics {
		if m.Role != spec.Primary {
			continue
		}
		primaries++
		if k, _ := metric.Find(m.Kind); k.Valued {
			out = append(out, fmt.Sprintf("the primary metric %s is a quantile, whose spread cannot be planned from "+
				"sums; plan for a mean or a share instead", m.Name))
		}
		if !m.MinimumEffect.Given() {
			out = append(out, fmt.Sprintf("the primary metric %s has no minimum_effect: without the smallest effect "+
				"that matters nothing says how much data is enough; write one, such as minimum_effect: 2%%", m.Name))
		}
	}
	if primaries == 0 {
		out = append(out, "no metric has role: primary, so there is nothing to plan for")
	}
	return out
}

// Asked is what measuring the past wants of the one visit of the study tables.
type Asked struct {
	exp     *spec.Experiment
	demand  spec.Demand
	t       *study.Tables
	kept    []analysis.Entry
	own     int // columns of their own
	pairs   []crossPair
	left    []string
	columns []fold.Column
}

// Ask lists what ReadPast wants.
func Ask(exp *spec.Experiment, demand spec.Demand, t *study.Tables) (*Asked, error) {
	list, cols, err := analysis.Entries(exp, demand, t.Shape)
	if err != nil {
		return nil, err
	}
	a := &Asked{exp: exp, demand: demand, t: t}
	for _, e := range list {
		role, ok := e.Planned(exp)
		switch {
		case ok && e.Col < 0:
			a.left = append(a.left, e.Metric.Name)
		case ok:
			e.Metric.Role = role
			c := cols[e.Col]
			c.Series, c.Segments, c.Extremes = false, false, false
			a.kept, a.columns = append(a.kept, e), append(a.columns, c)
		}
	}
	a.own = len(a.columns)
	a.pairs = crossColumns(a.kept, a.columns)
	for _, p := range a.pairs {
		a.columns = append(a.columns, p.column)
	}
	return a, nil
}

// Columns are to be added up.
func (a *Asked) Columns() []fold.Column { return a.columns }

// ReadPast measures the baseline of every primary metric and guardrail, how units
// differ and go together, and the traffic. With arms the control arm is measured;
// units of the other arms count for the traffic alone. The tables are used up.
func ReadPast(ctx context.Context, exp *spec.Experiment, demand spec.Demand, t *study.Tables, workers int) (*Past,
	error) {
	a, err := Ask(exp, demand, t)
	if err != nil {
		return nil, err
	}
	f, err := fold.Fold(ctx, exp, a.columns, t, workers, fold.Beside{})
	if err != nil {
		return nil, err
	}
	return a.Past(f.Result, 0)
}

// Past is measured by what was added up, its columns from the first-th on.
func (a *Asked) Past(f *sums.Result, first int) (*Past, error) {
	exp, t := a.exp, a.t
	rows, err := analysis.Counted(t, &f.Tally)
	if err != nil {
		return nil, err
	}
	if stats.Total(f.Units)+stats.Total(f.Crossing) == 0 {
		return nil, &analysis.NoUnitsError{Read: rows.Read, Dropped: rows.Dropped}
	}
	arms := analysis.FoldedArms(exp, t.Shape, f, a.demand.Suggestions)
	h := arms.Facts(t, f, rows)
	p := &Past{InHash: f.Tally.Hash.String()}
	if t.HasTime {
		p.DataFrom, p.DataTo = report.Stamp(t.From), report.Stamp(t.To)
	}
	arm := max(arms.Control, 0)
	refused := &power.Refusal{}
	for i, e := range a.kept {
		if e.Rate && arms.TooImmature(arm) {
			refused.Sentences = append(refused.Sentences, e.Metric.Name+": "+arms.ImmatureCaution(arm).Detail)
		}
		m := baseline(e, e.Samples(f.Main, first+i)[arm])
		if v := e.Covaried(f.Adjusted[first+i]); v != nil {
			m.CUPED = correlation(v.Samples[arm])
		}
		p.Metrics = append(p.Metrics, m)
	}
	if len(refused.Sentences) > 0 {
		return nil, refused
	}
	p.Correlation = correlations(a.kept, f.Main[first:first+a.own], a.pairs, f.Main[first+a.own:], arm)
	p.cautions(exp, h, arms.Names[arm])
	for _, n := range a.left {
		p.Cautions = append(p.Cautions, report.Cautionf("not_planned", "The guardrail %s is a quantile, which the "+
			"plan leaves out: the chances are those of the other metrics.", n))
	}
	return p, nil
}

// SummaryPast is ReadPast for stated sums: there is no traffic in them, and
// nothing that says how metrics go together.
func SummaryPast(exp *spec.Experiment, in *study.Summary) (*Past, error) {
	list, all, _, err := analysis.StatedSamples(exp, in)
	if err != nil {
		return nil, err
	}
	_, control := analysis.DeclaredArms(exp)
	p := &Past{InHash: in.Tally.Hash.String()}
	for i, e := range list {
		if role, ok := e.Planned(exp); ok {
			e.Metric.Role = role
			p.Metrics = append(p.Metrics, baseline(e, all[i][max(control, 0)]))
		}
	}
	return p, nil
}

// baseline is what one arm's sample says of a metric.
func baseline(e analysis.Entry, s stats.Sample) power.Metric {
	m := power.Metric{Name: e.Metric.Name, Kind: e.Metric.Kind, Role: e.Metric.Role, Down: e.Metric.Down,
		Builtin: e.Metric.Builtin, Share: e.Share(),
		Base: s.Value(), Variance: s.Var(), Units: s.N, Effective: s.Effective, Effect: e.Metric.MinimumEffect,
		Margin: e.Metric.Margin}
	if e.Kind.Dim == 2 { // graded is a ratio of sums like any other
		m.Kind = spec.Ratio
	}
	if e.Kind.Binary {
		m.Variance = m.Base * (1 - m.Base)
	}
	return m
}

// correlation is that of a metric with its covariate, 0 where either does not vary.
func correlation(s stats.Sample) float64 {
	r := s.Cross[1] / math.Sqrt(s.Cross[0]*s.Cross[2])
	if math.IsNaN(r) || s.N < 3 {
		return 0
	}
	return min(max(r, -0.99), 0.99)
}

// cautions adds the traffic and what makes the past a doubtful guide.
func (p *Past) cautions(exp *spec.Experiment, h *health.Facts, arm string) {
	say := func(code, format string, a ...any) {
		p.Cautions = append(p.Cautions, report.Cautionf(code, format, a...))
	}
	if days := len(h.Days); days > 0 && h.HasTime {
		var units int64
		for _, d := range h.Days {
			units += d.Units
		}
		p.UnitsPerWeek = float64(units) / float64(days) * 7
		week := func(days []health.Day) (n int64) {
			for _, d := range days {
				n += d.Units
			}
			return n
		}
		switch {
		case days < 7:
			say("short_traffic", "The export holds %d days of first exposures, so the traffic of a week is a guess: "+
				"%.0f new units.", days, p.UnitsPerWeek)
		case days >= 14 && 2*week(h.Days[days-7:]) < week(h.Days[:7]):
			say("falling_traffic", "New units became fewer: %d in the first 7 days, %d in the last 7. The plan takes "+
				"the average of %.0f a week, which is too many if the regulars have all been counted; say otherwise "+
				"with --units-per-week.",
				week(h.Days[:7]), week(h.Days[days-7:]), p.UnitsPerWeek)
		}
	}
	for _, m := range exp.Metrics {
		if m.Window > 0 {
			say("own_window", "%s counts only units whose own window of %s is over: those that come within the last "+
				"%s before the planned end are in it only if the export runs on.", report.Spoken(m.Name),
				spec.Span(m.Window), spec.Span(m.Window))
		}
	}
	if exp.Window > 0 {
		say("window", "Units count what they do in the %s after first exposure: the last of them finish that much "+
			"after the planned end.", spec.Span(exp.Window))
	}
	if r, _ := health.Run(h); r.Status == "fail" {
		for _, c := range r.Checks {
			if c.Status == "fail" {
				say("unhealthy_past", "The export fails a health check, so its numbers are a doubtful guide: %s",
					c.Detail)
			}
		}
	}
	if h.Compare {
		say("baseline_arm", "Baseline and spread are those of the arm %s.", arm)
	}
}

// crossPair is a product of two components of different metrics.
type crossPair struct {
	i, j   int // metrics
	ci, cj int // 0 = y, 1 = x
	column fold.Column
	scales [2]int
}

// crossColumns lists the fold columns whose products say how metrics go together.
// A column keeps units that both metrics keep, and holds each component as its own
// metric does.
func crossColumns(list []analysis.Entry, cols []fold.Column) []crossPair {
	values := func(c fold.Column) []fold.Value {
		if c.X == nil {
			return []fold.Value{c.Y}
		}
		return []fold.Value{c.Y, *c.X}
	}
	bound := func(c fold.Column, component int) *fold.Bound {
		if component < len(c.Bounds) {
			return c.Bounds[component]
		}
		return &fold.Bound{} // that holds nothing
	}
	var out []crossPair
	for i := range cols {
		for j := range i {
			for ci, a := range values(cols[i]) {
				for cj, b := range values(cols[j]) {
					c := fold.Column{Name: cols[i].Name + " with " + cols[j].Name, Y: a, X: &b,
						Window: max(cols[i].Window, cols[j].Window)}
					if len(cols[i].Bounds)+len(cols[j].Bounds) > 0 {
						c.Bounds = []*fold.Bound{bound(cols[i], ci), bound(cols[j], cj)}
					}
					out = append(out, crossPair{i, j, ci, cj, c, [2]int{list[i].Scales[ci], list[j].Scales[cj]}})
				}
			}
		}
	}
	return out
}

// correlations gives how the metrics' linearised unit values go together in one
// arm: those of a ratio are y − R·x. Nil with one metric.
func correlations(list []analysis.Entry, own sums.Block, pairs []crossPair, crossed sums.Block, arm int) [][]float64 {
	if len(list) < 2 {
		return nil
	}
	weight := make([][]float64, len(list)) // of y and x
	sd := make([]float64, len(list))
	out := make([][]float64, len(list))
	for i, e := range list {
		s := metric.Sums(own[i][arm], e.Scales...).Sample()
		weight[i] = []float64{1}
		v := s.Cross[0]
		if len(s.Mean) == 2 {
			r := s.Total[0] / s.Total[1]
			weight[i] = []float64{1, -r}
			v += -2*r*s.Cross[1] + r*r*s.Cross[2]
		}
		sd[i] = math.Sqrt(math.Max(v, 0) / float64(s.N-1))
		out[i] = make([]float64, len(list))
		out[i][i] = 1
	}
	for k, p := range pairs {
		s := metric.Sums(crossed[k][arm], p.scales[0], p.scales[1]).Sample()
		if s.N < 2 || !(sd[p.i] > 0) || !(sd[p.j] > 0) {
			continue
		}
		out[p.i][p.j] += weight[p.i][p.ci] * weight[p.j][p.cj] * s.Cross[1] / float64(s.N-1) / (sd[p.i] * sd[p.j])
	}
	for i := range out {
		for j := range i {
			out[i][j] = math.Min(math.Max(out[i][j], -1), 1)
			out[j][i] = out[i][j]
		}
	}
	return out
}
