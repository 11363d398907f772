package investigation

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"

	"uptake/analysis"
	"uptake/analysis/fold"
	"uptake/analysis/health"
	"uptake/analysis/ignore"
	"uptake/analysis/metric"
	"uptake/analysis/moment"
	"uptake/analysis/plan"
	"uptake/analysis/power"
	"uptake/analysis/readout"
	"uptake/analysis/report"
	"uptake/analysis/spec"
	"uptake/analysis/stats"
	"uptake/analysis/study"
)

// ErrNoSuggestions is an investigation of an export that holds no suggestions.
var ErrNoSuggestions = errors.New("there are no suggestions to investigate: name the event that shows one with " +
	"suggestions: {events: {shown: [...]}}, or use layout: suggestions")

// Needs is analysis.Needs with what the investigation can use beside: the canonical
// attributes, wherever the export has them.
func Needs(exp *spec.Experiment) (spec.Demand, error) {
	d := analysis.Needs(exp)
	if !d.Suggestions {
		return d, ErrNoSuggestions
	}
	d.Attributes, d.Look, d.Traits = slices.Clone(ignore.Attributes), ignore.Look, ignore.Traits
	d.Requests, d.Persisted = len(exp.Suggestions.Events["requested"]) > 0, len(exp.Suggestions.Events["persisted"]) > 0
	for _, c := range exp.Compare {
		if c.From != "" && !slices.Contains(d.Attributes, c.By) {
			d.Attributes = append(d.Attributes, c.By)
		}
	}
	if exp.Replay != "" {
		d.Attributes = append(d.Attributes, "session")
	}
	return d, nil
}

// Options are how an investigation is made.
type Options struct {
	Workers        int
	Draws          int // of the chances of a drafted test, as plan.Options has it
	ProgramVersion string
	UserIDs        bool          // users are named by their ids
	Of             string        // the outcome that is studied, one of report.Investigated; "" is ignored
	Lenses         []ignore.Lens // nil: all
	// drafted tests are sized for their primary metric alone, not as uptake plan does it
	Unsized  bool
	Assigned func(*readout.Assigned) // as readout.Options has it
}

// Run investigates why suggestions are ignored. Arms, rows and gates are those
// of the readout of the same tables; the demand must be that of Needs, which takes
// requests and checks of what stays in as well. The tables are used up.
func Run(ctx context.Context, exp *spec.Experiment, demand spec.Demand, t *study.Tables, o Options) (*report.Ignores,
	error) {
	b, err := Begin(ctx, exp, demand, t, o)
	if err != nil {
		return nil, err
	}
	return b.Finish(ctx)
}

// Begun is an investigation of which the tables have been gone through: the rest is made
// of what was kept of them.
type Begun struct {
	// Readout is that of the same visit: the one of tables that were collected for a readout
	// alone, unless these go Beyond it.
	Readout *report.Report

	exp       *spec.Experiment
	o         Options
	of        report.Studied
	gates     health.Gates
	gathering *ignore.Gathering
	unsized   error // why drafted tests cannot be sized
}

// Begin is Run as far as the tables are wanted. It fails where a readout of them would.
func Begin(ctx context.Context, exp *spec.Experiment, demand spec.Demand, t *study.Tables, o Options) (*Begun, error) {
	of, ok := report.StudiedNamed(o.Of)
	if !ok {
		return nil, fmt.Errorf("no investigation is of %q", o.Of)
	}
	e := estimatesOf(exp)
	b := &Begun{exp: exp, o: o, of: of}
	b.gathering = ignore.NewGathering(exp, t, ignore.Options{Workers: o.Workers, UserIDs: o.UserIDs, Of: of,
		Estimate: ignore.Estimates{Ratio: e.ratio, Mean: e.mean, ControlUnits: e.controlUnits}})
	asked, err := readout.Ask(exp, demand, t, readout.Options{Workers: o.Workers, ProgramVersion: o.ProgramVersion,
		Assigned: o.Assigned})
	if err != nil {
		return nil, err
	}
	columns, beside := asked.Columns(), asked.Beside()
	beside.Reader = b.gathering.Reader()
	var past *plan.Asked
	if !o.Unsized {
		if past, b.unsized = askPast(exp, demand, t); b.unsized == nil {
			columns = slices.Concat(columns, past.Columns())
		}
	}
	found, err := fold.Fold(ctx, exp, columns, t, o.Workers, beside)
	if err != nil {
		return nil, err
	}
	if past != nil && b.unsized == nil {
		size, err := sizer(exp, past, found.Result, len(asked.Columns()), plan.Options{Workers: o.Workers,
			Draws: o.Draws})
		b.unsized = err
		b.gathering.Sizes(size)
	}
	b.Readout, b.gates, err = asked.Report(found)
	return b, err
}

