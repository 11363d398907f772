// Package digest is what changed in a night, for whoever has to act: a page, a
// text, a mail and messages.
//
// It reads a report.Digest; what is news is decided by who runs the night. Its
// sentences travel along in the JSON.
//
//	view.go    the document, its files, report → view, its text
//	words.go   each kind of change in words
package digest
