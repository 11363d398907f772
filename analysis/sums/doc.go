// Package sums is the exact result of adding up a study: what stands between whoever
// counts and whoever compares.
//
// A Result holds integers alone: moments of every metric by arm, by segment level and by
// the days on which they changed, the funnel, end states, and the tallies of rows. It is
// the same for any order, any number of workers, and any split of the units into parts
// that are added up apart and merged. Encode writes it as bytes that Decode checks and
// reads back, so that it can be kept, or come from elsewhere; no command does so yet,
// and a test of package readout holds that a report of sums read back is the same.
//
// It opens no table and divides nothing: package fold makes a Result of study tables,
// the documents make reports of it. Units one by one are not in it.
package sums
