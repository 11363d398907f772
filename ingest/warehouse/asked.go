package warehouse

import (
	"fmt"
	"slices"
	"time"

	"uptake/analysis/fold"
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

// takeApart takes apart what is to be added up; the error says what sums do not give.
func (p *Plan) takeApart(columns []fold.Column) (*asked, error) {
	a := &asked{columns: columns}
	for i, c := range columns {
		if len(c.Bounds) > 0 || c.Keep && !c.Pair() {
			return nil, fmt.Errorf("the metric %s needs the values of units one by one, of which an engine gives "+
				"sums alone", c.Name)
		}
		var own []int
		if c.Quotient {
			v, err := quotientOf(&columns[i])
			if err != nil {
				return nil, err
			}
			own = append(own, a.value(v))
		}
		for _, age := range []*fold.Age{c.Age, c.Later} {
			if (age == nil || c.Quotient) && len(own) > 0 {
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
