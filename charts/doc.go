// Package charts turns results into what people read: the documents, and the
// rooms beneath them. It is the table of documents and nothing else.
//
// It is not an analysis: nothing in these rooms computes an estimate, an interval
// or a verdict, or looks at rows. Every number that is printed comes from the
// report; the only arithmetic is scaling and rounding.
//
//	say        how names, numbers and days read
//	draw       pictures and colours, over say and asset (the chart library); the only importer of go-echarts
//	doc        what every document is made of: its view, and the page, over say and draw
//	out        what comes out of every document: page, JSON, Markdown, terminal, Slack, mail; files written whole
//	night      words that the index and the digest share
//	readout, ignores, plan, aa, evals, past, portfolio, digest, diff   a document each: report → doc.View
//	index      the list of a night's experiments, which has a page of its own
//
// A document is a folder and a row in the table: it declares an out.Document of a
// name and a view, from sections whose numbers and names are written by say and
// whose pictures are made by draw. No document imports another; what two of them
// share is moved beneath both. The laws are held by a test of cmd/uptake.
//
// Names come from exports and experiment files and are hostile until say has
// cleaned them. Text reaches HTML only through html/template, a chart only as a
// string in an option that is data, and a script never.
//
// Tests open pages in a real browser when UPTAKE_BROWSER is set (to 1, or to
// the browser's path), ask axe-core about them when UPTAKE_AXE is the path of its
// axe.min.js, and keep screenshots in the folder UPTAKE_SHOTS:
//
//	UPTAKE_BROWSER=1 go test ./charts/... -run Browser
//
// Golden files stand in the testdata of their room and are rewritten by
//
//	go test ./charts/{aa,digest,ignores,index,plan,readout} -update
//
// Nothing in these rooms reads the clock, the environment or a random source: the
// same result gives the same bytes.
package charts
