// Package calc names the calculators: every formula of packages stats, method
// and power as a method over JSON cases, in one table.
//
// A case is {"id", "method", "inputs", "options"}; its answer holds the id, the
// method and either "result" (quantity → value) or "error" (a sentence). In a
// result null means undefined, with "defined": false, "bounded": false,
// "exists": false, "converged": false or "boundary": true where that is what
// there is to say and a "reason" in words; "Infinity" and "-Infinity" are
// strings. Names under inputs and options that a method does not know are
// listed as "ignored", so that a typing error cannot pass for a setting.
//
// Numbers are parsed to the nearest double and added exactly; the nist_ methods
// take the decimals as they stand. A case that cannot be answered has an error
// and the others go on.
//
// It computes nothing itself beyond putting together what those packages
// return; it reads no files. Methods lists what there is, Run answers a
// document of cases.
package calc
