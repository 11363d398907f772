// Package change says what is another in a later result of an experiment than in an
// earlier one: of two readouts, or of two investigations.
//
// It reads results as report has them, which come from memory or from their JSON, and
// gives a report.Diff, which the document diff lays out. It computes no statistics: what
// moved is told by whether the later estimate lies in the interval that the earlier one
// had. Two results of one experiment share most of their rows, so that a later estimate
// leaves the earlier interval more rarely than its level says: one that does is worth a
// look, one that does not shows nothing.
//
// It does not say why anything changed. What was asked in another way stands in
// Diff.Plan, rows that came or went in Diff.Rows.
package change
