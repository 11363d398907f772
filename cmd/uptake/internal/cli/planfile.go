package cli

import (
	"context"
	"errors"

	"uptake/analysis/power"
	"uptake/analysis/report"
)

func (a *app) fileInputs(ctx context.Context, path string, f planFlags, changed func(string) bool) (*power.Inputs, report.Plan, error) {
	return nil, report.Plan{}, usageError{errors.New("uptake plan from an experiment file is not built yet in this version; give flags")}
}
