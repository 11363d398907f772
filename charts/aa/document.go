package aa

import (
	"uptake/analysis/report"
	"uptake/charts/out"
)

// Document is what shuffled arms came to.
var Document = out.Document[*report.AA]{Name: "aa", View: newView}
