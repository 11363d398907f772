// Package nightly takes every experiment file that it finds through readout and
// investigation, each into its folder, and writes one index over all of them.
//
// What an experiment's pages say is the business of package job: a night gives the
// bytes that uptake readout and uptake ignores give. Here stands what lies around
// many of them: which files there are (find.go), how many run at a time within
// workers and memory (schedule.go, memory.go), which of them one reading of an export
// serves (group.go), that one which fails stops no other and keeps its last good result
// (experiment.go, row.go), the looks at each (package looks), which results a night before
// made of the same (keep.go, package kept), and that no two nights write into one folder (lock.go).
//
// Everything is put in place whole, the folders first, then the index, run.json last,
// so that a run which is killed leaves the state of the last good one, and the next
// completes it. The clock is read for deadlines, seconds and the log alone.
package nightly
