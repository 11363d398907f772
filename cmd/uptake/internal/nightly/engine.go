package nightly

import (
	"context"

	"uptake/analysis/report"
	"uptake/analysis/spec"
	"uptake/cmd/uptake/internal/job"
	"uptake/ingest/warehouse"
)

// queried counts what engines were asked for a readout, and what they sent.
func (n *night) queried(x *experiment, rep *report.Report) {
	for _, asked := range rep.Rows.Asked {
		for _, q := range asked.Queries {
			n.queries.Add(1)
			x.sent += q.Returned
		}
	}
}

// estimates are what an engine says that an experiment would have it read; more than it may be is an error.
func (o Options) estimates(ctx context.Context, e *spec.Experiment) (list []warehouse.Estimate, err error) {
	if o.Units {
		list, err = job.FetchEstimates(ctx, e)
	} else {
		list, err = job.Run{}.Estimates(ctx, e)
	}
	if err == nil && e.MaxBytes > 0 {
		err = job.Within(list, e.MaxBytes)
	}
	return list, err
}
