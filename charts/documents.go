package charts

import (
	"uptake/analysis/report"
	"uptake/charts/out"
)

// The documents. The list of a night's experiments is none of them: it has rows in
// place of sections, and neither Markdown nor a terminal (WriteIndex).
var (
	Readout   = out.Document[*report.Report]{Name: "readout", Layout: page, View: newView, Prepare: out.Copy[report.Report], Summary: out.Summary[*report.Report]}
	Ignores   = out.Document[*report.Ignores]{Name: "ignores", View: newIgnoresView, Summary: ignoresSummary}
	Plan      = out.Document[*report.Plan]{Name: "plan", View: newPlanView}
	Portfolio = out.Document[*report.Portfolio]{Name: "portfolio", View: newPortfolioView}
	AA        = out.Document[*report.AA]{Name: "aa", View: newAAView}
)
