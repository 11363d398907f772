// Package aa tells what the comparisons of an experiment do where nothing
// differs: how often shuffled arms raise an alarm, metric by metric.
//
// It reads a report.AA and shuffles nothing itself.
//
//	document.go, view.go   the document; report → view, and its parts
//	alarms_figure.go       rates of alarms against what is meant
package aa
