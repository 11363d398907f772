package fold

import (
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

	at int // its place among the attributes of suggestions
}

// newNumbersOf begins the named numbers.
func newNumbersOf(names []string, shape study.Shape) []Numbers {
	out := make([]Numbers, len(names))
	for i, n := range names {
		out[i] = newNumbers(len(shape.Arms))
		for k, a := range shape.Attributes {
			if a.Name == n && a.Number {
				out[i].at = k
			}
		}
	}
	return out
}

func newNumbers(arms int) Numbers {
	return Numbers{Value: make([][]float64, arms), Unit: make([][]int32, arms), Units: make([]int32, arms),
		Lost: make([]int64, arms)}
}

func (n *Numbers) add(arm int, columns []study.Attr, from, to int) {
	if from == to {
		return
	}
	some := false
	for i := from; i < to; i++ {
		v, ok := columns[n.at].Number(i)
		if !ok {
			n.Lost[arm]++
			continue
		}
		n.Value[arm], n.Unit[arm] = append(n.Value[arm], v), append(n.Unit[arm], n.Units[arm])
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
