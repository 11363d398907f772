// Package format turns bytes into Arrow batches and back: Parquet, Arrow IPC
// (file and stream), CSV, TSV and JSON objects (one a line, one after another, or
// in a list), plain or compressed with gzip, zstd, snappy framing, lz4 frames or
// bzip2 (which is only read). table.go and compress.go list them; a format is
// read in the files named after it and written in its _write.go.
//
// It is not a converter: text columns stay text as written, bound by column
// name, and whoever asked for a column decides what its text means. What a file
// says of how it is written is found out and told (Options.Note); what it cannot
// say comes as Options. It does not know what an event is. Parquet's footer, pages
// and schemas are read here, Arrow's messages by its library, from schemas that
// are rewritten where the library stops: a column of a type that has no reading
// is in nobody's way until it is asked for.
//
// In which order to use it: Open a file and say which columns are needed,
// call Next for blocks (one goroutine), and Decode each block into a Batch
// (any goroutine), which Release ends. A reader's memory does not grow with its
// file: it is one block of text, one record batch, or one row group or piece of one for
// each block being decoded. To write, NewWriter, Write and Close.
//
// Text has two ways of being read: a quick one for blocks (of CSV) or rows (of
// JSON) that are as most are, and a complete one, which says of everything else what
// it is or what is wrong with it. Where both can, both say the same (twins_test.go).
package format
