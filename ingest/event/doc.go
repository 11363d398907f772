// Package event is the canonical event: how the text of its columns becomes times
// (Clock), numbers and ids (Style), and codes, when a row passes a filter, and the
// fixed hashes of values and rows. Its columns' names are spec.Canonical.
//
// It is not a reader (package format) and knows nothing of units' histories
// (package resolve). A batch of an export comes in as Arrow columns of
// whatever type the file has; it leaves as typed views with the meaning that
// the experiment file gives them. Nothing is copied row by row.
package event
