package portfolio

import (
	"uptake/analysis/report"
	"uptake/charts/out"
)

// Document is the portfolio of finished experiments.
var Document = out.Document[*report.Portfolio]{Name: "portfolio", View: newView}
