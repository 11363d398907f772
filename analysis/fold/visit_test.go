package fold

import (
	"context"
	"testing"

	"uptake/analysis/fault"
	"uptake/analysis/spec"
	"uptake/analysis/study"
	"uptake/analysis/sums"
)

// TestOneVisit: a fold opens every partition once and lets it go, with any number of
// workers, and the tables cannot be gone through again.
func TestOneVisit(t *testing.T) {
	for _, workers := range []int{1, 3, 100} {
		const parts = 64
		opened, dropped := make([]int, parts), make([]int, parts)
		shape := study.Shape{Arms: []string{"a", "b"}}
		tables := &study.Tables{Shape: shape, Parts: parts}
		tables.Open = func(_ context.Context, i int) (*study.Partition, error) {
			opened[i]++
			b := study.NewBuilder(shape, study.Dictionaries{}, false, false)
			b.Unit(&study.UnitRow{Unit: string(rune('a' + i)), Arm: i % 2})
			return b.Partition(sums.Tally{Used: 1}), nil
		}
		tables.Drop = func(i int) { dropped[i]++ }
		f, err := Fold(t.Context(), &spec.Experiment{}, nil, tables, workers, Beside{})
		if err != nil {
			t.Fatal(err)
		}
		if f.Units[0] != parts/2 || f.Tally.Used != parts {
			t.Errorf("%d workers: %v units, %d rows", workers, f.Units, f.Tally.Used)
		}
		for i := range parts {
			if opened[i] != 1 || dropped[i] != 1 {
				t.Errorf("%d workers: partition %d is opened %d times and let go of %d times", workers, i, opened[i],
					dropped[i])
			}
		}
		again := func() (err error) {
			defer fault.Catch(&err, "")
			_, err = Fold(t.Context(), &spec.Experiment{}, nil, tables, workers, Beside{})
			return err
		}
		if again() == nil {
			t.Errorf("%d workers: a second visit", workers)
		}
	}
}
