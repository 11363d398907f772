// Package study defines the four study tables (units, unit days,
// suggestions, requests) as Arrow records, and typed access to them.
//
// A study is a fixed number of partitions. Each partition holds all rows of
// its units, in unit order; the tables are never one table in memory, and they are
// gone through once (Visit). The ingest side fills partitions with a Builder; package
// fold and the suggestion lenses read them through Units, Days, Suggestions and
// Requests, without a word of Arrow. Beside the rows go their counts, the tally of
// package sums: the ledger by reason, and the missing and broken cells of every value by
// arm.
//
// The tables hold facts only: what depends on the data cut-off (pending,
// mature, still inside the window) is computed by the reader from Tables.To.
// Nothing here opens a file or computes a statistic.
package study
