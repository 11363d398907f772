// Package doc is what every document of the program is made of: the View, its
// sections, tables, cards and checks as text, and the page that they are laid
// out on.
//
// A document (readout, plan, index …) fills a View from its report, once, and
// every output of it says what stands there; this package knows none of them.
// It makes no picture (draw does) and no other output than pages (out does),
// and computes nothing.
//
//	view.go      View and Section, and the tables, blocks and lines in them
//	banner.go    the verdict with its reasons; large numbers
//	verdicts.go  how verdicts are written and marked
//	checks.go    health checks: in a few words, in a line, and as a section
//	budget.go, cells.go  what several documents tell alike
//	page.go, page/       View → HTML by html/template, style and script
//	kind.go      pages without scripts, and two kinds with
//	tables.go    tables as pages need them, also on phones
//
// Text reaches HTML only through html/template, a chart only as a string in an
// option that is data, and a script never: the scripts of a page are constants,
// named by their hashes in its content security policy.
package doc
