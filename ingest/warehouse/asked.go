package warehouse

import (
	"fmt"
	"slices"
	"time"

	"uptake/analysis/fold"
	"uptake/analysis/spec"
)

// asked is what a readout wants added up, taken apart into the values of units that SQL
// makes: each once, whichever columns are made of it.
type asked struct {
	columns []fold.Column
	values  []unitValue
	of      [][]int // by column: its values, then its covariates'
	pairs   [][2]int
	extreme []int           // columns whose furthest units are wanted
	windows []time.Duration // that columns have of their own, each once
}

// unitValue is one value of a unit: a variable, of all its days or of some.
type unitValue struct {
	variable int
	from, to int // days since first exposure, both included; to -1: all
}

// name is that of the value's limbs in SQL, behind h and l.
func (v unitValue) name() string {
	if v.to < 0 {
		return fmt.Sprint(v.variable)
	}
	return fmt.Sprintf("%d_%d_%d", v.variable, v.from, v.to)
}

// takeApart takes apart what is to be added up; the error says what sums do not give.
func (p *Plan) takeApart(columns []fold.Column) (*asked, error) {
	a := &asked{columns: columns}
	for i, c := range columns {
		if len(c.Bounds) > 0 || c.Quotient || c.Keep && !c.Pair() {
			return nil, fmt.Errorf("the metric %s needs the values of units one by one, of which an engine gives "+
				"sums alone", c.Name)
		}
		var own []int
		for _, age := range []*fold.Age{c.Age, c.Later} {
			if age == nil && len(own) > 0 {
				continue
			}
			for _, x := range append([]*fold.Value{&c.Y}, c.X) {
				if x == nil {
					continue
				}
				v, err := valueOf(c.Name, x, age)
				if err != nil {
					return nil, err
				}
				own = append(own, a.value(v))
			}
		}
		for k := range c.Covariate {
			v, err := valueOf(c.Name, &c.Covariate[k], nil)
			if err != nil {
				return nil, err
			}
			own = append(own, a.value(v))
		}
		a.of = append(a.of, own)
		for k, x := range own {
			for _, y := range own[k:] {
				a.pair(x, y)
			}
		}
		if w := c.Window; w > 0 && !slices.Contains(a.windows, w) {
			a.windows = append(a.windows, w)
		}
		if c.Extremes {
			a.extreme = append(a.extreme, i)
		}
	}
	return a, nil
}

// valueOf is a component of a vector: a variable, of a unit's days of an age where one is given.
func valueOf(metric string, x *fold.Value, age *fold.Age) (unitValue, error) {
	if x.From != fold.Variable || x.Any {
		return unitValue{}, fmt.Errorf("the metric %s is made of suggestions, which are not asked of an engine in "+
			"this version", metric)
	}
	v := unitValue{variable: x.Var, to: -1}
	if age != nil {
		v.from, v.to = age.From, age.To
	}
	return v, nil
}

func (a *asked) value(v unitValue) int {
	at := slices.Index(a.values, v)
	if at < 0 {
		at, a.values = len(a.values), append(a.values, v)
	}
	return at
}

func (a *asked) pair(x, y int) {
	if p := [2]int{x, y}; !slices.Contains(a.pairs, p) {
		a.pairs = append(a.pairs, p)
	}
}

// summed reports whether a value adds up a field, so that it may be wide; others count rows.
func (p *Plan) summed(v unitValue) bool { return p.variable[v.variable].Agg.How == spec.Sum }
