package sums

import (
	"reflect"
	"testing"

	"uptake/analysis/spec"
)

// TestArmRowsAdd: an arm without rows has no last time, whichever side it is on.
func TestArmRowsAdd(t *testing.T) {
	none, early, late := ArmRows{}, ArmRows{2, -50, map[spec.Day]int64{3: 1}, []int64{1, 0}},
		ArmRows{3, -20, map[spec.Day]int64{3: 1, 4: 2}, []int64{1, 1}}
	want := ArmRows{5, -20, map[spec.Day]int64{3: 2, 4: 2}, []int64{2, 1}}
	for _, order := range [][]ArmRows{{none, early, late}, {late, none, early}, {early, late, none}} {
		var sum ArmRows
		for i := range order {
			sum.Add(&order[i])
		}
		if !reflect.DeepEqual(sum, want) {
			t.Errorf("%+v, want %+v", sum, want)
		}
	}
	if late.Units[0] != 1 || late.Ended[3] != 1 {
		t.Error("adding changed what was added")
	}
}
