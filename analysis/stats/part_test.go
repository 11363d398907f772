package stats

import (
	"reflect"
	"testing"
)

// TestFrom: the part of a vector from a component on is what the components
// give by themselves.
func TestFrom(t *testing.T) {
	y, x, z, w := []float64{1, 2.5, 4, 0}, []float64{2, 1, 1, 3}, []float64{0.125, 7, 3, 3}, []float64{1, 5, 2, 2}
	sums := func(columns ...[]float64) Sums {
		s, err := FromValues(columns...)
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	if got, want := sums(y, z).From(1), sums(z).Sample(); !reflect.DeepEqual(got, want) {
		t.Errorf("one component: %+v, want %+v", got, want)
	}
	if got, want := sums(y, x, z, w).From(2), sums(z, w).Ratio(); !reflect.DeepEqual(got, want) {
		t.Errorf("a ratio: %+v, want %+v", got, want)
	}
}
