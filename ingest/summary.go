package ingest

import (
	"context"

	"uptake/analysis/spec"
	"uptake/analysis/study"
	"uptake/ingest/event"
)

// summaryColumns are the columns of layout summary in the order in which
// Summary binds them.
var summaryColumns = []string{"arm", "metric", "n", "sum", "sum_squares", "mean", "var", "successes"}

// Summary reads an export of layout summary: one row per arm and metric. The
// numbers stay the text of the export; whoever analyzes them reads them
// exactly. With one metric in the experiment the metric column may be absent.
func Summary(ctx context.Context, e *spec.Experiment) (*study.Summary, error) {
	r := newSummaryRun(e)
	if err := r.find(); err != nil {
		return nil, err
	}
	out := &study.Summary{Notes: r.found}
	arms := map[string]int64{}
	for f := range r.files {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if err := r.batches(f, func(b *batch) error { r.summaryRows(b, out, arms); return nil }); err != nil {
			return nil, err
		}
	}
	out.Notes = append(out.Notes, r.said.sentences(r.files)...)
	total := newWorker(r)
	total.tally, total.read, total.arms = out.Tally, out.Read, arms
	for f := range r.files {
		for i, c := range r.owner[f].bind(r.files[f], &r.wants).constant {
			if c != nil {
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
	out.Apart, err = r.tellApart(ctx, out.Rows)
	return out, err
}

func newSummaryRun(e *spec.Experiment) *run {
	l := &summaryLayout{}
	r := &run{exp: e, layout: l}
	for _, c := range summaryColumns {
		r.wants.add(c, false, false)
	}
	l.scope = newScope(r)
	r.wants.filters(e.Where)
	for _, s := range e.Sources {
		r.wants.filters(s.Where)
		r.inputs = append(r.inputs, r.input(s, s.Columns))
	}
	return r
}

// summaryLayout tells the shared checks what a summary file must have.
type summaryLayout struct {
	layout
	scope scope
}

func (*summaryLayout) required() []string { return []string{"n"} }

func (r *run) summaryRows(b *batch, out *study.Summary, arms map[string]int64) {
	filters := append(r.exp.Where[:len(r.exp.Where):len(r.exp.Where)], b.in.source.Where...)
	var columns []*event.Text
	for _, f := range filters {
		columns = append(columns, b.columns[r.wants.place[f.Column]])
	}
	sieve := event.NewSieve(filters, columns)
	var used []int32
	scoped := r.layout.(*summaryLayout).scope.over(b)
	out.Read += int64(b.rows.Rows + len(b.rows.Bad))
	drop := func(i int, reason study.Reason, value string) {
		out.Tally.Drop(reason, &study.Example{File: r.files[b.file].Name, Row: b.place(i).Row(), Value: value})
	}
	for _, bad := range b.rows.Bad {
		out.Tally.Drop(study.Unparsable, &study.Example{File: r.files[b.file].Name, Row: bad.Row, Value: bad.Why + ": " + bad.Value})
	}
	for i := range b.rows.Rows {
		if ok, column, value := sieve.Pass(i); !ok {
			drop(i, study.Filtered, column+" = "+value)
			continue
		}
		v := func(k int) string { return string(append([]byte(nil), b.columns[k].Value(i)...)) }
		n := func(k int) string { return string(append([]byte(nil), b.columns[k].Plain(i)...)) }
		row := study.SummaryRow{Arm: v(0), Metric: v(1), N: n(2), Sum: n(3), SumSquares: n(4), Mean: n(5), Var: n(6), Successes: n(7),
			File: r.files[b.file].Name, Row: b.place(i).Row()}
		if row.Metric == "" && len(r.exp.Metrics) == 1 && !b.columns[1].Present() {
			row.Metric = r.exp.Metrics[0].Column
		}
		if !r.wantsMetric(row.Metric) {
			drop(i, study.OtherEvent, row.Metric)
			continue
		}
		if reason, value := scoped.aside(i); reason != study.NumReasons {
			drop(i, reason, string(append([]byte(nil), value...)))
			continue
		}
		if len(r.exp.Arms) > 0 {
			arms[row.Arm]++
			if !r.declared(row.Arm) {
				drop(i, study.UnknownArm, row.Arm)
				continue
			}
		}
		out.Tally.Used++
		used, out.Rows = append(used, int32(i)), append(out.Rows, row)
	}
	for _, h := range identity(&r.wants, b.columns).Sums(used, nil, 0, nil) {
		out.Tally.Hash = out.Tally.Hash.Add(h)
	}
}

func (r *run) wantsMetric(name string) bool {
	for _, m := range r.exp.Metrics {
		if m.Column == name {
			return true
		}
	}
	return false
}
