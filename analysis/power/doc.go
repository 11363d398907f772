// Package power says what an experiment can find: the chance that a test of a
// true effect is significant, the smallest effect found with a given chance, and
// the units needed for it.
//
// Everything is two-sided and takes the standard error of the estimate as given,
// so it serves means, proportions, ratios (linearised variance), CUPED (variance
// × (1−ρ²)) and clusters (variance × design effect) alike. It knows no metric and
// no file.
//
// Read in this order: normal.go, student.go, proportion.go, midway.go for the
// formulas; planned.go for the tests that the readout will make; inputs.go,
// check.go, plan.go and cautions.go for the plan of a whole experiment. Power at
// the effect that was observed says nothing that p does not say: do not report it.
package power
