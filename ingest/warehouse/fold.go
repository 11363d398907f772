package warehouse

import (
	"fmt"
	"slices"

	"uptake/analysis/counted"
	"uptake/analysis/fold"
	"uptake/analysis/moment"
	"uptake/analysis/spec"
	"uptake/analysis/sums"
)

// folding makes sums of what the statements units and days gave.
type folding struct {
	p   *Plan
	a   *asked
	cut Cut
	r   *sums.Result

	byLevel []map[string]*sums.Level // by segment
}

func (f *folding) arms() int { return len(f.p.Exp.Arms) }

// units takes the answer of the statement of that name in.
func (f *folding) units(from *answer) error {
	seen := map[string]int64{} // units, by grouping set
	for _, cells := range from.rows {
		r := &row{a: from, cells: cells}
		arm := int(r.int("arm"))
		if arm < -1 || arm >= f.arms() {
			return fmt.Errorf("the answer has an arm number %d, where there are %d", arm, f.arms())
		}
		crossed := r.int("crossed") == 1
		set, err := f.set(r, arm, crossed)
		if err != nil {
			return err
		}
		if r.err != nil {
			return r.err
		}
		seen[set] += r.count("units")
	}
	for set, n := range seen {
		if n != seen["exposed_day"] {
			return counted.Errorf("the engine counts %d units by exposed_day and %d by %s", seen["exposed_day"], n, set)
		}
	}
	f.levels()
	return nil
}

// set takes in a row of the grouping set whose key it has.
func (f *folding) set(r *row, arm int, crossed bool) (name string, err error) {
	switch {
	case !r.null("exposed_day"):
		f.rows(r, arm, crossed)
		if arm >= 0 {
			err = f.group(r, arm, crossed)
		}
		return "exposed_day", err
	case !r.null("ended"):
		f.ended(r, arm, crossed)
		return "ended", nil
	}
	for k := range f.p.Exp.Segments {
		if name := fmt.Sprintf("level%d", k); !r.null(name) {
			if arm >= 0 {
				err = f.level(r, k, arm, crossed)
			}
			return name, err
		}
	}
	for k := range f.a.windows {
		if name := fmt.Sprintf("entering%d", k); !r.null(name) {
			if arm >= 0 && !crossed {
				err = f.entering(r, k, arm)
			}
			return name, err
		}
	}
	return "", fmt.Errorf("the answer has a row of no grouping set")
}

// finished reports whether a column's own window, where it has one, is over for the units of a row.
func (f *folding) finished(r *row, c *fold.Column) bool {
	return c.Window == 0 || r.int(fmt.Sprintf("done%d", slices.Index(f.a.windows, c.Window))) == 1
}

// unfinished reports whether the units of a row are still inside the experiment's window,
// where only whole ones count.
func (f *folding) unfinished(r *row) bool { return f.p.Exp.CompleteWindows && r.int("inside") == 1 }

// entering takes in the units of an arm that enter columns with a window of their own on a day.
func (f *folding) entering(r *row, k, arm int) error {
	if f.unfinished(r) || r.int(fmt.Sprintf("done%d", k)) == 0 {
		return nil
	}
	block := f.dayBlock()
	for i := range f.a.columns {
		if c := &f.a.columns[i]; c.Series && c.Window == f.a.windows[k] {
			if err := f.add(&block[i][arm], r, r.count("units"), f.a.of[i][:c.Dim()], c.Name); err != nil {
				return err
			}
		}
	}
	return f.r.At(spec.Day(r.int(fmt.Sprintf("entering%d", k)))).Add(block)
}

// dayBlock is that of a day on which nothing changed.
func (f *folding) dayBlock() sums.Block {
	block := make(sums.Block, len(f.a.columns))
	for i, c := range f.a.columns {
		for range f.arms() {
			if c.Series {
				block[i] = append(block[i], moment.New(c.Dim()))
			}
		}
	}
	return block
}

// ended takes in how many units of an arm had their latest row on a day.
func (f *folding) ended(r *row, arm int, crossed bool) {
	day, n := r.int("ended"), r.count("units")
	if arm >= 0 && !crossed && day != noDay && n > 0 {
		f.r.Tally.Arms[arm].Ended[spec.Day(day)] += n
	}
}

