package fold_test

import (
	"context"
	"fmt"

	"uptake/analysis/fold"
	"uptake/analysis/spec"
	"uptake/analysis/study"
	"uptake/analysis/sums"
)

// Two partitions with a unit of each arm: what the arms did in all, added up exactly.
func ExampleFold() {
	shape := study.Shape{Arms: []string{"control", "treatment"},
		Variables: []spec.Variable{{Metric: "tasks"}}}
	tasks := [][]int64{{3, 5}, {4, 9}} // by partition and arm
	tables := &study.Tables{Shape: shape, Parts: len(tasks)}
	tables.Open = func(_ context.Context, i int) (*study.Partition, error) {
		b := study.NewBuilder(shape, study.Dictionaries{}, false, false)
		for arm, n := range tasks[i] {
			b.Unit(&study.UnitRow{Unit: fmt.Sprint(i, arm), Arm: arm, Var: []int64{n}, Missing: []bool{false}})
		}
		return b.Partition(sums.Tally{Used: 2}), nil
	}
	columns := []fold.Column{{Name: "tasks", Y: fold.Value{From: fold.Variable}}}
	r, err := fold.Fold(context.Background(), &spec.Experiment{}, columns, tables, 2, fold.Beside{})
	if err != nil {
		fmt.Println(err)
		return
	}
	for arm, m := range r.Main[0] {
		sum, products := m.Big()
		fmt.Println(shape.Arms[arm], m.N, sum[0], products[0])
	}
	// Output:
	// control 2 7 25
	// treatment 2 14 106
}
