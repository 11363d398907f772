// Package evals is the page of a launch review: whether a version of a feature may be
// launched, by results over the same evaluated items.
//
// It reads a report.Evals and decides nothing itself. Texts of items are shown as written,
// escaped, and never rendered.
//
//	document.go, view.go      the document; report → view
//	gates.go                  what was declared, and what came of it
//	compared.go, category.go  versions against the baseline; by category, and under traffic
//	items.go                  what could be paired, and why the rest could not
//	flips.go                  the items that moved, side by side
//	noise.go, judge.go, grades.go, coverage.go  what else bears on the verdict
package evals
