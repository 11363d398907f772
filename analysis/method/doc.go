// Package method compares two samples: one file per comparison, each turning
// control's and treatment's stats.Sample into the numbers of a
// report.Comparison.
//
// abs is treatment minus control; rel divides by |control mean|. Numbers are
// unadjusted, fixed-horizon and two-sided. What is undefined is NaN with a
// Caution that says why, numbers in it.
//
// Which method a metric uses is package metric's business; formulas for tails
// and intervals are in package stats.
package method
