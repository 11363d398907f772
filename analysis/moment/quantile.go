package moment

import "math"

// Quantile is the type-7 quantile at p of sorted scaled integers, rounded to one
// of them halves up, in integer arithmetic but for the place between two
// neighbours. The list must not be empty.
func Quantile(sorted []Sum128, p float64) Sum128 {
	h := p * float64(len(sorted)-1)
	j := int(math.Floor(h + 4e-16*math.Max(1, h)))
	if j >= len(sorted)-1 {
		return sorted[len(sorted)-1]
	}
	g := math.Max(h-float64(j), 0)
	step := sorted[j+1]
	step.Sub(sorted[j])
	out := sorted[j]
	out.Add(Whole(math.Floor(g*step.Float() + 0.5)))
	return out
}
