package stats

import "gonum.org/v1/gonum/floats"

// AddScaled adds by times x to dst, element by element. They have to be of one length.
func AddScaled(dst []float64, by float64, x []float64) { floats.AddScaled(dst, by, x) }
