package warehouse

import (
	"fmt"
	"maps"
	"slices"

	"uptake/analysis/moment"
	"uptake/analysis/sums"
)

// level takes in the units of an arm that were of a level of segment k.
func (f *folding) level(r *row, k, arm int, crossed bool) error {
	if f.byLevel == nil {
		f.byLevel = make([]map[string]*sums.Level, len(f.p.Exp.Segments))
	}
	if f.byLevel[k] == nil {
		f.byLevel[k] = map[string]*sums.Level{}
	}
	name := r.text(fmt.Sprintf("level%d", k))
	l := f.byLevel[k][name]
	if l == nil {
		l = &sums.Level{Name: name, Units: make([]int64, f.arms()), Block: make(sums.Block, len(f.a.columns))}
		for i, c := range f.a.columns {
			for range f.arms() {
				if c.Segments {
					l.Block[i] = append(l.Block[i], moment.New(c.Dim()))
				}
			}
		}
		f.byLevel[k][name] = l
	}
	if crossed || f.unfinished(r) {
		return nil
	}
	n := r.count("units")
	l.Units[arm] += n
	for i := range f.a.columns {
		c := &f.a.columns[i]
		if !c.Segments || !f.finished(r, c) {
			continue
		}
		if err := f.add(&l.Block[i][arm], r, n, f.a.of[i][:c.Dim()], c.Name); err != nil {
			return err
		}
	}
	return nil
}

// levels puts the levels in their order, unless there are too many.
func (f *folding) levels() {
	for k := range f.byLevel {
		d := &f.r.Dimensions[k]
		if d.TooMany = len(f.byLevel[k]) > sums.MaxLevels; d.TooMany {
			continue
		}
		for _, name := range slices.Sorted(maps.Keys(f.byLevel[k])) {
			d.Levels = append(d.Levels, *f.byLevel[k][name])
		}
	}
}
