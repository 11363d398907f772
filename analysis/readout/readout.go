package readout

import (
	"context"

	"uptake/analysis/fold"
	"uptake/analysis/health"
	"uptake/analysis/report"
	"uptake/analysis/spec"
	"uptake/analysis/study"
)

// Options are how a readout is made; nothing here changes a number. The zero value
// works: one worker, no version printed.
type Options struct {
	Workers        int
	ProgramVersion string
	Assigned       func(*Assigned) // is given who was in which arm; may be nil
}

// Asked is what a readout wants of the one visit of the study tables, and what it
// makes of it.
type Asked struct {
	c      *columns
	t      *study.Tables
	demand spec.Demand
	o      Options
}

// Ask lists what a readout of the tables wants. The demand must be the one that the
// tables were collected by.
func Ask(exp *spec.Experiment, demand spec.Demand, t *study.Tables, o Options) (*Asked, error) {
	c, err := newColumns(exp, demand, t)
	if err != nil {
		return nil, err
	}
	a := &Asked{c, t, demand, o}
	if o.Assigned != nil {
		a.keepMain()
	}
	return a, nil
}

// Columns are to be added up, before any others.
func (a *Asked) Columns() []fold.Column { return a.c.all }

// Beside is to be kept beside them.
func (a *Asked) Beside() fold.Beside {
	return fold.Beside{Numbers: a.c.numbers, IDs: a.o.Assigned != nil}
}

// Report makes the report of what was added up, with what the gates let through.
func (a *Asked) Report(f *fold.Result) (*report.Report, health.Gates, error) {
	w, at := a.work(f)
	if err := w.make(parts, at...); err != nil {
		return nil, health.Gates{}, err
	}
	if a.o.Assigned != nil {
		a.o.Assigned(a.assigned(f.Kept, w.r))
	}
	return w.r, w.by.Gates, nil
}

// work begins a readout, and says what the study has at hand.
func (a *Asked) work(f *fold.Result) (w *work, at []string) {
	w = newWork(a.c.exp, a.o)
	w.t, w.demand, w.columns, w.f = a.t, a.demand, a.c, f
	if w.list = a.c.list; !a.demand.Suggestions || a.c.noSuggestions(f.Result) {
		w.demand.Suggestions = false
		w.list = w.list[:len(w.exp.Metrics)] // built-ins exist wherever suggestions do
		return w, []string{tables}
	}
	return w, []string{tables, suggestions}
}

// Analyze folds the tables that were collected by the demand and returns the report.
// The tables are used up.
func Analyze(ctx context.Context, exp *spec.Experiment, demand spec.Demand, t *study.Tables, o Options) (*report.Report,
	error) {
	a, err := Ask(exp, demand, t, o)
	if err != nil {
		return nil, err
	}
	f, err := fold.Fold(ctx, exp, a.Columns(), t, o.Workers, a.Beside())
	if err != nil {
		return nil, err
	}
	r, _, err := a.Report(f)
	return r, err
}

// AnalyzeSummary makes the report of stated sums, moments or counts, one row
// per arm and metric: the same samples and methods as Analyze, without
// segments, series, suggestions and bridge. Every problem of the rows is named
// in one error.
func AnalyzeSummary(ctx context.Context, exp *spec.Experiment, in *study.Summary, o Options) (*report.Report, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	w := newWork(exp, o)
	w.stated = in
	if err := w.make(parts, stated); err != nil {
		return nil, err
	}
	return w.r, nil
}

// header fills what the experiment file says.
func header(exp *spec.Experiment, o Options) *report.Report {
	r := &report.Report{Schema: report.Schema, ProgramVersion: o.ProgramVersion, Experiment: exp.ID,
		Hypothesis: exp.Hypothesis,
		Owner:      exp.Owner, Link: exp.Link, Layout: string(exp.Layout), Alpha: report.Num(exp.Statistics.Alpha),
		Timezone: "UTC",
		Start:    exp.Start.String(), End: exp.End.String(), Planned: exp.Decision.Planned.String(),
		Window: spec.Span(exp.Window),
		Set:    append([]string{}, exp.Set...), Bridge: []report.Bridge{}, Metrics: []report.Metric{},
		Segments: []report.Segment{}, Differences: []report.Heterogeneity{}, Moved: []report.Moved{},
		Novelty: []report.Novelty{},
		Series:  []report.Point{}, Cautions: []report.Caution{}}
	if days := exp.LookDays(); days != nil {
		r.Looks = &report.PlannedLooks{Spending: string(exp.Statistics.Spending)}
		for _, d := range days {
			r.Looks.Days = append(r.Looks.Days, d.String())
		}
	}
	if t := exp.ShareTotal; t > 0 {
		r.Cautions = append(r.Cautions, report.Cautionf("shares_scaled", "The shares of the arms as written add up "+
			"to %.4g%% and were scaled to 100%%: a typing error there looks like a split that is off.", 100*t))
	}
	if exp.Zone != nil {
		r.Timezone = exp.Zone.String()
	}
	return r
}
