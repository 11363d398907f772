package charts

import "uptake/analysis/report"

// ignoresOutputs lists the files of an investigation in the order in which they are written.
var ignoresOutputs = []output[*report.Ignores]{
	{"html", "ignores.html", func(r *report.Ignores, o Options) ([]byte, error) { return layOut(planPage(), newIgnoresView(r, o), o) }},
	{"json", "ignores.json", func(r *report.Ignores, _ Options) ([]byte, error) { return asJSON(r) }},
	{"md", "ignores.md", func(r *report.Ignores, o Options) ([]byte, error) { return viewMarkdown(newIgnoresView(r, o)), nil }},
}

// IgnoresJSON returns the investigation for programs.
func IgnoresJSON(r *report.Ignores) ([]byte, error) { return asJSON(r) }

// IgnoresTerminal returns the investigation for a terminal: at most 80 columns wide and
// 36 lines long.
func IgnoresTerminal(r *report.Ignores, o Options) string {
	return ignoresSummary(newIgnoresView(r, o), r, o)
}

// WriteIgnores writes the investigation's files into dir as Write does those of a
// readout, with others beside them: all or none.
func WriteIgnores(dir string, r *report.Ignores, o Options, beside ...File) ([]string, error) {
	return writeOutputs(dir, ignoresOutputs, r, o, beside...)
}
