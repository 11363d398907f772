package fold

import (
	"context"
	"slices"

	"uptake/analysis/moment"
	"uptake/analysis/spec"
	"uptake/analysis/study"
)

// Vectors holds the unit vectors of some columns, unit by unit: what quantiles,
// caps, jackknives and shuffles need and sums do not hold. It takes 8 bytes for
// each component (16 where one leaves an int64) of each unit, so ask for few columns. Units are in the order of
// partitions and of their ids, whatever the number of workers; units that are
// left out because their window has not ended are not in it. Of a column with an
// Age only the vector of that age is kept, not that of Later.
type Vectors struct {
	Arm       []int32
	Crossover []bool
	Columns   []Values
	Levels    []Segment // by dimension, in the order of Shape.Segments
}

// Values is one column: Y and, for columns with an X, X, by unit. Has is false
// where the unit has no vector.
type Values struct {
	Y, X Ints
	Has  []bool
}

// Segment is the level of every unit in one dimension.
type Segment struct {
	Names []string // sorted
	Code  []int32  // index in Names
}

// Collect opens every partition once and keeps the unit vectors of columns.
func Collect(ctx context.Context, exp *spec.Experiment, columns []Column, t *study.Tables, workers int) (*Vectors, error) {
	workers = max(1, min(workers, t.Parts))
	walkers := make([]walker, workers)
	for w := range walkers {
		walkers[w] = newWalker(exp, t)
	}
	parts := make([]*partVectors, t.Parts)
	err := each(ctx, t, workers, func(w, i int, p *study.Partition) error {
		v, err := collectPart(&walkers[w], columns, p)
		parts[i] = v
		return err
	})
	if err != nil {
		return nil, err
	}
	return join(parts, len(columns), len(t.Shape.Segments)), nil
}

// partVectors is one partition's vectors, its levels by name.
type partVectors struct {
	Vectors
	levels [][]string
}

func collectPart(w *walker, columns []Column, p *study.Partition) (*partVectors, error) {
	out := &partVectors{Vectors: Vectors{Columns: make([]Values, len(columns))}}
	var names []func(row int) string
	begin := func(units study.Units) {
		for _, col := range units.Seg {
			codes, words := study.Codes(col)
			names = append(names, func(row int) string { return words.Value(int(codes[row])) })
		}
		out.levels = make([][]string, len(names))
	}
	err := w.walk(p, begin, func(u oneUnit, rows ownRows) error {
		if u.unfinished {
			return nil
		}
		out.Arm, out.Crossover = append(out.Arm, int32(u.arm)), append(out.Crossover, u.crossover)
		for d, name := range names {
			out.levels[d] = append(out.levels[d], name(u.row))
		}
		for i := range columns {
			var v [2]moment.Sum128
			ok, err := false, error(nil)
			if age := columns[i].Age; age != nil {
				ok, err = w.onDays(&columns[i], *age, u, rows, &v)
			} else {
				ok, err = w.vector(&columns[i], u, &v)
			}
			if err != nil {
				return err
			}
			c := &out.Columns[i]
			c.Y.Append(v[0])
			c.Has = append(c.Has, ok)
			if columns[i].Pair() {
				c.X.Append(v[1])
			}
		}
		return nil
	})
	return out, err
}

// join puts the partitions together, levels as codes of sorted names.
func join(parts []*partVectors, columns, dimensions int) *Vectors {
	all := &Vectors{Columns: make([]Values, columns), Levels: make([]Segment, dimensions)}
	for _, p := range parts {
		all.Arm = append(all.Arm, p.Arm...)
		all.Crossover = append(all.Crossover, p.Crossover...)
		for i := range all.Columns {
			to, from := &all.Columns[i], &p.Columns[i]
			to.Y.join(&from.Y)
			to.X.join(&from.X)
			to.Has = append(to.Has, from.Has...)
		}
	}
	for d := range all.Levels {
		code := map[string]int32{}
		s := &all.Levels[d]
		for _, p := range parts {
			for _, n := range p.levels[d] {
				if _, ok := code[n]; !ok {
					code[n] = 0
					s.Names = append(s.Names, n)
				}
			}
		}
		slices.Sort(s.Names)
		for i, n := range s.Names {
			code[n] = int32(i)
		}
		for _, p := range parts {
			for _, n := range p.levels[d] {
				s.Code = append(s.Code, code[n])
			}
		}
	}
	return all
}
