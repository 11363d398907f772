package fold

import (
	"reflect"
	"slices"

	"github.com/zeebo/xxh3"

	"uptake/analysis/moment"
	"uptake/analysis/study"
)

// Vectors holds the unit vectors of the columns that are kept, unit by unit: what
// quantiles, caps, jackknives and shuffles need and sums do not hold. Units are in the
// order of partitions and of their ids, whatever the number of workers; units that are
// left out because their window has not ended are not in it. Of a column with an Age
// only the vector of that age is kept, not that of Later. What a column bounds is
// within its bounds.
type Vectors struct {
	IDs       []uint64 // hashes of the ids; nil unless they are kept
	Arm       []int32
	Crossover []bool
	Columns   []Values  // by column; empty for those that are not kept
	Before    []Values  // by column: its covariates
	Levels    []Segment // by dimension, in the order of Shape.Segments
}

// Values is one column: Y and, for columns with an X, X, by unit. Has is false
// where the unit has no vector.
type Values struct {
	Y, X Ints
	Has  []bool
}

func (v *Values) add(ok bool, y, x moment.Sum128, pair bool) {
	v.Y.Append(y)
	v.Has = append(v.Has, ok)
	if pair {
		v.X.Append(x)
	}
}

func (v *Values) join(o *Values) {
	v.Y.join(&o.Y)
	v.X.join(&o.X)
	v.Has = append(v.Has, o.Has...)
}

// Segment is the level of every unit in one dimension.
type Segment struct {
	Names []string // sorted
	Code  []int32  // index in Names
}

// keeping says which columns are kept, and of columns that are alike the first.
type keeping struct {
	columns []Column
	as      []int // by column: the column that its vectors stand in, −1 for none
	before  []bool
}

func newKeeping(columns []Column) keeping {
	k := keeping{columns: columns, as: make([]int, len(columns)), before: make([]bool, len(columns))}
	for i := range columns {
		c := &columns[i]
		k.as[i] = -1
		if !c.Keep && len(c.Bounds) == 0 {
			continue
		}
		k.as[i] = i
		k.before[i] = len(c.Covariate) > 0
		for j := range i {
			if k.as[j] == j && len(c.Bounds) == 0 && alike(c, &columns[j]) {
				k.as[i] = j
				break
			}
		}
	}
	return k
}

// alike reports whether two columns have the same vectors.
func alike(a, b *Column) bool {
	x, y := *a, *b
	x.Later, y.Later = nil, nil // not kept
	return len(y.Bounds) == 0 && x.Quotient == y.Quotient && x.Window == y.Window && reflect.DeepEqual(x.Y, y.Y) &&
		reflect.DeepEqual(x.X, y.X) && reflect.DeepEqual(x.Age, y.Age)
}

// partVectors is one partition's vectors; its levels are codes of its own words.
type partVectors struct {
	Vectors
	words [][]string
	codes [][]int32            // by unit row; those of the record, nil once it is done
	ids   func(row int) string // nil where they are not kept
}

func (k keeping) partition(units study.Units) *partVectors {
	n := len(units.Arm)
	p := &partVectors{Vectors: k.room(n, len(units.Seg))}
	for i := range units.Seg {
		texts := &units.Seg[i]
		names := make([]string, texts.Words())
		for c := range names {
			names[c] = texts.Word(c)
		}
		p.words, p.codes = append(p.words, names), append(p.codes, texts.Codes)
	}
	return p
}

// room is where the vectors of n units go, small counts as most values are.
func (k keeping) room(n, dimensions int) Vectors {
	v := Vectors{Arm: make([]int32, 0, n), Crossover: make([]bool, 0, n), Columns: make([]Values, len(k.columns)),
		Before: make([]Values, len(k.columns)), Levels: make([]Segment, dimensions)}
	for i := range k.columns {
		if k.as[i] == i {
			v.Columns[i] = newValues(n, k.columns[i].Pair())
		}
		if k.before[i] {
			v.Before[i] = newValues(n, len(k.columns[i].Covariate) == 2)
		}
	}
	for d := range v.Levels {
		v.Levels[d].Code = make([]int32, 0, n)
	}
	return v
}

func newValues(n int, pair bool) Values {
	v := Values{Y: Ints{b1: make([]int8, 0, n)}, Has: make([]bool, 0, n)}
	if pair {
		v.X.b1 = make([]int8, 0, n)
	}
	return v
}

// unit begins the vectors of a unit.
func (p *partVectors) unit(u *oneUnit) {
	p.Arm, p.Crossover = append(p.Arm, int32(u.arm)), append(p.Crossover, u.crossover)
	if p.ids != nil {
		p.IDs = append(p.IDs, xxh3.HashString(p.ids(u.row)))
	}
	for d, codes := range p.codes {
		p.Levels[d].Code = append(p.Levels[d].Code, codes[u.row])
	}
}

// join puts the partitions together, levels as codes of sorted names.
func (k keeping) join(parts []*partVectors, dimensions int) *Vectors {
	n := 0
	for _, p := range parts {
		n += len(p.Arm)
	}
	room := k.room(n, dimensions)
	all := &room
	for _, p := range parts {
		all.IDs = append(all.IDs, p.IDs...)
		all.Arm = append(all.Arm, p.Arm...)
		all.Crossover = append(all.Crossover, p.Crossover...)
		for i := range all.Columns {
			all.Columns[i].join(&p.Columns[i])
			all.Before[i].join(&p.Before[i])
		}
		p.Columns, p.Before = nil, nil // not held twice
	}
	for i, as := range k.as {
		if as >= 0 && as != i {
			all.Columns[i] = all.Columns[as]
		}
	}
	for d := range all.Levels {
		all.Levels[d] = joinLevels(parts, d, all.Levels[d])
	}
	return all
}

func joinLevels(parts []*partVectors, d int, s Segment) Segment {
	place := map[string]int32{}
	for _, p := range parts {
		used := make([]bool, len(p.words[d]))
		for _, c := range p.Levels[d].Code {
			used[c] = true
		}
		for c, n := range p.words[d] {
			if _, known := place[n]; used[c] && !known {
				place[n] = 0
				s.Names = append(s.Names, n)
			}
		}
	}
	slices.Sort(s.Names)
	for i, n := range s.Names {
		place[n] = int32(i)
	}
	for _, p := range parts {
		for _, c := range p.Levels[d].Code {
			s.Code = append(s.Code, place[p.words[d][c]])
		}
	}
	return s
}
