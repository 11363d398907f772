package analysis_test

import (
	"context"
	"math"
	"strings"
	"testing"

	"uptake/analysis/readout"
	"uptake/analysis/report"
	"uptake/analysis/spec"
	"uptake/analysis/study"
	"uptake/analysis/sums"
)

func stat(arm, metric, n string, rest ...string) study.SummaryRow {
	r := study.SummaryRow{Arm: arm, Metric: metric, N: n, File: "s.csv"}
	for i := 0; i < len(rest); i += 2 {
		switch rest[i] {
		case "sum":
			r.Sum = rest[i+1]
		case "sum_squares":
			r.SumSquares = rest[i+1]
		case "mean":
			r.Mean = rest[i+1]
		case "var":
			r.Var = rest[i+1]
		case "successes":
			r.Successes = rest[i+1]
		}
	}
	return r
}

func summarize(rows ...study.SummaryRow) (*report.Report, error) {
	e := experiment()
	e.Layout, e.Window, e.Segments, e.Suggestions = spec.Summary, 0, nil, spec.SuggestionRules{}
	e.Metrics = []spec.Metric{{Name: "clicked", Kind: spec.Proportion, Role: spec.Primary},
		{Name: "minutes", Kind: spec.Mean, Role: spec.Secondary, Column: "min"}}
	for i := range rows {
		rows[i].Row = int64(i + 1)
	}
	n := int64(len(rows))
	return readout.AnalyzeSummary(context.Background(), e, &study.Summary{Rows: rows, Read: n,
		Tally: sums.Tally{Used: n}}, readout.Options{})
}

// TestSummaryForms: sums, moments and counts of the same data give the same numbers.
func TestSummaryForms(t *testing.T) {
	sums, err := summarize(stat("control", "clicked", "1000", "successes", "100"), stat("treatment", "clicked", "1000",
		"sum", "123", "sum_squares", "123"),
		stat("control", "min", "4", "sum", "10", "sum_squares", "30"), stat("treatment", "min", "4", "sum", "14.0",
			"sum_squares", "54.00"))
	if err != nil {
		t.Fatal(err)
	}
	moments, err := summarize(stat("control", "clicked", "1000", "sum", "100"), stat("treatment", "clicked", "1000",
		"successes", "123"),
		stat("control", "min", "4.0", "mean", "2.5", "var", "1.6666666666666667"), stat("treatment", "min", " 4e0",
			"mean", "3.5", "var", "1.6666666666666667"))
	if err != nil {
		t.Fatal(err)
	}
	for i := range sums.Metrics {
		a, b := sums.Metrics[i].Comparisons[0], moments.Metrics[i].Comparisons[0]
		if math.Abs(float64(a.P-b.P)) > 1e-12 || math.Abs(float64(a.Abs.Lo-b.Abs.Lo)) > 1e-12 ||
			math.Abs(float64(a.Rel.Hi-b.Rel.Hi)) > 1e-12 {
			t.Errorf("%s: %+v and %+v", sums.Metrics[i].Name, a, b)
		}
	}
	c := sums.Metrics[0].Comparisons[0]
	// Newcombe's method 10 by hand
	if lo, hi := float64(c.Abs.Lo), float64(c.Abs.Hi); math.Abs(lo+0.0046457894) > 1e-9 ||
		math.Abs(hi-0.0507095108) > 1e-9 {
		t.Errorf("interval %v to %v", lo, hi)
	}
	if sums.Arms[0].Units != 1000 || sums.Decision.Basis == "" || len(sums.Health.Checks) == 0 {
		t.Errorf("%+v", sums.Arms)
	}
}

func TestSummaryProblems(t *testing.T) {
	good := []study.SummaryRow{stat("control", "min", "4", "sum", "10", "sum_squares", "30"), stat("treatment", "min",
		"4", "sum", "14", "sum_squares", "54")}
	for _, c := range []struct {
		row  study.SummaryRow
		want string
	}{
		{stat("treatment ", "clicked", "10", "successes", "1"), `the rows have "control", "treatment "`},
		{stat("treatment", "clicked", "10.5", "successes", "1"), `n is "10.5"`},
		{stat("treatment", "clicked", "-10", "successes", "1"), `n is "-10"`},
		{stat("treatment", "clicked", "", "successes", "1"), `n is ""`},
		{stat("treatment", "clicked", "1e16", "successes", "1"), "to 2^53"},
		{stat("treatment", "clicked", "10", "successes", "11"), "from 0 to n"},
		{stat("treatment", "clicked", "10", "successes", "many"), "not a number"},
		{stat("treatment", "clicked", "10", "sum", "5", "sum_squares", "6"), "count of successes"},
		{stat("treatment", "clicked", "10", "sum", "100", "sum_squares", "1"), "negative"},
		{stat("treatment", "clicked", "10", "mean", "0.5", "var", "-1"), "a variance is not negative"},
		{stat("treatment", "clicked", "10"), "give n with"},
		{stat("treatment", "clicked", "10", "mean", "1e99999999", "var", "1"), "not a number"},
	} {
		rows := append([]study.SummaryRow{stat("control", "clicked", "10", "successes", "1")}, c.row)
		if _, err := summarize(append(rows, good...)...); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%+v: error %v, want %q", c.row, err, c.want)
		}
	}
	rows := []study.SummaryRow{stat("control", "clicked", "10", "successes", "1"), stat("treatment", "clicked", "10",
		"successes", "1"), stat("control", "clicked", "10", "successes", "1")}
	if _, err := summarize(append(rows, good...)...); err == nil || !strings.Contains(err.Error(), "repeats") {
		t.Errorf("repeated row: %v", err)
	}
}
