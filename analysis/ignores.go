package analysis

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"

	"uptake/analysis/ignore"
	"uptake/analysis/metric"
	"uptake/analysis/moment"
	"uptake/analysis/power"
	"uptake/analysis/report"
	"uptake/analysis/spec"
	"uptake/analysis/stats"
	"uptake/analysis/study"
)

// ErrNoSuggestions is an investigation of an export that holds no suggestions.
var ErrNoSuggestions = errors.New("there are no suggestions to investigate: name the event that shows one with suggestions: {events: {shown: [...]}}, or use layout: suggestions")

// NeedsIgnores is Needs with what the investigation can use beside: the canonical
// attributes, wherever the export has them.
func NeedsIgnores(exp *spec.Experiment) (spec.Demand, error) {
	d := Needs(exp)
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

// Ignores investigates why suggestions are ignored. Arms, rows and gates are those
// of the readout of the same tables; the demand must be that of NeedsIgnores, which takes
// requests and checks of what stays in as well. The tables are used up.
func Ignores(ctx context.Context, exp *spec.Experiment, demand spec.Demand, t *study.Tables, o Options) (*report.Ignores, error) {
	return investigate(ctx, exp, demand, t, o, ignore.Lenses, true)
}

// investigate is Ignores through some lenses; sizes: drafted tests are sized as uptake
// plan does it, and not for their primary metric alone.
func investigate(ctx context.Context, exp *spec.Experiment, demand spec.Demand, t *study.Tables, o Options, lenses []ignore.Lens, sizes bool) (*report.Ignores, error) {
	e := estimatesOf(exp)
	of, ok := report.StudiedNamed(o.Of)
	if !ok {
		return nil, fmt.Errorf("no investigation is of %q", o.Of)
	}
	g := ignore.NewGathering(exp, t, ignore.Options{Workers: o.Workers, UserIDs: o.UserIDs, Of: of, Estimate: ignore.Estimates{Ratio: e.ratio, Mean: e.mean, ControlUnits: e.controlUnits}})
	if sizes {
		size, err := sizer(ctx, exp, demand, t, o)
		if err != nil {
			return nil, err
		}
		g.Sizes(size)
	}
	r, gates, err := analyze(ctx, exp, demand, t, o, g.Reader())
	if err != nil {
		return nil, err
	}
	for i := 0; i < t.Parts && t.Drop != nil; i++ {
		t.Drop(i)
	}
	out := &report.Ignores{Schema: report.IgnoresSchema, ProgramVersion: r.ProgramVersion, Experiment: r.Experiment, Link: r.Link, Of: of.Name, Layout: r.Layout, Unit: r.Unit,
		Alpha: r.Alpha, Attribution: r.Attribution, DataFrom: r.DataFrom, DataTo: r.DataTo, InputHash: r.InputHash, Set: r.Set, Arms: r.Arms, Rows: r.Rows, Health: r.Health, Withheld: r.Withheld,
		Split: []report.SplitShare{}, Weights: []report.WeightGap{}, Changed: []report.Changed{}, Causes: []report.Cause{}, Drivers: []report.Driver{}, Dose: []report.DoseCurve{}, Kept: []report.KeptArm{}, Sessions: []report.Timeline{},
		Plans: []report.NextTest{}, Cautions: []report.Caution{}}
	f, err := g.Facts(ctx, gates.Arms())
	if err != nil {
		return nil, err
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
	s := ratioKind.Sample(metric.Sums(m, scale, 0))
	if needsLeftOut(s) {
		l := stats.NewLeaveOneOut(y, x, math.Pow10(-scale))
		s.LeftOut = &l
	}
	return between0And1(ratioKind.Estimate("", s, e.alpha))
}

func (e estimates) mean(v []int64, scale int) report.Estimate {
	m := moment.New(1)
	for _, x := range v {
		m.Add(x)
	}
	return between0And1(meanKind.Estimate("", meanKind.Sample(metric.Sums(m, scale)), e.alpha))
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
