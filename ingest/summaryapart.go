package ingest

import (
	"context"
	"slices"

	"uptake/analysis/study"
	"uptake/ingest/table"
)

// tellApart names the columns that differ between rows which state the same
// metric of the same arm. The export is read a second time where there are such; a
// stream cannot be.
func (s *gathered) tellApart(ctx context.Context, rows []study.SummaryRow) ([]string, error) {
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
		if len(s.exp.Arms) == 0 {
			k.arm = ""
		}
		again = again || seen[k]
		seen[k], of[place{x.File, x.Row}] = true, k
	}
	stream := slices.ContainsFunc(s.set.Inputs, func(in *table.Input) bool { return in.Source.Path == "-" })
	if !again || stream {
		return nil, nil
	}
	second := s.set.Again(nil)
	for _, n := range s.set.Names() {
		second.Wants.Add(n, false, false)
	}
	for _, in := range second.Inputs {
		in.Columns = nil // by their own names
	}
	first := map[stated][]string{}
	differs := make([]bool, len(second.Wants.List))
	err := second.Each(ctx, func(b *table.Batch) error {
		for i := range b.Rows {
			k, kept := of[place{b.Name(), b.Row(i)}]
			if !kept {
				continue
			}
			var values []string
			for _, c := range b.Columns {
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
	})
	if err != nil {
		return nil, err
	}
	stating := map[string]bool{}
	for _, in := range s.set.Inputs {
		for _, n := range summaryColumns {
			stating[in.Path(n)] = n != "arm" || len(s.exp.Arms) > 0
		}
	}
	var out []string
	for c, w := range second.Wants.List {
		if differs[c] && !stating[w.Name] {
			out = append(out, w.Name)
		}
	}
	return out, nil
}
