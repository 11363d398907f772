package analysis

import (
	"context"
	"fmt"
	"time"

	"uptake/analysis/fold"
	"uptake/analysis/health"
	"uptake/analysis/metric"
	"uptake/analysis/report"
	"uptake/analysis/spec"
	"uptake/analysis/stats"
	"uptake/analysis/study"
)

// Options are how an analysis goes; nothing here changes a number. The zero
// value works: one worker, no version printed.
type Options struct {
	Workers        int
	ProgramVersion string
	UserIDs        bool   // an investigation names users by their ids
	Of             string // the outcome that an investigation is of, one of report.Investigated; "" is ignored
}

// Analyze folds the tables that were collected by the demand and returns the
// report. The demand must be the one the tables were made with.
func Analyze(ctx context.Context, exp *spec.Experiment, demand spec.Demand, t *study.Tables, o Options) (*report.Report, error) {
	r, _, err := analyze(ctx, exp, demand, t, o, nil)
	return r, err
}

// analyze is Analyze with a reader of the units beside it, and with what the gates
// let through. With a reader the tables are used up.
func analyze(ctx context.Context, exp *spec.Experiment, demand spec.Demand, t *study.Tables, o Options, reader *fold.Reader) (*report.Report, health.Gates, error) {
	c, err := newColumns(ctx, exp, demand, t, o.Workers)
	if err != nil {
		return nil, health.Gates{}, err
	}
	f, err := fold.Fold(ctx, exp, c.all, t, o.Workers, c.beside(exp, reader))
	if err != nil {
		return nil, health.Gates{}, err
	}
	rows, err := counted(t, &f.Tally)
	if err != nil {
		return nil, health.Gates{}, err
	}
	if total(f.Units)+total(f.Crossing) == 0 {
		return nil, health.Gates{}, &NoUnitsError{rows.Read, rows.Dropped}
	}
	if demand.Suggestions && c.noSuggestions(exp, f) {
		demand.Suggestions = false
		c.list = c.list[:len(exp.Metrics)] // built-ins exist wherever suggestions do
	}
	r := header(exp, o)
	r.Unit, r.Rows = t.UnitName, rows
	r.InputHash = fmt.Sprintf("%016x%016x", f.Tally.Hash.Hi, f.Tally.Hash.Lo)
	if attributed(exp, t) && demand.Suggestions {
		r.Attribution = spec.Span(exp.Suggestions.Attribution)
	}
	if t.HasTime {
		r.DataFrom, r.DataTo = stamp(t.From), stamp(t.To)
	}
	b := newBoard(exp, t.Shape.Arms, t.Shape.Control, f.Units)
	b.inside, b.crossing = f.Inside, f.Crossing
	if demand.Suggestions {
		b.setSuggestions(f)
		if r.Bridge, err = bridge(b, t.Shape, f, exp.CompleteWindows); err != nil {
			return nil, health.Gates{}, err
		}
	}
	b.setEnd(t.HasTime, t.To)
	if l := r.Looks; l != nil {
		if l.Reached = b.reached; l.Reached < len(l.Days) {
			l.Next = l.Days[l.Reached]
		}
	}
	facts := b.facts(t, f, rows, demand.Suggestions)
	b.logged(facts, t, &f.Tally)
	b.before(facts, c.list, f)
	quantiles, err := b.quantiles(ctx, c.list, t, o.Workers)
	if err != nil {
		return nil, health.Gates{}, err
	}
	b.values(facts, c.list, f, quantiles)
	b.cells(facts, c.list, demand, &f.Tally)
	b.gate(r, facts)
	if err := b.metrics(ctx, r, c, f, quantiles, t, o.Workers); err != nil {
		return nil, health.Gates{}, err
	}
	for i, e := range c.list {
		setCells(&r.Metrics[i], e.m, demand, &f.Tally)
		setImmature(&r.Metrics[i], e, f, quantiles[i].immature)
	}
	b.after(r, facts, c.list, f.NonZero)
	b.crossChecks(r)
	b.moved(r)
	b.compliers(r, c.list, c.paired, f)
	c.fresh.report(b, r, c.list, f)
	if demand.Suggestions {
		r.Adoption = b.adoption(f, t.HasTime)
		r.Suggestions = b.suggestions(c.all[c.rates:c.rates+c.shown], f, c.rates)
	}
	b.segments(r, c.list, f)
	b.postStratify(r, c.list, f)
	b.series(r, c.list, c.all, f)
	b.atLooks(r, c.list, c.all, f)
	b.judge(r, c.list, c.all, f, t.HasTime)
	r.Cautions = append(r.Cautions, traits(exp, t, f, demand)...)
	r.Cautions = append(r.Cautions, b.unadjusted()...)
	b.decide(r, facts, t.HasTime, t.To)
	return r, b.gates, nil
}

