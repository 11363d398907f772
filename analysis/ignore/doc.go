// Package ignore investigates why suggestions are ignored, one file per lens
// (Lenses lists them). A lens reads Facts, which Gather makes of the study tables
// in one pass: every unit that counts, with its suggestions by end state, by
// attribute and period, and by time to decision.
//
// Units are told apart by a fixed hash of their id into two halves: what a lens
// finds on the first is confirmed on the second, whose numbers are the ones given.
// Results do not depend on partitions, workers or the order of rows: units are put
// in order of their ids, counts are whole numbers, and resampling weights come from
// the id and the number of the resample.
//
// Nothing here says why somebody did something: a cause is a difference that was
// confirmed, with its rival explanation beside it.
package ignore
