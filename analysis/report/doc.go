// Package report is the result of an analysis as plain JSON-tagged data: what
// readout.json holds and what every page, table and terminal line is drawn
// from.
//
// What compares two arms names its control in a field, or is marked by the tag
// compares:"arms": no number of it is defined where the gates are shut.
//
// It computes nothing and imports nothing. Undefined numbers are NaN inside
// and null in JSON (see Num), always with a Caution that says why in a
// sentence with the numbers in it.
package report
