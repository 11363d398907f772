package ingest

import (
	"context"
	"slices"

	"uptake/analysis/study"
)

// tellApart names the columns that differ between rows which state the same
// metric of the same arm. The export is read a second time where there are such; a
// stream cannot be.
func (r *run) tellApart(ctx context.Context, rows []study.SummaryRow) ([]string, error) {
	type stated struct{ arm, metric string }
	type place struct {
		file string
		row  int64
	}
	of := map[place]stated{}
	seen := map[stated]bool{}
	again := false
	for _, x := range rows {
		k := stated{x.Arm, x.Metric}
		if len(r.exp.Arms) == 0 {
			k.arm = ""
		}
		again = again || seen[k]
		seen[k], of[place{x.File, x.Row}] = true, k
	}
	stream := slices.ContainsFunc(r.inputs, func(in *input) bool { return in.source.Path == "-" })
	if !again || stream {
		return nil, nil
	}
	second := &run{exp: r.exp, layout: r.layout, files: r.files}
	for _, n := range r.names.sorted() {
		second.wants.add(n, false, false)
	}
	for _, in := range r.owner { // the columns by their own names
		second.owner = append(second.owner, &input{source: in.source, style: in.style, clock: in.clock, decided: in.decided})
	}
	first := map[stated][]string{}
	differs := make([]bool, len(second.wants.list))
	for f := range second.files {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if err := second.batches(f, func(b *batch) error {
			for i := range b.rows.Rows {
				k, kept := of[place{r.files[f].Name, b.place(i).Row()}]
				if !kept {
					continue
				}
				var values []string
				for _, c := range b.columns {
					values = append(values, string(append([]byte(nil), c.Value(i)...)))
				}
				if first[k] == nil {
					first[k] = values
				}
				for c, v := range values {
					differs[c] = differs[c] || v != first[k][c]
				}
			}
			return nil
		}); err != nil {
			return nil, err
		}
	}
	stating := map[string]bool{}
	for _, in := range r.inputs {
		for _, n := range summaryColumns {
			stating[in.path(n)] = n != "arm" || len(r.exp.Arms) > 0
		}
	}
	var out []string
	for c, w := range second.wants.list {
		if differs[c] && !stating[w.name] {
			out = append(out, w.name)
		}
	}
	return out, nil
}
