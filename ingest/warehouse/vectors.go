package warehouse

import (
	"context"
	"fmt"
	"maps"
	"math/big"
	"slices"
	"strings"

	"uptake/analysis/fold"
	"uptake/analysis/moment"
	"uptake/analysis/spec"
)

// vectors is the statement that tells units apart for some columns that sums are not enough
// for: how many units of an arm have the same values in all of them.
func (p *Plan) vectors(d *Dialect, cut Cut, a *asked, part Pass) string {
	s := p.counting(d, cut, part)
	s.perUnit(a)
	keys := []string{"arm", "crossed"}
	if part.by != nil {
		keys = append(keys, "cohort")
	}
	for k := range s.Exp.Segments {
		keys = append(keys, fmt.Sprintf("level%d", k))
	}
	list := slices.Clone(keys)
	for i := range a.columns {
		list = append(list, one(s.has(a, i))+fmt.Sprintf(" AS has%d", i))
		keys = append(keys, fmt.Sprintf("has%d", i))
	}
	for _, v := range a.values {
		h, l, _ := s.limbs(v)
		list, keys = append(list, l+" AS one_l"+v.name()), append(keys, "one_l"+v.name())
		if h != "" {
			list, keys = append(list, h+" AS one_h"+v.name()), append(keys, "one_h"+v.name())
		}
	}
	counts := "arm >= 0"
	if s.Exp.CompleteWindows {
		counts += " AND inside = 0"
	}
	s.table("apart", "the values of each unit", "SELECT "+strings.Join(list, ",\n  ")+"\nFROM units u\nWHERE "+counts)
	return s.text("SELECT " + strings.Join(keys, ", ") + ", count(*) AS units\nFROM apart u\nGROUP BY " +
		strings.Join(keys, ", "))
}

// has is a condition of units that have a value of a column.
func (s *statement) has(a *asked, i int) string {
	c := &a.columns[i]
	all := []string{"1 = 1"}
	if c.Window > 0 {
		all = append(all, fmt.Sprintf("done%d = 1", slices.Index(a.windows, c.Window)))
	}
	if age := c.Age; age != nil {
		last := spec.DayOf(s.cut.To+1, s.Exp.Zone) - spec.Day(age.Through) - 1
		all = append(all, "crossed = 0", fmt.Sprintf("day0 <= %d", last))
		if age.First != spec.NoDay {
			all = append(all, fmt.Sprintf("day0 >= %d", age.First))
		}
		if age.Last != spec.NoDay {
			all = append(all, fmt.Sprintf("day0 <= %d", age.Last))
		}
	}
	return and(all)
}

// Keep asks for what units have in some columns, by their places, where sums are not enough.
func (s *Study) Keep(ctx context.Context, f *fold.Result, columns []fold.Column, places []int) error {
	if len(places) == 0 {
		return nil
	}
	var list []fold.Column
	for _, i := range places {
		list = append(list, columns[i])
	}
	a, err := s.plan.takeApart(list)
	if err != nil {
		return err
	}
	answers, err := s.askAbout(ctx, a, func(cut Cut) []toAdd {
		return []toAdd{{aboutVectors, func(part Pass) string { return s.plan.vectors(s.d, cut, a, part) }}}
	})
	if err != nil {
		return err
	}
	from := answers[0].answer
	v := &fold.Vectors{Columns: make([]fold.Values, len(columns)), Before: make([]fold.Values, len(columns)),
		Levels: make([]fold.Segment, len(s.plan.Exp.Segments))}
	levels := make([]map[string]int32, len(v.Levels)) // as they come, sorted afterwards
	for _, cells := range from.rows {
		if err := s.keep(&row{a: from, cells: cells}, v, a, places, levels); err != nil {
			return broken(err)
		}
	}
	for k := range v.Levels {
		names := slices.Sorted(maps.Keys(levels[k]))
		place := make([]int32, len(names))
		for at, name := range names {
			place[levels[k][name]] = int32(at)
		}
		v.Levels[k].Names = names
		for i, c := range v.Levels[k].Code {
			v.Levels[k].Code[i] = place[c]
		}
	}
	f.Kept = v
	s.keepAnswers()
	return nil
}

// keep takes in the units that have the values of a row.
func (s *Study) keep(r *row, v *fold.Vectors, a *asked, places []int, levels []map[string]int32) error {
	n, arm, crossed := r.count("units"), r.int("arm"), r.int("crossed") == 1
	code := make([]int32, len(levels))
	for k := range levels {
		if levels[k] == nil {
			levels[k] = map[string]int32{}
		}
		name := r.text(fmt.Sprintf("level%d", k))
		c, known := levels[k][name]
		if !known {
			c = int32(len(levels[k]))
			levels[k][name] = c
		}
		code[k] = c
	}
	values := make([]moment.Sum128, len(a.values))
	for k, x := range a.values {
		m, err := moment.Of(1, []*big.Int{r.limbs("one_h"+x.name(), "one_l"+x.name())}, []*big.Int{new(big.Int)})
		if err != nil {
			return err
		}
		values[k] = m.Sum[0]
	}
	if r.err != nil {
		return r.err
	}
	if arm < 0 || arm >= int64(len(s.plan.Exp.Arms)) {
		return fmt.Errorf("the answer has an arm number %d, where there are %d", arm, len(s.plan.Exp.Arms))
	}
	for range n {
		v.Arm, v.Crossover = append(v.Arm, int32(arm)), append(v.Crossover, crossed)
		for k, c := range code {
			v.Levels[k].Code = append(v.Levels[k].Code, c)
		}
		for i, at := range places {
			to, own := &v.Columns[at], a.of[i]
			to.Has = append(to.Has, r.int(fmt.Sprintf("has%d", i)) == 1)
			to.Y.Append(values[own[0]])
			if a.columns[i].Pair() {
				to.X.Append(values[own[1]])
			}
		}
	}
	return r.err
}
