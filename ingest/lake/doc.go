// Package lake says which files of a table count, by the table's log: Delta
// Lake and Apache Iceberg keep the files of older versions beside those of the
// last one, and only their log tells them apart.
//
// It stands between package source, which lists files, and whoever reads them:
// Find gives what source.Find gives where a path lies in no table and holds
// none, and else the files of the table's last version that the path takes in,
// each with its partition's constant columns and with what the table's columns
// are called in it. It reads logs and, through package format, the footers of
// data files, never rows; a table whose rows cannot be told from its files alone
// (deletion vectors, delete files, newer features) is refused with a sentence
// that names the log.
package lake