// rows takes in what became of the rows of some units.
func (f *folding) rows(r *row, arm int, crossed bool) {
	t := &f.r.Tally
	t.Used += r.count("sum_used")
	for _, x := range fatesOf {
		if x.fate != kept {
			t.Dropped[x.fate] += r.count("sum_" + x.name)
		}
	}
	t.DiffersFromKept += r.count("sum_differs")
	t.Redated += r.count("sum_redated")
	t.EqualDropped += r.count("sum_equal")
	var s sums.SourceUnits
	s.Met, s.Exposes = r.count("sum_met") > 0, r.count("sum_exposed") > 0
	s.Strangers = r.count("sum_unexposed")
	s.Stranger, s.Exposed = r.text("stranger"), r.text("somebody")
	t.Sources[0].Add(&s)
	if arm < 0 {
		return
	}
	f.suggested(r, arm, crossed)
	if crossed {
		t.Crossovers += r.count("units")
		return
	}
	to := &t.Arms[arm]
	one := sums.ArmRows{Rows: r.count("sum_logged"), Last: r.int("latest"), Units: make([]int64, len(to.Units))}
	for i, v := range f.p.variable {
		if v.of == i {
			one.Units[len(spec.Roles)+i] = r.count(fmt.Sprintf("sum_kind%d", i))
		}
		if v.field < 0 {
			continue
		}
		t.Values[i][arm].Add(sums.Values{Rows: r.count(fmt.Sprintf("sum_cells%d", i)),
			Missing: r.count(fmt.Sprintf("sum_missing%d", i)), Broken: r.count(fmt.Sprintf("sum_broken%d", i))})
	}
	to.Add(&one)
}

// group takes in the sums of the units of an arm that were first exposed on a day.
func (f *folding) group(r *row, arm int, crossed bool) error {
	n, day := r.count("units"), spec.Day(r.int("exposed_day"))
	to := f.r.Main
	if crossed {
		to = f.r.Crossed
		f.r.Crossing[arm] += n
	} else {
		f.r.Units[arm] += n
		if r.int("inside") == 1 {
			f.r.Inside[arm] += n
		}
		if f.r.Exposed[day] == nil {
			f.r.Exposed[day] = make([]int64, f.arms())
		}
		f.r.Exposed[day][arm] += n
	}
	for k, v := range f.a.values {
		if err := f.bounded(r, n, k, v); err != nil {
			return err
		}
	}
	if !crossed {
		f.suggestions(r, arm)
	}
	if f.unfinished(r) {
		return nil
	}
	for i := range f.a.columns {
		c := &f.a.columns[i]
		if c.Age != nil && (crossed || !f.counted(c.Age, day) || c.Later != nil && !f.counted(c.Later, day)) {
			continue
		}
		if !f.finished(r, c) {
			if !crossed {
				f.r.Immature[i][arm] += n
			}
			continue
		}
		own := f.a.of[i][:c.Dim()]
		if err := f.add(&to[i][arm], r, f.having(r, n, own[0]), own, c.Name); err != nil {
			return err
		}
		if c.Age != nil || crossed {
			continue
		}
		f.r.NonZero[i][arm] += r.count(fmt.Sprintf("some%d", own[0]))
		if c.Extremes {
			f.extremes(r, i, arm)
		}
		if len(c.Covariate) == 0 {
			continue
		}
		with := &f.r.Adjusted[i].Without[arm]
		if r.int("known") == 1 {
			with, own = &f.r.Adjusted[i].With[arm], f.a.of[i]
		}
		if err := f.add(with, r, n, own, c.Name); err != nil {
			return err
		}
	}
	return nil
}

// having is how many of the n units of a row have a value.
func (f *folding) having(r *row, n int64, value int) int64 {
	if f.a.values[value].of == ofQuotient {
		return r.count(fmt.Sprintf("has%d", value))
	}
	return n
}

// counted reports whether units that were first exposed on a day are of an age.
func (f *folding) counted(a *fold.Age, day spec.Day) bool {
	through := (day + spec.Day(a.Through) + 1).Start(f.p.Exp.Zone)
	return through <= f.cut.To+1 && (a.First == spec.NoDay || day >= a.First) && (a.Last == spec.NoDay || day <= a.Last)
}

// days takes the answer of the statement of that name in.
func (f *folding) days(from *answer) error {
	values, _ := f.a.series()
	for _, cells := range from.rows {
		r := &row{a: from, cells: cells}
		arm, day, n := int(r.int("arm")), spec.Day(r.int("day")), r.count("units")
		if arm < 0 || arm >= f.arms() {
			return fmt.Errorf("the answer has an arm number %d, where there are %d", arm, f.arms())
		}
		for _, k := range values {
			if err := f.bounded(r, r.count("changed"), k, f.a.values[k]); err != nil {
				return err
			}
		}
		block := f.dayBlock()
		for i, c := range f.a.columns {
			if !c.Series || c.Window > 0 {
				continue
			}
			m, err := f.moment(r, n, f.a.of[i][:c.Dim()])
			if err != nil {
				return err
			}
			block[i][arm] = m
		}
		if r.err != nil {
			return r.err
		}
		if err := f.r.At(day).Add(block); err != nil {
			return err
		}
	}
	return nil
}
