package warehouse

import (
	"fmt"
	"math/big"

	"uptake/analysis/moment"
	"uptake/analysis/sums"
)

// add adds the sums of n units to those of others.
func (f *folding) add(to *moment.Moment, r *row, n int64, values []int, column string) error {
	m, err := f.moment(r, n, values)
	if err == nil {
		err = m.Possible()
	}
	if err == nil {
		err = to.Merge(m)
	}
	if err != nil {
		return fmt.Errorf("the sums of %s that the engine gave: %w", column, err)
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
		metric := "suggestions"
		if v.of == ofVariable {
			metric = f.p.variable[v.variable].Metric
		}
		return fmt.Errorf("metrics: the values of %s are too large for the engine to add up their squares in %d "+
			"digits; write a smaller scale for this metric, or fetch the rows (--units)", metric, 38)
	}
	return nil
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
	var found sums.Extremes
	for _, way := range []string{"desc", "asc"} {
		for place := 1; place <= 2; place++ {
			at := fmt.Sprintf("%s%d_%d_", way, i, place)
			if r.null(at + "0l") {
				continue
			}
			var v [2]moment.Sum128
			for k := range f.a.of[i][:f.a.columns[i].Dim()] {
				m, err := moment.Of(1, []*big.Int{r.limbs(fmt.Sprintf("%s%dh", at, k), fmt.Sprintf("%s%dl", at, k))},
					[]*big.Int{new(big.Int)})
				if err != nil {
					r.err = err
					return
				}
				v[k] = m.Sum[0]
			}
			if way == "asc" {
				found.Low = append(found.Low, v)
			} else {
				found.High = append(found.High, v)
			}
		}
	}
	f.r.Extremes[i][arm].Merge(found)
}
