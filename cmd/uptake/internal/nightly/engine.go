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

// cohorts are those of an experiment that an engine adds up, nil where nothing is kept of it.
func (n *night) cohorts(x *experiment) *warehouse.Cohorts {
	if n.kept == nil || x.exp == nil || x.exp.Engine == "" || n.o.Units {
		return nil
	}
	x.cohorts = &warehouse.Cohorts{Keep: n.kept.Answers(), Fresh: n.o.AllCohorts, Say: func(err error) {
		n.o.Log.Warn("answers of an engine are not what was kept", "file", x.file, "detail", err.Error())
	}}
	return x.cohorts
}

// addCohorts counts what became of an experiment's cohorts; nil where none were told apart.
func (n *night) addCohorts(x *experiment) *report.Cohorts {
	if x.cohorts == nil || x.cohorts.Asked+x.cohorts.Stood == 0 {
		return nil
	}
	n.asked.Add(int64(x.cohorts.Asked))
	n.stood.Add(int64(x.cohorts.Stood))
	return &report.Cohorts{Asked: x.cohorts.Asked, Kept: x.cohorts.Stood}
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
