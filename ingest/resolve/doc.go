// Package resolve turns canonical rows into study tables, unit by unit:
// duplicates, first exposure, crossovers, windows, attribution, one end state
// for every shown suggestion, and the count of every row that left and why.
//
// It reads no file and divides nothing. Rows come from a store.Store, which keeps them
// by unit; a Resolver opens one partition at a time as a study.Partition. The order in which
// rows arrive never matters, nor does what is asked of them: the rows of a unit
// are read in the order of (time, rank of the event, the tuple of all columns).
// Rows are packed without most of their columns, so Rows.Ties says of which rows the
// tuples are wanted, and a Resolver takes their Ranks.
package resolve
