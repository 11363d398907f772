package warehouse

import (
	"fmt"
	"slices"

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
	extreme []int // columns whose furthest units are wanted
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

// Asked takes apart what is to be added up; the error says what sums do not give.
func (p *Plan) takeApart(columns []fold.Column) (*asked, error) {
	a := &asked{columns: columns}
	for i, c := range columns {
		if c.Keep || len(c.Bounds) > 0 || c.Quotient || c.X != nil || len(c.Covariate) > 0 || c.Window > 0 {
			return nil, fmt.Errorf("the metric %s needs more than sums, which is not asked of an engine in this version", c.Name)
		}
		var own []int
		for _, age := range []*fold.Age{c.Age, c.Later} {
			if age == nil && len(own) > 0 {
				continue
			}
			v := unitValue{variable: c.Y.Var, to: -1}
			if c.Y.From != fold.Variable || c.Y.Any {
				return nil, fmt.Errorf("the metric %s is made of suggestions, which are not asked of an engine in this version", c.Name)
			}
			if age != nil {
				v.from, v.to = age.From, age.To
			}
			own = append(own, a.value(v))
		}
		a.of = append(a.of, own)
		for k, x := range own {
			for _, y := range own[k:] {
				a.pair(x, y)
			}
		}
		if c.Extremes {
			a.extreme = append(a.extreme, i)
		}
	}
	return a, nil
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
