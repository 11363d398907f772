// Package readout is the page that one experiment is decided from: the verdict,
// four large numbers, health, and every metric with its interval, then what
// became of suggestions, segments, how it lasts, its history and how all was
// made.
//
// It computes no estimate, interval or verdict: it reads a report.Report and
// fills a doc.View with sentences, tables and figures. The only arithmetic is
// scaling, rounding, and the inner bar of the forest (inner.go), which follows
// from the interval.
//
//	document.go            the document
//	view.go, reading.go    report → view; the report as the verdict reads it
//	banner.go, next.go, cards.go, sure.go, harmcard.go, glance.go, futures.go  the first screen
//	readings.go            every metric, each way it can be read
//	effects.go, lift.go, suggestions.go, segments.go, lasting.go …  a part each
//	<part>_table.go, <figure>_figure.go        a table, or a picture with its words
//	words.go               states, roles, outcomes and rates in words
package readout
