// Package evals compares versions of a feature over the same evaluated items and says
// whether one of them may be launched.
//
// It is pure: scored runs (package scored, from ingest/evaltool) and what the file asks
// (spec.Evals) come in, a report.Evals goes out to charts/evals. It reads no file and knows
// no tool. Nothing without a score enters a mean: runs that failed, scorers that failed and
// empty scores are counted, and everything that decides is also read with failed runs as the
// worst score.
//
// In which order to use it: Analyze does all. The parts stand in the order in which they run:
// what is compared (metrics.go), runs added up to items (collect.go), the proof that items are
// the same (proof.go), pairs (pairs.go), comparisons (compare.go), categories and traffic
// (categories.go), gates (gates.go), the verdict (decide.go); beside them what explains it:
// flips, noise of repeats, the judge, grades, coverage.
//
// The item is the unit: repeats are averaged within it, and items that hang together are a
// cluster (Miller 2024, arXiv 2411.00640). Errors are CR3 with Satterthwaite's degrees of
// freedom; under ten clusters there is no interval.
package evals
