// Package aa shuffles the arms of a study over its own units and counts how often
// the readout's comparisons raise an alarm all the same: uptake aa.
//
// It compares by package compare and decides by package decide, as the readout
// does, so that what is counted are the alarms of that code. It draws nothing but the
// order of labels; values, arm sizes and what is missing stay as the data have them.
// The result depends on the units, the runs and the seed alone, not on workers.
package aa
