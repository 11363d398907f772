// Package moment is the mergeable exact state of an analysis: integer sums,
// squares and cross products of unit values, and their algebra.
//
// A unit's value is a scaled integer (value·10^scale, see Quotient) of at most 95
// bits and a sign; what is larger is an error that names a scale that fits
// (Overflow). Sums are 128 bits wide, squares and cross products 256 bits, so no
// sum over fewer than 2^32 units can overflow and no order, split or number of
// workers can change a result: Merge is commutative, associative and has the
// zero Moment as identity.
//
// It holds no distribution, no estimate and never divides: package stats turns
// moments into samples, once, at the end. Moments merge over disjoint units
// only; days of one unit do not add in squares.
//
// Data comes from package fold (study tables) and goes to package metric.
package moment
