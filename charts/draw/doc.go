// Package draw makes pictures: options built with go-echarts and drawn by
// ECharts inside goja, sketches laid out here shape by shape, and the colours
// and shapes that pictures, pages and messages share.
//
// It knows no document. A picture is given its numbers (an Effect, a Lift, a
// Plot, shares as DotRows) and says nothing about what they are of; captions,
// findings and keys are written by the document whose figure it is. It lays
// out no page, and is the only importer of go-echarts, which is used as a
// typed option builder and for nothing else, because its own page and snippets
// execute names (its function marker needs no angle bracket).
//
//	palette.go, tone.go, marks.go    colours by role, and shapes that tell the same without them
//	measure.go, domain.go, axes.go   how wide texts are, where numbers stand, round numbers between
//	effect.go, forest.go, text_bars.go  comparisons on one scale, as a picture and as text
//	lift.go, curve.go, outcomes.go   a lift by day, a smallest effect by week, bars of outcomes
//	sketch.go, dots.go, plot.go      pictures laid out here: rows of marks, marks over bands
//	figure.go, drawing.go            a picture with its words; those of a page, drawn side by side
//	option.go, svg.go, functions.js  option → checked JSON → static SVG
//
// A chart is an option that is data: names are texts in it and never run, a
// number that is not finite is an error and never an empty picture. There is
// no clock and no chance in it: the same numbers give the same bytes.
package draw
