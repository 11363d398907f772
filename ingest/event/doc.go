// Package event is the canonical event: which columns it has, how their text
// becomes times, numbers and codes, when a row passes a filter, the fixed hash
// of a row, and the total order in which rows of a unit are read.
//
// It is not a reader (package format) and knows nothing of units' histories
// (package resolve). A batch of an export comes in as Arrow columns of
// whatever type the file has; it leaves as typed views with the meaning that
// the experiment file gives them. Nothing is copied row by row.
package event
