// Package say is how names, numbers, days and lists read wherever the program
// prints them: cleaned, rounded and worded once, so that every output says the
// same.
//
// It knows no document, no picture and no page, escapes nothing for HTML,
// Markdown or a terminal (whoever writes one of those does), and computes
// nothing: the only arithmetic is scaling, such as shares to percent, and
// rounding. What it is given comes from the report; what it returns is one
// line of plain text.
//
//	names.go    texts of the data, cleaned and cut; names of metrics as words
//	numbers.go  counts, shares, levels, p, and estimates with their bounds
//	days.go     calendar days and instants
//	lists.go    words joined, and the forms of nouns
//	width.go    texts cut and wrapped to columns of a terminal
//
// What is undefined has a word of its own: Unknown in a sentence, Dash in a
// table.
package say