// metrics reports every metric of the list in its order.
func (b *board) metrics(ctx context.Context, r *report.Report, c *columns, f *fold.Result, quantiles map[int]valued, t *study.Tables, workers int) error {
	first, err := f.Main.Merge(f.Crossed)
	if err != nil {
		return err
	}
	if b.left, err = newLeftOut(ctx, b.exp, c, f, first, t, workers); err != nil {
		return err
	}
	beside, err := newAlsoUnits(ctx, b.exp, c.list, c.all, t, workers)
	if err != nil {
		return err
	}
	for i, e := range c.list {
		if e.col < 0 {
			m := b.metric(e, quantiles[i].samples, nil, nil)
			m.Cautions = append(m.Cautions, quantiles[i].cautions...)
			beside.add(b.gates.Metric(e.m.Name), b, &m, e, i)
			r.Metrics = append(r.Metrics, m)
			continue
		}
		var alt []stats.Sample
		if total(f.Crossing) > 0 {
			alt = b.left.attach(samples(e, first, e.col), e.col, b.left.firstSeen)
		}
		m := b.metric(e, b.left.attach(samples(e, f.Main, e.col), e.col, b.left.main), alt, e.covaried(f.Adjusted[e.col]))
		if at, ok := c.graded[i]; ok {
			b.graded(&m, e, f, at)
		}
		beside.add(b.gates.Metric(e.m.Name), b, &m, e, i)
		b.influence(&m, e, f)
		m.Winsorized = c.capped[i]
		m.Cautions = append(m.Cautions, cappedCautions(c.capped[i])...)
		m.Cautions = append(m.Cautions, b.losses(e.m, samples(e, f.Main, e.col), t)...)
		r.Metrics = append(r.Metrics, m)
	}
	return nil
}

// samples makes every arm's sample of one entry.
func samples(e entry, block fold.Block, column int) []stats.Sample {
	var out []stats.Sample
	for _, m := range block[column] {
		out = append(out, e.kind.Sample(metric.Sums(m, e.scales...)))
	}
	return out
}

// header fills what the experiment file says.
func header(exp *spec.Experiment, o Options) *report.Report {
	r := &report.Report{Schema: report.Schema, ProgramVersion: o.ProgramVersion, Experiment: exp.ID, Hypothesis: exp.Hypothesis,
		Owner: exp.Owner, Link: exp.Link, Layout: string(exp.Layout), Alpha: report.Num(exp.Statistics.Alpha), Timezone: "UTC",
		Start: exp.Start.String(), End: exp.End.String(), Planned: exp.Decision.Planned.String(), Window: spec.Span(exp.Window),
		Set: append([]string{}, exp.Set...), Bridge: []report.Bridge{}, Metrics: []report.Metric{}, Segments: []report.Segment{}, Differences: []report.Heterogeneity{}, Moved: []report.Moved{}, Novelty: []report.Novelty{},
		Series: []report.Point{}, Cautions: []report.Caution{}}
	if days := exp.LookDays(); days != nil {
		r.Looks = &report.PlannedLooks{Spending: string(exp.Statistics.Spending)}
		for _, d := range days {
			r.Looks.Days = append(r.Looks.Days, d.String())
		}
	}
	if t := exp.ShareTotal; t > 0 {
		r.Cautions = append(r.Cautions, caution("shares_scaled", "The shares of the arms as written add up to %.4g%% and were scaled to 100%%: a typing error there looks like a split that is off.", 100*t))
	}
	if exp.Zone != nil {
		r.Timezone = exp.Zone.String()
	}
	return r
}

func stamp(us int64) string { return time.UnixMicro(us).UTC().Format(time.RFC3339Nano) }

func total(v []int64) int64 {
	var n int64
	for _, x := range v {
		n += x
	}
	return n
}
