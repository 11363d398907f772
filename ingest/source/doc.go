// Package source says where bytes come from: a local file, a glob, a folder
// with Hive partitions, the members of a zip archive, standard input.
//
// It knows nothing of formats and compressions (package format) and nothing
// of rows. It turns a path as written into a sorted list of files, each with
// the constant columns that its folder names carry (dt=2026-04-01).
//
// Where files lie is a Tree, whose paths Find walks; an archive is a folder of its
// members in it.
//
// In which order to use it: Find a path once, then Open each file as often
// as needed; standard input opens once.
package source
