package charts

import (
	"uptake/charts/aa"
	"uptake/charts/diff"
	"uptake/charts/digest"
	"uptake/charts/evals"
	"uptake/charts/ignores"
	"uptake/charts/past"
	"uptake/charts/plan"
	"uptake/charts/portfolio"
	"uptake/charts/readout"
)

// The documents: a room each, and a row here. The list of a night's experiments is none of
// them: it has rows in place of sections, and neither Markdown nor a terminal (index.Write).
var (
	Readout   = readout.Document
	Ignores   = ignores.Document
	Plan      = plan.Document
	AA        = aa.Document
	Portfolio = portfolio.Document
	Digest    = digest.Document
	Evals     = evals.Document
	Past      = past.Document
	Diff      = diff.Document
)

// Names are those of all documents, with which their files begin: readout.html.
func Names() []string {
	return []string{Readout.Name, Ignores.Name, Plan.Name, AA.Name, Portfolio.Name, Digest.Name, Evals.Name, Past.Name,
		Diff.Name}
}
