package readout

import (
	"slices"
	"strings"
	"testing"

	"uptake/analysis/report"
	"uptake/charts/doc"
	"uptake/charts/internal/fixture"
	"uptake/charts/out"
)

// TestHalvesStandInPairs: no section of half a page's width stands alone on paper: without
// suggestions the lift has the funnels beside it, or the whole width.
func TestHalvesStandInPairs(t *testing.T) {
	for _, x := range []struct {
		name  string
		alter func(*report.Report)
		want  []string
	}{
		{"with suggestions", func(*report.Report) {}, []string{"lift", "suggestions"}},
		{"without, with a funnel", func(r *report.Report) { r.Suggestions = nil }, []string{"lift", "funnels"}},
		{"with neither", func(r *report.Report) {
			r.Suggestions = nil
			for i := range r.Metrics {
				r.Metrics[i].Funnel = nil
			}
		}, nil},
	} {
		r := fixture.ThreeArms()
		x.alter(r)
		var half []string
		for _, s := range newView(r, out.Options{}).Sections {
			if s.Half {
				half = append(half, s.ID)
			}
			if s.Half && !s.Paper {
				t.Errorf("%s: %s is half as wide on paper, where it is not", x.name, s.ID)
			}
		}
		if !slices.Equal(half, x.want) {
			t.Errorf("%s: half as wide are %v, want %v", x.name, half, x.want)
		}
	}
}

// TestOneCautionOfManyArms: what is the same of several arms is said once, of one or two by
// their names.
func TestOneCautionOfManyArms(t *testing.T) {
	c := func(arm string, details ...string) report.Comparison {
		out := report.Comparison{Arm: arm, Control: "control"}
		for _, d := range details {
			out.Cautions = append(out.Cautions, report.Caution{Code: "note", Detail: d})
		}
		return out
	}
	s := &subject{Report: &report.Report{Arms: []report.Arm{{Name: "control", Control: true}, {Name: "a"}, {Name: "b"},
		{Name: "c"}, {Name: "d"}}}}
	m := &report.Metric{Name: "tasks", Comparisons: []report.Comparison{c("a", "Of all.", "Of two."), c("b", "Of all.",
		"Of three."), c("c", "Of all.", "Of two.", "Of three."), c("d", "Of all.", "Of three.", "Of one.")}}
	want := []string{"Tasks, every arm: Of all.", "Tasks, a and c: Of two.", "Tasks, 3 of 4 arms: Of three.",
		"Tasks, d: Of one."}
	if got := s.metricNotes([]*report.Metric{m}); !slices.Equal(got, want) {
		t.Errorf("the notes are %q, want %q", got, want)
	}
}

// TestSentencesRunAsThePage: a sentence that begins with a name in Arabic is still one of
// English, and runs from left to right; what the user wrote runs as it was written.
func TestSentencesRunAsThePage(t *testing.T) {
	r := fixture.Hold()
	r.Hypothesis = "أكثر قبولا."
	r.Metrics[0].Name = "مقياس"
	r.Metrics[0].Cautions = []report.Caution{{Code: "note", Detail: "The mean is known poorly."}}
	page := string(mustRender(t, "html", r, out.Options{Page: doc.Static}))
	if !strings.Contains(page, "<li>مقياس: The mean is known poorly.</li>") {
		t.Error("the sentence that begins with an Arabic name has a direction of its own")
	}
	if !strings.Contains(page, `<span dir="auto">أكثر قبولا.</span>`) {
		t.Error("the hypothesis has lost its direction")
	}
}
