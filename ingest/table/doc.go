// Package table opens the tables that an experiment file names and gives their rows as
// typed columns: events, assignments, labels and stated sums alike.
//
// A Set is the tables of one reading. What is needed of them is wanted by its canonical
// name (Wants); an Input says what column of the export bears that name, or which
// constant stands for it, and what every file must have. Find lists the files by way of
// lake and leaves strays out; Scan opens each by way of format, has its blocks decoded by
// workers and gives every one a Batch of event.Text columns, one a want; Each does the
// same in order, First for the beginning alone, Again for the same files with other
// wants, or with few of their rows.
//
// It knows how cells are written and where a row stands, not what rows mean: arms,
// reasons, units and their order are the collector's.
package table
