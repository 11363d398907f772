// Package plan is what an experiment can find before it is run: the end, the
// units, the smallest effect by week, and which verdicts come out of how many
// true effects.
//
// It reads a report.Plan and plans nothing itself.
//
//	document.go, view.go   the document; report → view
//	sections.go            a metric each, verdicts, how it was made
//	figure.go, verdicts_figure.go  the curve by week, the verdicts of 100 experiments
package plan
