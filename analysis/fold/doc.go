// Package fold reads study tables, partition by partition, and adds them up:
// moments of every metric by arm, by segment level and by day, counts of end
// states, and the row tallies.
//
// A Column says what one metric's unit vector is; package analysis builds
// columns from the experiment. Everything is a sum of integers, so the result
// does not depend on the number of workers or the order of partitions. What
// depends on the data cut-off (pending, mature, still inside the window) is
// decided here, from Tables.To.
//
// The tables are gone through once, and all that needs them shares the visit: columns
// that are added up, unit vectors that are kept, numbers of suggestions, and a reader of
// the units. What can be known only after the last unit, as the quantile that a value is
// capped at, is applied to the vectors that were kept and to the days' changes of theirs,
// not to the tables again.
//
// It computes no estimate and knows no metric by name. The documents
// make reports of a Result.
package fold
