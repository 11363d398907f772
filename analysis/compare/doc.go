// Package compare compares the arms of a study in one metric, as every document
// does that shows or draws a comparison: readout, A/A and plan.
//
//	by := &compare.Terms{Arms: arms, Gates: gates, Ended: true}
//	m := by.Metric(entry, samples, nil, nil) // estimates, comparisons, chances
//	by.Final(&m.Comparisons[0], entry, m.Again[0], critical)
//
// It takes samples and gives a report.Metric: values, the comparison with control,
// beside it the adjusted and the always-valid one, the states of guardrails, and
// what decides at the end. The methods are package method's and the kinds are package
// metric's; here is only which of them applies and what stands where none does.
//
// It folds nothing, looks at one metric at a time, and gives no verdict.
package compare
