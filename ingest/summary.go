package ingest

import (
	"context"

	"uptake/analysis/spec"
	"uptake/analysis/study"
	"uptake/ingest/event"
	"uptake/ingest/table"
)

// summaryColumns are the columns of layout summary in the order in which
// Summary binds them.
var summaryColumns = []string{"arm", "metric", "n", "sum", "sum_squares", "mean", "var", "successes"}

// Summary reads an export of layout summary: one row per arm and metric. The
// numbers stay the text of the export; whoever analyzes them reads them
// exactly. With one metric in the experiment the metric column may be absent.
func Summary(ctx context.Context, e *spec.Experiment) (*study.Summary, error) {
	in := newSummary(e)
	defer in.set.Close()
	if err := in.set.Find(); err != nil {
		return nil, err
	}
	out := &study.Summary{}
	arms := map[string]int64{}
	if err := in.set.Each(ctx, func(b *table.Batch) error { in.rows(b, out, arms); return nil }); err != nil {
		return nil, err
	}
	out.Notes = in.set.Notes()
	r := &run{exp: e, set: in.set}
	total := newWorker(r)
	total.tally, total.read, total.arms = out.Tally, out.Read, arms
	for f := range in.set.Files {
		binding := in.set.Binding(f)
		for i := range in.set.Wants.List {
			if binding.Constant(i) != nil {
				total.present[i] = true
			}
		}
	}
	if err := r.checkNamed(total.present); err != nil {
		return nil, err
	}
	if err := r.check(total); err != nil {
		return nil, err
	}
	var err error
	out.Apart, err = in.tellApart(ctx, out.Rows)
	return out, err
}

// summary is a reading of layout summary.
type summary struct {
	exp   *spec.Experiment
	set   *table.Set
	scope scope
}

func newSummary(e *spec.Experiment) *summary {
	s := &summary{exp: e, set: table.New()}
	for _, c := range summaryColumns {
		s.set.Wants.Add(c, false, false)
	}
	s.scope = newScope(e, &s.set.Wants)
	s.set.Wants.Filters(e.Where)
	for _, x := range e.Sources {
		s.set.Wants.Filters(x.Where)
		s.set.Add(table.Export(e, x)).Required = []string{"n"}
	}
	return s
}

// rows takes in the rows of a batch.
func (s *summary) rows(b *table.Batch, out *study.Summary, arms map[string]int64) {
	filters := append(s.exp.Where[:len(s.exp.Where):len(s.exp.Where)], b.In.Source.Where...)
	var columns []*event.Text
	for _, f := range filters {
		columns = append(columns, b.Column(f.Column))
	}
	sieve := event.NewSieve(filters, columns)
	var used []int32
	scoped := s.scope.over(b)
	out.Read += b.Read()
	drop := func(i int, reason study.Reason, value string) {
		out.Tally.Drop(reason, &study.Example{File: b.Name(), Row: b.Row(i), Value: value})
	}
	dropBad(&out.Tally, b)
	for i := range b.Rows {
		if ok, column, value := sieve.Pass(i); !ok {
			drop(i, study.Filtered, column+" = "+value)
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
			drop(i, study.OtherEvent, row.Metric)
			continue
		}
		if reason, value := scoped.aside(i); reason != study.NumReasons {
			drop(i, reason, string(append([]byte(nil), value...)))
			continue
		}
		if len(s.exp.Arms) > 0 {
			arms[row.Arm]++
			if !declared(s.exp, row.Arm) {
				drop(i, study.UnknownArm, row.Arm)
				continue
			}
		}
		out.Tally.Used++
		used, out.Rows = append(used, int32(i)), append(out.Rows, row)
	}
	for _, h := range identity(&s.set.Wants, b.Columns).Sums(used, nil, 0, nil) {
		out.Tally.Hash = out.Tally.Hash.Add(h)
	}
}

func (s *summary) wantsMetric(name string) bool {
	for _, m := range s.exp.Metrics {
		if m.Column == name {
			return true
		}
	}
	return false
}
