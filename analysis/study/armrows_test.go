package study

import (
	"reflect"
	"testing"
)

// TestArmRowsAdd: an arm without rows has no last time, whichever side it is on.
func TestArmRowsAdd(t *testing.T) {
	none, early, late := ArmRows{}, ArmRows{2, -50, []int64{1, 0}}, ArmRows{3, -20, []int64{1, 1}}
	want := ArmRows{5, -20, []int64{2, 1}}
	for _, order := range [][]ArmRows{{none, early, late}, {late, none, early}, {early, late, none}} {
		var sum ArmRows
		for i := range order {
			sum.Add(&order[i])
		}
		if !reflect.DeepEqual(sum, want) {
			t.Errorf("%+v, want %+v", sum, want)
		}
	}
	if late.Units[0] != 1 {
		t.Error("adding changed what was added")
	}
}
