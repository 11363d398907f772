package job

import (
	"context"
	"errors"
	"reflect"
	"slices"
	"sync"
	"sync/atomic"

	"uptake/analysis"
	"uptake/analysis/fault"
	"uptake/analysis/investigation"
	"uptake/analysis/spec"
	"uptake/analysis/study"
	"uptake/ingest"
)

// Shared collects experiments together that read the same exports and ask the same of
// them: each export is read once for all of a group, when the first of them asks. Who
// gives it as Run.Shared takes the experiments of a group through one after another, or
// side by side, and says Done of each, begun or not: then its rows are let go of.
type Shared struct {
	workers           int
	mu                sync.Mutex // of the rest
	readouts, ignores map[*spec.Experiment]*group
	less              map[*spec.Experiment]*spec.Experiment // those that go on without a metric
}

// group is experiments that are collected together.
type group struct {
	list    []*spec.Experiment
	demand  spec.Demand
	once    sync.Once
	tables  map[*spec.Experiment]ingest.Collected
	stated  map[*spec.Experiment]ingest.Stated
	close   func()
	err     error
	read    atomic.Bool  // tables are there, as far as nobody closed them
	waiting atomic.Int32 // of the list, not done yet
}

// Together finds the groups among experiments; so many workers read for one. Those whose
// investigations are read together are of one group of readouts as well, so that no rows
// wait for long.
func Together(list []*spec.Experiment, workers int) *Shared {
	s := &Shared{workers: workers, readouts: map[*spec.Experiment]*group{}, ignores: map[*spec.Experiment]*group{},
		less: map[*spec.Experiment]*spec.Experiment{}}
	s.find(list)
	return s
}

func (s *Shared) find(list []*spec.Experiment) {
	readouts := func(e *spec.Experiment) (spec.Demand, error) { return analysis.Needs(e), nil }
	for _, g := range find(s.readouts, list, readouts) {
		find(s.ignores, g.list, investigation.Needs)
	}
}

// Without gives an experiment without metrics whose data failed; ok is false where it
// cannot be without them. Those that were collected with it and failed alike are
// collected together again.
func (s *Shared) Without(e *spec.Experiment, failed *study.MetricError) (less *spec.Experiment, ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if less := s.less[e]; less != nil {
		return less, true
	}
	if less, ok = e.Without(failed.Metrics, failed.Error()); !ok {
		return nil, false
	}
	s.less[e] = less
	list := []*spec.Experiment{less}
	for _, of := range []map[*spec.Experiment]*group{s.readouts, s.ignores} {
		g := of[e]
		if g == nil || !g.read.Load() {
			continue
		}
		for _, o := range g.list {
			var alike *study.MetricError
			if o == e || !errors.As(g.tables[o].Err, &alike) || !slices.Equal(alike.Metrics, failed.Metrics) ||
				s.less[o] != nil {
				continue
			}
			if x, ok := o.Without(alike.Metrics, alike.Error()); ok {
				s.less[o], list = x, append(list, x)
			}
		}
	}
	s.find(list)
	return less, true
}

func find(of map[*spec.Experiment]*group, list []*spec.Experiment, needs func(*spec.Experiment) (spec.Demand,
	error)) (groups []*group) {
	var asked []ingest.Asked
	for _, e := range list {
		if d, err := needs(e); err == nil {
			asked = append(asked, ingest.Asked{Experiment: e, Demand: d})
		}
	}
	for _, same := range ingest.Alike(asked) {
		if len(same) == 1 {
			continue
		}
		g := &group{demand: asked[same[0]].Demand}
		for _, k := range same {
			g.list = append(g.list, asked[k].Experiment)
			of[asked[k].Experiment] = g
		}
		g.waiting.Store(int32(len(same)))
		groups = append(groups, g)
	}
	return groups
}

// With lists the experiments that are read together with one, itself among them; nil
// where it is read alone.
func (s *Shared) With(e *spec.Experiment) []*spec.Experiment {
	if g := s.readouts[e]; g != nil {
		return g.list
	}
	return nil
}

// Done says that an experiment asks for nothing any more.
func (s *Shared) Done(e *spec.Experiment) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for ; e != nil; e = s.less[e] {
		s.done(e)
	}
}

func (s *Shared) done(e *spec.Experiment) {
	for _, of := range []map[*spec.Experiment]*group{s.readouts, s.ignores} {
		if g := of[e]; g != nil && g.waiting.Add(-1) == 0 && g.close != nil {
			g.close()
			g.tables, g.stated = nil, nil
		}
	}
}

// group is the one in which an experiment is collected for a demand, nil where it is
// collected alone.
func (s *Shared) group(e *spec.Experiment, d spec.Demand) *group {
	if s == nil {
		return nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, of := range []map[*spec.Experiment]*group{s.readouts, s.ignores} {
		if g := of[e]; g != nil && reflect.DeepEqual(g.demand, d) {
			return g
		}
	}
	return nil
}

// collect collects the group once, under the context of who asks first.
func (g *group) collect(ctx context.Context, r Run, o ingest.Options) error {
	g.once.Do(func() {
		g.err = r.persist(ctx, func() error { return g.open(ctx, o) })
		g.read.Store(true)
	})
	return g.err
}

func (g *group) open(ctx context.Context, o ingest.Options) (err error) {
	defer fault.Catch(&err, "reading an export for several experiments")
	if g.list[0].Layout == spec.Summary {
		list, err := ingest.SummaryAlike(ctx, g.list, o)
		if err != nil {
			return err
		}
		g.stated, g.close = map[*spec.Experiment]ingest.Stated{}, func() {}
		for k, x := range list {
			g.stated[g.list[k]] = x
		}
		return nil
	}
	list, done, err := ingest.CollectAlike(ctx, g.list, g.demand, o)
	if err != nil {
		return err
	}
	g.tables, g.close = map[*spec.Experiment]ingest.Collected{}, done
	for k, x := range list {
		g.tables[g.list[k]] = x
	}
	return nil
}

// apart reports whether a group's experiments must each be collected by itself.
func apart(err error) bool { return errors.Is(err, ingest.ErrApart) }
