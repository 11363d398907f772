// Package ignores is the investigation of why suggestions are not used: what
// became of them, where and by whom, the causes that hold, and which
// experiments would test them.
//
// It reads a report.Ignores, whichever outcome was studied (ignored, dismissed,
// left unused): its sentences have slots ({ignored}, {ignore rate}) that are
// filled from report.Studied, never from a list of its own. It finds no cause;
// analysis does.
//
//	document.go, view.go   the document; report → view, and the slots
//	causes.go, plans.go    what holds, and what to test
//	<lens>.go              one part of the page each
//	<figure>_figure.go     one picture each, laid out on a draw.Sketch
//	terminal.go            the summary, which fits a window
package ignores
