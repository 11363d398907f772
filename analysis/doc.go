// Package analysis turns study tables into a report.
//
//	demand := analysis.Needs(exp)               // what must be collected
//	…the ingest side fills study.Tables…
//	rep, err := analysis.Analyze(ctx, exp, demand, tables, analysis.Options{Workers: 8})
//
// It folds the tables (package fold), makes samples of the moments and
// estimates of the samples (metric, method, stats), runs the gates (health),
// gives the verdict (decide) and assembles everything as plain data
// (report.Report). AnalyzeSummary does the same for exports that state sums
// instead of units.
//
// Plan is the other way in: what an experiment needs and the chance of each
// verdict, from numbers given by hand or from ReadPast, which measures an export.
//
// It opens no file, reads no clock and prints nothing; the same tables give
// the same report for any number of workers. Errors are of the data: no unit
// left (*NoUnitsError), or counts that do not add up (*MismatchError, a fault of
// this program). Too many bad rows and arms that never occur were refused when
// the rows were read.
package analysis
