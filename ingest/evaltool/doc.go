// Package evaltool reads what evaluation tools write into runs with scores.
//
// It finds the files of every version of an evaluation, tells by their content which tool
// wrote them (tools.go is the table), and has each tool's reader turn its samples, events
// or rows into records; collect.go makes one run of the records that belong together,
// chooses what items are known by, and numbers repeats. Tables (delimited text, Parquet,
// workbooks, flat JSON lines) come by way of ingest/format, as do JSON documents.
//
// A run that failed has no scores, whatever the tool wrote; a score that is not there is a
// state and never 0. What a tool says of all its samples together is no result here: such
// files are refused by a sentence that says which to bring.
//
// It compares nothing and decides nothing. Nothing of what it reads is run, loaded, or
// followed.
package evaltool
