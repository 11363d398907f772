package plan

import (
	"uptake/analysis/report"
	"uptake/charts/out"
)

// Document is the plan of an experiment.
var Document = out.Document[*report.Plan]{Name: "plan", View: newView}
