// Package metric turns unit moments into estimates: one file per metric kind.
//
// A kind says how many values a unit has, how exact moments become a
// stats.Sample, how an arm's value and interval are estimated and which
// comparison of package method is used. The built-in metrics over suggestions
// are a table (Builtins) of which end states they count.
//
// Undefined values are NaN. Data comes from package fold and goes to package
// report; nothing here reads a table or decides anything.
package metric
