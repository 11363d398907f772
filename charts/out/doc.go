// Package out is what comes out of every document: its page, its JSON, the same
// as Markdown, its tables as CSV, a summary for a terminal, a message for Slack and
// one for a mail program, and the writing of files whole or not at all.
//
// A Document is a name, a view and what is its own in these outputs; the rooms
// of documents declare theirs, and this package knows none of them. It says
// nothing itself: outputs are laid out from the doc.View, so that all say the
// same, and of the short forms (terminal, Slack, mail) it is decided here, once,
// what they pick of it.
//
//	document.go            a document: rendered, written, told to a terminal
//	formats.go             the outputs that there are; Options
//	json.go, copy.go       a result for programs
//	csv*.go                a result for spreadsheets, a table a file
//	markdown.go            the page's sections and tables for wikis and reviews
//	brief.go               what the short forms have
//	terminal.go, summary.go, short.go  80 columns: lines, and the two usual summaries
//	printed.go             the page on paper, and a picture of it, by a browser that is given
//	slack*.go, mail*.go    messages, within what Slack and RFC 5322 allow
//	write.go               files put in place together, the JSON last
//
// Names are hostile in each of these in a way of its own: Markdown escapes what
// means something to it, Slack and mail what could call or lead somebody
// anywhere, CSV what a spreadsheet would take for a formula. Nothing here reads the clock, the environment or a random
// source: the same result gives the same bytes.
package out
