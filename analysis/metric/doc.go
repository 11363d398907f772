// Package metric turns unit moments into estimates: one file per metric kind.
//
// A kind says what is collected of a unit's rows and how many values it has, how exact
// moments become a stats.Sample, how an arm's value and interval are estimated,
// which comparison of package method is used, and what else may be done with such
// values; whoever asks goes by that and not by the kind's name. How a file writes the
// kind, and its words, stand in package config. The built-in metrics over suggestions
// are a table (Builtins) of which end states they count.
//
// Undefined values are NaN. Data comes from package fold and goes to package
// report; nothing here reads a table or decides anything.
package metric
