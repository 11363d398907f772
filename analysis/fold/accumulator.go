package fold

import (
	"slices"

	"uptake/analysis/moment"
	"uptake/analysis/spec"
	"uptake/analysis/study"
	"uptake/analysis/sums"
)

// accumulator is one worker's sums.
type accumulator struct {
	walker
	columns []Column
	res     *sums.Result
	segs    []map[string]*sums.Level
	tooMany []bool
	outcome int   // variable that ends the funnel, −1 without
	steps   []int // variables that are steps of funnels
	series  *series
	keeping keeping
	kept    *partVectors // of the partition at hand

	vec     [4]moment.Sum128
	before  [2]moment.Sum128
	exposed exposedDay
}

// exposedDay is a day of first exposures and its units by arm, so that most units need no
// look into the map.
type exposedDay struct {
	day   spec.Day
	units []int64
}

func newAccumulator(exp *spec.Experiment, columns []Column, t *study.Tables) *accumulator {
	arms := len(t.Shape.Arms)
	a := &accumulator{walker: newWalker(exp, t), columns: columns, keeping: newKeeping(columns)}
	a.res = &sums.Result{Main: newBlock(columns, arms, nil), Crossed: newBlock(columns, arms, nil),
		Adjusted: newAdjusted(columns, arms), Units: make([]int64, arms), Inside: make([]int64, arms),
		Crossing: make([]int64, arms), Shown: make([]int64, arms), Outcomes: make([][]int64, arms),
		Bridge:  make([]sums.Bridge, arms),
		Exposed: map[spec.Day][]int64{}}
	a.res.Adoption = make([]sums.Adoption, arms)
	if a.steps = t.Shape.Steps(); t.HasTime {
		for range a.steps {
			a.res.Steps = append(a.res.Steps, make([]sums.StepTimes, arms))
		}
	}
	a.outcome = slices.IndexFunc(t.Shape.Variables,
		func(v spec.Variable) bool { return v.Name == sums.OutcomeMetric(exp) })
	a.res.Extremes = make([][]sums.Extremes, len(columns))
	for arm := range a.res.Outcomes {
		a.res.Outcomes[arm] = make([]int64, study.NumStates)
	}
	for i := range columns {
		a.res.NonZero = append(a.res.NonZero, make([]int64, arms))
		a.res.Immature = append(a.res.Immature, make([]int64, arms))
		if columns[i].Extremes {
			a.res.Extremes[i] = make([]sums.Extremes, arms)
		}
	}
	for range t.Shape.Segments {
		a.segs = append(a.segs, map[string]*sums.Level{})
	}
	a.tooMany = make([]bool, len(a.segs))
	if t.HasTime {
		a.series = newSeries(columns, arms)
		a.keepDays = true
	}
	a.bridge, a.byDays = a.res.Bridge, slices.ContainsFunc(columns, func(c Column) bool { return c.Age != nil })
	return a
}

