// Package investigation makes the report of uptake ignores: why suggestions end
// without use.
//
// Arms, rows and gates are the readout's, from the same visit of the study tables; the
// lenses are package ignore's, which gather their own rows in it; the tests that are
// drafted for what was found are sized and drawn by package plan.
//
// It holds no lens of its own, and no number that a lens has not found.
package investigation
