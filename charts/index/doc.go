// Package index is the list of a night's experiments, sorted by who needs a
// person first: one page that is searched and sorted without a network, and the
// same rows as JSON.
//
// It is no out.Document: it has rows in place of sections, a page, style and
// script of its own, and neither Markdown nor a terminal. It reads a
// report.Index, which it leaves unchanged, and decides nothing but the order.
//
//	write.go               both files, whole or not at all
//	view.go, row.go        the list and its rows, as text
//	order.go               who needs somebody, and what stands first
//	strip.go, marks.go     tiny intervals on one scale; marks that are drawn once
//	days.go, past.go, since.go, overlap.go, reading.go  what the rows and the page tell beside
package index
