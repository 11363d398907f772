package readout

import (
	"testing"

	"uptake/charts/internal/fixture"
	"uptake/charts/out"
)

// TestEvaluationLink: the part leads to the page of the evaluation where one stands, by a way
// between folders and never to an address.
func TestEvaluationLink(t *testing.T) {
	r := fixture.Reports()["three-arms"]
	for page, want := range map[string]string{"": "", "../prompt 7/evals.html": "./../prompt%207/evals.html",
		"evals.html":                "./evals.html",
		"https://hostile.invalid/x": "./https:/hostile.invalid/x", "javascript:alert(1)": "./javascript:alert%281%29"} {
		s := &subject{Report: r, raw: r}
		sec, ok := s.evaluationSection(page)
		if !ok {
			t.Fatal("there is no part of the evaluation")
		}
		got := ""
		for _, l := range sec.First[0].Lines {
			got += l.Link
		}
		if got != want {
			t.Errorf("%q leads to %q, want %q", page, got, want)
		}
	}
	s := &subject{Report: fixture.Reports()["hold"]}
	if _, ok := s.evaluationSection("evals.html"); ok {
		t.Error("a readout without an evaluation tells one")
	}
	if _, err := Document.Render("html", r, out.Options{Evaluation: "../p/evals.html"}); err != nil {
		t.Error(err)
	}
}
