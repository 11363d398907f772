// Package stats holds the samples, tails, quantiles, intervals and
// multiplicity rules that every estimate stands on.
//
// A Sample is what one arm's data are to a formula: n, means, centred cross
// products and, for counts, successes. It is made from exact sums (Sums) and
// rounded once; each formula is written once, here or in package method, and
// only on samples. Tails are our own and are given in logs too, so that a p
// value never becomes 0.
//
// It knows no metric, no arm's name and no file. Undefined results are NaN; the
// caller says why. Package metric makes samples of moments, package method
// compares them, package health tests the split of arms.
//
// Read in this order: sums.go, sample.go, then the tails (normal.go, gamma.go,
// beta.go, student.go), then the intervals.
package stats
