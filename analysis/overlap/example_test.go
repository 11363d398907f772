package overlap_test

import (
	"fmt"

	"uptake/analysis/overlap"
)

// Twenty users whom two experiments split by the same coin: who is treated in one is treated in the other, so
// assignment is as far from independent as twenty users can be, and neither effect can be told from the other.
func ExampleStore() {
	var users []uint64
	var arms []int32
	for i := range 20 {
		users, arms = append(users, uint64(i)), append(arms, int32(i%2))
	}
	var s overlap.Store
	for _, id := range []string{"model", "layout"} {
		s.Add(&overlap.Experiment{ID: id, Unit: "user", Arms: []string{"control", "treatment"}, Units: users,
			Arm: arms})
	}
	p := s.Pairs().Pairs[0]
	fmt.Printf("%d users shared, chi-square %.4g, p %.1g\n", p.Shared, float64(p.Assignment.Chi2),
		float64(p.Assignment.P))
	// Output: 20 users shared, chi-square 20, p 8e-06
}
