// Package readout makes the report of an experiment from its study tables, or from
// stated sums: uptake readout.
//
//	demand := analysis.Needs(exp)               // what must be collected
//	…the ingest side fills study.Tables…
//	rep, err := readout.Analyze(ctx, exp, demand, tables, readout.Options{Workers: 8})
//
// First everything is gathered from the tables (package fold), then the parts are made
// in the order of their table: health first, whose gates say what may be compared, then
// the metrics (package compare) and what stands beside them, at the end the verdict
// (package decide). A part is a function of what earlier parts found. Stated sums run
// through the same table; parts that need units, days or segments are left out.
//
// It opens no file, reads no clock and prints nothing; the same tables give the same
// report for any number of workers.
package readout
