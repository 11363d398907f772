package stats

import "math/big"

// From returns the sample of the components from the i-th on: the mean of one,
// the ratio of two. It serves the covariates that follow a unit's vector.
func (s Sums) From(i int) Sample {
	if len(s.Sum)-i == 2 {
		return s.pick(i, i+1).Ratio()
	}
	one := Sums{N: s.N, Sum: []*big.Int{s.Sum[i]}, Den: []*big.Int{s.Den[i]}, Cross: []*big.Int{s.Cross[s.at(i, i)]}}
	return one.Sample()
}
