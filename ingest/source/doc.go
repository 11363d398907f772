// Package source says where bytes come from: a local file, a glob, a folder
// with Hive partitions, the members of a zip archive, standard input,
// an object of a store (S3 and its kin, Google Cloud Storage, Azure), a web address.
//
// It knows nothing of formats and compressions (package format) and nothing
// of rows. It turns a path as written into a sorted list of files, each with
// the constant columns that its folder names carry (dt=2026-04-01).
//
// Credentials of stores come from the environment and the files that the stores' own
// programs use, read by the opener of each; they stand in no path, message or result.
//
// Where files lie is a Tree, whose paths Find walks; an archive is a folder of its
// members in it.
//
// In which order to use it: Find a path once, then Open each file as often
// as needed; standard input opens once.
package source
