package ingest

import (
	"context"

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
	in := newSummary(e, o.Open)
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
	if err := in.checkNamed(); err != nil {
		return nil, err
	}
	if err := in.check(); err != nil {
		return nil, err
	}
	apart, err := in.tellApart(ctx)
	return &study.Summary{Rows: in.rows, Tally: in.tally, Read: in.read, Notes: in.set.Notes(), Apart: apart}, err
}

// summary is a reading of layout summary.
type summary struct {
	*gathered
	scope scope
	rows  []study.SummaryRow
}

func newSummary(e *spec.Experiment, open Opener) *summary {
	a := asked{exp: e, set: table.New(open)}
	for _, c := range summaryColumns {
		a.set.Wants.Add(c, false, false)
	}
	s := &summary{scope: newScope(e, &a.set.Wants)}
	a.set.Wants.Filters(e.Where)
	for _, x := range e.Sources {
		a.set.Wants.Filters(x.Where)
		a.set.Add(table.Export(e, x)).Required = []string{"n"}
	}
	s.gathered = a.newGathered()
	return s
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
	scoped := s.scope.over(b)
	s.read += b.Read()
	drop := func(i int, reason sums.Reason, value string) {
		s.tally.Drop(reason, &sums.Example{File: b.Name(), Row: b.Row(i), Value: value})
	}
	dropBad(&s.tally, b)
	for i := range b.Rows {
		if ok, column, value := sieve.Pass(i); !ok {
			drop(i, sums.Filtered, column+" = "+value)
			continue
		}
		v := func(k int) string { return string(append([]byte(nil), b.Columns[k].Value(i)...)) }
		n := func(k int) string { return string(append([]byte(nil), b.Columns[k].Plain(i)...)) }
		row := study.SummaryRow{Arm: v(0), Metric: v(1), N: n(2), Sum: n(3), SumSquares: n(4), Mean: n(5), Var: n(6), Successes: n(7),
			File: b.Name(), Row: b.Row(i)}
		if row.Metric == "" && len(s.exp.Metrics) == 1 && !b.Columns[1].Present() {
			row.Metric = s.exp.Metrics[0].Column
		}
		if !s.wantsMetric(row.Metric) {
			drop(i, sums.OtherEvent, row.Metric)
			continue
		}
		if reason, value := scoped.aside(i, s.exp.ID); reason != sums.NumReasons {
			drop(i, reason, string(append([]byte(nil), value...)))
			continue
		}
		if len(s.exp.Arms) > 0 {
			s.arms[row.Arm]++
			if !declared(s.exp, row.Arm) {
				drop(i, sums.UnknownArm, row.Arm)
				continue
			}
		}
		s.tally.Used++
		used, s.rows = append(used, int32(i)), append(s.rows, row)
	}
	for _, h := range identity(&s.set.Wants, b.Columns).Sums(used, nil, 0, nil) {
		s.tally.Hash = s.tally.Hash.Add(h)
	}
	return nil
}

func (s *summary) wantsMetric(name string) bool {
	for _, m := range s.exp.Metrics {
		if m.Column == name {
			return true
		}
	}
	return false
}
