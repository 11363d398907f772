package evals

import (
	"uptake/analysis/report"
	"uptake/charts/out"
)

// Document is an evaluation of versions.
var Document = out.Document[*report.Evals]{Name: "evals", View: newView, Summary: out.Summary[*report.Evals]}
