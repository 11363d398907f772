package warehouse

import (
	"fmt"
	"math/big"
	"slices"

	"uptake/analysis/fold"
	"uptake/analysis/moment"
	"uptake/analysis/spec"
	"uptake/analysis/study"
	"uptake/analysis/sums"
)

// folding makes sums of what the statements units and days gave.
type folding struct {
	p    *Plan
	a    *asked
	cut  Cut
	r    *sums.Result
	from *answer
}

func (f *folding) arms() int { return len(f.p.Exp.Arms) }

// newResult is that of no units.
func newResult(p *Plan, a *asked) *sums.Result {
	arms := len(p.Exp.Arms)
	block := func(want func(fold.Column) bool) sums.Block {
		b := make(sums.Block, len(a.columns))
		for i, c := range a.columns {
			if want(c) {
				for range arms {
					b[i] = append(b[i], moment.New(c.Dim()))
				}
			}
		}
		return b
	}
	all := func(fold.Column) bool { return true }
	counts := func() []int64 { return make([]int64, arms) }
	r := &sums.Result{Main: block(all), Crossed: block(all), Adjusted: make([]sums.Adjusted, len(a.columns)), Units: counts(), Inside: counts(), Crossing: counts(),
		Shown: counts(), Extremes: make([][]sums.Extremes, len(a.columns)), Adoption: make([]sums.Adoption, arms), Bridge: make([]sums.Bridge, arms), Exposed: map[spec.Day][]int64{}}
	for range arms {
		r.Outcomes = append(r.Outcomes, make([]int64, study.NumStates))
	}
	for i, c := range a.columns {
		r.NonZero, r.Immature = append(r.NonZero, counts()), append(r.Immature, counts())
		if c.Extremes {
			r.Extremes[i] = make([]sums.Extremes, arms)
		}
	}
	t := &r.Tally
	t.Bridge, t.Arms = make([]sums.BridgeCount, arms), make([]sums.ArmRows, arms)
	for i := range t.Arms {
		t.Arms[i] = sums.ArmRows{Units: make([]int64, len(spec.Roles)+len(p.variable)), Ended: map[spec.Day]int64{}}
	}
	for range p.Demand.Values() {
		t.Values = append(t.Values, make([]sums.Values, arms))
	}
	t.Sources = make([]sums.SourceUnits, 1)
	t.Rules = map[string]int64{}
	return r
}

