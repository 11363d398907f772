// Package charts turns a report.Report into what people read: the readout
// page, its machine-readable JSON, its Markdown and the terminal summary.
//
// It is not an analysis: it computes no estimate, interval or verdict, and
// never looks at rows. Every number it prints comes from the report; the only
// arithmetic is scaling (shares to percent, rates to "per 1,000"), rounding,
// and the inner bar of the forest plot, which follows from the interval.
//
// The way through the package, in the order of the files to read:
//
//	say/                             cleaned names, rounded numbers, days and lists in words
//	doc/                             the view of a document, and the page that it is laid out on
//	words.go                         fixed wording of a readout
//	view.go                          Report → view: everything that is printed, as text, once
//	<part>.go                        one part of the page each: banner, cards, gates, effects, lift …
//	<figure>_figure.go               one picture each, with its words
//	draw/                            pictures and colours, which know no document: the only importer of go-echarts
//	readout_page.go, page/           the page of a readout
//	out/                             the outputs of every document: JSON, Markdown, terminal, Slack, mail, files written whole
//	plan*.go                         the same for a report.Plan: its own view, laid out alike
//	ignores*.go                      the same for a report.Ignores, the investigation
//	index*.go                        the list of a night's experiments: its own view, page, style and script
//	documents.go                     the table of documents
//
// Names come from exports and experiment files and are hostile until cleaned.
// Text reaches HTML only through html/template, a chart only as a string in
// an option that is data, and a script never: the scripts of a page are
// constants, named by their hashes in its content security policy.
//
// Tests open pages in a real browser when UPTAKE_BROWSER is set (to 1, or to
// the browser's path), ask axe-core about them when UPTAKE_AXE is the path of its
// axe.min.js, and keep screenshots in the folder UPTAKE_SHOTS; golden
// files in testdata are rewritten by go test ./charts -update.
//
// Nothing here reads the clock, the environment or a random source: the same
// report gives the same bytes.
package charts
