package study

import (
	"strings"
	"testing"

	"uptake/analysis/spec"
	"uptake/analysis/sums"
)

// TestBrokenValuesWithoutAnExample: an engine counts broken values and shows none.
func TestBrokenValuesWithoutAnExample(t *testing.T) {
	s := &Tables{MaxBadRows: .05}
	s.Shape.Arms = []string{"control"}
	s.Shape.Values = []spec.CellValue{{Metric: "revenue", Name: "value", Expects: "a number"}}
	tally := &sums.Tally{Values: [][]sums.Values{{{Rows: 20, Broken: 2}}}}
	const want = "metric revenue, arm control: 2 of 20 (10.0 %): value, expected a number"
	if err := s.CheckValues(tally); err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("%v, expected %q", err, want)
	}
	tally.Values[0][0].Example = &sums.Example{File: "a.csv", Row: 3, Value: "x"}
	const first = `(10.0 %), the first in a.csv, row 3: value = "x", expected a number`
	if err := s.CheckValues(tally); err == nil || !strings.Contains(err.Error(), first) {
		t.Errorf("%v, expected %q", err, first)
	}
}
