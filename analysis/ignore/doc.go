// Package ignore investigates why suggestions are ignored, one file per lens
// (Lenses lists them). A lens reads Facts, which a Gathering makes of the study
// tables while they are folded: every unit that counts, and its seen suggestions by row, with their
// columns (names, numbers in bands, and what went before them).
//
// Units are told apart by a fixed hash of their id into two halves: what a lens
// finds on the first is confirmed on the second, whose numbers are the ones given.
// Results do not depend on partitions, workers or the order of rows: units are put
// in order of their ids, counts are whole numbers, and resampling weights come from
// the id and the number of the resample.
//
// What rests on suggestions rather than on users must also hold within users
// (within.go), or it is a difference between them and no cause. Candidates of all
// lenses are one family (causes.go); places are looked for one after the other, each
// in what the ones before it left (search.go).
//
// Nothing here says why somebody did something: a cause is a difference that was
// confirmed, with its rival explanation beside it.
package ignore
