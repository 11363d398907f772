// Package decide turns a readout's numbers into one of eight verdicts per arm.
//
// The rules are a table (Rules): the first that matches wins, and the sentence
// of the rule that fired is printed. Nothing is estimated here but the weeks
// that a further look would need; the numbers are those of the report.
//
// The fixed interval decides only at the planned end. Always-valid bands and
// chances do not exist yet: before the end nothing is more than keep_running,
// and the best state is looks_promising, with the reasons that keep it from
// ship.
package decide
