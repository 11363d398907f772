package charts

import "uptake/analysis/report"

// aaOutputs lists the files of an A/A report in the order in which they are written.
var aaOutputs = []output[*report.AA]{
	{"html", "aa.html", func(r *report.AA, o Options) ([]byte, error) { return layOut(planPage(), newAAView(r, o), o) }},
	{"json", "aa.json", func(r *report.AA, _ Options) ([]byte, error) { return asJSON(r) }},
	{"md", "aa.md", func(r *report.AA, o Options) ([]byte, error) { return viewMarkdown(newAAView(r, o)), nil }},
}

// AAJSON returns the A/A report for programs.
func AAJSON(r *report.AA) ([]byte, error) { return asJSON(r) }

// AATerminal returns the A/A report for a terminal: at most 80 columns wide.
func AATerminal(r *report.AA, o Options) string { return shortText(newAAView(r, o), o) }

// WriteAA writes the files of an A/A report into dir as Write does those of a readout.
func WriteAA(dir string, r *report.AA, o Options) ([]string, error) {
	return writeOutputs(dir, aaOutputs, r, o)
}