// units takes the answer of the statement of that name in.
func (f *folding) units(from *answer) error {
	f.from = from
	var seen struct{ first, second int64 } // units of either grouping set
	for _, cells := range from.rows {
		r := &row{a: from, cells: cells}
		arm := int(r.int("arm"))
		if arm < -1 || arm >= f.arms() {
			return fmt.Errorf("the answer has an arm number %d, where there are %d", arm, f.arms())
		}
		crossed := r.int("crossed") == 1
		if r.null("exposed_day") {
			seen.second += r.count("units")
			f.ended(r, arm, crossed)
		} else {
			seen.first += r.count("units")
			f.rows(r, arm, crossed)
			if arm >= 0 {
				if err := f.group(r, arm, crossed); err != nil {
					return err
				}
			}
		}
		if r.err != nil {
			return r.err
		}
	}
	if seen.first != seen.second {
		return fmt.Errorf("the engine counts %d units by day and %d by their last row", seen.first, seen.second)
	}
	return nil
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
	if crossed {
		t.Crossovers += r.count("units")
		return
	}
	to := &t.Arms[arm]
	one := sums.ArmRows{Rows: r.count("sum_logged"), Last: r.int("last_t"), Units: make([]int64, len(to.Units))}
	for i, v := range f.p.variable {
		one.Units[len(spec.Roles)+i] = r.count(fmt.Sprintf("sum_kind%d", i))
		if v.field < 0 {
			continue
		}
		t.Values[i][arm].Add(sums.Values{Rows: r.count(fmt.Sprintf("sum_cells%d", i)), Missing: r.count(fmt.Sprintf("sum_missing%d", i)), Broken: r.count(fmt.Sprintf("sum_broken%d", i))})
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
	for i, c := range f.a.columns {
		if c.Age != nil && (crossed || !f.counted(c.Age, day) || c.Later != nil && !f.counted(c.Later, day)) {
			continue
		}
		m, err := f.moment(r, n, f.a.of[i])
		if err == nil {
			err = m.Possible()
		}
		if err == nil {
			err = to[i][arm].Merge(m)
		}
		if err != nil {
			return fmt.Errorf("the sums of %s that the engine gave: %w", c.Name, err)
		}
		if c.Age != nil || crossed {
			continue
		}
		f.r.NonZero[i][arm] += r.count(fmt.Sprintf("some%d", f.a.of[i][0]))
		if c.Extremes {
			f.extremes(r, i, arm)
		}
	}
	return nil
}

// most is what a sum of products of limbs may come to: below it no engine that keeps 38
// digits has lost any, or wrapped.
var most = new(big.Int).Exp(big.NewInt(10), big.NewInt(38), nil)

// bounded refuses sums that the engine may not have had room for.
func (f *folding) bounded(r *row, n int64, k int, v unitValue) error {
	largest := r.whole(fmt.Sprintf("most%dl", k))
	if f.p.summed(v) {
		if h := r.whole(fmt.Sprintf("most%dh", k)); h.Cmp(largest) > 0 {
			largest = h
		}
	}
	if z := new(big.Int).Mul(largest, largest); z.Mul(z, big.NewInt(n)).Cmp(most) >= 0 {
		return fmt.Errorf("metrics: the values of %s are too large for the engine to add up their squares in %d digits; write a smaller scale for this metric, or read the rows themselves (engine: embedded)",
			f.p.variable[v.variable].Metric, 38)
	}
	return nil
}

// counted reports whether units that were first exposed on a day are of an age.
func (f *folding) counted(a *fold.Age, day spec.Day) bool {
	through := (day + spec.Day(a.Through) + 1).Start(f.p.Exp.Zone)
	return through <= f.cut.To+1 && (a.First == spec.NoDay || day >= a.First) && (a.Last == spec.NoDay || day <= a.Last)
}

// moment is that of a vector of values of n units.
func (f *folding) moment(r *row, n int64, values []int) (moment.Moment, error) {
	var sum, cross []*big.Int
	for i, x := range values {
		sum = append(sum, r.limbs(fmt.Sprintf("v%dh", x), fmt.Sprintf("v%dl", x)))
		for _, y := range values[i:] {
			cross = append(cross, f.product(r, fmt.Sprintf("x%d_%d", x, y), x == y))
		}
	}
	return moment.Of(n, sum, cross)
}

// product is a sum of products, of those of limbs; of a square that of the two kinds of
// limbs stands once.
func (f *folding) product(r *row, name string, square bool) *big.Int {
	billion, z := big.NewInt(1_000_000_000), new(big.Int)
	has := func(limbs string) bool { _, ok := r.a.place[name+limbs]; return ok }
	if has("hh") {
		z.Mul(r.whole(name+"hh"), billion)
	}
	for _, limbs := range []string{"hl", "lh"} {
		if has(limbs) {
			z.Add(z, r.whole(name+limbs))
		}
	}
	if square && has("hl") {
		z.Add(z, r.whole(name+"hl"))
	}
	z.Mul(z, billion)
	return z.Add(z, r.whole(name+"ll"))
}

// extremes takes in those of an arm's furthest units that are of the group.
func (f *folding) extremes(r *row, i, arm int) {
	x := &f.r.Extremes[i][arm]
	for _, way := range []string{"desc", "asc"} {
		for place := 1; place <= 2; place++ {
			l := fmt.Sprintf("%s%d_%dl", way, i, place)
			if r.null(l) {
				continue
			}
			z := r.limbs(fmt.Sprintf("%s%d_%dh", way, i, place), l)
			m, err := moment.Of(1, []*big.Int{z}, []*big.Int{new(big.Int)})
			if err != nil {
				r.err = err
				return
			}
			v := [2]moment.Sum128{m.Sum[0]}
			list := &x.High
			if way == "asc" {
				list = &x.Low
			}
			*list = slices.Insert(*list, min(place-1, len(*list)), v) // the two may be of two groups
		}
	}
}

// days takes the answer of the statement of that name in.
func (f *folding) days(from *answer) error {
	for _, cells := range from.rows {
		r := &row{a: from, cells: cells}
		arm, day, n := int(r.int("arm")), spec.Day(r.int("day")), r.count("units")
		if arm < 0 || arm >= f.arms() {
			return fmt.Errorf("the answer has an arm number %d, where there are %d", arm, f.arms())
		}
		block := make(sums.Block, len(f.a.columns))
		for i, c := range f.a.columns {
			if !c.Series {
				continue
			}
			for range f.arms() {
				block[i] = append(block[i], moment.New(c.Dim()))
			}
			k := f.a.of[i][0]
			m, err := moment.Of(n, []*big.Int{r.limbs(fmt.Sprintf("dh%d", k), fmt.Sprintf("dl%d", k))}, []*big.Int{f.square(r, k)})
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

// square is what a day changed of a value's sum of squares.
func (f *folding) square(r *row, k int) *big.Int {
	billion, z := big.NewInt(1_000_000_000), new(big.Int)
	if _, ok := r.a.place[fmt.Sprintf("dhh%d", k)]; ok {
		z.Mul(r.whole(fmt.Sprintf("dhh%d", k)), billion)
		z.Add(z, new(big.Int).Lsh(r.whole(fmt.Sprintf("dhl%d", k)), 1))
		z.Mul(z, billion)
	}
	return z.Add(z, r.whole(fmt.Sprintf("dll%d", k)))
}
