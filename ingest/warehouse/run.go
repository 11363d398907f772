package warehouse

import (
	"context"
	"fmt"

	"uptake/analysis/counted"
	"uptake/analysis/fold"
	"uptake/analysis/spec"
	"uptake/analysis/study"
	"uptake/analysis/sums"
	"uptake/ingest"
)

// Study is an experiment whose rows an engine has.
type Study struct {
	Demand spec.Demand   // without suggestions where rows have none
	Tables *study.Tables // what is known of the rows; it has no partitions
	*Session
	plan  *Plan
	cut   Cut
	tally sums.Tally // of rows set aside on their own
	kept  int64      // rows that are not
	known *known     // what is kept of earlier runs, nil where nothing is
}

// Look asks what the rows of the experiment's table are. Units are taken in so many parts one after the other, a power
// of two up to MostPasses, and in more of them, up to most, where there are very many rows or the engine runs out of
// memory.
func (x *Session) Look(ctx context.Context, exp *spec.Experiment, demand spec.Demand, passes, most int) (*Study,
	error) {
	plan, err := New(exp, demand, x.Columns)
	if err != nil {
		return nil, err
	}
	s := &Study{Session: x, plan: plan}
	s.passes, s.most = max(1, passes), most
	if err := s.takePrints(ctx); err != nil {
		return nil, err
	}
	from, err := s.scan(ctx)
	if err != nil {
		return nil, err
	}
	found := newScanned(plan)
	if err := found.readAll(from); err != nil {
		return nil, err
	}
	if err := found.check(); err != nil {
		return nil, err
	}
	s.holds(found.kept)
	s.tally, s.kept, s.cut = found.tally, found.kept, Cut{found.from, found.to, found.coarse(), found.noSID == 0}
	s.Tables, s.Demand = found.tables(), demand
	if s.Demand.Suggestions = demand.Suggestions && hasSuggestions(exp, found.events); !s.Demand.Suggestions {
		plan.suggests = false
	} else if err := plan.refuseSuggestions(); err != nil {
		return nil, err
	}
	s.Tables.Population, err = ingest.Populations(ctx, exp)
	return s, err
}

// toAdd is a statement whose answers of disjoint units stand beside each other.
type toAdd struct {
	about string
	sql   func(Pass) string
}

// toAddUp are the statements that add units up, in order.
func (s *Study) toAddUp(a *asked, cut Cut) []toAdd {
	out := []toAdd{{aboutUnits, func(part Pass) string { return s.plan.units(s.d, cut, a, part) }}}
	if values, _ := a.series(); len(values) > 0 {
		out = append(out, toAdd{aboutDays, func(part Pass) string { return s.plan.days(s.d, cut, a, part) }})
	}
	if s.plan.suggests {
		out = append(out, toAdd{aboutFirsts, func(part Pass) string { return s.plan.firsts(s.d, cut, part) }})
	}
	return out
}

// told is what an engine answered to one.
type told struct {
	about string
	*answer
}

// askAbout asks statements about units, as they are at an end of the data: about all units, or where answers of cohorts
// are kept those of which none stands.
func (s *Study) askAbout(ctx context.Context, a *asked, statements func(Cut) []toAdd) (out []told, err error) {
	if s.known != nil {
		return s.byCohorts(ctx, a, statements)
	}
	for _, x := range statements(s.cut) {
		of, err := s.byUnits(ctx, x.about, x.sql)
		if err != nil {
			return nil, err
		}
		out = append(out, told{x.about, of})
	}
	return out, nil
}

// Add asks the engine to add up the columns.
func (s *Study) Add(ctx context.Context, columns []fold.Column) (*fold.Result, error) {
	a, err := s.plan.takeApart(columns)
	if err != nil {
		return nil, err
	}
	told, err := s.askAbout(ctx, a, func(cut Cut) []toAdd { return s.toAddUp(a, cut) })
	if err != nil {
		return nil, err
	}
	f := &folding{p: s.plan, a: a, cut: s.cut, r: newResult(s.plan, a)}
	for _, x := range told {
		take := map[string]func(*answer) error{aboutUnits: f.units, aboutDays: f.days, aboutFirsts: f.firsts}[x.about]
		if err := take(x.answer); err != nil {
			return nil, broken(err)
		}
		if x.about != aboutUnits {
			continue
		}
		if err := s.agree(f, x.answer); err != nil {
			return nil, err
		}
	}
	s.keepAnswers()
	f.r.Last = spec.DayOf(s.cut.To, s.plan.Exp.Zone)
	f.r.Tally.Add(&s.tally)
	return &fold.Result{Result: f.r}, nil
}

// broken is an answer that cannot be one.
func broken(err error) error {
	return fmt.Errorf("the engine's answer cannot be right, so nothing is made of it: %w", err)
}

// agree refuses sums that are not of the rows that were counted before, or whose rows an
// engine does not read as uptake does.
func (s *Study) agree(f *folding, units *answer) error {
	var n, unordered, unspelled int64
	large := make([]int64, len(s.plan.variable))
	s.Tables.Rounding = make([]study.Rounding, len(s.plan.variable))
	for _, cells := range units.rows {
		r := &row{a: units, cells: cells}
		if r.null("exposed_day") {
			continue
		}
		unordered += r.count("sum_unordered")
		unspelled += r.count("sum_unspelled")
		for _, x := range fatesOf {
			n += r.count("sum_" + x.name)
		}
		for i, v := range s.plan.variable {
			if v.field < 0 || v.of != i {
				continue
			}
			large[i] += r.count(fmt.Sprintf("sum_large%d", i))
			size := r.limbs(fmt.Sprintf("sum_size_h%d", i), fmt.Sprintf("sum_size_l%d", i))
			lo := size.Uint64()
			hi := size.Rsh(size, 64).Uint64()
			s.Tables.Rounding[i].Merge(study.Rounding{Values: r.count(fmt.Sprintf("sum_lost%d", i)),
				Absolute: sums.Hash{Hi: hi, Lo: lo}})
		}
		if r.err != nil {
			return broken(r.err)
		}
	}
	for i, k := range large {
		if v := s.plan.variable[i]; k > 0 {
			return counted.Errorf("metrics: %s has %d values too large for an engine to add up beside the %d decimals "+
				"that are kept (from 2^62 on, that is %s); write a smaller scale for this metric, or fetch the rows "+
				"(--units)",
				v.Metric, k, v.Scale, largest(v.Scale))
		}
	}
	if unordered+unspelled > 0 {
		return s.plan.refuseCopies(unordered, unspelled)
	}
	if n != s.kept {
		return counted.Errorf("the engine counted %d rows that count, and then %d: the table %s changed meanwhile; "+
			"run it again", s.kept, n, s.plan.Written)
	}
	return nil
}
