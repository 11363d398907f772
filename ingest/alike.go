package ingest

import (
	"context"
	"errors"
	"reflect"
	"runtime"
	"slices"

	"uptake/analysis/spec"
	"uptake/analysis/study"
	"uptake/ingest/resolve"
)

// Asked is an experiment with what must be collected for it.
type Asked struct {
	Experiment *spec.Experiment
	Demand     spec.Demand
}

// Alike puts experiments together that one collection can serve: they read the same rows,
// ask the same of them, and differ in their ids, arms, windows and verdicts alone. Groups
// and what is in them keep their order; an experiment that is like no other is a group.
func Alike(list []Asked) (groups [][]int) {
	arms := []int{} // by group
	for i, a := range list {
		k := -1
		if a.shares() {
			k = slices.IndexFunc(groups, func(g []int) bool {
				first := list[g[0]]
				return first.shares() && sameReading(first, a) && !slices.ContainsFunc(g,
					func(j int) bool { return list[j].Experiment.ID == a.Experiment.ID })
			})
		}
		if n := len(a.Experiment.Arms); k >= 0 && arms[k]+n <= mostArms {
			groups[k], arms[k] = append(groups[k], i), arms[k]+n
		} else {
			groups, arms = append(groups, []int{i}), append(arms, n)
		}
	}
	return groups
}

// shares reports whether rows of the experiment can be told from those of another: each
// that may expose somebody names its experiment, and is nothing else.
func (a Asked) shares() bool {
	e := a.Experiment
	// then a row is of every experiment that its unit is in
	if len(e.Arms) == 0 || e.Layout == spec.Suggestions && e.Assignments != nil {
		return false
	}
	counted := func(v spec.Variable) bool {
		return slices.ContainsFunc(v.Agg.Event, func(n string) bool { return slices.Contains(e.Exposure.Event, n) })
	}
	return e.Layout != spec.Events || e.Assignments != nil || !slices.ContainsFunc(a.Demand.Variables, counted)
}

// sameReading reports whether two experiments ask the same of the same rows.
func sameReading(a, b Asked) bool {
	return reflect.DeepEqual(reading(a.Experiment), reading(b.Experiment)) && reflect.DeepEqual(a.Demand, b.Demand)
}

// reading is what of an experiment says what its rows mean, whosever they are.
func reading(e *spec.Experiment) spec.Experiment {
	out := spec.Experiment{Layout: e.Layout, Zone: e.Zone, Sources: e.Sources, Columns: e.Columns, Derived: e.Derived,
		Where: e.Where, Exposure: e.Exposure,
		Assignments: e.Assignments, Labels: e.Labels, Suggestions: e.Suggestions, Duplicates: e.Duplicates,
		Segments: e.Segments, Attributes: e.Attributes, Missing: e.Missing}
	if e.Layout != spec.Events { // every row may expose: what it tells beside hangs on the days
		out.Start, out.End = e.Start, e.End
	}
	if e.Layout == spec.Summary {
		for _, m := range e.Metrics {
			out.Metrics = append(out.Metrics, spec.Metric{Column: m.Column})
		}
	}
	return out
}

// Collected is the study of one of several experiments, or why there is none.
type Collected struct {
	Tables *study.Tables
	Err    error
}

// ErrApart is that the rows do not name their experiment, so that each must be collected
// by itself.
var ErrApart = errors.New("rows that may expose somebody name no experiment")

// CollectAlike is Collect for experiments of one group of Alike: their sources are read
// once, and the studies are those that Collect gives of each. The error is one of all;
// where it is ErrApart, Collect may well succeed. Every study that is not gone through to
// its end is let go of by close.
func CollectAlike(ctx context.Context, list []*spec.Experiment, d spec.Demand, o Options) (out []Collected,
	close func(), err error) {
	if o.Workers <= 0 {
		o.Workers = runtime.GOMAXPROCS(0)
	}
	r, e := newRun(list, d, o), list[0]
	defer func() {
		if err != nil {
			r.store.Close()
		}
	}()
	if e.Labels != nil && len(d.Grades) > 0 {
		labels, err := readLabels(ctx, e, d.Grades, o.Open)
		if err != nil {
			return nil, nil, err
		}
		r.layout.(interface{ setLabels(*labelFile) }).setLabels(labels)
		r.labels = labels
	}
	populations, unread := make([][]spec.Population, len(list)), make([]error, len(list))
	for k, m := range list {
		populations[k], unread[k] = Populations(ctx, m)
	}
	if len(list) == 1 && unread[0] != nil { // before anything large is read
		return nil, nil, unread[0]
	}
	defer r.set.Close()
	if err := r.set.Find(); err != nil {
		return nil, nil, err
	}
	if err := r.nameRows(); err != nil {
		return nil, nil, err
	}
	total, err := r.scan(ctx, o)
	if err != nil {
		return nil, nil, err
	}
	out = make([]Collected, len(list))
	gathered := make([]*gathered, len(list))
	failed := 0
	for k := range list {
		g := total.of(r, k)
		if out[k].Err = unread[k]; out[k].Err == nil {
			out[k].Err = g.checkPresent(r.needed())
		}
		if out[k].Err == nil {
			out[k].Err = g.check()
		}
		if out[k].Err != nil {
			failed++
		}
		gathered[k] = g
	}
	if failed == len(list) {
		return out, r.store.Close, nil
	}
	rows := resolve.NewRows(r.store, r.firstArms(), len(list)-failed)
	ranks, err := r.rank(ctx, gathered[0], rows, o)
	if err != nil {
		return nil, nil, err
	}
	for k, g := range gathered {
		if out[k].Err == nil {
			out[k].Tables = r.as(r.members[k]).tables(g, k, ranks, rows)
			out[k].Tables.Population = populations[k]
		}
	}
	return out, rows.Close, nil
}
