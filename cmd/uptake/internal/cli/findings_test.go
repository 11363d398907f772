package cli

import (
	"testing"

	"uptake/analysis/report"
)

// TestExamplesAreMasked: rows that stand as examples name nobody, also behind a filter's column.
func TestExamplesAreMasked(t *testing.T) {
	example := func(v string) *report.Example { return &report.Example{File: "e.csv", Row: 1, Value: v} }
	r := &report.Report{Rows: report.Rows{Dropped: []report.Dropped{{Example: example("jane@example.com")}, {Example: example("login = jane@example.com")}, {Example: example("plan = staff")}, {}},
		Notes: []report.Note{{Example: example("+49 170 1234567")}}}}
	mask(r)
	for i, want := range []string{"j•••", "login = j•••", "plan = staff"} {
		if got := r.Rows.Dropped[i].Example.Value; got != want {
			t.Errorf("%q is shown, want %q", got, want)
		}
	}
	if got := r.Rows.Notes[0].Example.Value; got != "+•••" {
		t.Errorf("%q is shown", got)
	}
}
