// Package kept keeps results of one night for the next: what a readout and an
// investigation came to, and who was in which arm, under a name made of everything that
// they hang on. Where nothing of that is another, the result is taken as it stands, and
// the exports are not resolved again.
//
// It hangs on the program (its version and its very bytes), on the experiment as it was
// read from its file and those that it extends, on the rules of its time zone, and on the
// files of its exports: their names, their columns, and the hash of what each holds, which
// package pack knows; where that is not known of one of them, nothing is kept. No
// result hangs on the clock, on workers or on memory. What is read anew every night is no
// part of it: the ledger of looks, the result that stood in the folder, an evaluation that
// the readout carries.
//
// Pairs of experiments on the same units are not kept: each night makes them of all its
// experiments, to which a kept result gives its units as the readout gave them.
//
//	key.go      what a result is named by
//	result.go   a result as bytes, with a checksum
//	store.go    the folder
//	answers.go  what an engine answered about a cohort of units, by what that hangs on
//	pages.go    what was last drawn into a folder, so that the same is not drawn again
//
// It takes no experiment through; package nightly asks it, and says aloud what is damaged.
package kept
