package study

import "uptake/analysis/counted"

// MetricError is what is wrong with the data of some metrics, where nothing is with those
// of the others.
type MetricError struct {
	Metrics []string
	error
}

// NewMetricError is an error as that of some metrics; of none it stays as it is.
func NewMetricError(metrics []string, err error) error {
	if len(metrics) == 0 {
		return err
	}
	return &MetricError{metrics, err}
}

// MetricErrorf is the error of one metric.
func MetricErrorf(metric, format string, args ...any) error {
	return &MetricError{[]string{metric}, counted.Errorf(format, args...)}
}

// Unwrap is the error itself.
func (e *MetricError) Unwrap() error { return e.error }