// Finish is the investigation, an *Embargoed while the numbers are closed.
func (b *Begun) Finish(ctx context.Context) (*report.Ignores, error) {
	r := b.Readout
	if b.unsized != nil {
		return nil, b.unsized
	}
	if e := r.Embargo; e != nil {
		return nil, &Embargoed{e.Last, e.Opens}
	}
	out := &report.Ignores{Schema: report.IgnoresSchema, ProgramVersion: r.ProgramVersion, Experiment: r.Experiment,
		Link: r.Link, Of: b.of.Name, Layout: r.Layout, Unit: r.Unit,
		Alpha: r.Alpha, Attribution: r.Attribution, DataFrom: r.DataFrom, DataTo: r.DataTo,
		InputHash: string(r.InputHash), Set: r.Set, Arms: r.Arms, Rows: r.Rows, Health: r.Health, Withheld: r.Withheld,
		Split: []report.SplitShare{}, Weights: []report.WeightGap{}, Changed: []report.Changed{},
		Causes: []report.Cause{}, Drivers: []report.Driver{}, Dose: []report.DoseCurve{}, Kept: []report.KeptArm{},
		Sessions: []report.Timeline{},
		Plans:    []report.NextTest{}, Cautions: []report.Caution{}}
	f, err := b.gathering.Facts(ctx, b.gates.Arms())
	if err != nil {
		return nil, err
	}
	lenses := b.o.Lenses
	if lenses == nil {
		lenses = ignore.Lenses
	}
	return out, ignore.Investigate(ctx, f, lenses, out)
}

// estimates makes the estimates of metric kinds for shares, which lie between 0 and 1.
type estimates struct {
	alpha float64
	read  float64 // what of it the reading at a drafted test's end has
}

func estimatesOf(exp *spec.Experiment) estimates {
	return estimates{alpha: exp.Statistics.Alpha, read: exp.Statistics.Alpha * spec.ReadShare(exp.BandBeside(), false)}
}

func (e estimates) ratio(y, x []int64, scale int) report.Estimate {
	m := moment.New(2)
	for i := range y {
		m.Add(y[i], x[i])
	}
	s := metric.Ratio.Sample(metric.Sums(m, scale, 0))
	if s.NeedsLeftOut() {
		l := stats.NewLeaveOneOut(y, x, math.Pow10(-scale))
		s.LeftOut = &l
	}
	return between0And1(metric.Ratio.Estimate("", s, e.alpha))
}

func (e estimates) mean(v []int64, scale int) report.Estimate {
	m := moment.New(1)
	for _, x := range v {
		m.Add(x)
	}
	return between0And1(metric.Mean.Estimate("", metric.Mean.Sample(metric.Sums(m, scale)), e.alpha))
}

func (e estimates) controlUnits(effect, variance float64) float64 {
	return power.ControlUnits(effect, variance, variance, 1, e.read, 0.8)
}

func between0And1(e report.Estimate) report.Estimate {
	if e.Lo.Defined() {
		e.Lo, e.Hi = max(e.Lo, 0), min(e.Hi, 1)
	}
	return e
}
