// Package job takes one experiment from its file to its written result: what a
// subcommand does between its flags and the terminal, and what a night does for
// each of many files, one way for both.
//
// It reads no flag, prints nothing and knows no other experiment. Experiments come
// from config, rows from ingest, numbers from analysis; files go out through charts.
//
// In which order to use it: config.Load, Run.Readout and WriteReadout; Run.Ignores
// and Ignores.Write where the investigation is asked for as well.
package job
