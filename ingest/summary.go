package ingest

import (
	"context"
	"slices"
	"strings"

	"uptake/analysis/spec"
	"uptake/analysis/study"
	"uptake/analysis/sums"
	"uptake/ingest/event"
	"uptake/ingest/table"
)

// summaryColumns are the columns of layout summary in the order in which
// Summary binds them.
var summaryColumns = []string{"arm", "metric", "n", "sum", "sum_squares", "mean", "var", "successes"}

// Summary reads an export of layout summary: one row per arm and metric. The
// numbers stay the text of the export; whoever analyzes them reads them
// exactly. With one metric in the experiment the metric column may be absent. Of the
// options only how files are opened counts.
func Summary(ctx context.Context, e *spec.Experiment, o Options) (*study.Summary, error) {
	all, err := SummaryAlike(ctx, []*spec.Experiment{e}, o)
	if err != nil {
		return nil, err
	}
	return all[0].Summary, all[0].Err
}

// Stated is what the export states of one of several experiments, or why there is nothing.
type Stated struct {
	Summary *study.Summary
	Err     error
}

// SummaryAlike is Summary for experiments of one group of Alike: their export is read
// once. The error is one of all; where it is ErrApart, Summary may well succeed.
func SummaryAlike(ctx context.Context, list []*spec.Experiment, o Options) ([]Stated, error) {
	in := newSummary(list, o.Open)
	defer in.set.Close()
	if err := in.set.Find(); err != nil {
		return nil, err
	}
	if err := in.set.Each(ctx, in.take); err != nil {
		return nil, err
	}
	for f := range in.set.Files {
		binding := in.set.Binding(f)
		for i := range in.set.Wants.List {
			if binding.Constant(i) != nil {
				in.present[i] = true
			}
		}
	}
	out := make([]Stated, len(list))
	for k := range in.members {
		m := &in.members[k]
		g := in.of(m)
		if out[k].Err = g.checkNamed(); out[k].Err == nil {
			out[k].Err = g.check()
		}
		if out[k].Err != nil {
			continue
		}
		apart, err := g.tellApart(ctx, m.rows)
		out[k] = Stated{&study.Summary{Rows: m.rows, Tally: g.tally, Read: g.read, Notes: in.set.Notes(), Apart: apart},
			err}
	}
	return out, nil
}

// summary is a reading of layout summary.
type summary struct {
	*gathered // of rows that are the same to every member
	scope     scope
	members   []summed
	byID      map[string]int
	others    others
}

// summed is what is found of one experiment.
type summed struct {
	exp *spec.Experiment
	own
	rows []study.SummaryRow
}

func newSummary(list []*spec.Experiment, open Opener) *summary {
	e := list[0]
	a := asked{exp: e, set: table.New(open)}
	for _, c := range summaryColumns {
		a.set.Wants.Add(c, false, false)
	}
	s := &summary{scope: newScope(e, &a.set.Wants), byID: map[string]int{}}
	a.set.Wants.Filters(e.Where)
	for _, x := range e.Sources {
		a.set.Wants.Filters(x.Where)
		a.set.Add(table.Export(e, x)).Required = []string{"n"}
	}
	s.gathered = a.newGathered()
	for _, x := range list {
		s.byID[x.ID] = len(s.members)
		s.members = append(s.members, summed{exp: x, own: own{counts: a.newCounts()}})
	}
	return s
}

// of is what was gathered for a member.
func (s *summary) of(m *summed) *gathered {
	a := s.asked
	a.exp = m.exp
	g := a.newGathered()
	g.add(&s.counts)
	g.add(&m.counts)
	s.others.count(&g.tally, m.exp.ID, m.named)
	return g
}

// take takes in the rows of a batch.
func (s *summary) take(b *table.Batch) error {
	filters := append(s.exp.Where[:len(s.exp.Where):len(s.exp.Where)], b.In.Source.Where...)
	var columns []*event.Text
	for _, f := range filters {
		columns = append(columns, b.Column(f.Column))
	}
	sieve := event.NewSieve(filters, columns)
	var used []int32
	var of []*summed // of the used rows
	scoped := s.scope.over(b)
	s.read += b.Read()
	dropBad(&s.tally, b)
	for i := range b.Rows {
		if ok, column, value := sieve.Pass(i); !ok {
			s.dropFiltered(b, i, column, value)
			continue
		}
		metric := b.Columns[1].Value(i)
		if metric == "" && len(s.exp.Metrics) == 1 && !b.Columns[1].Present() {
			metric = s.exp.Metrics[0].Column
		}
		if !s.wantsMetric(metric) {
			s.drop(b, i, sums.OtherEvent, metric)
			continue
		}
		m, err := s.whose(b, &scoped, i)
		if err != nil {
			return err
		}
		if m == nil {
			continue
		}
		if ok, column, value := scoped.outside.Pass(i); !ok {
			m.drop(b, i, sums.Outside, column+" = "+value)
			continue
		}
		v := func(k int) string { return strings.Clone(b.Columns[k].Value(i)) }
		n := func(k int) string { return strings.Clone(b.Columns[k].Plain(i)) }
		row := study.SummaryRow{Arm: v(0), Metric: strings.Clone(metric), N: n(2), Sum: n(3), SumSquares: n(4),
			Mean: n(5), Var: n(6), Successes: n(7),
			File: b.Name(), Row: b.Row(i)}
		if len(m.exp.Arms) > 0 {
			m.arms.add(row.Arm, 1)
			if !declared(m.exp, row.Arm) {
				m.drop(b, i, sums.UnknownArm, row.Arm)
				continue
			}
		}
		m.tally.Used++
		used, of, m.rows = append(used, int32(i)), append(of, m), append(m.rows, row)
	}
	for k, h := range identity(&s.set.Wants, b.Columns).Sums(used, nil, 0, nil) {
		of[k].tally.Hash = of[k].tally.Hash.Add(h)
	}
	return nil
}

// whose says which member row i states something of, nil for none.
func (s *summary) whose(b *table.Batch, scoped *scoped, i int) (*summed, error) {
	id, tells := scoped.names(i)
	if !tells {
		if len(s.members) > 1 {
			return nil, ErrApart
		}
		return &s.members[0], nil
	}
	s.others.see(b, i, id)
	k, known := s.byID[id]
	if !known {
		return nil, nil
	}
	s.members[k].named++
	return &s.members[k], nil
}

func (s *summary) wantsMetric(name string) bool {
	return slices.ContainsFunc(s.exp.Metrics, func(m spec.Metric) bool { return m.Column == name })
}
