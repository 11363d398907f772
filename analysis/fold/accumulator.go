package fold

import (
	"slices"

	"github.com/apache/arrow/go/v15/arrow/array"

	"uptake/analysis/moment"
	"uptake/analysis/spec"
	"uptake/analysis/study"
)

// accumulator is one worker's sums.
type accumulator struct {
	walker
	columns []Column
	res     *Result
	segs    []map[string]*Level
	tooMany []bool
	outcome int // variable that ends the funnel, −1 without
	series  *series

	vec [4]moment.Sum128
}

func newAccumulator(exp *spec.Experiment, columns []Column, t *study.Tables) *accumulator {
	arms := len(t.Shape.Arms)
	a := &accumulator{walker: newWalker(exp, t), columns: columns}
	a.res = &Result{Main: newBlock(columns, arms, nil), Crossed: newBlock(columns, arms, nil), Adjusted: newAdjusted(columns, arms), Units: make([]int64, arms), Inside: make([]int64, arms),
		Crossing: make([]int64, arms), Shown: make([]int64, arms), Outcomes: make([][study.NumStates]int64, arms), Bridge: make([]Bridge, arms),
		Exposed: map[spec.Day][]int64{}}
	a.res.Adoption = make([]Adoption, arms)
	a.outcome = slices.IndexFunc(t.Shape.Variables, func(v spec.Variable) bool { return v.Name == OutcomeMetric(exp) })
	a.res.Extremes = make([][]Extremes, len(columns))
	for i := range columns {
		a.res.NonZero = append(a.res.NonZero, make([]int64, arms))
		a.res.Immature = append(a.res.Immature, make([]int64, arms))
		if columns[i].Extremes {
			a.res.Extremes[i] = make([]Extremes, arms)
		}
	}
	for range t.Shape.Segments {
		a.segs = append(a.segs, map[string]*Level{})
	}
	a.tooMany = make([]bool, len(a.segs))
	if t.HasTime {
		a.series = newSeries(columns, arms)
		a.keepDays = true
	}
	a.bridge = a.res.Bridge
	return a
}

func (a *accumulator) partition(part int, p *study.Partition, reader *Reader) error {
	var levels [][]*Level
	var all study.Units
	if reader != nil {
		reader.Begin(part, &p.Tally)
	}
	err := a.walk(p, func(units study.Units) { all, levels = units, a.levels(units) }, func(u oneUnit, rows ownRows) error {
		if reader != nil && u.counts {
			if err := reader.Unit(part, UnitRows{u.row, u.arm, all, rows.sugg, rows.shown0, rows.shown1, rows.asked, rows.asked0, rows.asked1, a.to}); err != nil {
				return err
			}
		}
		if u.counts {
			for s, n := range a.u.states {
				a.res.Outcomes[u.arm][s] += n
			}
			if u.shown {
				a.res.Shown[u.arm]++
			}
		}
		if err := a.unit(u, levels); err != nil {
			return err
		}
		if err := a.ages(u, rows); err != nil {
			return err
		}
		a.adopts(u, rows)
		if a.series != nil && u.counts {
			return a.series.add(a, u, rows.days, rows.day0, rows.day1)
		}
		return nil
	})
	a.res.Tally.Add(&p.Tally)
	return err
}

// unit adds the unit's vectors to the blocks it belongs to.
func (a *accumulator) unit(u oneUnit, levels [][]*Level) error {
	r := a.res
	if u.crossover {
		r.Crossing[u.arm]++
	} else {
		r.Units[u.arm]++
		if u.inside {
			r.Inside[u.arm]++
		}
		if a.tables.HasTime {
			e := r.Exposed[u.day]
			if e == nil {
				e = make([]int64, len(r.Units))
				r.Exposed[u.day] = e
			}
			e[u.arm]++
		}
	}
	if u.unfinished {
		return nil
	}
	block := r.Main
	if u.crossover {
		block = r.Crossed
	} else {
		for _, l := range levels {
			if l != nil && l[u.row] != nil {
				l[u.row].Units[u.arm]++
			}
		}
	}
	for i := range a.columns {
		c := &a.columns[i]
		if c.Age != nil {
			continue
		}
		if a.immature(c, u) {
			if !u.crossover {
				r.Immature[i][u.arm]++
			}
			continue
		}
		ok, err := c.vector(&a.u, (*[2]moment.Sum128)(a.vec[:2]))
		if err != nil {
			return err
		}
		if !ok {
			continue
		}
		v := a.vec[:c.Dim()] // with room for covariates
		block[i][u.arm].AddWide(v...)
		own := v[0]
		if len(c.Bounds) > 0 {
			own, _ = c.Y.of(&a.u)
		}
		if !u.crossover && own.Sign() != 0 {
			r.NonZero[i][u.arm]++
		}
		if c.Extremes && !u.crossover {
			r.Extremes[i][u.arm].add(v)
		}
		if len(c.Covariate) > 0 && !u.crossover {
			z, known := c.covariate(&a.u)
			r.Adjusted[i].add(u.arm, v, z, known)
		}
		if u.crossover || !c.Segments {
			continue
		}
		for _, l := range levels {
			if l != nil && l[u.row] != nil {
				l[u.row].Block[i][u.arm].AddWide(v...)
			}
		}
	}
	return nil
}

// levels returns, per dimension and unit row, the level the unit belongs to;
// nil for a dimension that was given up.
func (a *accumulator) levels(units study.Units) [][]*Level {
	out := make([][]*Level, len(units.Seg))
	for i, col := range units.Seg {
		if a.tooMany[i] {
			continue
		}
		codes, words := study.Codes(col)
		byCode := make([]*Level, words.Len())
		out[i] = make([]*Level, len(codes))
		for row, code := range codes {
			if byCode[code] == nil {
				byCode[code] = a.level(i, words, int(code))
			}
			if a.tooMany[i] {
				out[i] = nil
				break
			}
			out[i][row] = byCode[code]
		}
	}
	return out
}

func (a *accumulator) level(dim int, words *array.String, code int) *Level {
	name := words.Value(code)
	if l := a.segs[dim][name]; l != nil {
		return l
	}
	arms := len(a.tables.Shape.Arms)
	l := &Level{Name: name, Units: make([]int64, arms), Block: newBlock(a.columns, arms, func(c Column) bool { return c.Segments })}
	a.segs[dim][name] = l
	if len(a.segs[dim]) > MaxLevels {
		a.tooMany[dim] = true
		a.segs[dim] = nil
	}
	return l
}
