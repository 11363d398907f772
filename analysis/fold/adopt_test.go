package fold

import (
	"context"
	"testing"

	"uptake/analysis/spec"
	"uptake/analysis/study"
	"uptake/analysis/sums"
)

// TestExposedWithoutSuggestions: the funnel begins with every unit of the result, also
// with those of a partition in which nobody was shown a suggestion.
func TestExposedWithoutSuggestions(t *testing.T) {
	shape := study.Shape{Arms: []string{"a", "b"}}
	for _, shown := range []int{0, 1, 2} { // partitions with a suggestion
		tables := &study.Tables{Shape: shape, Parts: 2, HasTime: true}
		tables.Open = func(_ context.Context, i int) (*study.Partition, error) {
			b := study.NewBuilder(shape, study.Dictionaries{}, false, true)
			for _, id := range []string{"u", "v", "w"} {
				b.Unit(&study.UnitRow{Unit: id})
				if i < shown {
					b.Suggestion(&study.SuggestionRow{Session: -1})
				}
			}
			return b.Partition(sums.Tally{}), nil
		}
		f, err := Fold(t.Context(), &spec.Experiment{}, nil, tables, 1, Beside{})
		if err != nil {
			t.Fatal(err)
		}
		if got := f.Adoption[0].Funnel; got[sums.StepExposed] != 6 || got[sums.StepShown] != int64(3*shown) {
			t.Errorf("suggestions in %d of 2 partitions: the funnel of 6 units is %v", shown, got)
		}
	}
}
