package diff

import (
	"uptake/analysis/report"
	"uptake/charts/out"
)

// Document is what changed between two results.
var Document = out.Document[*report.Diff]{Name: "diff", View: newView}
