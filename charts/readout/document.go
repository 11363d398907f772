package readout

import (
	"uptake/analysis/report"
	"uptake/charts/out"
)

// Document is the readout of one experiment.
var Document = out.Document[*report.Report]{Name: "readout", View: newView, Prepare: out.Copy[report.Report],
	Summary: out.Summary[*report.Report]}
