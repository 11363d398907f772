package fold

import (
	"context"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"

	"uptake/analysis/spec"
	"uptake/analysis/study"
)

// Numbers holds one number of every shown suggestion that has it, by arm and
// unit: what quantiles over suggestions need. Whatever became of a suggestion,
// and mature or not, it counts: the number was there when it was shown. Units
// are numbered within their arm in the order of partitions and ids.
type Numbers struct {
	Value [][]float64 // by arm
	Unit  [][]int32   // by arm, parallel to Value
	Units []int32     // by arm: units of the result that have a value
	Lost  []int64     // by arm: suggestions without the number
}

// CollectNumbers opens every partition once and keeps the named numbers of
// shown suggestions, in order of names.
func CollectNumbers(ctx context.Context, exp *spec.Experiment, names []string, t *study.Tables, workers int) ([]Numbers, error) {
	workers = max(1, min(workers, t.Parts))
	walkers := make([]walker, workers)
	for w := range walkers {
		walkers[w] = newWalker(exp, t)
	}
	at := make([]int, len(names))
	for i, n := range names {
		for k, a := range t.Shape.Attributes {
			if a.Name == n && a.Number {
				at[i] = k
			}
		}
	}
	arms := len(t.Shape.Arms)
	parts := make([][]Numbers, t.Parts)
	err := each(ctx, t, workers, func(w, i int, p *study.Partition) error {
		out := make([]Numbers, len(names))
		for k := range out {
			out[k] = newNumbers(arms)
		}
		parts[i] = out
		return walkers[w].walk(p, func(study.Units) {}, func(u oneUnit, r ownRows) error {
			if !u.counts {
				return nil
			}
			for k := range out {
				out[k].add(u.arm, r.sugg.Attr, at[k], r.shown0, r.shown1)
			}
			return nil
		})
	})
	if err != nil {
		return nil, err
	}
	all := make([]Numbers, len(names))
	for k := range all {
		all[k] = newNumbers(arms)
		for _, p := range parts {
			all[k].join(p[k])
		}
	}
	return all, nil
}

func newNumbers(arms int) Numbers {
	return Numbers{make([][]float64, arms), make([][]int32, arms), make([]int32, arms), make([]int64, arms)}
}

func (n *Numbers) add(arm int, columns []arrow.Array, at, from, to int) {
	if from == to {
		return
	}
	col := columns[at].(*array.Float64)
	some := false
	for i := from; i < to; i++ {
		if col.IsNull(i) {
			n.Lost[arm]++
			continue
		}
		n.Value[arm], n.Unit[arm] = append(n.Value[arm], col.Value(i)), append(n.Unit[arm], n.Units[arm])
		some = true
	}
	if some {
		n.Units[arm]++
	}
}

func (n *Numbers) join(o Numbers) {
	for a := range n.Value {
		n.Value[a] = append(n.Value[a], o.Value[a]...)
		for _, u := range o.Unit[a] {
			n.Unit[a] = append(n.Unit[a], n.Units[a]+u)
		}
		n.Units[a] += o.Units[a]
		n.Lost[a] += o.Lost[a]
	}
}
