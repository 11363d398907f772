// Package diff is the document of what changed between two results of one experiment,
// two readouts or two investigations: report.Diff → doc.View.
//
// Its sections are those of doc.Changes, which a result's own page can have too; here
// stand the banner, the two sides and how the numbers are to be read. It compares
// nothing itself: analysis/change has done so.
package diff
