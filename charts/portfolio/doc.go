// Package portfolio is the list of finished experiments together: how many gave
// an answer, how many shipped, and what the shipped lifts come to.
//
// It reads a report.Portfolio and sums nothing itself. Beside its page and JSON
// it has its rows as CSV, in which no text is a formula.
//
//	document.go, view.go   the document; report → view and CSV
package portfolio
