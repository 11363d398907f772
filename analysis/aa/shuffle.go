package aa

import (
	"cmp"
	"context"
	"math/bits"
	"math/rand/v2"
	"slices"
	"sync/atomic"

	"github.com/sourcegraph/conc"

	"uptake/analysis/fold"
	"uptake/analysis/moment"
)

// shuffles runs each for every run with the generator of that run, several runs
// at a time; a run depends on seed and its number alone.
func shuffles(ctx context.Context, runs, workers int, seed uint64, each func(worker, run int, r *rand.Rand)) error {
	var next atomic.Int64
	var wg conc.WaitGroup
	for w := range max(1, min(workers, runs)) {
		wg.Go(func() {
			for i := int(next.Add(1)) - 1; i < runs && ctx.Err() == nil; i = int(next.Add(1)) - 1 {
				each(w, i, rand.New(rand.NewPCG(seed, uint64(i))))
			}
		})
	}
	wg.Wait()
	return ctx.Err()
}

// shuffled writes a random order of from to labels: every order is equally
// likely (Fisher & Yates), so every unit is as likely as any other in each arm
// and the arms keep their sizes.
func shuffled(r *rand.Rand, from, labels []uint16) {
	copy(labels, from)
	for i := len(labels) - 1; i > 0; i-- {
		j := r.IntN(i + 1)
		labels[i], labels[j] = labels[j], labels[i]
	}
}

// vectors are the vectors of some units, component by component.
type vectors struct {
	unit   []int32 // the unit of each vector
	values []fold.Ints
	quick  [][]int64 // the same where no sum over all of them leaves an int64; nil elsewhere
}

// newVectors checks the size of the values.
func newVectors(unit []int32, values []fold.Ints) *vectors {
	v := &vectors{unit: unit, values: values}
	var quick [][]int64
	most := uint64(1)
	for i := range values {
		narrow, ok := values[i].Narrow()
		if !ok {
			return v
		}
		for _, x := range narrow {
			most = max(most, uint64(max(x, -x))) // the least int64 stays itself: 2^63
		}
		quick = append(quick, narrow)
	}
	hi, square := bits.Mul64(most, most)
	if hi > 0 {
		return v
	}
	hi, all := bits.Mul64(square, uint64(max(1, len(unit))))
	if hi == 0 && all < 1<<63 {
		v.quick = quick
	}
	return v
}

// moments are the exact moments by arm under the labels of units.
func (v *vectors) moments(labels []uint16, arms int) []moment.Moment {
	k := len(v.values)
	out := make([]moment.Moment, arms)
	for a := range out {
		out[a] = moment.New(k)
	}
	if v.quick == nil {
		vec := make([]moment.Sum128, k)
		for i, u := range v.unit {
			for c := range vec {
				vec[c] = v.values[c].At(i)
			}
			out[labels[u]].AddWide(vec...)
		}
		return out
	}
	all := v.quick
	stride := 1 + k + k*(k+1)/2
	sums := make([]int64, arms*stride)
	switch k {
	case 1:
		y := all[0]
		for i, u := range v.unit {
			s, b := sums[3*int(labels[u]):][:3], y[i]
			s[0]++
			s[1] += b
			s[2] += b * b
		}
	case 2:
		y, x := all[0], all[1]
		for i, u := range v.unit {
			s, b, c := sums[6*int(labels[u]):][:6], y[i], x[i]
			s[0]++
			s[1] += b
			s[2] += c
			s[3] += b * b
			s[4] += b * c
			s[5] += c * c
		}
	default:
		for i, u := range v.unit {
			s := sums[stride*int(labels[u]):][:stride]
			s[0]++
			at := 1 + k
			for c, values := range all {
				s[1+c] += values[i]
				for _, others := range all[c:] {
					s[at] += values[i] * others[i]
					at++
				}
			}
		}
	}
	for a := range out {
		s := sums[a*stride:][:stride]
		out[a].N = s[0]
		for c := range out[a].Sum {
			out[a].Sum[c].AddInt(s[1+c])
		}
		for c := range out[a].Cross {
			out[a].Cross[c].AddProduct(s[1+k+c], 1)
		}
	}
	return out
}

// drawn are the values of events or units for quantiles, from the least on.
type drawn struct {
	value  []float64
	unit   []int32  // parallel to value
	labels []uint16 // of the units, when they are shuffled on their own; nil: as all units
}

// newDrawn sorts values by size.
func newDrawn(value []float64, unit []int32) *drawn {
	order := make([]int, len(value))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int {
		return cmp.Or(cmp.Compare(value[a], value[b]), cmp.Compare(unit[a], unit[b]))
	})
	d := &drawn{value: make([]float64, len(value)), unit: make([]int32, len(value))}
	for i, o := range order {
		d.value[i], d.unit[i] = value[o], unit[o]
	}
	return d
}

// byArm deals the values out: every arm's values from the least on, with the
// units that have one numbered within the arm, and how many those are.
func (d *drawn) byArm(labels []uint16, arms int) (value [][]float64, unit [][]int32, units []int) {
	value, unit, units = make([][]float64, arms), make([][]int32, arms), make([]int, arms)
	size := make([]int, arms)
	for _, u := range d.unit {
		size[labels[u]]++
	}
	for a, n := range size {
		value[a], unit[a] = make([]float64, 0, n), make([]int32, 0, n)
	}
	number := make([]int32, len(labels)) // within the arm, from 1
	for i, u := range d.unit {
		a := labels[u]
		if number[u] == 0 {
			units[a]++
			number[u] = int32(units[a])
		}
		value[a], unit[a] = append(value[a], d.value[i]), append(unit[a], number[u]-1)
	}
	return value, unit, units
}