// partition adds one partition up, does beside it what it is given, and returns what
// was kept of its units.
func (a *accumulator) partition(part int, p *study.Partition, beside *Beside, numbers []Numbers) (*partVectors, error) {
	var levels [][]*sums.Level
	var all study.Units
	reader := beside.Reader
	if reader != nil {
		reader.Begin(part, &p.Tally)
	}
	begin := func(units study.Units) {
		all, levels, a.kept = units, a.levels(units), a.keeping.partition(units)
		if beside.IDs {
			a.kept.ids = units.Unit.Value
		}
	}
	err := a.walk(p, begin, func(u *oneUnit, rows *ownRows) error {
		if reader != nil && u.counts {
			if err := reader.Unit(part, UnitRows{u.row, u.arm, all, rows.sugg, rows.shown0, rows.shown1, rows.asked,
				rows.asked0, rows.asked1, a.to}); err != nil {
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
			for k := range numbers {
				numbers[k].add(u.arm, rows.sugg.Attr, rows.shown0, rows.shown1)
			}
		}
		if err := a.unit(u, levels); err != nil {
			return err
		}
		if err := a.ages(u, rows); err != nil {
			return err
		}
		a.adopts(u, rows)
		a.reaches(u, &all)
		if a.series != nil && u.counts {
			return a.series.add(a, u, &rows.days, rows.day0, rows.day1)
		}
		return nil
	})
	a.res.Tally.Add(&p.Tally)
	a.kept.codes = nil // the record's memory is let go
	return a.kept, err
}

// unit adds the unit's vectors to the blocks it belongs to.
func (a *accumulator) unit(u *oneUnit, levels [][]*sums.Level) error {
	r := a.res
	if u.crossover {
		r.Crossing[u.arm]++
	} else {
		r.Units[u.arm]++
		if u.inside {
			r.Inside[u.arm]++
		}
		if a.tables.HasTime {
			if e := &a.exposed; e.units == nil || e.day != u.day {
				if r.Exposed[u.day] == nil {
					r.Exposed[u.day] = make([]int64, len(r.Units))
				}
				e.day, e.units = u.day, r.Exposed[u.day]
			}
			a.exposed.units[u.arm]++
		}
	}
	if u.unfinished {
		return nil
	}
	a.kept.unit(u)
	if !u.crossover {
		for _, l := range levels {
			if l != nil && l[u.row] != nil {
				l[u.row].Units[u.arm]++
			}
		}
	}
	for i := range a.columns {
		if a.columns[i].Age != nil {
			continue
		}
		if err := a.column(i, u, levels); err != nil {
			return err
		}
	}
	return nil
}

// column adds the unit's vector of one column.
func (a *accumulator) column(i int, u *oneUnit, levels [][]*sums.Level) error {
	r, c := a.res, &a.columns[i]
	var z []moment.Sum128
	var known bool
	immature := a.immature(c, u)
	if !immature && len(c.Covariate) > 0 {
		z, known = c.covariate(&a.u, &a.before)
	}
	a.keepBefore(i, known, z)
	ok, err := false, error(nil)
	if immature && !u.crossover {
		r.Immature[i][u.arm]++
	}
	if !immature {
		ok, err = c.vector(&a.u, (*[2]moment.Sum128)(a.vec[:2]))
	}
	a.keep(i, ok && err == nil)
	if err != nil || !ok {
		return err
	}
	v := a.vec[:c.Dim()] // with room for covariates
	if !u.crossover && v[0].Sign() != 0 {
		r.NonZero[i][u.arm]++
	}
	if len(c.Bounds) > 0 { // added up once the bounds are known
		return nil
	}
	put(a.res, c, i, u.arm, u.crossover, v, z)
	if u.crossover || !c.Segments {
		return nil
	}
	for _, l := range levels {
		if l != nil && l[u.row] != nil {
			l[u.row].Block[i][u.arm].AddWide(v...)
		}
	}
	return nil
}

// put adds a vector to the sums of all units; z is what is known of the covariates.
func put(r *sums.Result, c *Column, i, arm int, crossover bool, v, z []moment.Sum128) {
	if crossover {
		r.Crossed[i][arm].AddWide(v...)
		return
	}
	r.Main[i][arm].AddWide(v...)
	if c.Extremes {
		r.Extremes[i][arm].Add(v)
	}
	if len(c.Covariate) > 0 {
		addAdjusted(&r.Adjusted[i], arm, v, z)
	}
}

// keep keeps the vector at hand, where the column is kept under its own name.
func (a *accumulator) keep(i int, ok bool) {
	if a.keeping.as[i] != i {
		return
	}
	var v [2]moment.Sum128
	if ok {
		copy(v[:], a.vec[:2])
	}
	a.kept.Columns[i].add(ok, v[0], v[1], a.columns[i].Pair())
}

func (a *accumulator) keepBefore(i int, known bool, z []moment.Sum128) {
	if !a.keeping.before[i] {
		return
	}
	var v [2]moment.Sum128
	copy(v[:], z)
	a.kept.Before[i].add(known, v[0], v[1], len(a.columns[i].Covariate) == 2)
}

// levels returns, per dimension and unit row, the level the unit belongs to;
// nil for a dimension that was given up.
func (a *accumulator) levels(units study.Units) [][]*sums.Level {
	out := make([][]*sums.Level, len(units.Seg))
	for i := range units.Seg {
		if a.tooMany[i] {
			continue
		}
		texts := &units.Seg[i]
		byCode := make([]*sums.Level, texts.Words())
		out[i] = make([]*sums.Level, len(texts.Codes))
		for row, code := range texts.Codes {
			if byCode[code] == nil {
				byCode[code] = a.level(i, texts.Word(int(code)))
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

func (a *accumulator) level(dim int, name string) *sums.Level {
	if l := a.segs[dim][name]; l != nil {
		return l
	}
	arms := len(a.tables.Shape.Arms)
	l := &sums.Level{Name: name, Units: make([]int64, arms), Block: newBlock(a.columns, arms,
		func(c Column) bool { return c.Segments })}
	a.segs[dim][name] = l
	if len(a.segs[dim]) > sums.MaxLevels {
		a.tooMany[dim] = true
		a.segs[dim] = nil
	}
	return l
}
