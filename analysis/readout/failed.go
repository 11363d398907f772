package readout

import (
	"fmt"

	"uptake/analysis/report"
	"uptake/analysis/spec"
)

// failedMetrics says which declared metrics are not among the others, because their data
// failed.
func failedMetrics(e *spec.Experiment) (out []report.Caution) {
	for _, l := range e.LeftOut {
		out = append(out, report.Caution{Code: "metric_failed", Detail: fmt.Sprintf("%s is not here: %s.", l.Metric,
			l.Why)})
	}
	return out
}
