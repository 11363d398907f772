// Package pack keeps what was read of a source file, so that a file which has not changed
// is not read again.
//
// A pack is one file decoded once: the batches that its format.Reader gave, block by
// block and column by column, with the names of its columns, what was noted while it was
// opened, and the rows that could not be split. It is written once, put in place whole and
// never edited; it is named by the hash of the file's content and by what was asked (how
// the file is said to be written, which columns, by which version of the program), and
// every part of it has a checksum. What is read from it is what the file itself would give
// to whoever asks for the same columns; where that is not certain the file is read.
//
// A Store is a folder of packs with a manifest, which says what content a path had when
// it was of a size and a time of change. Store.Open stands in the place of format.Open. The manifest only
// spares the hashing: without it, or with a wrong one thrown away, the packs are found by
// content.
//
// It knows formats and files, and nothing of what rows mean. Its files make no part of a
// result: a state folder may be deleted at any time.
package pack
