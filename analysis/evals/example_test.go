package evals_test

import (
	"fmt"

	"uptake/analysis/evals"
	"uptake/analysis/report"
)

// Of four past experiments the judge's score moved as users did in three: too few for a correlation, and the
// exact interval of the signs says how little that is.
func ExamplePredict() {
	var past []report.PastExperiment
	for i, online := range []float64{0.02, 0.01, -0.03, -0.01} {
		offline := []float64{1, 2, -1, 1}[i]
		past = append(past, report.PastExperiment{Name: fmt.Sprint("week ", i+1),
			Online:  report.PastEffect{Metric: "acceptance_rate", Value: report.Num(online), SE: 0.005},
			Offline: []report.PastEffect{{Metric: "judge", Value: report.Num(offline), SE: 0.4}}})
	}
	m := evals.Predict(past, 0.05, "").Metrics[0]
	fmt.Printf("%d of %d, %.3f to %.3f, predicts: %t\n", m.Same, m.Of, m.Agree.Lo, m.Agree.Hi, m.Predicts)
	// Output: 3 of 4, 0.194 to 0.994, predicts: false
}
