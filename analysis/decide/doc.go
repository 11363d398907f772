// Package decide turns a readout's numbers into one of eight verdicts per arm.
//
// The rules are a table (Rules): the first that matches wins, and the sentence
// of the rule that fired is printed. Nothing is estimated here but the weeks
// that a further look would need; the numbers are those of the report.
//
// One alpha goes to all ways of reading (report.Alpha). The reading at the planned
// end, and a declared one after it, decide by the interval at their critical value
// (report.Final), with the chances. Before the end, after it
// or without one, the always-valid band decides alone: harm, a clear gain with
// everything else shown safe, and no difference can be called early; all else
// keeps running. Where looks are planned, the interval of the last look reached
// decides instead, before the end and at it. Ship asks for a plan written beforehand and a chance of enough;
// without them the best state is looks_promising, with the reasons.
package decide
