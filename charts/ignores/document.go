package ignores

import (
	"uptake/analysis/report"
	"uptake/charts/out"
)

// Document is the investigation of why suggestions are ignored.
var Document = out.Document[*report.Ignores]{Name: "ignores", View: newView, Summary: summary}
