// Package ingest is the collector: it reads the sources of an experiment and
// gives the study tables and the row ledger.
//
// The way of one row: a table.Set finds the files, opens each, cuts it into blocks and
// gives a worker these as columns bound to canonical names; the worker takes the rows, a
// stretch at a time and of it kind by kind, through the reasons that can be seen on the
// row alone, hashes those that stay column by column (event.Identity), and packs what is
// needed into the partition of its unit (store.Appender). Once all are in, each partition
// is laid by unit and time, where rows that are tied in time and rank stand next to each
// other (resolve.Rows.Ties). Those that neither their texts nor the beginnings of their event
// ids tell are read a second time, with all of their columns, so that neither which copy
// stays nor what comes first hangs on what is asked. Then resolve opens the partitions as
// study tables.
//
// A run is the collection of one experiment, or of several that ask the same of the same
// rows (Alike, CollectAlike): its layout says what a row means, a row that may expose
// somebody is of the one member that it names, and every other row is packed once for
// all. resolve then opens of each partition the units that a member exposes; the rest
// are strangers to it, counted once for all. What is found
// out beside the rows is gathered, whatever the layout: checks refuse what cannot answer
// the experiment, and notes say the rest. Stated sums (Summary) and labels are read
// through a set of their own and are never packed.
//
// It opens no export itself, computes no statistic and draws nothing; it imports neither
// metric nor chart. Rows are counted under one reason each, and the sums are checked by
// whoever reads the tables.
package ingest
